package stack_test

import (
	"testing"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/local/stack"
	"switchboard/infra/local/stack/stacktest"
)

type (
	frame  = client.Frame
	person = client.Person
)

const sweeps = 2 * time.Second

func visitor(t *testing.T, s *stack.Stack, name string) *person {
	return client.Visitor(t, stacktest.Site(s, sweeps), name)
}

func agent(t *testing.T, s *stack.Stack, name string) *person {
	t.Helper()
	return client.Agent(t, stacktest.Site(s, sweeps), name)
}
