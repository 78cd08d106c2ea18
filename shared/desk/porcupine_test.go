package desk_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"

	"switchboard/shared/chat"
	"switchboard/shared/fault"
)

// What clients saw is checked against two sequential models, each in a few lines: a chat has one state and a set of
// agents in it, an agent has a number of places taken. A history is right if its frames can be put in an order, each
// between its call and its answer, in which every answer is what the model says. A frame without an answer may have
// happened or not.

// chatState is the model of a chat.
type chatState struct {
	stand
	done string // the ids of the frames that have acted, each with a comma behind
}

func (c chatState) has(person string) bool { return strings.Contains(","+c.in, ","+person+",") }
func (c chatState) alone() bool            { return strings.Count(c.in, ",") == 1 }
func (c chatState) acted(id string) bool   { return id != "" && strings.Contains(","+c.done, ","+id+",") }

// asked reports whether an invitation stands that a person may answer, and whether it hands the chat over, and who asked.
func (c chatState) asked(person string) (ok, transfer bool, from string) {
	f := strings.Fields(c.invite)
	if len(f) < 4 || c.has(person) {
		return false, false, ""
	}
	return f[1] != "agent" || f[2] == person, f[0] == "transfer", f[3]
}

func (c chatState) with(person string) chatState {
	names := append(strings.Split(strings.TrimSuffix(c.in, ","), ","), person)
	names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
	slices.Sort(names)
	c.in = strings.Join(names, ",") + ","
	return c
}

func (c chatState) without(person string) chatState {
	c.in = strings.TrimPrefix(strings.Replace(","+c.in, ","+person+",", ",", 1), ",")
	return c
}

// may is what a frame makes of a chat, and whether the model allows it.
func (c chatState) may(a *attempt) (chatState, bool) {
	in := c.state == chat.Engaged && c.has(a.person)
	next := c
	next.done += a.id + ","
	switch a.kind {
	case "accepts":
		return next.accepted(a.person)
	case "ends":
		visitor := !slices.Contains([]string{"noor", "ilse", "joris"}, a.person)
		next.stand = stand{state: chat.Ended}
		return next, visitor && (c.state == chat.Waiting || c.state == chat.Engaged) || in && c.alone()
	case "blocks":
		next.stand = stand{state: chat.Ended}
		return next, in
	case "leaves":
		next = next.without(a.person)
		if f := strings.Fields(c.invite); len(f) == 4 && f[3] == a.person {
			next.invite = ""
		}
		return next, in && !c.alone()
	case "closes":
		return next, c.state == chat.Ended
	case "withdraws":
		next.invite = ""
		return next, in && c.invite != ""
	case "transfers button":
		next.stand = stand{state: chat.Waiting}
		return next, in && c.alone() && c.invite == ""
	}
	return next.invites(a), in && c.invite == "" && (a.kind == "confers" || c.alone())
}

func (c chatState) accepted(person string) (chatState, bool) {
	ok, transfer, from := c.asked(person)
	switch {
	case c.state == chat.Waiting:
		c.state = chat.Engaged
		return c.with(person), true
	case c.state != chat.Engaged || !ok:
		return c, false
	case transfer:
		c = c.without(from)
	}
	c.invite = ""
	return c.with(person), true
}

func (c chatState) invites(a *attempt) chatState {
	kind, to, target := "transfer", strings.TrimPrefix(a.kind, "transfers "), a.target
	if a.kind == "confers" {
		kind, to = "conference", "skill"
		if skill, agent, named := strings.Cut(a.target, " "); named {
			to, target = "agent", agent
		} else {
			target = skill
		}
	}
	c.invite = fmt.Sprint(kind, " ", to, " ", target, " ", a.person)
	return c
}

// refusable reports whether a refusal may be right.
func (c chatState) refusable(a *attempt) bool {
	if a.refused != fault.Conflict {
		return true // for reasons that this model does not know: her places, her status, how much she holds
	}
	switch a.kind {
	case "ends":
		return !c.acted(a.id) && (c.state == chat.Ended || c.state == chat.Engaged && !c.alone())
	case "leaves":
		return !c.acted(a.id) && (c.state != chat.Engaged || c.alone())
	}
	return !c.acted(a.id)
}

