package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// Transfer asks an agent, or all with a skill, to take a chat over, or passes it to a button's queue (R136–R150, R314).
func (d *Desk) Transfer(ctx context.Context, by Caller, f protocol.Transfer) (*protocol.Ack, error) {
	asking := chat.Asking{Person: by.Person, ID: f.ID, Kind: log.Transfer, To: log.Target(f.To), Target: f.Target, Note: f.Note}
	return d.asks(ctx, by, f.Action, f.Chat, f.After, asking, func(c settings.Configuration, set settings.AgentConfiguration) error {
		return mayTransfer(set, asking)
	})
}

// mayTransfer refuses a kind of transfer that is switched off, and a target that is not allowed (R39–R41).
func mayTransfer(set settings.AgentConfiguration, asking chat.Asking) error {
	allowed := map[log.Target]bool{
		log.ToAgent: set.TransferToAgent, log.ToSkill: set.TransferToSkill && slices.Contains(set.TransferSkills, asking.Target),
		log.ToButton: set.TransferToButton && slices.Contains(set.TransferButtons, asking.Target),
	}
	ok, known := allowed[asking.To]
	if !known {
		return fault.InvalidField("to", "must be agent, skill or button")
	}
	if !ok {
		return fault.New(fault.Forbidden, "Your configuration does not allow this transfer.")
	}
	return nil
}

// Conference asks one agent with a skill, or all of them, into a chat (R157–R159).
func (d *Desk) Conference(ctx context.Context, by Caller, f protocol.Conference) (*protocol.Ack, error) {
	asking := chat.Asking{Person: by.Person, ID: f.ID, Kind: log.Conference, To: log.ToSkill, Target: f.Skill, Note: f.Note}
	if f.Agent != "" {
		asking.To, asking.Target = log.ToAgent, f.Agent
	}
	return d.asks(ctx, by, f.Action, f.Chat, f.After, asking, func(c settings.Configuration, set settings.AgentConfiguration) error {
		if !set.Conferences {
			return fault.New(fault.Forbidden, "Your configuration does not allow conferences.")
		}
		if _, ok := c.Skill(f.Skill); !ok {
			return fault.InvalidField("skill", "%q is not a skill", f.Skill)
		}
		return nil
	})
}

