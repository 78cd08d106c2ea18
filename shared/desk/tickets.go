package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// visitorLife is how long a visitor's socket keeps its identity: longer than a socket can live.
const visitorLife = 3 * time.Hour

// Ticket is a one-time ticket for one socket.
type Ticket struct {
	Ticket    string `json:"ticket" doc:"Offer it in Sec-WebSocket-Protocol as ticket.<ticket>; it opens one socket once."`
	Socket    string `json:"socket" doc:"Where to open the socket."`
	ExpiresIn int    `json:"expiresIn" doc:"Seconds."`
}

// VisitorIdentity is who a visitor is: whoever holds the chat's secret, on a page that the deployment permits.
func (d *Desk) VisitorIdentity(ctx context.Context, secret, deployment, origin, userAgent, address string) (session.Identity, error) {
	if err := session.CheckSecret(secret); err != nil {
		return session.Identity{}, err
	}
	c, err := d.Configuration(ctx)
	if err != nil {
		return session.Identity{}, err
	}
	site, ok := c.Deployment(deployment)
	if !ok {
		return session.Identity{}, fault.New(fault.NotFound, "There is no deployment %q.", deployment)
	}
	if len(site.Origins) > 0 && !slices.Contains(site.Origins, origin) {
		return session.Identity{}, fault.New(fault.Forbidden, "This site may not use the deployment %q.", deployment)
	}
	return session.Identity{
		Role: session.Visitor, Person: session.Hash(secret), Deployment: deployment, UserAgent: cut(userAgent, 200),
		Expires: d.Now().Add(visitorLife), Address: address, Origin: origin,
	}, nil
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// AgentTicket is the ticket of a signed-in person: nobody gets one while live chat is off, and a disabled person gets none,
// wherever she was disabled (R1, R311, F51).
func (d *Desk) AgentTicket(ctx context.Context, id session.Identity) (Ticket, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return Ticket{}, err
	}
	if c.Organisation.LiveChatOff {
		return Ticket{}, errOff
	}
	if err := d.Admit(ctx, id); err != nil {
		return Ticket{}, err
	}
	return d.GiveTicket(ctx, id)
}

// GiveTicket makes a one-time ticket that carries an identity to a socket (R287: never in a URL).
func (d *Desk) GiveTicket(ctx context.Context, id session.Identity) (Ticket, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return Ticket{}, err
	}
	body, err := log.Encode(id)
	if err != nil {
		return Ticket{}, err
	}
	ticket, life := session.NewSecret(), c.Clocks.Ticket.D()
	if err := d.Store.Commit(ctx, store.PutTicket(session.Hash(ticket), body, d.Now().Add(life))); err != nil {
		return Ticket{}, err
	}
	return Ticket{Ticket: ticket, Socket: d.SocketURL, ExpiresIn: int(life.Seconds())}, nil
}

// TakeTicket consumes a ticket and returns who it is for. It works once, and only for a handshake from the page that
// got it (S2).
func (d *Desk) TakeTicket(ctx context.Context, ticket, origin string) (session.Identity, error) {
	var id session.Identity
	body, err := d.Store.TakeTicket(ctx, session.Hash(ticket), d.Now())
	if err != nil {
		return id, err
	}
	if body == nil {
		return id, fault.New(fault.Unauthorized, "This ticket is not valid any more.")
	}
	if err := log.Decode(body, &id); err != nil {
		return session.Identity{}, err
	}
	if id.Origin != "" && id.Origin != origin {
		return session.Identity{}, fault.New(fault.Forbidden, "This ticket was given to another site.")
	}
	return id, nil
}
