package protocol

// Frames that a client receives.

// Event is one entry of a chat's log, as a client may see it. Kind says which of the fields below the line it carries.
//
//	public:  requested · accepted {party, name} · greeted {text} · said {text} · handedOn {party} · transferred {party, name}
//	         · returned {party, name} · joined {party, name} · left {party, name} · signalled {type, text} · ended {by, reason}
//	private: queued {target} · routed {agent} · passedOver {agent} · withdrawn {agent} · declined {agent, name} · lapsed {agent,
//	         invite} · took {agent, name} · invited, refused, recalled {invite, to, target, agent, name, text} · passed, passFailed
//	         {target, agent, text} · whispered {agent, name, text} · flagged {agent, text} · flagLowered {agent, by} · blocked {agent,
//	         text} · visited {text} · tabShut {agent} · closed
//
// Who is the party that acted: "v" the visitor, "a1", "a2" … agents in the order they came, "system".
type Event struct {
	Seq  int    `json:"seq"`
	ID   string `json:"id,omitempty"` // the id of the frame that caused it, if one did
	At   int64  `json:"at"`
	Who  string `json:"who"`
	Kind string `json:"kind"`

	Text   string `json:"text,omitempty"`
	Party  string `json:"party,omitempty"`
	Name   string `json:"name,omitempty"`
	By     string `json:"by,omitempty" jsonschema:"enum=visitor,enum=agent,enum=system,enum=supervisor"`
	Reason string `json:"reason,omitempty"` // see Reason… constants
	Type   string `json:"type,omitempty"`   // signalled
	After  int    `json:"after,omitempty"`  // private events: the public seq they followed

	Agent  string `json:"agent,omitempty"`  // private events: the person it is about
	Invite string `json:"invite,omitempty"` // private events: transfer or conference
	To     string `json:"to,omitempty"`     // private events: agent, skill or button
	Target string `json:"target,omitempty"` // private events: the person, skill or button
}

// Why a chat ended, in `ended.reason`.
const (
	ReasonEnded     = "ended"             // somebody pressed End
	ReasonCancelled = "cancelled"         // the visitor cancelled while waiting (R101)
	ReasonNoAgent   = "agentsUnavailable" // nobody was there (R63)
	ReasonNoQueue   = "queueFull"         // no room (R64)
	ReasonBlocked   = "blocked"           // an address rule; shown as "not available" (R104)
	ReasonIdle      = "clientIdleTimeout" // the visitor did not answer (R128)
	ReasonGone      = "visitorGone"       // the visitor left or vanished (R134)
	ReasonAgentGone = "agentGone"         // the agent vanished and did not return (R23)
	ReasonLogout    = "agentLeft"         // the agent left Live Agent (R17)
)

// Party is somebody in the chat, under the name the visitor may see (R37).
type Party struct {
	Party string `json:"party"`
	Name  string `json:"name"`
	Me    bool   `json:"me,omitempty"`
	In    bool   `json:"in,omitempty"` // she is in the chat now
}

// Visitor is what staff may see of a visitor (R123). Visitors never receive it.
type Visitor struct {
	Name     string   `json:"name,omitempty"`
	Question string   `json:"question,omitempty"`
	Details  []Detail `json:"details,omitempty"`
	Address  string   `json:"address,omitempty"`
	Via      string   `json:"via,omitempty"`     // the address her page's calls came from, if it is another
	Place    string   `json:"place,omitempty"`   // "Berlin, Germany"; in the United States city and state (R227)
	Network  string   `json:"network,omitempty"` // the number of the network that she comes by
	Browser  string   `json:"browser,omitempty"`
	Agent    string   `json:"ua,omitempty"` // as the browser's calls say it
	Language string   `json:"language,omitempty"`
	Screen   string   `json:"screen,omitempty"`
	Platform string   `json:"platform,omitempty"`
	Page     string   `json:"page,omitempty"`
	Referrer string   `json:"referrer,omitempty"`
	Key      string   `json:"key,omitempty"`
}

