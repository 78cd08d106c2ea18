package desk

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// door is what a request meets at a button: its counts, its rule, and what follows (R63–R66).
type door struct {
	queue     string
	button    settings.Button
	roster    routing.Roster
	room      routing.QueueLimit
	admission routing.Admission
}

func (d *Desk) door(ctx context.Context, c settings.Configuration, button string) (door, error) {
	b, ok := c.Button(button)
	if !ok {
		return door{queue: button, admission: routing.NoAgent}, nil
	}
	r, err := d.Store.Roster(ctx, button)
	if err != nil {
		return door{}, err
	}
	limit, limited := b.QueueLimit(r.Online)
	room := routing.QueueLimit{Limit: limit, Limited: limited}
	return door{button, b, r, room, r.Admit(ruleOf(b), room, b.Queue)}, nil
}

// rests is what an admission or a refusal rests on, to be checked by the commit: with room for k, exactly k get in (R66).
func (o door) rests() store.Op {
	if o.admission == routing.Admitted {
		return store.CheckAdmission(o.queue, o.roster, o.roster.Most(ruleOf(o.button), o.room, o.button.Queue))
	}
	return store.CheckRefusal(o.queue, o.roster)
}

// placed notes where an admitted request stands: shown to all who may choose it, in a queue because everybody is at
// capacity, or about to be offered (R71, R90).
func (o door) placed(c chat.Chat) chat.Change {
	switch rule := ruleOf(o.button); {
	case rule.Pushes() && o.roster.Waiting >= o.roster.Open, !rule.Pushes() && o.roster.Open <= 0:
		return chat.Queue(c)
	case !rule.Pushes():
		return chat.Show(c)
	}
	return chat.Change{Chat: c}
}

func (o door) refusal() log.Reason {
	if o.admission == routing.NoQueue {
		return log.QueueFull
	}
	return log.NoAgent
}

// admitted is a request as it comes in: what it begins with, and what must agree with that.
type admitted struct {
	change chat.Change
	plan   plan
	first  time.Time
}

// admit lets a request in or refuses it: an address rule first, then, in order, whom the visitor asked for, else the
// button she pressed (R62–R65, R68–R70).
func (d *Desk) admit(ctx context.Context, c settings.Configuration, by Caller, o opening) (admitted, error) {
	barred, err := d.barred(ctx, o.visitor.Address, o.visitor.Via)
	if err != nil {
		return admitted{}, err
	}
	if barred {
		return admitted{change: chat.Refuse(o.asked, log.Barred)}, nil
	}
	targets := o.targets
	if len(targets) == 0 {
		targets = []protocol.Target{{Button: o.asked.Button}}
	}
	why := log.NoAgent
	var rests []store.Op
	for _, t := range targets {
		if t.Agent != "" {
			in, ok, err := d.admitDirect(ctx, c, o, t)
			if err != nil || ok {
				return in, err
			}
		}
		if t.Button == "" {
			continue
		}
		at, err := d.door(ctx, c, t.Button)
		if err != nil {
			return admitted{}, err
		}
		rests = append(rests, at.rests())
		if at.admission == routing.Admitted {
			asked := o.asked
			asked.Queue = t.Button
			opened := chat.Request(asked)
			return admitted{change: then(opened, at.placed(opened.Chat)), plan: plan{more: rests[len(rests)-1:]}}, nil
		}
		if len(targets) == 1 {
			why = at.refusal()
		}
	}
	return admitted{change: chat.Refuse(o.asked, why), plan: plan{more: rests}}, nil
}

// admitDirect offers a request to the one agent for whom the visitor asked, if she is free (R68).
func (d *Desk) admitDirect(ctx context.Context, c settings.Configuration, o opening, t protocol.Target) (admitted, bool, error) {
	a, err := d.Store.Agent(ctx, t.Agent)
	if err != nil || !a.Free() {
		return admitted{}, false, err
	}
	pressed := t.Button
	if pressed == "" {
		pressed = o.asked.Button
	}
	b, _ := c.Button(pressed)
	asked := o.asked
	asked.Fallback = t.Button
	opened := chat.Request(asked)
	seen := []log.Candidate{{Agent: a.Person, Load: a.Active(), Capacity: a.Capacity, Last: a.Last, Why: "chosen: the visitor asked for her"}}
	offered, _ := chat.Give(opened.Chat, newOffer(a.Agent, b, o.asked.At), seen)
	return admitted{
		change: then(opened, offered), first: o.asked.At.Add(c.Clocks.Offered.D()),
		plan: plan{
			known: map[string]store.AgentState{a.Person: a},
			with:  map[string]step{a.Person: assign(o.asked.Chat, routing.Direct, o.asked.At)},
		},
	}, true, nil
}

// barred reports whether an address rule stops a visitor: the address that her socket comes from, or the one that her
// ticket came from. Rules are read anew for each request (R62, R190, R194).
func (d *Desk) barred(ctx context.Context, addresses ...string) (bool, error) {
	for i, text := range addresses {
		addr, err := settings.Canonical(text)
		if err != nil || slices.Contains(addresses[:i], text) {
			continue // unknown, or looked at already
		}
		rules, err := d.Store.BlocksOf(ctx, addr.String())
		if err != nil {
			return false, err
		}
		for _, stored := range rules {
			var rule settings.BlockingRule
			if err := json.Unmarshal(stored.Body, &rule); err != nil {
				return false, err
			}
			if rule.Blocks(addr) {
				return true, nil
			}
		}
	}
	return false, nil
}

// via is the address from which a visitor's ticket was got, if it is another than her socket's.
func via(by Caller) string {
	if by.Ticketed == by.Address {
		return ""
	}
	return by.Ticketed
}
