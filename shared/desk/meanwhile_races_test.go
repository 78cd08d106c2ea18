package desk_test

import (
	"time"

	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/store"
)

// engaged is a talk in which so much time has passed since anybody was heard.
func engaged(w *world, silence time.Duration) (noor, mara caller, chat string) {
	noor, mara = w.online("noor"), w.visitor("mara")
	chat = w.asks(mara)
	w.accepts(noor, chat)
	w.now = w.now.Add(silence)
	return noor, mara, chat
}

var races = []race{
	{"R117: an end and its copy, in whatever order they read", func(w *world) (func(), func(), func()) {
		noor, _, chat := engaged(w, time.Second)
		var first, second error
		end := protocol.End{Action: "end", ID: "end-1", Chat: chat, After: 2}
		return func() { _, first = w.desk.End(w.ctx, noor, end) }, func() { _, second = w.desk.End(w.ctx, noor, end) }, func() {
			if first != nil || second != nil {
				w.t.Errorf("one frame, sent twice: %v and %v", first, second)
			}
		}
	}},
	{"F48: a visitor beats while she is counted as gone", func(w *world) (func(), func(), func()) {
		noor, mara, chat := engaged(w, 200*time.Second)
		w.beats(noor)
		w.now = w.now.Add(101 * time.Second)
		before := false
		return w.wakes(store.ChatThing(chat)), func() { before = !w.hasEnded(chat); w.beats(mara, chat) }, func() {
			if before && w.hasEnded(chat) {
				w.t.Error("she was heard, and counted as gone after it")
			}
		}
	}},
	{"F47: a visitor speaks while she is counted as gone", func(w *world) (func(), func(), func()) {
		_, mara, chat := engaged(w, 301*time.Second)
		var err error
		return w.wakes(store.ChatThing(chat)), func() {
				_, err = w.desk.Message(w.ctx, mara, protocol.Message{Action: "message", ID: "m1", Chat: chat, After: 2, Text: "Still here"})
			}, func() {
				if err == nil == w.hasEnded(chat) {
					w.t.Errorf("her word: %v; the log: %v", err, w.events(chat))
				}
			}
	}},
	{"an agent renews while she is counted as lost", func(w *world) (func(), func(), func()) {
		noor, _, _ := engaged(w, 136*time.Second)
		before := false
		return w.wakes(store.AgentThing("noor")), func() { before = w.standing("noor").Status == routing.Online; w.beats(noor) }, func() {
			if before && w.standing("noor").Status != routing.Online {
				w.t.Error("she renewed, and was counted as lost after it")
			}
		}
	}},
	{"R17: an agent's page is back while her exit is worked on", func(w *world) (func(), func(), func()) {
		noor, _, _ := engaged(w, time.Second)
		w.must(w.desk.AgentLeaves(w.ctx, "noor", "tab"))
		w.now = w.now.Add(16 * time.Second)
		before := false
		return w.wakes(store.AgentThing("noor")), func() { before = w.standing("noor").Status == routing.Online; w.resumes(noor) }, func() {
			if before && w.standing("noor").Status != routing.Online {
				w.t.Error("she was back, and out after it")
			}
		}
	}},
	{"an agent logs in again and accepts while her old chats are let go", func(w *world) (func(), func(), func()) {
		noor, _, old := engaged(w, time.Second)
		w.online("ilse")
		waiting := w.asks(w.visitor("tomas"))
		accepted := false
		return func() { w.goes(noor, routing.Offline) }, func() {
				if w.standing("noor").Status != routing.Offline {
					return
				}
				w.goes(noor, routing.Online)
				w.accepts(noor, waiting)
				accepted = true
			}, func() {
				w.must(w.desk.Wake(w.ctx, store.AgentThing("noor")))
				if !accepted {
					return
				}
				if !w.hasEnded(old) || w.hasEnded(waiting) || w.standing("noor").Load != 1 {
					w.t.Errorf("old %v, new %v, load %d", w.events(old), w.events(waiting), w.standing("noor").Load)
				}
			}
	}},
	{"an agent logs in again while she is finished", func(w *world) (func(), func(), func()) {
		noor := w.online("noor")
		return func() { w.goes(noor, routing.Offline) }, func() { w.goes(noor, routing.Online) }, func() {
			if w.standing("noor").Status == routing.Online && w.seen(store.AgentThing("noor")).IsZero() {
				w.t.Error("she is Online without a clock")
			}
		}
	}},
	{"F46: an agent logs out while she accepts", func(w *world) (func(), func(), func()) {
		noor := w.online("noor")
		w.online("ilse")
		chat := w.asks(w.visitor("mara"))
		var err error
		return func() {
				_, err = w.desk.Accept(w.ctx, noor, protocol.Accept{Action: "accept", ID: "a1", Chat: chat, After: 1})
			}, func() { w.goes(noor, routing.Offline) }, func() {
				if w.standing("noor").Load != 0 || err == nil != w.hasEnded(chat) {
					w.t.Errorf("accept: %v; load %d; %v", err, w.standing("noor").Load, w.events(chat))
				}
			}
	}},
	{"F48: a close while the sweep looks", func(w *world) (func(), func(), func()) {
		noor, chat := ended(w)
		w.now = w.now.Add(20 * time.Minute)
		return func() { _, err := w.desk.Sweep(w.ctx); w.must(err) }, func() {
				_, err := w.desk.Close(w.ctx, noor, protocol.Close{Action: "close", ID: "c1", Chat: chat, After: 3})
				w.must(err)
			}, func() {
				w.settles()
				w.sound(chat)
			}
	}},
	{"a request while the last agent goes Away", func(w *world) (func(), func(), func()) {
		noor, mara := w.online("noor"), w.visitor("mara")
		var chat string
		return func() { w.goes(noor, routing.Away) }, func() { chat = w.asks(mara) }, func() {
			w.passes(15 * time.Second)
			if !w.hasEnded(chat) {
				w.t.Error("R94: it waits although nobody is Online")
			}
		}
	}},
	{"the last agent goes Away while a request is made", func(w *world) (func(), func(), func()) {
		noor, mara := w.online("noor"), w.visitor("mara")
		var chat string
		return func() { chat = w.asks(mara) }, func() { w.goes(noor, routing.Away) }, func() {
			w.passes(15 * time.Second)
			if !w.hasEnded(chat) {
				w.t.Error("R63: it waits although nobody is Online")
			}
		}
	}},
	{"an agent comes Online while a request is ended because nobody is", func(w *world) (func(), func(), func()) {
		noor, mara := w.online("noor"), w.visitor("mara")
		chat := w.asks(mara)
		w.leavesHalf(noor)
		before := false
		return w.wakes(store.ChatThing(chat)), func() { before = !w.hasEnded(chat); w.online("ilse") }, func() {
			if before && w.hasEnded(chat) {
				w.t.Error("R63: it was ended as unanswered although somebody is Online")
			}
		}
	}},
	{"a second wake of the same ended chat", func(w *world) (func(), func(), func()) {
		_, chat := ended(w)
		w.now = w.now.Add(11 * time.Minute)
		return w.wakes(store.ChatThing(chat)), w.wakes(store.ChatThing(chat)), func() {
			if got := w.transcripts(); len(got) != 1 {
				w.t.Errorf("R240: %v", got)
			}
		}
	}},
}
