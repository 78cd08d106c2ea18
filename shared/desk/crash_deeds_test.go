package desk_test

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
)

type act = func(context.Context) error

// deeds are the verbs and the wakes, each in a scene in which it does all that it ever does.
var deeds = []deed{
	{"request", true, func(w *world) (act, func(*world)) {
		w.online("noor")
		mara := w.visitor("mara")
		w.resumes(mara)
		var chat string
		f := protocol.Request{Action: "request", ID: "r1", Button: "support", Name: "Mara", Question: "Where?"}
		return func(ctx context.Context) error {
			ack, err := w.desk.Request(ctx, mara, f)
			if err == nil {
				chat = ack.Chat
			}
			return err
		}, func(w *world) { endsWell(chat)(w) }
	}},
	{"request with nobody there", true, func(w *world) (act, func(*world)) {
		mara := w.visitor("mara")
		f := protocol.Request{Action: "request", ID: "r1", Button: "support", Name: "Mara"}
		var chat string
		return func(ctx context.Context) error {
			ack, err := w.desk.Request(ctx, mara, f)
			if err == nil {
				chat = ack.Chat
			}
			return err
		}, func(w *world) { endsWell(chat)(w) }
	}},
	{"accept", true, func(w *world) (act, func(*world)) {
		noor, ilse, mara := w.online("noor"), w.online("ilse"), w.visitor("mara")
		chat := w.asks(mara)
		f := protocol.Accept{Action: "accept", ID: "a1", Chat: chat, After: 1}
		return func(ctx context.Context) error { _, err := w.desk.Accept(ctx, noor, f); return err }, func(w *world) {
			w.saidOnce(chat, "a1")
			w.loadIs("noor", 1)
			w.screen(ilse)
			endsWell(chat)(w)
		}
	}},
	{"decline", true, func(w *world) (act, func(*world)) {
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		f := protocol.Decline{Action: "decline", ID: "d1", Chat: chat, After: 1}
		return func(ctx context.Context) error { _, err := w.desk.Decline(ctx, noor, f); return err }, endsWell(chat)
	}},
	{"message", true, func(w *world) (act, func(*world)) {
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.accepts(noor, chat)
		w.must(w.pushes.Drop(w.ctx, noor.Conn)) // and one who is gone is forgotten
		f := protocol.Message{Action: "message", ID: "m1", Chat: chat, After: 2, Text: "Hello"}
		return func(ctx context.Context) error { _, err := w.desk.Message(ctx, mara, f); return err }, func(w *world) {
			w.saidOnce(chat, "m1")
			endsWell(chat)(w)
		}
	}},
	{"end", true, func(w *world) (act, func(*world)) {
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.accepts(noor, chat)
		f := protocol.End{Action: "end", ID: "e1", Chat: chat, After: 2}
		return func(ctx context.Context) error { _, err := w.desk.End(ctx, mara, f); return err }, func(w *world) {
			w.saidOnce(chat, "e1")
			w.loadIs("noor", 1)
			endsWell(chat)(w)
		}
	}},
	{"cancel", true, func(w *world) (act, func(*world)) {
		w.online("noor")
		mara := w.visitor("mara")
		chat := w.asks(mara)
		f := protocol.End{Action: "end", ID: "e1", Chat: chat, After: 1}
		return func(ctx context.Context) error { _, err := w.desk.End(ctx, mara, f); return err }, func(w *world) {
			w.saidOnce(chat, "e1")
			endsWell(chat)(w)
		}
	}},
	{"close", true, func(w *world) (act, func(*world)) {
		noor, chat := ended(w)
		f := protocol.Close{Action: "close", ID: "c1", Chat: chat, After: 3}
		return func(ctx context.Context) error { _, err := w.desk.Close(ctx, noor, f); return err }, func(w *world) {
			w.loadIs("noor", 0)
			w.passes(15 * time.Second) // the look ahead of the commit finds what a crash left
			if got := w.transcripts(); len(got) != 1 {
				w.t.Errorf("fifteen seconds later: %v", got)
			}
			endsWell(chat)(w)
		}
	}},
	{"log in", true, func(w *world) (act, func(*world)) {
		noor := w.agent("noor")
		f := protocol.Presence{Action: "presence", ID: "p1", Status: "Online", Tab: "tab"}
		return func(ctx context.Context) error { _, err := w.desk.Presence(ctx, noor, f); return err }, endsWell()
	}},
	{"log out", true, func(w *world) (act, func(*world)) {
		noor, mara := w.online("noor"), w.visitor("mara")
		chat, second := w.asks(mara), w.asks(w.visitor("tomas"))
		w.accepts(noor, chat)
		f := protocol.Presence{Action: "presence", ID: "p1", Status: "Offline"}
		return func(ctx context.Context) error { _, err := w.desk.Presence(ctx, noor, f); return err }, endsWell(chat, second)
	}},
}

