package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"switchboard/shared/store"
)

const (
	contenders = 50
	rounds     = 10 // in the ordinary contract; Race takes more
)

var races = []sentence{
	{"50 contenders for one conditional put: one wins and it is hers (Q9, F45)", func(f *fixture) { race(f, rounds) }},
	{"no addition is lost when many add at once", addsAreNotLost},
	{"no change is lost when many write on the version they read", versionsAreNotLost},
	{"two transactions over the same two items in opposite order both end, and the items agree", crossing},
}

// Race lets 50 contend for one conditional put at a barrier, as often as told: exactly one must win each time, and what
// is stored must be what the winner wrote (Q9).
func Race(t *testing.T, d store.Driver, rounds int) { race(newFixture(t, d), rounds) }

// together starts n at a barrier and returns their errors.
func together(n int, do func(i int) error) []error {
	var ready, done sync.WaitGroup
	start, errs := make(chan struct{}), make([]error, n)
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			errs[i] = do(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	return errs
}

// winners wants each error to be nil or an unmet condition, and returns who got nil.
func (f *fixture) winners(errs []error) []int {
	f.Helper()
	var won []int
	for i, err := range errs {
		var unmet *store.Unmet
		switch {
		case err == nil:
			won = append(won, i)
		case !errors.As(err, &unmet):
			f.Fatalf("contender %d: %v", i, err)
		}
	}
	return won
}

func race(f *fixture, rounds int) {
	for round := range rounds {
		sk := fmt.Sprintf("REQUEST#%d", round)
		won := f.winners(together(contenders, func(i int) error {
			op := f.put(sk, fmt.Sprintf("contender %d", i))
			op.If.Absent = true
			return f.Write(f.ctx, []store.Op{op})
		}))
		if len(won) != 1 {
			f.Fatalf("round %d: winners %v", round, won)
		}
		want := f.put(sk, fmt.Sprintf("contender %d", won[0]))
		f.is(sk, &want.Item)
	}
}

func addsAreNotLost(f *fixture) {
	const each = 5
	f.write(f.put("COUNTER", ""), f.put("OTHER", ""))
	errs := together(20, func(i int) error {
		for range each {
			ops := []store.Op{f.add("COUNTER", numbers{"n": 1})}
			if i%2 == 1 {
				ops = append(ops, f.add("OTHER", numbers{"n": 1}))
			}
			if err := f.Write(f.ctx, ops); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(errs...); err != nil {
		f.Fatal(err)
	}
	if n, m := f.get("COUNTER").N["n"], f.get("OTHER").N["n"]; n != 20*each || m != 10*each {
		f.Errorf("counted %d and %d, want %d and %d", n, m, 20*each, 10*each)
	}
}

func versionsAreNotLost(f *fixture) {
	f.write(f.put("HEAD", ""))
	errs := together(10, func(i int) error { return f.raise("HEAD", fmt.Sprintf("E#%d", i)) })
	if err := errors.Join(errs...); err != nil {
		f.Fatal(err)
	}
	if v := f.get("HEAD").N["version"]; v != 10 {
		f.Errorf("version %d after 10 changes", v)
	}
}

// raise reads the version and moves it on, with an event beside it, until nobody was faster.
func (f *fixture) raise(sk, event string) error {
	for {
		head, err := f.Get(f.ctx, f.key(sk))
		if err != nil {
			return err
		}
		move := f.set(sk, numbers{"version": head.N["version"] + 1})
		move.If.Equal = numbers{"version": head.N["version"]}
		err = f.Write(f.ctx, []store.Op{move, f.put(event, "event")})
		var unmet *store.Unmet
		if !errors.As(err, &unmet) {
			return err
		}
	}
}

func crossing(f *fixture) {
	f.write(f.put("X", ""), f.put("Y", ""))
	won := f.winners(together(20, func(i int) error {
		x, y := f.add("X", numbers{"n": 1}), f.add("Y", numbers{"n": 1})
		x.If.AtLeast, y.If.AtLeast = numbers{"n": 0}, numbers{"n": 0}
		if i%2 == 0 {
			return f.Write(f.ctx, []store.Op{x, y})
		}
		return f.Write(f.ctx, []store.Op{y, x})
	}))
	if x, y := f.get("X").N["n"], f.get("Y").N["n"]; x != y || x != int64(len(won)) {
		f.Errorf("x %d, y %d after %d wins", x, y, len(won))
	}
	if len(won) != 20 {
		f.Errorf("only %v ended well, though no condition could fail", won)
	}
}
