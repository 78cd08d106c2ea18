package settings

// object is whatever the document lists under an id.
type object interface{ id() string }

func (s Skill) id() string                 { return s.ID }
func (p Profile) id() string               { return p.ID }
func (a AgentConfiguration) id() string    { return a.ID }
func (p PresenceConfiguration) id() string { return p.ID }
func (b Button) id() string                { return b.ID }
func (d Deployment) id() string            { return d.ID }

func find[T object](list []T, id string) (found T, ok bool) {
	for _, o := range list {
		if o.id() == id {
			return o, true
		}
	}
	return found, false
}

// Skill finds a skill; false if there is none with this id. The same holds for the finders below.
func (c Configuration) Skill(id string) (Skill, bool) { return find(c.Skills, id) }

// Profile finds a profile.
func (c Configuration) Profile(id string) (Profile, bool) { return find(c.Profiles, id) }

// AgentConfiguration finds an agent configuration.
func (c Configuration) AgentConfiguration(id string) (AgentConfiguration, bool) {
	return find(c.AgentConfigurations, id)
}

// PresenceConfiguration finds a presence configuration.
func (c Configuration) PresenceConfiguration(id string) (PresenceConfiguration, bool) {
	return find(c.PresenceConfigurations, id)
}

// Button finds a button.
func (c Configuration) Button(id string) (Button, bool) { return find(c.Buttons, id) }

// Deployment finds a deployment.
func (c Configuration) Deployment(id string) (Deployment, bool) { return find(c.Deployments, id) }
