package desk

import (
	"context"
	"encoding/json"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// pages share out what one answer may hold: whatever goes into it is measured as it goes over the wire.
type pages struct{ left int }

// screenRoom is kept for an answer's screen and for the names and commas around what is shared out.
const screenRoom = 1 << 10

// newPages is the room beside what an answer holds already.
func newPages(answer any) *pages {
	return &pages{left: protocol.MaxPage - screenRoom - wireSize(answer)}
}

func wireSize(v any) int {
	body, err := json.Marshal(v)
	if err != nil {
		return protocol.MaxPage // never: nothing here fails to encode
	}
	return len(body) + 1
}

// fits takes the room that something needs, if there is as much.
func (p *pages) fits(v any) bool {
	size := wireSize(v)
	if size > p.left {
		return false
	}
	p.left -= size
	return true
}

// take keeps as many events as still fit, and reports whether all did.
func (p *pages) take(events []log.Event) ([]protocol.Event, bool) {
	wire := make([]protocol.Event, 0, len(events))
	for _, e := range events {
		w := wireEvent(e)
		if !p.fits(w) {
			return wire, false
		}
		wire = append(wire, w)
	}
	return wire, true
}

// pageEvents is how many events one answer reads of a log at most.
const pageEvents = 200

// chatPage is a chat with the events behind what its reader holds, as far as they fit; More says that some did not.
// Whoever holds nothing gets the visitor's details first; to whoever holds some of the chat they come where they fit.
func (d *Desk) chatPage(ctx context.Context, by Caller, c chat.Chat, have protocol.Held, p *pages) (protocol.Chat, error) {
	v, err := d.view(ctx, c, by.Person)
	if err != nil {
		return v, err
	}
	v.Watching = by.Role == session.Agent && !c.Holds(by.Person)
	visitor := v.Visitor
	v.Visitor = nil
	p.left -= wireSize(v)
	if have.After == 0 && visitor != nil && p.fits(visitor) {
		v.Visitor, visitor = visitor, nil
	}
	if v.Events, v.Tail, v.More, err = d.logPage(ctx, c.ID, store.Public, have.After, p); err != nil || by.Role != session.Agent {
		return v, err
	}
	var more bool
	v.Private, v.PrivateTail, more, err = d.logPage(ctx, c.ID, store.Private, have.AfterPrivate, p)
	v.More = v.More || more
	if visitor != nil && p.fits(visitor) {
		v.Visitor = visitor
	}
	return v, err
}

// logPage is what fits of a log behind a seq, the newest seq that was read, and whether something did not fit.
func (d *Desk) logPage(ctx context.Context, chatID string, private bool, after int, p *pages) ([]protocol.Event, int, bool, error) {
	events, err := d.Store.Events(ctx, chatID, private, after+1, pageEvents)
	if err != nil {
		return nil, after, false, err
	}
	wire, whole := p.take(events)
	return wire, after + len(events), !whole || len(events) == pageEvents, nil
}

// What a visitor says of herself may fill many pages. So much of it goes with a chat, and so much into a list.
const (
	viewRoom  = 14 << 10
	entryRoom = 2 << 10
)

// brief cuts what a visitor says until it fits.
func brief(v protocol.Visitor, room int) protocol.Visitor {
	for n := protocol.MaxURL; wireSize(v) > room; n /= 2 {
		if n < 8 {
			v.Details = nil
			return v
		}
		for _, text := range []*string{&v.Name, &v.Question, &v.Page, &v.Referrer, &v.Browser, &v.Language, &v.Screen, &v.Platform, &v.Key, &v.Agent} {
			*text = cut(*text, n)
		}
		details := make([]protocol.Detail, len(v.Details))
		for i, detail := range v.Details {
			details[i] = protocol.Detail{Label: cut(detail.Label, n), Value: cut(detail.Value, n), Shown: detail.Shown}
		}
		v.Details = details
	}
	return v
}
