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
	ListRev int    `json:"listRev,omitempty"` // agents: the mark of the list of waiting requests that she shows
	Panel   bool   `json:"panel,omitempty"`   // supervisors: the panel is open
}

// Target is whom a visitor asks for: an agent, a button, or an agent and, if she does not take it, a button (R68, R69).
type Target struct {
	Agent  string `json:"agent,omitempty"`
	Button string `json:"button,omitempty"`
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
	Targets    []Target `json:"targets,omitempty"`  // tried in this order in place of the button (R69, R70)
	Position   bool     `json:"position,omitempty"` // tell the place in the queue (R98)
}

// Message says something in a chat: 1–4,096 code points, at most 16 KiB, not blank. Answer: Ack with its seq.
type Message struct {
	Action string `json:"action" jsonschema:"enum=message"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
	Text   string `json:"text"`
}

// Typing says that the sender began or stopped writing; repeated each 5 s while it goes on. Where the chat's view says
// `peek`, it carries what is written so far, at most once a second; Position numbers the carriers (R31, R115). Neither
// is stored. No answer.
type Typing struct {
	Action   string `json:"action" jsonschema:"enum=typing"`
	Chat     string `json:"chat"`
	On       bool   `json:"on"`
	Text     string `json:"text,omitempty"`
	Position int    `json:"position,omitempty"`
}

// Signal sends a custom event to the others in the chat (R121). Answer: Ack with its seq.
type Signal struct {
	Action string `json:"action" jsonschema:"enum=signal"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
	Type   string `json:"type"` // 1–255 characters
	Data   string `json:"data,omitempty"`
}

// Visit tells staff that the visitor went to another page while her chat is open (R122). Answer: Ack.
type Visit struct {
	Action string `json:"action" jsonschema:"enum=visit"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	Page   string `json:"page"`
}

// Offered acknowledges that the console shows an offer that is hers alone; one that stays silent is passed over. No
// answer.
type Offered struct {
	Action string `json:"action" jsonschema:"enum=offered"`
	Chat   string `json:"chat"`
}

// Accept takes a waiting request, an offer, a transfer, or joins a conference. Answer: Ack with the chat, or Error
// conflict "already taken" (R72). Kind is what she was shown: who wanted to choose a request does not find herself in a
// conference, because it became one meanwhile. Empty takes whatever it is now.
type Accept struct {
	Action string `json:"action" jsonschema:"enum=accept"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
	Kind   string `json:"kind,omitempty" jsonschema:"enum=choice,enum=push,enum=direct,enum=transfer,enum=conference"`
}

// Decline hides a waiting request from this agent, or sends an offer, a transfer or a conference back (R76, R82, R146,
// R161). Answer: Ack.
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

// Transfer asks an agent, or all with a skill, to take the chat over, or passes it to a button's queue (R136–R150).
// Answer: Ack, with Screen.
type Transfer struct {
	Action string `json:"action" jsonschema:"enum=transfer"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
	To     string `json:"to" jsonschema:"enum=agent,enum=skill,enum=button"`
	Target string `json:"target"`         // a person, a skill or a button
	Note   string `json:"note,omitempty"` // for whoever takes it (R315), at most 1,000 characters
}

// Conference asks one agent with a skill, or all of them, into the chat (R158). Answer: Ack.
type Conference struct {
	Action string `json:"action" jsonschema:"enum=conference"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
	Skill  string `json:"skill"`
	Agent  string `json:"agent,omitempty"` // empty: the first of all who have the skill
	Note   string `json:"note,omitempty"`
}

// Withdraw takes back the transfer or conference that is being asked (R148, R162). Answer: Ack.
type Withdraw struct {
	Action string `json:"action" jsonschema:"enum=withdraw"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
}

// Leave lets one of several agents out of the chat (R163). Answer: Ack with Screen.
type Leave struct {
	Action string `json:"action" jsonschema:"enum=leave"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
}

// Block ends the chat and blocks the visitor's addresses (R188–R190, R330). Answer: Ack.
type Block struct {
	Action  string `json:"action" jsonschema:"enum=block"`
	ID      string `json:"id"`
	Chat    string `json:"chat"`
	After   int    `json:"after"`
	Comment string `json:"comment,omitempty"` // at most 1,000 characters
}

// Flag raises the flag that calls a supervisor, or lowers it (R197, R198). Answer: Ack.
type Flag struct {
	Action string `json:"action" jsonschema:"enum=flag"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	After  int    `json:"after"`
	Text   string `json:"text,omitempty"` // 1–1,000 characters when raised
	Lower  bool   `json:"lower,omitempty"`
}

// Whisper writes to the agents of a chat and to nobody else (R205–R207). Answer: Ack with its private seq.
type Whisper struct {
	Action string `json:"action" jsonschema:"enum=whisper"`
	ID     string `json:"id"`
	Chat   string `json:"chat"`
	Text   string `json:"text"`
}

// Watch lets a supervisor watch the panel (no Chat) or a chat, or stop (R200–R204). Answer: Ack with Panels or View.
type Watch struct {
	Action string `json:"action" jsonschema:"enum=watch"`
	ID     string `json:"id"`
	Chat   string `json:"chat,omitempty"`
	Off    bool   `json:"off,omitempty"`
}

// Presence sets the agent's status (R13): Online or Away logs in, Offline logs out and ends her chats. Tab is the id of
// the browser tab that rules from now on. A supervisor may name another Person (R25). Answer: Ack with the screen.
type Presence struct {
	Action string `json:"action" jsonschema:"enum=presence"`
	ID     string `json:"id"`
	Status string `json:"status" jsonschema:"enum=Online,enum=Away,enum=Offline"`
	Tab    string `json:"tab,omitempty"`
	Person string `json:"person,omitempty"`
}
