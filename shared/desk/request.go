package desk

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// Request asks for a chat (R63, R67, R97). Its id is made from visitor, button and frame, so that the same frame sent
// again finds the same chat.
func (d *Desk) Request(ctx context.Context, by Caller, r protocol.Request) (*protocol.Ack, error) {
	if err := onlyVisitors(by); err != nil {
		return nil, err
	}
	asked, visitor, err := d.asked(ctx, by, r)
	if err != nil {
		return nil, err
	}
	var made chat.Chat
	err = decide(ctx, func(ctx context.Context) error {
		p, err := d.Store.Person(ctx, by.Person)
		if err != nil {
			return err
		}
		if running, err := d.running(ctx, p.Held(r.Button), asked.Chat); err != nil || running != nil {
			if running != nil {
				made = *running
			}
			return err
		}
		made, err = d.open(ctx, by, asked, visitor, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	return d.requestAck(ctx, by, r, made)
}

// asked checks a request against the settings and gathers what it says.
func (d *Desk) asked(ctx context.Context, by Caller, r protocol.Request) (chat.Asked, protocol.Visitor, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return chat.Asked{}, protocol.Visitor{}, err
	}
	site, ok := c.deployment(by.Deployment)
	button, known := c.button(r.Button)
	if !ok || !known || !slices.Contains(site.Buttons, r.Button) {
		return chat.Asked{}, protocol.Visitor{}, fault.InvalidField("button", "%q is not a button of this site", r.Button)
	}
	visitor := protocol.Visitor{
		Name: r.Name, Question: r.Question, Details: r.Details, Address: by.Address, Browser: r.Browser, Language: r.Language,
		Screen: r.Screen, Platform: r.Platform, Page: r.Page, Referrer: r.Referrer, Key: r.VisitorKey,
	}
	if visitor.Browser == "" {
		visitor.Browser = by.UserAgent
	}
	return chat.Asked{
		Chat: chatID(by.Person, r.Button, r.ID), ID: r.ID, Visitor: by.Person, Alias: r.Name, Button: button.ID, ButtonName: button.Name,
		Deployment: site.ID, Site: site.Site, At: d.Now(),
	}, visitor, nil
}

// chatID names a chat after the frame that asked for it: 128 bits that nobody can guess who has not the secret.
func chatID(person, button, id string) string {
	sum := sha256.Sum256([]byte("chat\x00" + person + "\x00" + button + "\x00" + id))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// running returns the chat that this request already made, or the one that still runs on the same button (R67).
func (d *Desk) running(ctx context.Context, held store.Holding, mine string) (*chat.Chat, error) {
	if held.Chat == "" {
		return nil, nil
	}
	w, err := d.Store.Standing(ctx, held.Chat)
	if err != nil || !w.Complete || held.Chat != mine && !w.Head.Open() {
		return nil, err
	}
	if w.Clock != nil {
		err = d.sendFirst(ctx, *w.Clock) // the first look may never have been sent
	}
	return &w.Head.Chat, err
}

// open commits a new chat: waiting in its queue, or refused because nobody is there.
func (d *Desk) open(ctx context.Context, by Caller, asked chat.Asked, visitor protocol.Visitor, p store.Presence) (chat.Chat, error) {
	roster, err := d.Store.Roster(ctx, asked.Button)
	if err != nil {
		return chat.Chat{}, err
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return chat.Chat{}, err
	}
	asked.At = d.Now()
	change, first := chat.Request(asked), asked.At.Add(c.Clocks.VisitorGone.D())
	ops := []store.Op{store.CheckNobody(asked.Button)}
	if roster.Admits() {
		entry, err := newEntry(change.Chat, visitor)
		if err != nil {
			return chat.Chat{}, err
		}
		ops = store.Enqueue(entry)
	} else {
		change, first = chat.Refuse(asked, log.NoAgent), asked.At.Add(time.Second)
	}
	clock, err := d.born(store.ChatThing(asked.Chat), first)
	if err != nil {
		return chat.Chat{}, err
	}
	if !change.Chat.Open() {
		clock.Due = asked.At.UnixMilli() // a system end: the sweep may look at once
	}
	written, err := d.writeNew(by, change, visitor, p)
	if err != nil {
		return chat.Chat{}, err
	}
	if err := d.Store.Commit(ctx, slices.Concat(ops, written, store.Born(clock))...); err != nil {
		return chat.Chat{}, err
	}
	if err := d.sendFirst(ctx, clock); err != nil {
		return chat.Chat{}, err
	}
	if roster.Admits() {
		d.hint(ctx, change.Chat, visitor, 0)
	}
	return change.Chat, nil
}

// writeNew are the operations that write a new chat and make its visitor a party with all her connections.
func (d *Desk) writeNew(by Caller, change chat.Change, visitor protocol.Visitor, p store.Presence) ([]store.Op, error) {
	now, c := d.Now(), &change.Chat
	events, err := d.append(nil, change.Public, 0, true)
	if err != nil {
		return nil, err
	}
	c.StateSeq = len(events)
	head, err := store.PutHead(*c, 0, now)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(visitor)
	if err != nil {
		return nil, err
	}
	held := p.Held(c.Button)
	held.Chat = c.ID
	ops := []store.Op{head, store.PutVisitor(c.ID, body, now), store.PutHolding(by.Person, held, now)}
	for _, e := range events {
		ops = append(ops, store.PutEvent(c.ID, store.Public, e))
	}
	return append(ops, partyConns(c.ID, log.Visitor, withConn(p.Conns, by.Conn), now)...), nil
}

// partyConns copies a person's connections under a chat; more than 20 are not hers to have.
func partyConns(chatID string, party log.Party, conns []string, now time.Time) []store.Op {
	var ops []store.Op
	for _, conn := range conns[:min(len(conns), maxConns)] {
		ops = append(ops, store.PutPartyConn(chatID, party, conn, now))
	}
	return ops
}

const maxConns = 20

// withConn puts the connection that a frame came over first, whether it is registered already or not.
func withConn(conns []string, conn string) []string {
	if conn == "" || slices.Contains(conns, conn) {
		return conns
	}
	return append([]string{conn}, conns...)
}

// requestAck answers with the chat as its visitor sees it.
func (d *Desk) requestAck(ctx context.Context, by Caller, r protocol.Request, c chat.Chat) (*protocol.Ack, error) {
	events, err := d.Store.Events(ctx, c.ID, store.Public, 1, 32)
	if err != nil {
		return nil, err
	}
	v, err := d.view(ctx, c, by.Person)
	if err != nil {
		return nil, err
	}
	v.Events = wireEvents(events)
	v.Tail = len(events)
	return &protocol.Ack{Type: "ack", Re: r.Action, ID: r.ID, Chat: c.ID, Seq: 1, At: d.Now().UnixMilli(), View: &v}, nil
}

// Availability tells for each button of a deployment whether somebody who serves it is Online (R54–R56).
func (d *Desk) Availability(ctx context.Context, deployment string) (Deployment, map[string]routing.Button, map[string]bool, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return Deployment{}, nil, nil, err
	}
	site, ok := c.deployment(deployment)
	if !ok {
		return Deployment{}, nil, nil, fault.New(fault.NotFound, "There is no deployment %q.", deployment)
	}
	buttons, there := map[string]routing.Button{}, map[string]bool{}
	for _, id := range site.Buttons {
		roster, err := d.Store.Roster(ctx, id)
		if err != nil {
			return site, nil, nil, err
		}
		buttons[id], _ = c.button(id)
		there[id] = roster.Admits()
	}
	return site, buttons, there, nil
}

// onlyVisitors refuses a verb to agents.
func onlyVisitors(by Caller) error {
	if by.Role != session.Visitor {
		return fault.New(fault.Forbidden, "Only visitors ask for chats.")
	}
	return nil
}

// onlyAgents refuses a verb to visitors.
func onlyAgents(by Caller) error {
	if by.Role != session.Agent {
		return fault.New(fault.Forbidden, "Only agents may do this.")
	}
	return nil
}
