package routing

import "testing"

func TestSessionTimes(t *testing.T) {
	t.Run("RT15 (R208, R210): each time is counted where it belongs", func(t *testing.T) {
		a := Agent{Person: "noor", Capacity: 2}.Present(Online, "t1", noon)
		a, _ = a.Take(after(10))               // 10 s Online
		a, _ = a.Take(after(15))               // 5 s in a chat
		a = a.Present(Away, "t1", after(35))   // 20 s in chats, at capacity
		a = a.Finish(false, after(40))         // 5 s Away, in chats, at capacity
		a = a.Shut(after(42)).Go(after(50))    // 2 s at capacity, then 8 s in the last chat
		a = a.Present(Online, "t1", after(53)) // 3 s Away without a chat
		a = a.Leave(true, after(60))           // 7 s Online
		s := a.Session
		same(t, "Online", s.Online, int64(42000))
		same(t, "Away", s.Away, int64(18000))
		same(t, "in chats", s.InChats, int64(40000))
		same(t, "at capacity", s.AtCapacity, int64(27000))
		same(t, "idle", s.Idle(), int64(20000))
		same(t, "length", s.LogoutAt-s.LoginAt, s.Online+s.Away)
	})
	t.Run("RT15 (R208): a clock that steps back loses nothing and counts nothing twice", func(t *testing.T) {
		a := online("noor", 2, 0).Present(Away, "t1", after(60)).Present(Online, "t1", after(40)).Leave(false, after(70))
		s := a.Session
		same(t, "Online and Away", []int64{s.Online, s.Away}, []int64{70000, 0})
		same(t, "length", s.LogoutAt-s.LoginAt, s.Online+s.Away)
	})
	t.Run("RT15 (R23): a loss ends the session when she was last there", func(t *testing.T) {
		s := online("noor", 2, 1).Leave(false, after(20)).Session
		same(t, "length", []int64{s.LogoutAt - s.LoginAt, s.Online}, []int64{20000, 20000})
	})
	t.Run("RT15 (R208): nothing counts after the log-out", func(t *testing.T) {
		a := online("noor", 2, 1).Leave(true, after(20))
		same(t, "session", a.Go(after(90)).Session, a.Session)
	})
	t.Run("RT15 (R24, R208): a new log-in counts from nought", func(t *testing.T) {
		a := online("noor", 2, 0).Leave(true, after(20)).Present(Away, "t2", after(90)).Leave(true, after(95))
		same(t, "Online and Away", []int64{a.Session.Online, a.Session.Away}, []int64{0, 5000})
	})
}

func TestSessionCounts(t *testing.T) {
	offered := func(kind OfferKind) Agent {
		a := online("noor", 3, 0)
		if kind.takesPlace() {
			a, _ = a.Assign(Offer{Chat: "c1", Kind: kind}, after(1))
			return a
		}
		a, _ = a.Ask(Offer{Chat: "c1", Kind: kind}, after(1))
		return a
	}
	answered := func(a Agent) Agent {
		a, _ = a.Answer("c1", after(2))
		return a
	}
	took, _ := online("noor", 3, 0).Take(after(1))
	counts := func(a Agent) []int {
		return []int{a.Session.Assigned, a.Session.Engaged, a.Session.Declined, a.Session.TimedOut}
	}
	rows := []struct {
		title string
		got   Agent
		want  []int // assigned, engaged, declined, timed out
	}{
		{"RT16 (R209): a push offer is assigned", offered(Push), []int{1, 0, 0, 0}},
		{"RT16 (R209): a direct request is", offered(Direct), []int{1, 0, 0, 0}},
		{"RT16 (R209): so is a transfer to her", offered(Transfer), []int{1, 0, 0, 0}},
		{"RT16 (R209): so is a conference with her", offered(Conference), []int{1, 0, 0, 0}},
		{"RT16 (R209): accepted, it is engaged", answered(offered(Push)), []int{1, 1, 0, 0}},
		{"RT16 (R209): what she takes from the list is engaged and never was assigned", took, []int{0, 1, 0, 0}},
		{"RT16 (R82): declined", offered(Push).Unoffer("c1", ByHand, after(2)), []int{1, 0, 1, 0}},
		{"RT16 (R81): timed out", offered(Push).Unoffer("c1", TimedOut, after(2)), []int{1, 0, 0, 1}},
		{"RT16 (R20): taken back, neither", offered(Push).Unoffer("c1", TakenBack, after(2)), []int{1, 0, 0, 0}},
		{"RT16 (R87): refused twice, counted once", offered(Push).Unoffer("c1", TimedOut, after(2)).Unoffer("c1", ByHand, after(3)), []int{1, 0, 0, 1}},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) { same(t, "counts", counts(r.got), r.want) })
	}
}
