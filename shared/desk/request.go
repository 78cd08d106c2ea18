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
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// Request asks for a chat (R62–R70, R97). Its id is made from visitor, button and frame, so that the same frame sent
// again finds the same chat.
func (d *Desk) Request(ctx context.Context, by Caller, r protocol.Request) (*protocol.Ack, error) {
	if err := onlyVisitors(by); err != nil {
		return nil, err
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return nil, err
	}
	asked, visitor, err := d.asked(c, by, r)
	if err != nil {
		return nil, err
	}
	var made chat.Chat
	var done *moved
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
		m, err := d.open(ctx, c, by, opening{asked, visitor, p, r.Targets})
		made, done = m.after, &m
		return err
	})
	if err != nil {
		return nil, err
	}
	if done != nil {
		d.follow(ctx, *done, by.Conn)
	}
	return d.requestAck(ctx, by, r, made)
}

// asked checks a request against the settings and gathers what it says.
func (d *Desk) asked(c settings.Configuration, by Caller, r protocol.Request) (chat.Asked, protocol.Visitor, error) {
	site, ok := c.Deployment(by.Deployment)
	if c.Organisation.LiveChatOff {
		return chat.Asked{}, protocol.Visitor{}, errOff
	}
	for _, b := range append([]string{r.Button}, targetButtons(r.Targets)...) {
		if _, known := c.Button(b); !ok || !known || !slices.Contains(site.Buttons, b) {
			return chat.Asked{}, protocol.Visitor{}, fault.InvalidField("button", "%q is not a button of this site", b)
		}
	}
	if len(r.Details) > 0 && !site.PrechatAPI {
		return chat.Asked{}, protocol.Visitor{}, fault.InvalidField("details", "are not allowed: the deployment's pre-chat API is switched off (R51)")
	}
	button, _ := c.Button(r.Button)
	visitor := protocol.Visitor{
		Name: r.Name, Question: r.Question, Details: r.Details, Address: by.Address, Via: via(by), Place: by.Place, Network: by.Network, Browser: r.Browser, Language: r.Language,
		Screen: r.Screen, Platform: r.Platform, Page: r.Page, Referrer: r.Referrer, Key: r.VisitorKey, Agent: by.UserAgent,
	}
	if visitor.Browser == "" {
		visitor.Browser = by.UserAgent
	}
	return chat.Asked{
		Chat: chatID(by.Person, r.Button, r.ID), ID: r.ID, Visitor: by.Person, Alias: r.Name, Button: button.ID, ButtonName: button.Name,
		Deployment: site.ID, Site: site.Site, At: d.Now(), FreePlace: c.Organisation.FreePlaceAtEnd, Asking: r.Position,
	}, visitor, nil
}

var errOff = fault.New(fault.Forbidden, "Live chat is switched off.")

func targetButtons(targets []protocol.Target) []string {
	var buttons []string
	for _, t := range targets {
		if t.Button != "" {
			buttons = append(buttons, t.Button)
		}
	}
	return buttons
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
	for _, v := range []*protocol.Visitor{said, &says} {
		v.Address, v.Via, v.Place, v.Network, v.Browser, v.Agent = "", "", "", "", "", ""
	}
	before, err := json.Marshal(*said)
	if err != nil {
		return err
	}
	if now, err := json.Marshal(says); err != nil || !bytes.Equal(before, now) {
		return fault.New(fault.Conflict, "Another request was sent under this id.")
	}
	return nil
}

// opening is everything that a new chat is made of.
type opening struct {
	asked    chat.Asked
	visitor  protocol.Visitor
	presence store.Presence
	targets  []protocol.Target
}

// open commits a new chat: in a queue, offered to the agent for whom the visitor asked, or refused.
func (d *Desk) open(ctx context.Context, c settings.Configuration, by Caller, o opening) (moved, error) {
	o.asked.At = d.Now()
	in, err := d.admit(ctx, c, by, o)
	if err != nil {
		return moved{}, err
	}
	first := o.asked.At.Add(guard)
	if !in.change.Chat.Open() {
		first = o.asked.At.Add(time.Second)
	} else if !in.first.IsZero() {
		first = in.first
	}
	clock, err := d.born(store.ChatThing(o.asked.Chat), first)
	if err != nil {
		return moved{}, err
	}
	if !in.change.Chat.Open() {
		clock.Due = o.asked.At.UnixMilli() // a system end: the sweep may look at once
	}
	more, err := d.writeNew(by, o)
	if err != nil {
		return moved{}, err
	}
	in.plan.by, in.plan.visitor = by, &o.visitor
	in.plan.more = slices.Concat(in.plan.more, more, store.Born(clock))
	m, err := d.move(ctx, store.Window{}, in.change, in.plan)
	if err != nil {
		return m, err
	}
	return m, d.sendFirst(ctx, clock)
}

// writeNew are the operations that make a visitor a party of her new chat, with all her connections.
func (d *Desk) writeNew(by Caller, o opening) ([]store.Op, error) {
	body, err := json.Marshal(o.visitor)
	if err != nil {
		return nil, err
	}
	now, id := d.Now(), o.asked.Chat
	held := o.presence.Held(o.asked.Button)
	held.Chat = id
	ops := []store.Op{store.PutVisitor(id, body, now), store.PutHolding(by.Person, held, now)}
	return append(ops, partyConns(id, log.Visitor, withConn(o.presence.Conns, by.Conn), now)...), nil
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
