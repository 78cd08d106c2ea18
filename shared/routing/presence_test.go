package routing

import (
	"fmt"
	"testing"
)

func TestPresent(t *testing.T) {
	t.Run("RT1 (R13, R208): a log-in begins an epoch and a session", func(t *testing.T) {
		a := Agent{Person: "noor", Out: 3, Epoch: 4, Exit: true, Session: Session{Online: 9, Declined: 2}}.Present(Away, "t1", noon)
		if a.Status != Away || a.Epoch != 5 || a.Out != 3 || a.Exit || a.Tab != "t1" || a.Rev != 1 {
			t.Errorf("got %+v", a)
		}
		same(t, "session", a.Session, Session{LoginAt: noon.UnixMilli(), Since: noon.UnixMilli()})
	})
	t.Run("RT1 (R13, R15): a change of status does not", func(t *testing.T) {
		a := online("noor", 3, 2)
		b := a.Present(Away, "t2", after(60))
		if b.Status != Away || b.Epoch != a.Epoch || b.Tab != "t2" || b.Session.LoginAt != noon.UnixMilli() || b.Engaged != 2 || b.Load != 2 {
			t.Errorf("got %+v", b)
		}
	})
	t.Run("RT1 (R18): after a log-out it does again", func(t *testing.T) {
		a := online("noor", 3, 0)
		if b := a.Leave(true, after(5)).Present(Online, "t2", after(9)); b.Epoch != a.Epoch+2 || b.Exit || b.Session.LoginAt != after(9).UnixMilli() {
			t.Errorf("got %+v", b)
		}
	})
}

func TestLeave(t *testing.T) {
	for _, r := range []struct {
		title string
		exit  bool
	}{
		{"RT2 (R17): she leaves by herself", true},
		{"RT2 (R22, R23): she is lost", false},
	} {
		t.Run(r.title, func(t *testing.T) {
			a := with(online("noor", 3, 2), silent)
			b := a.Leave(r.exit, after(60))
			if b.Status != Offline || b.Out != a.Epoch || b.Epoch != a.Epoch+1 || b.Exit != r.exit || b.Tab != "" || b.Silent {
				t.Errorf("got %+v", b)
			}
			if b.Load != 2 || b.Engaged != 2 {
				t.Errorf("her chats are let go one by one, but load is %d", b.Load)
			}
			same(t, "logged out at", b.Session.LogoutAt, after(60).UnixMilli())
		})
	}
	t.Run("RT2 (R23): never before what is accounted", func(t *testing.T) {
		b := online("noor", 3, 0).Present(Away, "t1", after(60)).Leave(false, after(30))
		same(t, "logged out at", b.Session.LogoutAt, after(60).UnixMilli())
	})
}

func TestSilentConsole(t *testing.T) {
	is := online("noor", 3, 1).Hush(after(1))
	t.Run("RT11 (R20): nothing ordinary comes to her", func(t *testing.T) {
		if _, ok := is.Assign(Offer{Chat: "c1", Kind: Push}, after(2)); ok || is.Free() || is.Open() != 0 {
			t.Errorf("got %+v", is)
		}
		_, seen, ok := Pick(LeastActive, []Agent{is}, nil)
		if ok || seen[0].Why != "her console does not answer" {
			t.Errorf("got %+v, %v", seen, ok)
		}
	})
	t.Run("RT11 (R20): her status and her chats stay", func(t *testing.T) {
		if is.Status != Online || is.Load != 1 || is.Engaged != 1 {
			t.Errorf("got %+v", is)
		}
	})
	t.Run("RT11 (R20): her next frame brings her back", func(t *testing.T) { same(t, "open", is.Hear(after(3)).Open(), 2) })
	t.Run("RT11 (R20): so does a change of status", func(t *testing.T) {
		same(t, "open", is.Present(Online, "t2", after(3)).Open(), 2)
	})
}

func TestStepAway(t *testing.T) {
	t.Run("RT12 (R34, R35): who is Online is Away", func(t *testing.T) {
		same(t, "status", online("noor", 3, 0).StepAway(after(1)).Status, Away)
	})
	t.Run("RT12 (R36): her chats stay", func(t *testing.T) {
		if a := online("noor", 3, 2).StepAway(after(1)); a.Load != 2 || a.Engaged != 2 || a.Epoch != 1 || a.Tab != "t1" {
			t.Errorf("got %+v", a)
		}
	})
	for title, change := range map[string]func(*Agent){"RT12 (R34): who is Away stays so": away, "RT12 (R34): who is Offline stays so": offline} {
		t.Run(title, func(t *testing.T) {
			is := with(online("noor", 3, 0), change)
			same(t, "agent", is.StepAway(after(1)), is)
		})
	}
}

func TestFramesThatSetAStatusAreKnownAgain(t *testing.T) {
	var a Agent
	for i := range remembered {
		a = a.By(fmt.Sprint("frame ", i))
	}
	t.Run("RT23 (R13, R17): the newest eight are known", func(t *testing.T) {
		for i := range remembered {
			same(t, "known", a.SetBy(fmt.Sprint("frame ", i)), true)
		}
	})
	t.Run("RT23 (R13): one more, and the oldest is forgotten", func(t *testing.T) {
		more := a.By("frame 8")
		same(t, "the ninth", more.SetBy("frame 8"), true)
		same(t, "the first", more.SetBy("frame 0"), false)
		same(t, "what was passed in is as it was", a.SetBy("frame 0"), true)
	})
	t.Run("RT23 (R13): what no frame asked for is not noted", func(t *testing.T) {
		same(t, "nothing", a.By("").SetBy(""), false)
	})
}
