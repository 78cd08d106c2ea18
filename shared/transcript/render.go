package transcript

import "switchboard/shared/log"

// rendering is an ended chat with everything that its fields are made of.
type rendering struct {
	in        Ended
	story     story
	status    Status
	wait      int
	duration  *int
	abandoned *int
	agent     int // messages
	visitor   int // messages
	responses ResponseTimes
	owner     Agent
	creator   Agent
	body      string
	cut       int // messages that the body does not hold
	whispers  string

	whispersCut int // whispers that the supervisor's body does not hold
}

// Render makes the document. It never fails: a log that is not whole shows in Chain, and what follows from the missing
// part is empty.
func Render(in Ended) Document {
	r := rendering{in: in, story: tell(in)}
	r.status = r.story.status()
	r.times()
	r.agent, r.visitor = countMessages(in.Public)
	r.responses = responseTimes(in.Public)
	r.owner, r.creator = r.story.ownership()
	r.body, r.cut = body(in, r.story)
	r.whispers, r.whispersCut = supervisorBody(in, r.story)
	return Document{
		Summary:       r.summary(),
		Question:      in.Visitor.Question,
		Details:       in.Visitor.Details,
		Page:          in.Visitor.Page,
		OwnerPerson:   r.owner.Person,
		Fields:        r.fields(),
		Lines:         lines(in, r.story),
		Events:        r.events(),
		Body:          r.body,
		ResponseTimes: r.responses,
		Chain:         chain(in),
	}
}

func (r rendering) summary() Summary {
	return Summary{
		Chat: r.in.Chat, Visitor: cut(oneLine(r.in.Visitor.Name), maxName), Site: r.deployment(), Button: r.button(),
		Status: r.status, EndedBy: r.story.endedBy(), Owner: r.owner.Name,
		RequestedAt: millis(r.story.requested), StartedAt: millis(r.story.answered), EndedAt: millis(r.story.ended),
		WaitTime: r.wait, ChatDuration: r.duration, AgentMessages: r.agent, VisitorMessages: r.visitor,
	}
}

// times fills what is counted in seconds between request, answer and end (TR2, TR3, R222).
func (r *rendering) times() {
	s := r.story
	if s.ended.IsZero() {
		return
	}
	if s.answered.IsZero() {
		r.wait = seconds(s.requested, s.ended)
		if s.end.By == log.ByVisitor {
			r.abandoned = new(r.wait)
		}
		return
	}
	r.wait = seconds(s.requested, s.answered)
	r.duration = new(seconds(s.answered, s.ended))
}

func (r rendering) button() string     { return either(r.in.ButtonName, r.in.Button) }
func (r rendering) deployment() string { return either(r.in.Site, r.in.Deployment) }

func either(name, id string) string {
	if name != "" {
		return name
	}
	return id
}
