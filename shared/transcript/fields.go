package transcript

import "strconv"

// The longest values, in characters (R229).
const (
	maxName    = 255
	maxText    = 200
	maxAddress = 39
)

const numberField = "Name"

// column is one field of every transcript: its names, how it is read, how long it may be, and its rule.
type column struct {
	name, label string
	kind        FieldType
	limit       int
	value       func(rendering) string
}

// columns are the fields in the order of their labels (TR7, R221).
var columns = []column{
	{"Abandoned", "Abandoned After", Seconds, maxName, func(r rendering) string { return digits(r.abandoned) }},
	{"AccountId", "Account Name", Reference, maxName, unknown},
	{"AverageResponseTimeOperator", "Agent Average Response Time", Seconds, maxName, func(r rendering) string { return digits(r.responses.AgentAverage) }},
	{"MaxResponseTimeOperator", "Agent Maximum Response Time", Seconds, maxName, func(r rendering) string { return digits(r.responses.AgentMaximum) }},
	{"OperatorMessageCount", "Agent Message Count", Count, maxName, func(r rendering) string { return strconv.Itoa(r.agent) }},
	{"SkillId", "Agent Skill", Reference, maxName, unknown},
	{"Body", "Body", Text, MaxBody, func(r rendering) string { return r.body }},
	{"Browser", "Browser", Text, maxText, func(r rendering) string { return r.in.Visitor.Browser }},
	{"BrowserLanguage", "Browser Language", Text, maxText, func(r rendering) string { return r.in.Visitor.Language }},
	{"CaseId", "Case", Reference, maxName, unknown},
	{"LiveChatButtonId", "Chat Button", Reference, maxName, rendering.button},
	{"ChatDuration", "Chat Duration", Seconds, maxName, func(r rendering) string { return digits(r.duration) }},
	{"ContactId", "Contact Name", Reference, maxName, unknown},
	{"CreatedById", "Created By", Reference, maxName, rendering.created},
	{"CreatedDate", "Created Date", Time, maxName, func(r rendering) string { return clock(r.story.closed) }},
	{"LiveChatDeploymentId", "Deployment", Reference, maxName, rendering.deployment},
	{"EndTime", "End Time", Time, maxName, func(r rendering) string { return clock(r.story.ended) }},
	{"EndedBy", "Ended By", Text, maxName, func(r rendering) string { return r.story.endedBy() }},
	{"LastModifiedById", "Last Modified By", Reference, maxName, rendering.created},
	{"LastModifiedDate", "Last Modified Date", Time, maxName, func(r rendering) string { return clock(r.story.closed) }},
	{"LeadId", "Lead", Reference, maxName, unknown},
	{numberField, "Live Chat Transcript", Text, maxName, unknown}, // see Numbered
	{"LiveChatVisitorId", "Live Chat Visitor", Reference, maxName, func(r rendering) string { return r.in.Visitor.Key }},
	{"Location", "Location", Text, maxText, func(r rendering) string { return r.in.Visitor.Place }},
	{"VisitorNetwork", "Network", Text, maxText, func(r rendering) string { return r.in.Visitor.Network }},
	{"OwnerId", "Owner", Reference, maxName, func(r rendering) string { return r.owner.Name }},
	{"Platform", "Platform", Text, maxText, func(r rendering) string { return r.in.Visitor.Platform }},
	{"ReferrerUri", "Referring Site", Text, maxText, rendering.referrer},
	{"RequestTime", "Request Time", Time, maxName, func(r rendering) string { return clock(r.story.requested) }},
	{"ScreenResolution", "Screen Resolution", Text, maxText, func(r rendering) string { return r.in.Visitor.Screen }},
	{"StartTime", "Start Time", Time, maxName, func(r rendering) string { return clock(r.story.answered) }},
	{"Status", "Status", Text, maxName, func(r rendering) string { return string(r.status) }},
	{"SupervisorTranscriptBody", "Supervisor Transcript Body", Text, MaxBody, func(r rendering) string { return r.whispers }},
	{"UserAgent", "User Agent", Text, maxText, func(r rendering) string { return r.in.Visitor.UserAgent }},
	{"AverageResponseTimeVisitor", "Visitor Average Response Time", Seconds, maxName, func(r rendering) string { return digits(r.responses.VisitorAverage) }},
	{"MaxResponseTimeVisitor", "Visitor Maximum Response Time", Seconds, maxName, func(r rendering) string { return digits(r.responses.VisitorMaximum) }},
	{"IpAddress", "Visitor IP Address", Text, maxAddress, func(r rendering) string { return r.in.Visitor.Address }},
	{"VisitorMessageCount", "Visitor Message Count", Count, maxName, func(r rendering) string { return strconv.Itoa(r.visitor) }},
	{"WaitTime", "Wait Time", Seconds, maxName, rendering.waited},
}

func (r rendering) fields() []Field {
	out := make([]Field, 0, len(columns))
	for _, c := range columns {
		out = append(out, Field{Name: c.name, Label: c.label, Type: c.kind, Value: cut(c.value(r), c.limit)})
	}
	return out
}

// unknown is the value of a field about which the logs say nothing (TR12).
func unknown(rendering) string { return "" }