// Idle is the time-out of a visitor who does not answer: milliseconds from an agent's message that she has not answered
// to the warning and to the end of the chat (R124–R128).
type Idle struct {
	Warning int64 `json:"warning"`
	Timeout int64 `json:"timeout"`
}

// Invite is a transfer or a conference that is being asked, as those in the chat see it.
type Invite struct {
	Kind   string `json:"kind" jsonschema:"enum=transfer,enum=conference"`
	To     string `json:"to" jsonschema:"enum=agent,enum=skill"`
	Target string `json:"target"`
	Name   string `json:"name,omitempty"`
	At     int64  `json:"at"`
	Until  int64  `json:"until"`
}

// Raised is a flag that is up (R197).
type Raised struct {
	Text string `json:"text"`
	At   int64  `json:"at"`
}

// Chat is a chat as its reader may see it: where it stands, and the events she was missing.
type Chat struct {
	Chat        string   `json:"chat"`
	State       string   `json:"state" jsonschema:"enum=waiting,enum=engaged,enum=ended,enum=closed"`
	Button      string   `json:"button"`
	Site        string   `json:"site,omitempty"` // staff: the deployment's name
	RequestedAt int64    `json:"requestedAt"`
	AcceptedAt  int64    `json:"acceptedAt,omitempty"`
	EndedAt     int64    `json:"endedAt,omitempty"`
	Parties     []Party  `json:"parties"`
	Visitor     *Visitor `json:"visitor,omitempty"`
	Tail        int      `json:"tail"`                  // newest public seq there is
	PrivateTail int      `json:"privateTail,omitempty"` // staff: newest private seq there is
	Events      []Event  `json:"events"`
	Private     []Event  `json:"private,omitempty"`
	More        bool     `json:"more,omitempty"` // events are missing after these: resume again

	Passed bool   `json:"passed,omitempty"` // it waits for its next agent: nobody may write (R145)
	Absent string `json:"absent,omitempty"` // the party whose connection is lost, as an Absent frame told it
	Peek   bool   `json:"peek,omitempty"`   // typing frames carry what is written so far (R31, R204)
	Idle   *Idle  `json:"idle,omitempty"`   // R126
	Place  int    `json:"place,omitempty"`  // visitors: the place in the queue, from 1 (R99, R100)
	Wait   int64  `json:"wait,omitempty"`   // visitors: the estimated wait in milliseconds; -1 for unknown (R106)
	Save   bool   `json:"save,omitempty"`   // visitors: she may save the conversation (R50)

	Invite   *Invite `json:"invite,omitempty"`   // staff
	Flag     *Raised `json:"flag,omitempty"`     // staff
	Critical int64   `json:"critical,omitempty"` // staff: milliseconds until an unanswered visitor is critical (R130)
	Watching bool    `json:"watching,omitempty"` // the reader watches it and is not in it
}

// Waiting is a request in an agent's list (R107), oldest first.
type Waiting struct {
	Chat        string   `json:"chat"`
	Button      string   `json:"button"`
	ButtonName  string   `json:"buttonName"`
	Site        string   `json:"site"`
	RequestedAt int64    `json:"requestedAt"`
	After       int      `json:"after"` // send this with accept or decline
	Visitor     *Visitor `json:"visitor,omitempty"`

	Kind  string `json:"kind,omitempty" jsonschema:"enum=push,enum=direct,enum=transfer,enum=conference"` // empty: to be chosen from the list
	Until int64  `json:"until,omitempty"`                                                                 // when it goes to somebody else
	From  string `json:"from,omitempty"`                                                                  // the colleague who asks
	Note  string `json:"note,omitempty"`                                                                  // and her message (R315)
}

// Screen is an agent's standing. The highest Rev wins; an older one is ignored.
type Screen struct {
	Rev      int    `json:"rev"`
	Status   string `json:"status" jsonschema:"enum=Online,enum=Away,enum=Offline"`
	Load     int    `json:"load"`
	Capacity int    `json:"capacity"`
	Epoch    int    `json:"epoch"`
	Tab      string `json:"tab,omitempty"`    // the tab that rules; another one pauses
	Name     string `json:"name"`             // as visitors see her
	Silent   bool   `json:"silent,omitempty"` // the last offer was not acknowledged
	Person   string `json:"person,omitempty"`
	Session  string `json:"session,omitempty"` // the session record
	Since    int64  `json:"since,omitempty"`   // logged in since

	Offers []string `json:"offers"` // the chats that are offered to her alone: no other offer stands
}

