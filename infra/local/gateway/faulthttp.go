package gateway

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// order is what the control surface takes. Fault is a rule's fault, or one of
// the verbs cut, restore, expire, connections, seed and clear.
type order struct {
	Fault      string  `json:"fault"`
	Connection string  `json:"connection"`
	Contains   string  `json:"contains"`
	Times      int     `json:"times"`
	Chance     float64 `json:"chance"`
	DelayMS    int64   `json:"delayMs"`   // of a delay, or how long a cut lasts
	PerSecond  int     `json:"perSecond"` // of connections
	Seed       uint64  `json:"seed"`
	Only       Fault   `json:"only"` // of clear: this fault alone
}

// state is what the control surface shows.
type state struct {
	Seed                 uint64             `json:"seed"`
	Rules                map[Fault][]active `json:"rules"`
	Fired                map[Fault]int      `json:"fired"`
	Held                 int                `json:"held"`
	CutForMS             int64              `json:"cutForMs"`
	ConnectionsPerSecond int                `json:"connectionsPerSecond"`
	Connections          []string           `json:"connections"`
}

type active struct {
	Connection string  `json:"connection,omitempty"`
	Contains   string  `json:"contains,omitempty"`
	Times      int     `json:"times,omitempty"`
	Chance     float64 `json:"chance,omitempty"`
	DelayMS    int64   `json:"delayMs,omitempty"`
}

// FaultHandler lets a test in another process switch faults. GET shows the
// rules, the counters and the open connections; POST with a JSON order, such
// as {"fault":"push.drop","times":1} or {"fault":"cut","delayMs":5000}, sets one
// and shows the same. It asks for Content-Type application/json, which a web
// page of another origin cannot send unasked. Mount it on loopback only.
func (g *Gateway) FaultHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodGet:
		case http.MethodPost:
			if err := g.faults.obey(w, r); err != nil {
				writeJSON(w, http.StatusBadRequest, notice{Message: err.Error()})
				return
			}
		default:
			w.Header().Set("Allow", "GET, POST")
			writeJSON(w, http.StatusMethodNotAllowed, notice{Message: "only GET and POST"})
			return
		}
		writeJSON(w, http.StatusOK, g.faults.state())
	})
}

func (f *Faults) obey(w http.ResponseWriter, r *http.Request) error {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/json" {
		return fmt.Errorf("the order must be application/json")
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10))
	decoder.DisallowUnknownFields()
	var o order
	if err := decoder.Decode(&o); err != nil {
		return fmt.Errorf("the order cannot be read: %w", err)
	}
	return f.carryOut(o)
}

func (f *Faults) carryOut(o order) error {
	delay := time.Duration(o.DelayMS) * time.Millisecond
	switch o.Fault {
	case "cut":
		if o.DelayMS < 0 {
			return fmt.Errorf("delayMs must not be negative")
		}
		f.Cut(o.Connection, delay)
	case "restore":
		f.Restore()
	case "expire":
		f.Expire(o.Connection)
	case "connections":
		if o.PerSecond < 0 {
			return fmt.Errorf("perSecond must not be negative")
		}
		f.LimitConnections(o.PerSecond)
	case "seed":
		f.Seed(o.Seed)
	case "clear":
		return f.clearOnly(o.Only)
	default:
		return f.Set(Fault(o.Fault), Rule{
			Connection: o.Connection, Contains: o.Contains, Times: o.Times, Chance: o.Chance, Delay: delay,
		})
	}
	return nil
}

func (f *Faults) clearOnly(fault Fault) error {
	if fault == "" {
		f.Clear()
		return nil
	}
	if !slices.Contains(ruled, fault) {
		return fmt.Errorf("unknown fault %q", fault)
	}
	f.Clear(fault)
	return nil
}

func (f *Faults) state() state {
	out := state{Rules: map[Fault][]active{}, Fired: f.Counters(), Connections: []string{}}
	for _, s := range f.g.all() {
		out.Connections = append(out.Connections, s.id)
	}
	slices.Sort(out.Connections)
	f.mu.Lock()
	defer f.mu.Unlock()
	for fault, rules := range f.rules {
		for _, r := range rules {
			out.Rules[fault] = append(out.Rules[fault],
				active{r.Connection, r.Contains, r.Times, r.Chance, r.Delay.Milliseconds()})
		}
	}
	out.Seed, out.Held, out.ConnectionsPerSecond = f.seed, len(f.held), f.bucket.rate
	out.CutForMS = max(0, f.cutTill.Sub(f.g.cfg.Now()).Milliseconds())
	return out
}
