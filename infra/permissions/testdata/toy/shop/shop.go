// Package shop uses the store in every way in which code can come to another.
package shop

import (
	"switchboard/infra/permissions/testdata/toy/push"
	"switchboard/infra/permissions/testdata/toy/store"
)

type Shop struct {
	Store *store.Store
	Push  push.Sender
}

type Seller interface{ Sell(string) }

// steps is reached through a variable.
var steps = []func(string) store.Op{store.Sold, store.Gone}

func (s *Shop) Sell(id string) {
	for _, step := range steps {
		s.Store.Commit(step(id))
	}
	later := func() { s.Store.List(id) }
	later()
}

func (s *Shop) Tell(id string) { s.Push.Send(id) }