// Clocks are the times, in milliseconds, that a client keeps.
type Clocks struct {
	Beat  int64 `json:"beat"`  // beat a chat after so long without news of it
	Lease int64 `json:"lease"` // agents: renew this often while she has chats
	Idle  int64 `json:"idle"`  // agents: and this often while she has none
}

// Resumed answers Resume. Chats holds every open chat of the person (and, for an agent, ended ones with an open tab)
// and every chat that was asked for and may be seen.
type Resumed struct {
	Type     string    `json:"type" jsonschema:"enum=resumed"`
	ID       string    `json:"id"`
	At       int64     `json:"at"`
	Chats    []Chat    `json:"chats"`
	Gone     []string  `json:"gone,omitempty"` // asked for, and not to be had any more
	Clocks   Clocks    `json:"clocks"`
	Expires  int64     `json:"expires"` // when this socket's identity ends: reconnect earlier
	Screen   *Screen   `json:"screen,omitempty"`
	ListRev  int       `json:"listRev,omitempty"`
	Requests []Waiting `json:"requests,omitempty"`
}

// Beaten answers Beat. Tails holds the newest public seq of each chat that was named; a client that holds less resumes.
// Requests is there if ListRev differs from what the client named.
type Beaten struct {
	Type     string    `json:"type" jsonschema:"enum=beat"`
	ID       string    `json:"id"`
	At       int64     `json:"at"`
	Tails    []Held    `json:"tails"`
	Gone     []string  `json:"gone,omitempty"`
	Screen   *Screen   `json:"screen,omitempty"`
	ListRev  int       `json:"listRev,omitempty"`
	Requests []Waiting `json:"requests,omitempty"`
	Listed   bool      `json:"listed,omitempty"` // Requests is the whole list, also when it is empty
}

// Ack answers a frame that changed something, or had done so already. Seq is where its event stands in the log.
type Ack struct {
	Type   string  `json:"type" jsonschema:"enum=ack"`
	Re     string  `json:"re"` // the action
	ID     string  `json:"id"`
	Chat   string  `json:"chat,omitempty"`
	Seq    int     `json:"seq,omitempty"`
	At     int64   `json:"at"`
	Events []Event `json:"events,omitempty"` // what the caller did not hold yet, when it fits; its own event included
	View   *Chat   `json:"view,omitempty"`   // request, accept, watch: the chat as the caller now sees it
	Screen *Screen `json:"screen,omitempty"`
	Panels []Panel `json:"panels,omitempty"` // watch: what the supervisor sees
}

// Error refuses a frame; the socket lives on. Kind is one of invalid, unauthorized, forbidden, not_found, conflict,
// behind, limited, internal; Message is for the person; Field names what is wrong in the frame.
type Error struct {
	Type    string `json:"type" jsonschema:"enum=error"`
	Re      string `json:"re,omitempty"`
	ID      string `json:"id,omitempty"`
	Chat    string `json:"chat,omitempty"`
	Kind    string `json:"kind"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`
}

// Events carries new entries of a chat to those who are in it. A known seq is ignored; a gap waits 500 ms, then resumes.
type Events struct {
	Type    string  `json:"type" jsonschema:"enum=events"`
	Chat    string  `json:"chat"`
	Events  []Event `json:"events,omitempty"`
	Private []Event `json:"private,omitempty"`
	Screen  *Screen `json:"screen,omitempty"`
}

// TypingSeen tells that a party writes, or stopped. Shown for 7 s unless repeated. Text is there for those who may see
// what is not sent yet; a Position lower than one already shown is ignored (R115).
type TypingSeen struct {
	Type     string `json:"type" jsonschema:"enum=typing"`
	Chat     string `json:"chat"`
	Who      string `json:"who"`
	On       bool   `json:"on"`
	Text     string `json:"text,omitempty"`
	Position int    `json:"position,omitempty"`
}

