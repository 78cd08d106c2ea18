package desk_test

import (
	"fmt"
	"slices"
	"strings"

	"switchboard/shared/chat"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
)

// record is what a history's clients saw: each sending of a frame with when it began and how it was answered; and between
// them what happened by itself. Its clock counts calls, answers and commits; no two are at the same time.
type record struct {
	now      int64
	attempts []*attempt
	turns    []turn
	shifts   []shift
}

// attempt is one sending of a frame.
type attempt struct {
	frame
	record          *record
	begun, answered int64      // answered 0: its outcome is unknown
	refused         fault.Kind // "" for done
	load            int        // what the answer says of her load; -1 for nothing
}

// turn is a change of a chat by time, by a router, or by a frame that is only looked for by its id.
type turn struct {
	chat     string
	at       int64
	from, to stand
	ids      []string
}

// shift is a change of an agent's load that no frame of hers made.
type shift struct {
	person string
	at     int64
	by     int
}

// stand is how a chat stands, as far as the sequential model knows it.
type stand struct {
	state  chat.State
	in     string // who is in it, in the order of their names, each with a comma behind
	invite string // kind, to, target and from
}

func standOf(c chat.Chat) stand {
	s := stand{state: c.State}
	if c.State == chat.Closed || c.State == chat.Final {
		s.state = chat.Ended
	}
	var in []string
	for _, a := range c.In() {
		in = append(in, a.Person+",")
	}
	slices.Sort(in)
	s.in = strings.Join(in, "")
	if i := c.Invite; i != nil {
		s.invite = fmt.Sprint(i.Kind, " ", i.To, " ", i.Target, " ", i.From)
	}
	return s
}

func (r *record) tick() int64 { r.now++; return r.now }

func (r *record) calls(a frame) *attempt {
	t := &attempt{frame: a, record: r, begun: r.tick(), load: -1}
	r.attempts = append(r.attempts, t)
	return t
}

// returns notes an answer that its client read.
func (t *attempt) returns(answer any, err error) {
	t.answered = t.record.tick()
	if err != nil {
		t.refused = fault.Of(err).Kind
	} else if ack, ok := answer.(*protocol.Ack); ok && ack != nil && ack.Screen != nil {
		t.load = ack.Screen.Load
	}
}

// modelled are the frames whose effect on a chat the sequential model knows.
var modelled = []string{
	"accepts", "ends", "leaves", "blocks", "closes", "withdraws", "confers", "transfers agent", "transfers skill", "transfers button",
}

// made reports whether the frame of an invocation made a write, by its id in what was written.
func made(i *invocation, ids []string) bool {
	return i != nil && i.frame != nil && i.frame.id != "" && slices.Contains(ids, i.frame.id) && slices.Contains(modelled, i.frame.kind)
}

// turned notes a write that changed how a chat stands, or that carries the id of a frame, unless a frame made it.
func (r *record) turned(i *invocation, was, is chat.Chat, ids []string) {
	if from, to := standOf(was), standOf(is); !made(i, ids) && (from != to || len(ids) > 0) {
		r.turns = append(r.turns, turn{is.ID, r.tick(), from, to, ids})
	}
}

// shifted notes that a write moved an agent's load otherwise than by a frame of hers.
func (r *record) shifted(i *invocation, was, is routing.Agent, ids []string) {
	if was.Load != is.Load && !(made(i, ids) && i.frame.person == is.Person) {
		r.shifts = append(r.shifts, shift{is.Person, r.tick(), is.Load - was.Load})
	}
}
