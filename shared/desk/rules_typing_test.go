package desk_test

import (
	"strings"
	"testing"

	"switchboard/shared/protocol"
	"switchboard/shared/settings"
)

func TestR31WhoSeesWhatIsNotSentYet(t *testing.T) {
	for title, on := range map[string]bool{"R31: on": true, "R31: off": false} {
		t.Run(title, func(t *testing.T) {
			w := newTeam(t, underConfiguration("standard", func(set *settings.AgentConfiguration) { set.SneakPeek = on }))
			chat := w.engages(w.noor, w.mara)
			if v := w.resumes(w.mara).Chats[0]; v.Peek != on {
				t.Errorf("her client is to send drafts: %v", v.Peek)
			}
			for i, text := range []string{"I am", "I am so ang", "I am so"} {
				w.hushes()
				w.must(w.types(w.mara, chat, text, i+1))
				frames := w.pushes.Take(w.noor.Conn)
				if len(frames) != 1 || strings.Contains(string(frames[0]), text) != on {
					t.Errorf("noor is sent %s", frames)
				}
			}
			w.same("nothing of it is stored", w.public(chat, 3))
		})
	}
}

func TestR114R115Typing(t *testing.T) {
	w := newTeam(t, underConfiguration("standard", func(set *settings.AgentConfiguration) { set.SneakPeek = true }))
	chat := w.engages(w.noor, w.mara)
	other := w.engages(w.ilse, w.tomas)
	for _, r := range []struct {
		title    string
		from, to caller
		who      string
	}{{"R114: the agent's reaches the visitor", w.noor, w.mara, "a1"}, {"R114: the visitor's reaches the agent", w.mara, w.noor, "v"}} {
		t.Run(r.title, func(t *testing.T) {
			for _, on := range []bool{true, false} {
				w.hushes()
				w.must(w.desk.Typing(w.ctx, r.from, protocol.Typing{Action: "typing", Chat: chat, On: on}))
				if seen, ok := newest[protocol.TypingSeen](w, r.to, "typing"); !ok || seen.Chat != chat || seen.Who != r.who || seen.On != on {
					t.Errorf("%v: %+v", on, seen)
				}
				w.same("she does not hear herself", w.hears(r.from))
			}
		})
	}
	t.Run("R115: the position of each carrier is passed on", func(t *testing.T) {
		for _, position := range []int{7, 3} {
			w.must(w.types(w.mara, chat, "Where", position))
			if seen, ok := newest[protocol.TypingSeen](w, w.noor, "typing"); !ok || seen.Position != position {
				t.Errorf("got %+v", seen)
			}
		}
	})
	t.Run("R110: nothing of it reaches another chat", func(t *testing.T) {
		w.hushes()
		w.must(w.types(w.mara, chat, "Where", 9))
		w.same("ilse hears", w.hears(w.ilse))
		w.same("tomas hears", w.hears(w.tomas))
		w.same("the other log", w.public(other, 3))
	})
}
