package desk

import (
	"context"
	"slices"

	"switchboard/shared/chat"
	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// Flag raises the flag that calls a supervisor, or lowers it: an agent in the chat may do both, a supervisor who may see
// the chat lowers it (R197, R198).
func (d *Desk) Flag(ctx context.Context, by Caller, f protocol.Flag) (*protocol.Ack, error) {
	if !f.Lower {
		return d.raise(ctx, by, f)
	}
	var done moved
	err := d.overseen(ctx, by, f.Chat, f.ID, log.FlagLowered, &done, func(w store.Window, in bool) error {
		side := chat.LoweredBySupervisor
		if in {
			side = log.ByAgent
		}
		change, err := chat.LowerFlag(w.Head.Chat, by.Person, f.ID, side)
		if err != nil {
			return err
		}
		own, err := d.person(ctx, by.Person)
		if err != nil {
			return err
		}
		change.Private[0].Payload.Name = own.Name
		done, err = d.noteFlag(ctx, w, change, plan{by: by})
		return err
	})
	if err != nil {
		return nil, err
	}
	d.tellFlag(ctx, done, by.Conn)
	return d.ackOf(ctx, by, f.Action, f.ID, done)
}

func (d *Desk) raise(ctx context.Context, by Caller, f protocol.Flag) (*protocol.Ack, error) {
	var done moved
	err := d.inChat(ctx, by, f.Chat, f.After, f.ID, []log.Kind{log.Flagged}, &done, func(c settings.Configuration, w store.Window, agent store.AgentState) error {
		if set, _ := c.AgentConfiguration(agent.Configuration); !set.Flags {
			return fault.New(fault.Forbidden, "Your configuration does not allow you to raise the flag.")
		}
		now := d.Now()
		change, err := chat.RaiseFlag(w.Head.Chat, w.Head.Party(by.Person), f.ID, f.Text, now)
		if err != nil {
			return err
		}
		flag := routing.Flag{Chat: w.Head.ID, Text: f.Text, At: now.UnixMilli()}
		done, err = d.noteFlag(ctx, w, change, plan{
			by: by, known: map[string]store.AgentState{by.Person: agent},
			with: map[string]step{by.Person: func(a routing.Agent) (routing.Agent, error) { return a.RaiseFlag(flag, now), nil }},
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	d.tellFlag(ctx, done, by.Conn)
	return d.ackOf(ctx, by, f.Action, f.ID, done)
}

// noteFlag commits a flag that goes up or down. It stands with its agent as well, whom it moves in nothing else.
func (d *Desk) noteFlag(ctx context.Context, w store.Window, change chat.Change, p plan) (moved, error) {
	agents, rests, err := d.consequences(ctx, w.Head.Chat, change, p)
	if err != nil {
		return moved{}, err
	}
	p.more = rests
	for _, a := range agents {
		put, err := store.RewriteAgent(a.was, a.is.Agent)
		if err != nil {
			return moved{}, err
		}
		p.more = append(p.more, put...)
	}
	m, err := d.note(ctx, w, change, p)
	m.agents = agents
	return m, err
}

// tellFlag tells those in the chat, its agent and supervisors.
func (d *Desk) tellFlag(ctx context.Context, m moved, except string) {
	d.tellEvents(ctx, m, except)
	for _, a := range m.agents {
		d.tellPerson(ctx, a.is.Person, except, protocol.ScreenShown{Type: "screen", Screen: *screen(a.is)})
	}
	d.stir(ctx, m)
}

// Whisper writes to the agents of a chat and to nobody else (R205–R207).
func (d *Desk) Whisper(ctx context.Context, by Caller, f protocol.Whisper) (*protocol.Ack, error) {
	var done moved
	err := d.overseen(ctx, by, f.Chat, f.ID, log.Whispered, &done, func(w store.Window, in bool) error {
		own, err := d.person(ctx, by.Person)
		if err != nil {
			return err
		}
		if in || !own.Configuration.Whisper {
			return fault.New(fault.Forbidden, "Your configuration does not allow you to whisper.")
		}
		draft, err := chat.Whisper(w.Head.Chat, by.Person, own.Name, f.ID, f.Text)
		if err != nil {
			return err
		}
		done, err = d.note(ctx, w, chat.Change{Chat: w.Head.Chat, Private: []log.Draft{draft}}, plan{})
		return err
	})
	if err != nil {
		return nil, err
	}
	d.tellEvents(ctx, done, by.Conn)
	ack, err := d.ackOf(ctx, by, f.Action, f.ID, done)
	if err == nil && len(done.private) > 0 {
		ack.Seq, ack.At = done.private[0].Seq, done.private[0].At.UnixMilli()
	}
	return ack, err
}

// overseen runs a verb of somebody who is in a chat as an agent, or may see it as a supervisor, unless this very frame
// has acted before.
func (d *Desk) overseen(ctx context.Context, by Caller, chatID, id string, kind log.Kind, done *moved, verb func(w store.Window, in bool) error) error {
	if err := onlyAgents(by); err != nil {
		return err
	}
	return decide(ctx, func(ctx context.Context) error {
		w, err := d.standingTail(ctx, chatID)
		if err != nil {
			return err
		}
		in := w.Complete && w.Head.Has(by.Person)
		if !w.Complete {
			return errAbsent
		}
		if !in {
			if err := d.oversees(ctx, by, w.Head.Chat); err != nil {
				return err
			}
		}
		*done = moved{window: w, before: w.Head.Chat, after: w.Head.Chat}
		acted, err := d.actedBefore(ctx, chatID, id, []log.Kind{kind})
		if err != nil || acted {
			return err
		}
		return verb(w, in)
	})
}

// oversees refuses whoever may not see a chat as a supervisor: she supervises at least one skill of an agent who is in
// it. To everybody else the chat does not exist (R201).
func (d *Desk) oversees(ctx context.Context, by Caller, c chat.Chat) error {
	if !by.Has(session.GroupSupervisor) {
		return errAbsent
	}
	own, err := d.person(ctx, by.Person)
	if err != nil {
		return err
	}
	for _, in := range c.Agents {
		if !in.In && !in.TabOpen {
			continue
		}
		a, err := d.Store.Agent(ctx, in.Person)
		if err != nil {
			return err
		}
		if supervises(own.Configuration, a.Skills) {
			return nil
		}
	}
	return errAbsent
}

// supervises reports whether a supervisor may see an agent with these skills: all, if her configuration names none.
func supervises(set settings.AgentConfiguration, skills []string) bool {
	return len(set.SupervisedSkills) == 0 || slices.ContainsFunc(skills, func(s string) bool { return slices.Contains(set.SupervisedSkills, s) })
}
