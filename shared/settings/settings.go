// Package settings is what administrators set: one versioned document for the desk, a small one for each person, and the
// rules that bar addresses. It says what may be stored and what follows for somebody who works here: her skills, her
// buttons, her capacity and the name that visitors see. It knows no store, no clock and no network. SPEC.md states the
// rules.
package settings

// Configuration is what administrators set, written whole. Its lists refer to each other by id; a field that holds an id
// has the same JSON name as the id itself.
type Configuration struct {
	Version                int64                   `json:"version" doc:"The version that was read; a change names it."`
	Organisation           Organisation            `json:"organisation" required:"false"`
	Skills                 []Skill                 `json:"skills" required:"false" maxItems:"200"`
	Profiles               []Profile               `json:"profiles" required:"false" maxItems:"200"`
	AgentConfigurations    []AgentConfiguration    `json:"agentConfigurations" required:"false" maxItems:"500"`
	PresenceConfigurations []PresenceConfiguration `json:"presenceConfigurations" required:"false" maxItems:"500"`
	Buttons                []Button                `json:"buttons" maxItems:"500"`
	Deployments            []Deployment            `json:"deployments" maxItems:"100"`
	Clocks                 Clocks                  `json:"clocks" required:"false"`
}

// Organisation holds the switches that concern everybody. All are off at first.
type Organisation struct {
	LiveChatOff          bool `json:"liveChatOff,omitempty" doc:"Nobody chats: everything refuses clearly while this is on (R311)."`
	FreePlaceAtEnd       bool `json:"freePlaceAtEnd,omitempty" doc:"A chat's place is free at its end, not when its tab is closed (R120)."`
	CapacityFromPresence bool `json:"capacityFromPresence,omitempty" doc:"Capacities come from presence configurations (R312)."`
}

// How many of each there may be. The whole document stays far enough below what one item of a table can hold (400 KB).
const (
	MaxSkills                 = 200
	MaxProfiles               = 200
	MaxAgentConfigurations    = 500
	MaxPresenceConfigurations = 500
	MaxButtons                = 500
	MaxDeployments            = 100
	MaxBytes                  = 350 * 1024 // of the document as JSON
)

// WithDefaults is the configuration with each unset clock at its default, and with lists that are empty and not absent.
func (c Configuration) WithDefaults() Configuration {
	c.Skills, c.Profiles = present(c.Skills), present(c.Profiles)
	c.AgentConfigurations, c.PresenceConfigurations = present(c.AgentConfigurations), present(c.PresenceConfigurations)
	c.Buttons, c.Deployments = present(c.Buttons), present(c.Deployments)
	c.Clocks = c.Clocks.withDefaults()
	return c
}

func present[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
