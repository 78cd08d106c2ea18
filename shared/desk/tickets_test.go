package desk_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/session"
	"switchboard/shared/settings"
)

const shop = "https://shop.example"

func (w *world) ticket(origin string) string {
	w.t.Helper()
	id, err := w.desk.VisitorIdentity(w.ctx, session.NewSecret(), "demo", origin, "browser", "203.0.113.24")
	w.must(err)
	ticket, err := w.desk.GiveTicket(w.ctx, id)
	w.must(err)
	return ticket.Ticket
}

func TestS2ATicketOpensOneSocketOfAThousand(t *testing.T) {
	w := newWorld(t)
	ticket := w.ticket(shop)
	var in, out atomic.Int32
	var ready, done sync.WaitGroup
	ready.Add(1)
	for range 1000 {
		done.Go(func() {
			ready.Wait()
			if _, err := w.desk.TakeTicket(w.ctx, ticket, shop); err == nil {
				in.Add(1)
			} else if fault.Is(err, fault.Unauthorized) {
				out.Add(1)
			}
		})
	}
	ready.Done()
	done.Wait()
	if in.Load() != 1 || out.Load() != 999 {
		t.Errorf("%d in, %d refused", in.Load(), out.Load())
	}
}

func TestS2ATicketIsForItsTimeAndItsPage(t *testing.T) {
	w := newWorld(t)
	_, err := w.desk.TakeTicket(w.ctx, w.ticket(shop), "https://evil.example")
	w.wantKind(err, fault.Forbidden, "another page's handshake")
	late := w.ticket(shop)
	w.now = w.now.Add(time.Minute)
	_, err = w.desk.TakeTicket(w.ctx, late, shop)
	w.wantKind(err, fault.Unauthorized, "F40: a ticket past its time that nobody deleted")
	_, err = w.desk.TakeTicket(w.ctx, "never-given", shop)
	w.wantKind(err, fault.Unauthorized, "a ticket that was never given")
	id, err := w.desk.TakeTicket(w.ctx, w.ticket(shop), shop)
	w.must(err)
	if id.Role != session.Visitor || id.Deployment != "demo" || id.Origin != shop || id.Expires.Sub(w.now) != 3*time.Hour {
		t.Errorf("got %+v", id)
	}
}

func TestS2OnlyPermittedOriginsGetATicket(t *testing.T) {
	w := newWorld(t)
	c, err := w.desk.ReadConfiguration(w.ctx)
	w.must(err)
	c.Deployments = append(c.Deployments, settings.Deployment{ID: "shop", Site: "Shop", Origins: []string{shop}, Buttons: []string{"support"}})
	_, err = w.desk.Configure(w.ctx, c)
	w.must(err)
	w.passes(settled)
	for _, origin := range []string{"", "null", "https://evil.example", shop + ".evil.example", "http://shop.example", shop + ":8443", shop + "/"} {
		_, err := w.desk.VisitorIdentity(w.ctx, session.NewSecret(), "shop", origin, "", "")
		w.wantKind(err, fault.Forbidden, "origin "+origin)
	}
	_, err = w.desk.VisitorIdentity(w.ctx, session.NewSecret(), "shop", shop, "", "")
	w.must(err)
	_, err = w.desk.VisitorIdentity(w.ctx, "short", "shop", shop, "", "")
	w.wantKind(err, fault.Unauthorized, "a secret that is none")
	_, err = w.desk.VisitorIdentity(w.ctx, session.NewSecret(), "nowhere", shop, "", "")
	w.wantKind(err, fault.NotFound, "a deployment that is none")
}
