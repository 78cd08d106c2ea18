package protocol

// Frames that a client sends.

// Held says how much of a chat a client holds: every public event up to After, and for staff every private one up to
// AfterPrivate.
type Held struct {
	Chat         string `json:"chat"`
	After        int    `json:"after"`
	AfterPrivate int    `json:"afterPrivate,omitempty"`
}

// Resume is the first frame on every socket: it registers the connection and asks for what was missed. A client that
// holds nothing (a reload) sends no Have and gets its open chats whole, in pages. Answer: Resumed.
type Resume struct {
	Action string `json:"action" jsonschema:"enum=resume"`
	ID     string `json:"id"`
	Have   []Held `json:"have,omitempty"`
}

// Beat says that the client is there and how much it holds; an agent's beat renews her lease. Answer: Beaten.
type Beat struct {
	Action  string `json:"action" jsonschema:"enum=beat"`
	ID      string `json:"id"`
	Have    []Held `json:"have,omitempty"`
	ListRev int    `json:"listRev,omitempty"` // agents: the revision of the list of waiting requests that she shows
}

// Detail is something the visitor or the page says about herself (R108, R290).
type Detail struct {
	Label string `json:"label"`
	Value string `json:"value"`
	Shown bool   `json:"shown"` // displayToAgent
}

// Request asks for a chat. One visitor has one running chat per button (R67): a second request gets the first chat.
// Answer: Ack with the chat, then events.
type Request struct {
	Action     string   `json:"action" jsonschema:"enum=request"`
	ID         string   `json:"id"`
	Button     string   `json:"button"`
	Name       string   `json:"name,omitempty"`
	Question   string   `json:"question,omitempty"`
	Details    []Detail `json:"details,omitempty"`
	VisitorKey string   `json:"visitorKey,omitempty"` // identifies the browser, opens nothing (R12)
	Page       string   `json:"page,omitempty"`       // the page she is on
	Referrer   string   `json:"referrer,omitempty"`   // the site before ours (R228)
	Language   string   `json:"language,omitempty"`
	Screen     string   `json:"screen,omitempty"` // "1440x900"
	Platform   string   `json:"platform,omitempty"`
	Browser    string   `json:"browser,omitempty"`
}

// Message says something in a chat: 1–4,096 code points, at most 16 KiB, not blank. Answer: Ack with its seq.
type Message struct {
	Action string `json:"action" jsonschema:"enum=message"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
	Text   string `json:"text"`
}

// Typing says that the sender began or stopped writing; repeated each 5 s while it goes on. No answer.
type Typing struct {
	Action string `json:"action" jsonschema:"enum=typing"`
	Chat   string `json:"chat"`
	On     bool   `json:"on"`
}

// Accept takes a waiting request. Answer: Ack, or Error conflict "already taken" (R72).
type Accept struct {
	Action string `json:"action" jsonschema:"enum=accept"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
}

// Decline hides a waiting request from this agent (R76). Answer: Ack.
type Decline struct {
	Action string `json:"action" jsonschema:"enum=decline"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
}

// End ends the chat, or cancels the request while it waits (R101, R116, R117). Answer: Ack.
type End struct {
	Action string `json:"action" jsonschema:"enum=end"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
}

// Close says that the agent closed the tab of an ended chat; it gives her place back and lets the transcript be made
// (R120, R218). Answer: Ack.
type Close struct {
	Action string `json:"action" jsonschema:"enum=close"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
}

// Presence sets the agent's status (R13): Online or Away logs in, Offline logs out and ends her chats. Tab is the id of
// the browser tab that rules from now on. Answer: Ack with her screen.
type Presence struct {
	Action string `json:"action" jsonschema:"enum=presence"`
	ID     string `json:"id"`
	Status string `json:"status" jsonschema:"enum=Online,enum=Away,enum=Offline"`
	Tab    string `json:"tab,omitempty"`
}