// ended is a chat that its visitor ended and whose tab is open.
func ended(w *world) (caller, string) {
	noor, mara := w.online("noor"), w.visitor("mara")
	chat := w.asks(mara)
	w.accepts(noor, chat)
	_, err := w.desk.End(w.ctx, mara, protocol.End{Action: "end", ID: "e1", Chat: chat, After: 2})
	w.must(err)
	return noor, chat
}

// woken is a deed of nobody: a wake after a while of silence.
func woken(name string, scene func(w *world) (store.Thing, []string)) deed {
	return deed{name, false, func(w *world) (act, func(*world)) {
		thing, chats := scene(w)
		return func(ctx context.Context) error { return w.desk.Wake(ctx, thing) }, func(w *world) { w.sound(chats...) }
	}}
}

func init() {
	deeds = append(deeds,
		woken("wake of a chat whose visitor is gone", func(w *world) (store.Thing, []string) {
			noor := w.online("noor")
			chat := w.asks(w.visitor("mara"))
			w.accepts(noor, chat)
			w.now = w.now.Add(301 * time.Second)
			return store.ChatThing(chat), []string{chat}
		}),
		woken("wake of a request whose visitor is gone", func(w *world) (store.Thing, []string) {
			w.online("noor")
			chat := w.asks(w.visitor("mara"))
			w.now = w.now.Add(301 * time.Second)
			return store.ChatThing(chat), []string{chat}
		}),
		woken("wake of an ended chat whose agent is gone", func(w *world) (store.Thing, []string) {
			_, chat := ended(w)
			w.now = w.now.Add(11 * time.Minute)
			return store.ChatThing(chat), []string{chat}
		}),
		woken("wake of an agent who is lost", func(w *world) (store.Thing, []string) {
			noor := w.online("noor")
			chat, waiting := w.asks(w.visitor("mara")), w.asks(w.visitor("tomas"))
			w.accepts(noor, chat)
			w.now = w.now.Add(140 * time.Second)
			return store.AgentThing("noor"), []string{chat, waiting}
		}),
		woken("wake of a queue that nobody serves", func(w *world) (store.Thing, []string) {
			noor := w.online("noor")
			chat := w.asks(w.visitor("mara"))
			w.leavesHalf(noor)
			return store.QueueThing("support"), []string{chat}
		}),
	)
}

// leavesHalf lets an agent go Away in a function that crashes as soon as that is committed: her queue is left to its clock.
func (w *world) leavesHalf(by caller) {
	crashed := false
	w.hook = func(_ context.Context, m storememory.Moment, c storememory.Call) error {
		crashed = crashed || m == storememory.After && slices.ContainsFunc(c.Ops, func(op store.Op) bool { return op.Item.SK == "STATE" })
		if crashed {
			return errCrashed
		}
		return nil
	}
	if _, err := w.desk.Presence(w.ctx, by, protocol.Presence{Action: "presence", ID: "p2", Status: string(routing.Away), Tab: "tab"}); err == nil {
		w.t.Error("the function did not crash")
	}
	w.hook = nil
}