// asks is the verb of both: read, let the rules decide, commit, tell. A retry of a frame that has asked already answers
// again, also when the invitation was declined meanwhile.
func (d *Desk) asks(ctx context.Context, by Caller, action, chatID string, after int, asking chat.Asking, may func(settings.Configuration, settings.AgentConfiguration) error) (*protocol.Ack, error) {
	var done moved
	err := d.inChat(ctx, by, chatID, after, asking.ID, []log.Kind{log.Invited, log.Passed, log.PassFailed}, &done, func(c settings.Configuration, w store.Window, agent store.AgentState) error {
		set, _ := c.AgentConfiguration(agent.Configuration)
		if err := may(c, set); err != nil {
			return err
		}
		asking.At, asking.Until = d.Now(), d.Now().Add(inviteTime(c, w.Head.Chat))
		var err error
		switch asking.To {
		case log.ToAgent:
			done, err = d.askAgent(ctx, by, w, agent, asking)
		case log.ToSkill:
			done, err = d.askSkill(ctx, c, by, w, agent, asking)
		default:
			done, err = d.pass(ctx, c, by, w, agent, asking)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	d.follow(ctx, done, by.Conn)
	if slices.ContainsFunc(done.private, func(e log.Event) bool { return e.Kind == log.PassFailed }) {
		return nil, errNowhere
	}
	return d.ackOf(ctx, by, action, asking.ID, done)
}

// inviteTime is how long others may think about it: the original button's push time-out, else the default (R147).
func inviteTime(c settings.Configuration, head chat.Chat) time.Duration {
	if b, ok := c.Button(head.Button); ok && b.PushTimeout > 0 {
		return time.Duration(b.PushTimeout) * time.Second
	}
	return c.Clocks.Invite.D()
}

// inChat runs a verb of an agent who is in a chat, unless the private log says that this very frame has acted before.
func (d *Desk) inChat(ctx context.Context, by Caller, chatID string, after int, id string, kinds []log.Kind, done *moved, verb func(settings.Configuration, store.Window, store.AgentState) error) error {
	if err := onlyAgents(by); err != nil {
		return err
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return err
	}
	return decide(ctx, func(ctx context.Context) error {
		w, _, err := d.window(ctx, by, chatID, after)
		if err != nil {
			return err
		}
		*done = moved{window: w, before: w.Head.Chat, after: w.Head.Chat}
		acted, err := d.actedBefore(ctx, chatID, id, kinds)
		if err != nil || acted {
			return err
		}
		agent, err := d.Store.Agent(ctx, by.Person)
		if err != nil {
			return err
		}
		return verb(c, w, agent)
	})
}

// recentPrivate is how far back the private log is read for a frame that is sent again.
const recentPrivate = 64

// actedBefore looks for a private entry that a frame with this id has caused. A pass that failed is refused again.
func (d *Desk) actedBefore(ctx context.Context, chatID, id string, kinds []log.Kind) (bool, error) {
	recent, err := d.Store.Tail(ctx, chatID, store.Private, recentPrivate)
	i := slices.IndexFunc(recent, func(e log.Event) bool { return e.ID == id && slices.Contains(kinds, e.Kind) })
	if i >= 0 && recent[i].Kind == log.PassFailed {
		return true, errNowhere
	}
	return i >= 0, err
}

var errNowhere = fault.New(fault.Conflict, "Nobody who serves this queue is there. The chat stays with you.")

// askAgent puts a transfer or a conference to one agent, at capacity too (R136, R137).
func (d *Desk) askAgent(ctx context.Context, by Caller, w store.Window, agent store.AgentState, asking chat.Asking) (moved, error) {
	target, err := d.Store.Agent(ctx, asking.Target)
	if err != nil {
		return moved{}, err
	}
	if target.Version == 0 {
		return moved{}, fault.InvalidField("target", "is not an agent who was ever here")
	}
	asking.Name = target.Name
	change, err := chat.Ask(w.Head.Chat, asking)
	if err != nil {
		return moved{}, err
	}
	kind := routing.OfferKind(asking.Kind)
	return d.move(ctx, w, change, plan{
		by: by, next: asking.Until, known: map[string]store.AgentState{target.Person: target, agent.Person: agent},
		with: map[string]step{target.Person: func(a routing.Agent) (routing.Agent, error) {
			return a.Ask(routing.Offer{Chat: w.Head.ID, Kind: kind, At: asking.At.UnixMilli()}, asking.At)
		}},
	})
}

// askSkill puts it to all who are Online with a skill and not in the chat (R138, R158).
func (d *Desk) askSkill(ctx context.Context, c settings.Configuration, by Caller, w store.Window, agent store.AgentState, asking chat.Asking) (moved, error) {
	skill, ok := c.Skill(asking.Target)
	if !ok {
		return moved{}, fault.InvalidField("target", "%q is not a skill", asking.Target)
	}
	asking.Name = skill.Name
	change, err := chat.Ask(w.Head.Chat, asking)
	if err != nil {
		return moved{}, err
	}
	nobody, err := d.lastAsked(ctx, change.Chat, by.Person)
	if err != nil {
		return moved{}, err
	}
	if nobody {
		return moved{}, fault.New(fault.Conflict, "No other agent with the skill %s is Online.", skill.Name)
	}
	return d.move(ctx, w, change, plan{by: by, next: asking.Until, known: map[string]store.AgentState{agent.Person: agent}})
}

// pass hands a chat to a button's queue, or notes that nobody else who serves it is there (R139, R145, R150).
func (d *Desk) pass(ctx context.Context, c settings.Configuration, by Caller, w store.Window, agent store.AgentState, asking chat.Asking) (moved, error) {
	b, ok := c.Button(asking.Target)
	if !ok {
		return moved{}, fault.InvalidField("target", "%q is not a button", asking.Target)
	}
	asking.Name = b.Name
	roster, err := d.Store.Roster(ctx, b.ID)
	if err != nil {
		return moved{}, err
	}
	others := roster.Online
	if agent.Status == routing.Online && slices.Contains(agent.Buttons, b.ID) {
		others--
	}
	p := plan{by: by, known: map[string]store.AgentState{agent.Person: agent}}
	if others <= 0 {
		change, err := chat.PassNowhere(w.Head.Chat, asking)
		if err != nil {
			return moved{}, err
		}
		return d.move(ctx, w, change, p)
	}
	change, err := chat.Pass(w.Head.Chat, asking)
	if err != nil {
		return moved{}, err
	}
	stands := chat.Change{Chat: change.Chat}
	if !ruleOf(b).Pushes() && roster.Open > 0 {
		stands = chat.Show(change.Chat)
	} else if roster.Waiting >= roster.Open {
		stands = chat.Queue(change.Chat)
	}
	return d.move(ctx, w, then(change, stands), p)
}

// Withdraw takes back what is being asked (R148, R162).
func (d *Desk) Withdraw(ctx context.Context, by Caller, f protocol.Withdraw) (*protocol.Ack, error) {
	return d.staffMove(ctx, by, f.Action, f.Chat, f.After, f.ID, []log.Kind{log.Recalled}, func(_ settings.Configuration, c chat.Chat, _ store.AgentState) (chat.Change, error) {
		return chat.Recall(c, by.Person, f.ID)
	})
}

// staffMove is a verb of an agent in a chat that only lets a rule decide.
func (d *Desk) staffMove(ctx context.Context, by Caller, action, chatID string, after int, id string, kinds []log.Kind, rule func(settings.Configuration, chat.Chat, store.AgentState) (chat.Change, error)) (*protocol.Ack, error) {
	var done moved
	err := d.inChat(ctx, by, chatID, after, id, kinds, &done, func(c settings.Configuration, w store.Window, agent store.AgentState) error {
		change, err := rule(c, w.Head.Chat, agent)
		if err != nil {
			return err
		}
		done, err = d.move(ctx, w, change, plan{by: by, known: map[string]store.AgentState{agent.Person: agent}})
		return err
	})
	if err != nil {
		return nil, err
	}
	d.follow(ctx, done, by.Conn)
	return d.ackOf(ctx, by, action, id, done)
}

// Leave lets one of several agents out of a chat (R163, R164).
func (d *Desk) Leave(ctx context.Context, by Caller, f protocol.Leave) (*protocol.Ack, error) {
	if err := onlyAgents(by); err != nil {
		return nil, err
	}
	var done moved
	err := decide(ctx, func(ctx context.Context) error {
		w, party, err := d.window(ctx, by, f.Chat, f.After)
		if err != nil {
			return err
		}
		done = moved{window: w, before: w.Head.Chat, after: w.Head.Chat}
		if sentBefore(w.Events, party, f.ID, log.Left).Seq != 0 {
			return nil
		}
		change, err := chat.Leave(w.Head.Chat, party, f.ID)
		if err != nil {
			return err
		}
		done, err = d.move(ctx, w, change, plan{by: by})
		return err
	})
	if err != nil {
		return nil, err
	}
	d.follow(ctx, done, by.Conn)
	return d.ackOf(ctx, by, f.Action, f.ID, done)
}
