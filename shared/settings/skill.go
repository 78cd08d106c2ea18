package settings

// Skill is what somebody is good at; buttons ask for it, people and profiles have it (R43).
type Skill struct {
	ID          string `json:"skill" pattern:"^[A-Za-z](_?[A-Za-z0-9])*$" maxLength:"80"`
	Name        string `json:"name" minLength:"1" maxLength:"80"`
	Description string `json:"description,omitempty" maxLength:"1000"`
}

func (s Skill) check(k *check) {
	k.name(s.Name)
	k.text("description", s.Description, maxProse)
}

// Permission is something that a person may do beyond her configuration.
type Permission string

// The permissions.
const (
	ApiEnabled           Permission = "apiEnabled"   // may log in at all (R2)
	AssignSkills         Permission = "assignSkills" // may give skills to agents (R10)
	ConferencePermission Permission = "conference"   // may turn conferences on in a configuration (R157)
)

func (p Permission) known() bool {
	return p == ApiEnabled || p == AssignSkills || p == ConferencePermission
}

// Profile is what many people have in common (R28, R43). What a person has herself comes on top; her own configuration
// goes before the profile's (R29).
type Profile struct {
	ID            string       `json:"profile" pattern:"^[A-Za-z](_?[A-Za-z0-9])*$" maxLength:"80"`
	Name          string       `json:"name" minLength:"1" maxLength:"80"`
	Skills        []string     `json:"skills,omitempty" maxItems:"20"`
	Configuration string       `json:"configuration,omitempty" doc:"An agent configuration."`
	Permissions   []Permission `json:"permissions,omitempty" enum:"apiEnabled,assignSkills,conference"`
}

func (p Profile) check(k *check) {
	k.name(p.Name)
	k.distinct("skills", p.Skills)
	k.must(len(p.Skills) <= MaxPersonSkills, "skills", "must be at most %d, these are %d", MaxPersonSkills, len(p.Skills))
	k.permissions(p.Permissions)
}

// PresenceConfiguration is where capacities come from if the organisation says so (R312).
type PresenceConfiguration struct {
	ID       string `json:"presence" pattern:"^[A-Za-z](_?[A-Za-z0-9])*$" maxLength:"80"`
	Name     string `json:"name" minLength:"1" maxLength:"80"`
	Capacity int    `json:"capacity" minimum:"1" maximum:"100"`
}

func (p PresenceConfiguration) check(k *check) {
	k.name(p.Name)
	k.number("capacity", p.Capacity, 1, maxCapacity)
}
