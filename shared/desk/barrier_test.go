package desk_test

import (
	"fmt"
	"sync"
	"testing"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
)

func TestQ9OfFiftyAgentsAtABarrierOneWins(t *testing.T) {
	for range 10 {
		w := newWorld(t)
		var agents []caller
		for i := range 50 {
			name := fmt.Sprint("agent", i)
			w.employs(name, name, "", "general")
			agents = append(agents, w.agent(name))
		}
		for _, by := range agents {
			w.online(by.Person)
		}
		w.race(agents, w.asks(w.visitor("mara")))
	}
}

// race lets everybody accept one chat at once: one wins, and R72: the others are told who has it.
func (w *world) race(agents []caller, chat string) {
	w.t.Helper()
	errs := make([]error, len(agents))
	var ready, done sync.WaitGroup
	ready.Add(1)
	for i, by := range agents {
		done.Go(func() {
			ready.Wait()
			_, errs[i] = w.desk.Accept(w.ctx, by, protocol.Accept{Action: "accept", ID: fmt.Sprint("a", i), Chat: chat, After: 1})
		})
	}
	ready.Done()
	done.Wait()
	winner := ""
	for i, err := range errs {
		if err == nil && winner == "" {
			winner = agents[i].Person
		} else if err == nil {
			w.t.Errorf("%s won, and %s too", winner, agents[i].Person)
		}
	}
	for i, err := range errs {
		load := w.screen(agents[i]).Load
		if agents[i].Person == winner && load == 1 {
			continue
		}
		if load != 0 || !fault.Is(err, fault.Conflict) || err.Error() != "Already taken by "+winner+"." {
			w.t.Errorf("R72: %s lost to %s: load %d, %v", agents[i].Person, winner, load, err)
		}
	}
	if got := w.events(chat); len(got) != 2 {
		w.t.Errorf("the log holds %v", got)
	}
}
