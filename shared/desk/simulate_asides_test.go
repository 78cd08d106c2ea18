package desk_test

import (
	"context"

	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// asides are what goes beside words, now and then: that she types and what, an event of her page's, another page. Nobody
// waits for an answer to them.
func (c *socket) asides(chat string, after int) {
	s, by := c.s, c.caller()
	aside := func(kind string, do func(context.Context) error) { s.call(by.Person+" "+kind, handlerTime, do, nil) }
	switch c.rng.Intn(12) {
	case 0:
		aside("types", func(ctx context.Context) error {
			return s.desk.Typing(ctx, by, protocol.Typing{Action: "typing", Chat: chat, On: true, Text: "Hal", Position: 1})
		})
	case 1:
		f := protocol.Signal{Action: "signal", ID: c.name(), Chat: chat, After: after, Type: "basket", Data: "lamp"}
		aside("signals", func(ctx context.Context) error { _, err := s.desk.Signal(ctx, by, f); return err })
	case 2:
		f := protocol.Visit{Action: "visit", ID: c.name(), Chat: chat, Page: "https://shop.example/lamps"}
		if by.Role == session.Visitor {
			aside("visits", func(ctx context.Context) error { _, err := s.desk.Visit(ctx, by, f); return err })
		}
	}
}