var chatModel = porcupine.Model{
	Init: func() any { return chatState{} },
	Step: func(state, input, _ any) (bool, any) {
		c := state.(chatState)
		if t, ok := input.(turn); ok {
			next := chatState{t.to, c.done + strings.Join(append(slices.Clone(t.ids), ""), ",")}
			return c.stand == t.from, next
		}
		a := input.(*attempt)
		next, may := c.may(a)
		switch {
		case a.answered > 0 && a.refused != "":
			return c.refusable(a), c
		case c.acted(a.id), a.answered == 0 && !may:
			return true, c
		case a.kind == "declines":
			return c.state == chat.Waiting || c.invite != "", c
		}
		return may, next
	},
	DescribeOperation: func(input, _ any) string { return describe(input) },
	DescribeState:     func(state any) string { return fmt.Sprintf("%+v", state) },
}

func describe(input any) string {
	switch o := input.(type) {
	case turn:
		return fmt.Sprintf("%d: it goes from %+v to %+v by %v", o.at, o.from, o.to, o.ids)
	case shift:
		return fmt.Sprintf("%d: %s load %+d", o.at, o.person, o.by)
	}
	a := input.(*attempt)
	return fmt.Sprintf("%d–%d: %s %s %s %s of %s: %q, load %d",
		a.begun, a.answered, a.person, a.kind, a.target, a.id, a.chat, a.refused, a.load)
}

// linearises checks what the clients of a history saw, chat by chat and agent by agent.
func (s *simulation) linearises() {
	chats, agents := map[string][]porcupine.Operation{}, map[string][]porcupine.Operation{}
	for _, t := range s.record.turns {
		chats[t.chat] = append(chats[t.chat], porcupine.Operation{Input: t, Call: t.at, Return: t.at})
	}
	for _, t := range s.record.shifts {
		agents[t.person] = append(agents[t.person], porcupine.Operation{Input: t, Call: t.at, Return: t.at})
	}
	for _, a := range s.record.attempts {
		if a.kind != "declines" && !slices.Contains(modelled, a.kind) {
			continue
		}
		op := porcupine.Operation{Input: a, Call: a.begun, Return: a.answered}
		if a.answered == 0 {
			op.Return = s.record.now + 1
		}
		chats[a.chat] = append(chats[a.chat], op)
		if s.mirror.agents[a.person] != nil && a.kind != "declines" {
			agents[a.person] = append(agents[a.person], op)
		}
	}
	s.linearise("chat", chatModel, chats)
	s.linearise("agent", agentModel(s.floor.capacity).ToModel(), agents)
}

func (s *simulation) linearise(what string, model porcupine.Model, histories map[string][]porcupine.Operation) {
	for _, name := range slices.Sorted(maps.Keys(histories)) {
		if porcupine.CheckOperationsTimeout(model, histories[name], 10*time.Second) == porcupine.Ok {
			continue
		}
		slices.SortFunc(histories[name], func(a, b porcupine.Operation) int { return int(a.Call - b.Call) })
		var lines []string
		for _, op := range histories[name] {
			lines = append(lines, describe(op.Input))
		}
		s.violate("what people saw of %s %s fits no order:\n%s", what, name, strings.Join(lines, "\n"))
	}
}

// agentState is the model of an agent: how many places are taken, and which of her frames have acted.
type agentState struct {
	load int
	done string
}

// agentModel is an agent with so many places. Her frames move her load as the answer says, and by no more than they may.
func agentModel(capacity int) *porcupine.NondeterministicModel {
	return &porcupine.NondeterministicModel{
		Init: func() []any { return []any{agentState{}} },
		Step: func(state, input, _ any) []any {
			s := state.(agentState)
			if t, ok := input.(shift); ok {
				return []any{agentState{s.load + t.by, s.done}}
			}
			a := input.(*attempt)
			if a.answered > 0 && a.refused != "" {
				return []any{s}
			}
			var next []any
			for _, by := range s.moves(a, capacity) {
				is := agentState{s.load + by, s.done}
				if by != 0 {
					is.done += a.id + ","
				}
				if a.load < 0 || a.load == is.load {
					next = append(next, is)
				}
			}
			return next
		},
	}
}

// moves is by how much a frame may move a load: an ordinary request only while a place is free, an offer takes no other
// place than it has, and what happened before does not happen again.
func (s agentState) moves(a *attempt, capacity int) []int {
	switch {
	case strings.Contains(","+s.done, ","+a.id+","):
		return []int{0}
	case a.kind == "accepts" && (s.load < capacity || a.target == "transfer" || a.target == "conference"):
		return []int{0, 1}
	case slices.Contains([]string{"closes", "leaves", "ends", "blocks", "transfers button"}, a.kind):
		return []int{0, -1}
	}
	return []int{0}
}
