package desk

import (
	"slices"

	"switchboard/shared/fault"
	"switchboard/shared/session"
)

// Relation is how a caller stands to the chat that her frame names or, where it names a person, to that person.
type Relation string

// The relations. A supervisor who is in a chat, or is asked to it, is an agent there.
const (
	Unnamed    Relation = "unnamed"    // the frame names neither a chat nor a person
	Own        Relation = "own"        // her chat: the visitor's, or one that the agent is in
	WasIn      Relation = "was in it"  // she handed it over or left it
	AskedTo    Relation = "asked to"   // by a transfer or a conference
	OfferedTo  Relation = "offered"    // it is offered to her alone
	Waiting    Relation = "waiting"    // it waits where she may choose it
	Taken      Relation = "taken"      // it waited there, and a colleague has it
	Supervised Relation = "supervised" // somebody in it has a skill that she supervises
	Other      Relation = "other"      // none of all that
	Absent     Relation = "absent"     // there is no such chat
)

// Verdict is what becomes of a frame: one of the two below, or the kind of fault with which it is refused.
type Verdict string

// A frame that is allowed does what it says. One that does nothing is answered as if there were no such chat, where a
// refusal is no part of the frame: nobody learns anything from it.
const (
	Allowed Verdict = "allowed"
	Nothing Verdict = "nothing"
)

const (
	yes    = Allowed
	none   = Nothing
	no     = Verdict(fault.Forbidden)
	absent = Verdict(fault.NotFound)
	late   = Verdict(fault.Conflict)
	void   = Verdict("") // there is no such cell
)

// The columns of the matrix, by who calls.
var (
	VisitorRelations    = []Relation{Unnamed, Own, Other, Absent}
	AgentRelations      = []Relation{Unnamed, Own, WasIn, AskedTo, OfferedTo, Waiting, Taken, Other, Absent}
	SupervisorRelations = []Relation{Unnamed, Supervised, Other, Absent}
)

// Right is a row of the matrix: a route, or one of several things that a route does, and what becomes of its frame in
// each relation.
type Right struct {
	Route, Deed string
	Visitor     [4]Verdict
	Agent       [9]Verdict
	Supervisor  [4]Verdict
}

// The kinds of rows that come more than once.
var (
	notForVisitors = [4]Verdict{void, no, no, no}
	notForAgents   = [9]Verdict{void, no, no, no, no, no, no, no, no}
	notThere       = [4]Verdict{void, absent, absent, absent}

	forVisitors = [4]Verdict{void, yes, absent, absent}
	forThoseIn  = [9]Verdict{void, yes, no, absent, absent, absent, absent, absent, absent}
)

// Matrix says for every route of the socket who may do what to which chat: of a chat that is going on, with a
// configuration that switches everything on. Agents are Online. The chat of close has ended; that of leave has a second
// agent in it, but for whom it is only asked of.
var Matrix = []Right{
	{"resume", "", [4]Verdict{yes, yes, none, none}, [9]Verdict{yes, yes, none, none, none, none, none, none, none}, [4]Verdict{yes, none, none, none}},
	{"beat", "", [4]Verdict{yes, yes, none, none}, [9]Verdict{yes, yes, none, none, none, none, none, none, none}, [4]Verdict{yes, none, none, none}},
	{"request", "", [4]Verdict{yes}, [9]Verdict{no}, [4]Verdict{no}},
	{"message", "", forVisitors, forThoseIn, notThere},
	{"typing", "", forVisitors, [9]Verdict{void, yes, none, absent, absent, absent, absent, absent, absent}, notThere},
	{"signal", "", forVisitors, forThoseIn, notThere},
	{"visit", "", forVisitors, notForAgents, notForVisitors},

	{"offered", "", notForVisitors, [9]Verdict{void, none, none, none, yes, none, none, none, none}, [4]Verdict{void, none, none, none}},
	{"accept", "", notForVisitors, [9]Verdict{void, late, late, yes, yes, yes, late, absent, absent}, notThere},
	{"decline", "", notForVisitors, [9]Verdict{void, late, late, yes, yes, yes, late, absent, absent}, notThere},

	{"transfer", "", notForVisitors, forThoseIn, notThere},
	{"conference", "", notForVisitors, forThoseIn, notThere},
	{"withdraw", "", notForVisitors, forThoseIn, notThere},
	{"leave", "", notForVisitors, forThoseIn, notThere},
	{"end", "", forVisitors, forThoseIn, notThere},
	{"close", "", notForVisitors, [9]Verdict{void, yes, none, absent, absent, absent, absent, absent, absent}, notThere},
	{"block", "", notForVisitors, forThoseIn, notThere},

	{"flag", "raise", notForVisitors, forThoseIn, notThere},
	{"flag", "lower", notForVisitors, [9]Verdict{void, yes, absent, absent, absent, absent, absent, absent, absent}, [4]Verdict{void, yes, absent, absent}},
	{"whisper", "", notForVisitors, [9]Verdict{void, no, absent, absent, absent, absent, absent, absent, absent}, [4]Verdict{void, yes, absent, absent}},
	{"watch", "panel", [4]Verdict{no}, [9]Verdict{no}, [4]Verdict{yes}},
	{"watch", "chat", notForVisitors, notForAgents, [4]Verdict{void, yes, absent, absent}},
	{"watch", "stop", notForVisitors, notForAgents, [4]Verdict{void, yes, none, none}},
	{"presence", "", [4]Verdict{no}, [9]Verdict{yes}, [4]Verdict{yes}},
	{"presence", "of another", [4]Verdict{void, void, no, no}, [9]Verdict{7: no, 8: no}, [4]Verdict{void, yes, absent, absent}},
}

// Of is what becomes of the frame if a visitor, an agent or a supervisor sends it, named by her role or her group; it is
// false for a relation in which she cannot stand.
func (r Right) Of(who string, to Relation) (Verdict, bool) {
	columns, row := AgentRelations, r.Agent[:]
	switch who {
	case string(session.Visitor):
		columns, row = VisitorRelations, r.Visitor[:]
	case session.GroupSupervisor:
		columns, row = SupervisorRelations, r.Supervisor[:]
	}
	i := slices.Index(columns, to)
	if i < 0 || row[i] == void {
		return void, false
	}
	return row[i], true
}
