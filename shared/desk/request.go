package desk

import (
	"bytes"
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
		found, err := d.running(ctx, p.Held(r.Button).Chat, asked.Chat, visitor)
		if err != nil || found != nil {
			if found != nil {
				made = *found
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

// running returns the chat that this request made before, or else the one that still runs on the same button (R67).
func (d *Desk) running(ctx context.Context, held, mine string, visitor protocol.Visitor) (*chat.Chat, error) {
	if held == "" { // she never asked here
		return nil, nil
	}
	w, err := d.Store.Standing(ctx, mine)
	if err != nil {
		return nil, err
	}
	if w.Complete {
		if err := d.sameWords(ctx, mine, visitor); err != nil {
			return nil, err
		}
	} else if held != mine {
		if w, err = d.Store.Standing(ctx, held); err != nil || !w.Complete || !w.Head.Open() {
			return nil, err
		}
	}
	if !w.Complete {
		return nil, nil
	}
	if w.Clock != nil {
		err = d.sendFirst(ctx, *w.Clock) // the first look may never have been sent
	}
	return &w.Head.Chat, err
}

// sameWords refuses a request that says something else than the one sent before under its id (F50). Where it came from
// may have changed.
func (d *Desk) sameWords(ctx context.Context, chatID string, says protocol.Visitor) error {
	said, err := d.visitor(ctx, chatID)
	if err != nil || said == nil {
		return err
	}
	said.Address, said.Browser, says.Address, says.Browser = "", "", "", ""
	before, err := json.Marshal(*said)
	if err != nil {
		return err
	}
	if now, err := json.Marshal(says); err != nil || !bytes.Equal(before, now) {
		return fault.New(fault.Conflict, "Another request was sent under this id.")
	}
	return nil
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

// partyConns copies a person's connections under a chat; more than ten are not hers to have.
func partyConns(chatID string, party log.Party, conns []string, now time.Time) []store.Op {
	var ops []store.Op
	for _, conn := range conns[:min(len(conns), maxConns)] {
		ops = append(ops, store.PutPartyConn(chatID, party, conn, now))
	}
	return ops
}

const maxConns = 10

// withConn puts the connection that a frame came over first, whether it is registered already or not.
func withConn(conns []string, conn string) []string {
	if conn == "" {
		return conns
	}
	return append([]string{conn}, without(conns, []string{conn})...)
}

// requestAck answers with the chat as its visitor sees it, as far as a page holds it.
func (d *Desk) requestAck(ctx context.Context, by Caller, r protocol.Request, c chat.Chat) (*protocol.Ack, error) {
	ack := &protocol.Ack{Type: "ack", Re: r.Action, ID: r.ID, Chat: c.ID, Seq: 1, At: d.Now().UnixMilli()}
	v, err := d.chatPage(ctx, by, c, protocol.Held{Chat: c.ID}, newPages(ack))
	if err != nil {
		return nil, err
	}
	ack.View = &v
	return ack, nil
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
