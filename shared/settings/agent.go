package settings

import "slices"

// AgentConfiguration is how a group of agents and supervisors works (R26). A switch that is not set is off.
type AgentConfiguration struct {
	ID       string `json:"configuration" pattern:"^[A-Za-z](_?[A-Za-z0-9])*$" maxLength:"80"`
	Name     string `json:"name" minLength:"1" maxLength:"80"`
	Capacity int    `json:"capacity" minimum:"1" maximum:"100" doc:"The most chats that an agent is given (R61)."`

	SneakPeek     bool `json:"sneakPeek,omitempty" doc:"She sees what the visitor writes before it is sent (R31)."`
	RequestSound  bool `json:"requestSound,omitempty" doc:"A sound on a new request (R32)."`
	LogoutSound   bool `json:"logoutSound,omitempty" doc:"A sound on log-out and lost connection (R33)."`
	Notifications bool `json:"notifications,omitempty" doc:"A desktop notification of a new request (R32)."`

	AgentName             string `json:"agentName,omitempty" maxLength:"255" doc:"As visitors see her; a button's goes before it (R37)."`
	Greeting              string `json:"greeting,omitempty" maxLength:"1000" doc:"Sent on acceptance; a button's greeting goes before it (R38)."`
	AutoAwayOnDecline     bool   `json:"autoAwayOnDecline,omitempty" doc:"Declining turns her Away (R34)."`
	AutoAwayOnPushTimeout bool   `json:"autoAwayOnPushTimeout,omitempty" doc:"Letting an offer lapse turns her Away (R35)."`
	CriticalWait          int    `json:"criticalWait,omitempty" minimum:"0" maximum:"86400" doc:"Seconds until an unanswered chat flashes (R130)."`

	Files       bool `json:"files,omitempty" doc:"May ask the visitor for a file."`
	Blocking    bool `json:"blocking,omitempty" doc:"May block the visitor's address (R188)."`
	Flags       bool `json:"flags,omitempty" doc:"May call for help (R197)."`
	Conferences bool `json:"conferences,omitempty" doc:"May invite others into a chat; turning it on takes a permission (R157)."`

	TransferToAgent  bool     `json:"transferToAgent,omitempty"`
	TransferToSkill  bool     `json:"transferToSkill,omitempty"`
	TransferToButton bool     `json:"transferToButton,omitempty"`
	TransferSkills   []string `json:"transferSkills,omitempty" maxItems:"200" doc:"The skills to which she may transfer (R40)."`
	TransferButtons  []string `json:"transferButtons,omitempty" maxItems:"500" doc:"The buttons to which she may transfer (R40)."`

	Monitoring     bool `json:"monitoring,omitempty" doc:"A supervisor: may watch running chats."`
	Whisper        bool `json:"whisper,omitempty" doc:"A supervisor: may write to the agent alone."`
	AgentSneakPeek bool `json:"agentSneakPeek,omitempty" doc:"A supervisor: sees what the agent writes before it is sent."`

	DefaultStatus    string   `json:"defaultStatus,omitempty" enum:"Online,Away,Offline" doc:"The panel opens with this status; none is any (R200)."`
	DefaultSkill     string   `json:"defaultSkill,omitempty" doc:"The panel opens with this skill; none is any (R200)."`
	DefaultButton    string   `json:"defaultButton,omitempty" doc:"The panel opens with this button; none is any (R200)."`
	SupervisedSkills []string `json:"supervisedSkills,omitempty" maxItems:"200" doc:"Whose agents a supervisor sees; none is all (R197, R201)."`
}

const (
	maxCapacity  = 100
	maxAgentName = 255
	maxSeconds   = 24 * 60 * 60
)

var statuses = []string{"", "Online", "Away", "Offline"}

func (a AgentConfiguration) check(k *check) {
	k.name(a.Name)
	k.number("capacity", a.Capacity, 1, maxCapacity)
	k.text("agentName", a.AgentName, maxAgentName)
	k.text("greeting", a.Greeting, maxProse)
	k.number("criticalWait", a.CriticalWait, 0, maxSeconds)
	k.must(slices.Contains(statuses, a.DefaultStatus), "defaultStatus", "must be Online, Away, Offline or left out for any")
	k.distinct("transferSkills", a.TransferSkills)
	k.distinct("transferButtons", a.TransferButtons)
	k.distinct("supervisedSkills", a.SupervisedSkills)
}
