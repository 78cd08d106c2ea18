package desk

import (
	"context"
	"encoding/json"
	"slices"

	"switchboard/shared/chat"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// exactPlaces is up to which place the places in a queue are exact; behind it they are an estimate (R100).
const exactPlaces = 50

// hasPlaces reports whether a button ever tells places: it has a queue, and requests are pushed (R75, R99).
func hasPlaces(b settings.Button) bool { return b.Queue && ruleOf(b).Pushes() }

// tellsPlaces reports whether places are told now: everybody is at capacity (R99).
func tellsPlaces(b settings.Button, r routing.Roster) bool { return hasPlaces(b) && r.Open <= 0 }

// place is a waiting visitor's place in her queue, 0 for none to tell, and her estimated wait in milliseconds.
func (d *Desk) place(ctx context.Context, c settings.Configuration, waiting chat.Chat) (int, int64, error) {
	b, ok := c.Button(waiting.Queue)
	r, err := d.Store.Roster(ctx, waiting.Queue)
	if err != nil || !ok || !tellsPlaces(b, r) {
		return 0, 0, err
	}
	first, err := d.Store.Waiting(ctx, waiting.Queue, exactPlaces)
	if err != nil {
		return 0, 0, err
	}
	wait := routing.WaitLeft(r.Wait, d.Now().UnixMilli()-waiting.RequestedAt)
	i := slices.IndexFunc(first, func(e store.Entry) bool { return e.Chat == waiting.ID })
	if i < 0 {
		return max(r.Waiting, len(first)+1), wait, nil
	}
	return i + 1, wait, nil
}

// tellPlaces tells those of the first in a queue who asked for it their places, if they have changed (R98–R100).
func (d *Desk) tellPlaces(ctx context.Context, b settings.Button, r routing.Roster) error {
	if r.Asking <= 0 || !hasPlaces(b) {
		return nil
	}
	told := map[string]int{}
	body, err := d.Store.Told(ctx, b.ID)
	if err == nil && body != nil {
		err = json.Unmarshal(body, &told)
	}
	if err != nil {
		return err
	}
	first, err := d.Store.Waiting(ctx, b.ID, exactPlaces)
	if err != nil {
		return err
	}
	now := map[string]int{}
	for i, e := range first {
		if !e.Asking {
			continue
		}
		if now[e.Chat] = 0; tellsPlaces(b, r) {
			now[e.Chat] = i + 1
		}
		if before, known := told[e.Chat]; known && before == now[e.Chat] {
			continue
		}
		frame := protocol.Place{Type: "place", Chat: e.Chat, Place: now[e.Chat], Wait: routing.WaitLeft(r.Wait, d.Now().UnixMilli()-e.RequestedAt)}
		if err := d.tellVisitor(ctx, e.Chat, frame); err != nil {
			return err
		}
	}
	if body, err = json.Marshal(now); err != nil {
		return err
	}
	return d.Store.Commit(ctx, store.PutTold(b.ID, body))
}

// tellVisitor sends a frame to the visitor of a chat alone.
func (d *Desk) tellVisitor(ctx context.Context, chatID string, frame any) error {
	w, err := d.Store.Standing(ctx, chatID)
	if err != nil || !w.Complete {
		return err
	}
	var to []listener
	for _, c := range w.Conns {
		if l := listenerOf(w.Head.Chat, c); l.Person == w.Head.Visitor {
			to = append(to, l)
		}
	}
	d.tell(ctx, to, frame)
	return nil
}
