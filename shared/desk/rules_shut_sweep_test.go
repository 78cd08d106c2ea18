package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	directorymemory "switchboard/shared/directory/memory"
	"switchboard/shared/routing"
)

// sweeps runs the sweep each minute, and nothing else: all timers are lost.
func (w *world) sweeps(d time.Duration) error {
	var errs error
	for end := w.now.Add(d); w.now.Add(time.Minute).Before(end); {
		w.now = w.now.Add(time.Minute)
		w.looks()
		_, err := w.desk.Sweep(w.ctx)
		errs = errors.Join(errs, err)
	}
	return errs
}

func TestF51ACrashBetweenCommitAndClosingIsRepairedByTheSweep(t *testing.T) {
	repaired := 0
	for at := 1; ; at++ {
		w := newWorld(t)
		noor := w.online("noor")
		chat := w.asks(w.visitor("mara"))
		w.accepts(noor, chat)
		p, err := w.desk.ReadPerson(w.ctx, "noor")
		w.must(err)
		p.Disabled = true
		w.strike = &strike{at: at, after: true, crash: true}
		_, err = w.desk.PutPerson(w.ctx, p)
		fired := w.strike.fired
		w.strike = nil
		if !fired {
			w.must(err)
			break
		}
		if now, err := w.desk.ReadPerson(w.ctx, "noor"); err != nil || !now.Disabled {
			continue // it crashed before the commit: nothing was promised
		}
		if !w.closed(noor) {
			repaired++
		}
		w.must(w.sweeps(150 * time.Second))
		w.isOut(noor)
	}
	if repaired < 3 {
		t.Errorf("only %d crashes left a socket open: the test has lost its subject", repaired)
	}
}

func TestF51WhoIsDisabledAtTheSignInIsFoundByTheSweep(t *testing.T) {
	w := newWorld(t)
	d := &directorymemory.Directory{}
	w.desk.Directory = d
	noor, dana := w.online("noor"), w.agent("dana")
	noor.Issued = w.now
	w.resumes(dana) // a socket, and no log-in
	ilse := w.online("ilse")
	chat := w.asks(w.visitor("mara"))
	w.accepts(noor, chat)
	w.stays(30*time.Second, noor, ilse)
	w.sweep()
	for _, gone := range []string{"noor", "dana", "somebody-else"} {
		d.Disable(gone)
	}
	for range 2 { // 120 s: noor beats all the time, and is in the middle of a minute when she is disabled
		w.stays(time.Minute, ilse)
		w.sweep()
	}
	w.isOut(noor)
	w.isOut(dana)
	if w.closed(ilse) || w.standing("ilse").Status != routing.Online || !w.hasEnded(chat) {
		t.Errorf("ilse is %s, her chat %v", w.standing("ilse").Status, w.events(chat))
	}
	w.isRefused(noor) // her token holds for the rest of its hour, and helps her no more
	w.passes(10 * time.Second)
	d.Enable("noor")
	w.isRefused(noor)
	w.works("noor", "conn-again")
	w.sweep()
	if got := w.standing("noor").Status; got != routing.Online {
		t.Errorf("a minute after she was let in she is %s", got)
	}
}

func (w *world) sweep() {
	w.t.Helper()
	_, err := w.desk.Sweep(w.ctx)
	w.must(err)
}

func TestF51NobodyIsAskedWhileNobodyIsLoggedIn(t *testing.T) {
	w := newWorld(t)
	d := &directorymemory.Directory{}
	w.desk.Directory = d
	w.asks(w.visitor("mara"))
	w.must(w.sweeps(time.Hour))
	if n := d.Asked(); n != 0 {
		t.Errorf("asked %d times in an hour without an agent", n)
	}
	noor := w.online("noor")
	w.sweep()
	w.goes(noor, routing.Offline)
	w.sweep()
	if n := d.Asked(); n != 1 {
		t.Errorf("asked %d times, want once: while noor was there", n)
	}
}

func TestF51ADirectoryThatFailsStopsNothing(t *testing.T) {
	w := newWorld(t)
	d := &directorymemory.Directory{}
	w.desk.Directory = d
	broken := errors.New("the directory does not answer")
	d.Fail(broken)
	noor, chat := ended(w)
	w.now = w.now.Add(20 * time.Minute) // all is overdue
	w.looks()
	woken, err := w.desk.Sweep(w.ctx)
	if !errors.Is(err, broken) || woken == 0 {
		t.Errorf("%d woken, %v", woken, err)
	}
	if got := w.transcripts(); len(got) != 1 || !strings.HasPrefix(got[0], chat) {
		t.Errorf("the transcripts are %v", got)
	}
	if got := w.standing(noor.Person).Status; got != routing.Offline {
		t.Errorf("noor is %s", got)
	}
	if !strings.Contains(w.log.String(), broken.Error()) {
		t.Error("the log does not say why")
	}
}
