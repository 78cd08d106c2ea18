package transcript

// Document is a rendered transcript. Whoever stores or sends it marshals it as JSON: all keys and lists stand in a
// fixed order and nothing is a map, so the same document is always the same bytes. Times are milliseconds since 1970,
// 0 for never; durations are whole seconds (R222).
type Document struct {
	Summary
	Question      string        `json:"question,omitempty"`
	Details       []Detail      `json:"details,omitempty"`
	Page          string        `json:"page,omitempty"`
	OwnerPerson   string        `json:"ownerPerson,omitempty"` // empty: the system
	Fields        []Field       `json:"fields"`
	Lines         []Line        `json:"lines"`
	Events        []Event       `json:"events"`
	Body          string        `json:"body"`
	ResponseTimes ResponseTimes `json:"responseTimes"`
	Chain         Chain         `json:"chain"`
}

// Summary is a transcript's line in a list.
type Summary struct {
	Chat            string `json:"chat"`
	Number          string `json:"number"` // given by the record; see Numbered
	Visitor         string `json:"visitor"`
	Site            string `json:"site"`
	Button          string `json:"button"`
	Status          Status `json:"status"`
	RequestedAt     int64  `json:"requestedAt"`
	StartedAt       int64  `json:"startedAt"`
	EndedAt         int64  `json:"endedAt"`
	EndedBy         string `json:"endedBy"` // Agent, Visitor or System (R226)
	Owner           string `json:"owner"`
	WaitTime        int    `json:"waitTime"`
	ChatDuration    *int   `json:"chatDuration"` // nil: never answered
	AgentMessages   int    `json:"agentMessages"`
	VisitorMessages int    `json:"visitorMessages"`
}

// Status is what became of a request (R225).
type Status string

// The statuses of a stored transcript.
const (
	Completed Status = "Completed" // answered
	Missed    Status = "Missed"    // requested and not answered
	Blocked   Status = "Blocked"   // stopped by an address rule
)

// Field is one transcript field. Value is text as a person may read it: a time in RFC 3339 with milliseconds in UTC, a
// number in digits, and empty where nothing is known.
type Field struct {
	Name  string    `json:"name"` // the API name
	Label string    `json:"label"`
	Type  FieldType `json:"type"`
	Value string    `json:"value"`
}

// FieldType says how a value is to be read.
type FieldType string

// The types of field.
const (
	Text      FieldType = "text"
	Time      FieldType = "time"
	Seconds   FieldType = "seconds"
	Count     FieldType = "count"
	Reference FieldType = "reference" // the name of another record or of a person
)

// Line is one line of the conversation as all its parties saw it. Who is visitor, agent or system; a line of the
// system has no name. Elapsed counts from the chat's start, or from the request if nobody answered.
type Line struct {
	At      int64  `json:"at"`
	Elapsed string `json:"elapsed"`
	Who     string `json:"who"`
	Name    string `json:"name"`
	Text    string `json:"text"`
}

// Event is one derived event of the chat (R242). Agent is the visible name of the agent who acted or was meant.
type Event struct {
	Type   EventType `json:"type"`
	Label  string    `json:"label"`
	At     int64     `json:"at"`
	Agent  string    `json:"agent"`
	Person string    `json:"person,omitempty"`
	Detail string    `json:"detail"` // at most 255 characters
}

// ResponseTimes are in seconds; nil where there was no pair of turns (R223).
type ResponseTimes struct {
	AgentAverage   *int `json:"agentAverage"`
	AgentMaximum   *int `json:"agentMaximum"`
	VisitorAverage *int `json:"visitorAverage"`
	VisitorMaximum *int `json:"visitorMaximum"`
}

// Chain says whether the logs are whole and untouched. Root is the SHA-256, in hexadecimal, of the public log's root
// followed by the private log's; Fault names the first entry that is wrong.
type Chain struct {
	Intact  bool   `json:"intact"`
	Entries int    `json:"entries"`
	Root    string `json:"root"`
	Fault   string `json:"fault,omitempty"`
}

// Numbered returns the document under the number that its record gave it (R236). The stored document has none, because
// it is written before its record.
func (d Document) Numbered(number string) Document {
	d.Number = number
	d.Fields = append([]Field(nil), d.Fields...)
	for i := range d.Fields {
		if d.Fields[i].Name == numberField {
			d.Fields[i].Value = number
		}
	}
	return d
}
