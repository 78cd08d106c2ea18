package protocol

// Frames that a client receives.

// Event is one entry of a chat's log, as a client may see it. Kind says which of the fields below the line it carries.
//
//	public:  requested · accepted {party, name} · said {text} · ended {by, reason}
//	private: declined {name} · closed
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
	By     string `json:"by,omitempty" jsonschema:"enum=visitor,enum=agent,enum=system"`
	Reason string `json:"reason,omitempty"` // see Reason… constants
	After  int    `json:"after,omitempty"`  // private events: the public seq they followed
}

// Why a chat ended, in `ended.reason`.
const (
	ReasonEnded     = "ended"             // somebody pressed End
	ReasonCancelled = "cancelled"         // the visitor cancelled while waiting (R101)
	ReasonNoAgent   = "agentsUnavailable" // nobody was there (R63)
	ReasonNoQueue   = "queueFull"         // no room (R64)
	ReasonGone      = "visitorGone"       // the visitor left or vanished (R134)
	ReasonAgentGone = "agentGone"         // the agent vanished and did not return (R23)
	ReasonLogout    = "agentLeft"         // the agent left Live Agent (R17)
)

// Party is somebody in the chat, under the name the visitor may see (R37).
type Party struct {
	Party string `json:"party"`
	Name  string `json:"name"`
	Me    bool   `json:"me,omitempty"`
}

// Visitor is what staff may see of a visitor (R123). Visitors never receive it.
type Visitor struct {
	Name     string   `json:"name,omitempty"`
	Question string   `json:"question,omitempty"`
	Details  []Detail `json:"details,omitempty"`
	Address  string   `json:"address,omitempty"`
	Browser  string   `json:"browser,omitempty"`
	Language string   `json:"language,omitempty"`
	Screen   string   `json:"screen,omitempty"`
	Platform string   `json:"platform,omitempty"`
	Page     string   `json:"page,omitempty"`
	Referrer string   `json:"referrer,omitempty"`
	Key      string   `json:"key,omitempty"`
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
}

// Screen is an agent's standing. The highest Rev wins; an older one is ignored.
type Screen struct {
	Rev      int    `json:"rev"`
	Status   string `json:"status" jsonschema:"enum=Online,enum=Away,enum=Offline"`
	Load     int    `json:"load"`
	Capacity int    `json:"capacity"`
	Epoch    int    `json:"epoch"`
	Tab      string `json:"tab,omitempty"` // the tab that rules; another one pauses
	Name     string `json:"name"`          // as visitors see her
	LostAt   int64  `json:"lostAt,omitempty"`
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
	View   *Chat   `json:"view,omitempty"`   // request and accept: the chat as the caller now sees it
	Screen *Screen `json:"screen,omitempty"`
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

// TypingSeen tells that a party writes, or stopped. Shown for 7 s unless repeated.
type TypingSeen struct {
	Type string `json:"type" jsonschema:"enum=typing"`
	Chat string `json:"chat"`
	Who  string `json:"who"`
	On   bool   `json:"on"`
}

// Offered hints that a request waits which this agent may accept.
type Offered struct {
	Type    string  `json:"type" jsonschema:"enum=waiting"`
	Request Waiting `json:"request"`
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
