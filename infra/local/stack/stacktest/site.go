// Package stacktest shows tests a local stack as a client finds it.
package stacktest

import (
	"context"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/local/gateway"
	"switchboard/infra/local/stack"
)

// Site is a local stack that sweeps that often.
func Site(s *stack.Stack, sweep time.Duration) client.Site {
	return client.Site{
		API:     s.APIURL,
		Token:   func(_ context.Context, name string) (string, error) { return s.Issuer.Mint(name) },
		Subject: func(name string) string { return name },
		Disable: func(_ context.Context, name string) error { return s.Issuer.Disable(name) },
		Enable:  func(_ context.Context, name string) error { return s.Issuer.Enable(name) },
		Disconnects: func(_ context.Context, on bool) error {
			if on {
				s.Gateway.Faults().Clear(gateway.DisconnectDrop)
				return nil
			}
			return s.Gateway.Faults().Set(gateway.DisconnectDrop, gateway.Rule{})
		},
		Sweep: sweep,
	}
}
