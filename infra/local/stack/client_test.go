package stack_test

import (
	"context"
	"testing"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/local/stack"
)

type (
	frame  = client.Frame
	person = client.Person
)

const sweeps = 2 * time.Second

// siteOf is the stack as a client finds it.
func siteOf(s *stack.Stack) client.Site {
	return client.Site{
		API:     s.APIURL,
		Token:   func(_ context.Context, name string) (string, error) { return s.Issuer.Mint(name) },
		Subject: func(name string) string { return name },
		Disable: func(_ context.Context, name string) error { return s.Issuer.Disable(name) },
		Enable:  func(_ context.Context, name string) error { return s.Issuer.Enable(name) },
		Sweep:   sweeps,
	}
}

func visitor(t *testing.T, s *stack.Stack, name string) *person {
	return client.Visitor(t, siteOf(s), name)
}

func agent(t *testing.T, s *stack.Stack, name string) *person {
	t.Helper()
	return client.Agent(t, siteOf(s), name)
}
