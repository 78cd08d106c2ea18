package memory_test

import (
	"testing"

	"go.uber.org/goleak"

	"switchboard/shared/store"
	"switchboard/shared/store/memory"
	"switchboard/shared/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestContract(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Driver { return memory.New() })
}

func TestQ9AThousandRaces(t *testing.T) {
	storetest.Race(t, memory.New(), 1000)
}

func TestQ6EqualSeedsGiveEqualHistories(t *testing.T) {
	for seed := range uint64(20) {
		storetest.Compare(t, memory.New(), memory.New(), seed, 1000)
	}
}