// Absent tells that a party's connection is lost, or back: to the visitor that of her agent, to staff that of the visitor
// (R22, R135). The chat goes on for a while.
type Absent struct {
	Type string `json:"type" jsonschema:"enum=absent"`
	Chat string `json:"chat"`
	Who  string `json:"who"`
	On   bool   `json:"on"` // she is absent
}

// WaitingShown hints that a request waits which this agent may accept, or offers her one that is hers alone (Kind); that
// one she acknowledges with Offered.
type WaitingShown struct {
	Type    string  `json:"type" jsonschema:"enum=waiting"`
	Request Waiting `json:"request"`
	Screen  *Screen `json:"screen,omitempty"` // with an offer: her standing with it
}

// Opened puts a chat on an agent's screen that she did not ask for: accepted for her (R84), or returned (R318).
type Opened struct {
	Type   string  `json:"type" jsonschema:"enum=opened"`
	View   Chat    `json:"view"`
	Screen *Screen `json:"screen,omitempty"`
}

// Shut takes a chat off an agent's screen: a colleague took it over, or it was passed on (R141, R145).
type Shut struct {
	Type string `json:"type" jsonschema:"enum=shut"`
	Chat string `json:"chat"`
	By   string `json:"by,omitempty"` // the colleague's name
}

// ChatShown tells staff in a chat how it stands besides its log: what is being asked, the flag, who is in it.
type ChatShown struct {
	Type    string  `json:"type" jsonschema:"enum=chat"`
	Chat    string  `json:"chat"`
	Parties []Party `json:"parties"`
	Invite  *Invite `json:"invite,omitempty"`
	Flag    *Raised `json:"flag,omitempty"`
}

// Place tells a waiting visitor her place in the queue, from 1, 0 for none to tell, and the estimated wait in
// milliseconds, -1 for unknown (R98–R100, R106).
type Place struct {
	Type  string `json:"type" jsonschema:"enum=place"`
	Chat  string `json:"chat"`
	Place int    `json:"place"`
	Wait  int64  `json:"wait"`
}

// Panel is one list of the supervisor's panel: a button's queue, or the agents with a skill (R202).
type Panel struct {
	Queue   string       `json:"queue"` // a button, or skill:<skill>
	Name    string       `json:"name"`
	Rev     int          `json:"rev"` // the highest wins
	Waiting int          `json:"waiting"`
	Longest int64        `json:"longest,omitempty"` // when the oldest waiting request was made
	Online  int          `json:"online"`
	Open    int          `json:"open"`             // places free
	Agents  []PanelAgent `json:"agents,omitempty"` // of a skill
}

// PanelAgent is an agent's line in the panel.
type PanelAgent struct {
	Person   string      `json:"person"`
	Name     string      `json:"name"`
	Status   string      `json:"status" jsonschema:"enum=Online,enum=Away,enum=Offline"`
	Chats    int         `json:"chats"`  // engaged
	Offers   int         `json:"offers"` // requests assigned
	Load     int         `json:"load"`
	Capacity int         `json:"capacity"`
	LoginAt  int64       `json:"loginAt,omitempty"`
	LastAt   int64       `json:"lastAt,omitempty"` // when she was last given a chat
	Flags    []PanelFlag `json:"flags,omitempty"`
}

// PanelFlag is a call for help in the panel.
type PanelFlag struct {
	Chat string `json:"chat"`
	Text string `json:"text"`
	At   int64  `json:"at"`
}

// PanelShown carries a list of the panel that has changed.
type PanelShown struct {
	Type  string `json:"type" jsonschema:"enum=panel"`
	Panel Panel  `json:"panel"`
}

// Withdrawn tells that a request which was hinted is no longer to be had: taken by a colleague (By) or gone.
type Withdrawn struct {
	Type string `json:"type" jsonschema:"enum=withdrawn"`
	Chat string `json:"chat"`
	By   string `json:"by,omitempty"`
}

// ScreenShown carries an agent's screen after something else changed it.
type ScreenShown struct {
	Type   string `json:"type" jsonschema:"enum=screen"`
	Screen Screen `json:"screen"`
}
