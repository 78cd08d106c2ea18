package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
	"switchboard/shared/store"
)

// unrouted are the functions that no frame of a client reaches, and why.
var unrouted = map[string]string{
	"api": "the HTTP API checks the person itself", "authorize": "runs before there is a socket",
	"connect": "its caller was authorised a moment ago", "disconnect": "is told by the gateway, not by a client",
	"expire": "is called by timers", "finalise": "is called by the table's stream", "sweep": "is called by the clock",
	"probe": "is called by the clock, and its frames are those of others",
}

func TestS1EveryRouteHasARow(t *testing.T) {
	entries, err := os.ReadDir("../../functions")
	if err != nil {
		t.Fatal(err)
	}
	var routes []string
	for _, e := range entries {
		if _, none := unrouted[e.Name()]; e.IsDir() && !none {
			routes = append(routes, e.Name())
		}
	}
	rows := map[string]bool{}
	for _, r := range desk.Matrix {
		rows[r.Route] = true
	}
	if got := slices.Sorted(maps.Keys(rows)); !slices.Equal(got, routes) {
		t.Errorf("the matrix has rows for\n %v\nand there are routes\n %v", got, routes)
	}
	for route := range rows {
		if frames[route] == nil {
			t.Errorf("no frame of %s is sent by this test", route)
		}
	}
}

func TestS1EveryCellOfTheMatrix(t *testing.T) {
	columns := map[string][]desk.Relation{
		string(session.Visitor): desk.VisitorRelations, session.GroupAgent: desk.AgentRelations, session.GroupSupervisor: desk.SupervisorRelations,
	}
	for _, row := range desk.Matrix {
		for who, relations := range columns {
			cells := 0
			for _, to := range relations {
				verdict, ok := row.Of(who, to)
				if !ok {
					continue
				}
				cells++
				title := strings.TrimSpace(fmt.Sprintf("S1: %s %s: %s, %s: %s", row.Route, row.Deed, who, to, verdict))
				t.Run(title, func(t *testing.T) { walkCell(t, row, who, to, verdict) })
			}
			if cells == 0 {
				t.Errorf("%s %s says nothing of a %s", row.Route, row.Deed, who)
			}
		}
	}
}

// walkCell sends the frame of one cell and looks at what became of it.
func walkCell(t *testing.T, row desk.Right, who string, to desk.Relation, want desk.Verdict) {
	w := newMatrixTeam(t)
	by, chat := w.stands(who, to)
	w.readies(row, chat)
	f := map[string]any{"action": row.Route, "id": w.id()}
	w.names(f, row, to, chat)
	body, err := json.Marshal(f)
	w.must(err)
	w.trace(chat) // whatever was heard until now
	before := w.trace(chat)
	answer, err := frames[row.Route](w.desk, w.ctx, by, string(body))
	after := w.trace(chat)
	if want != desk.Allowed && want != desk.Nothing {
		w.wantKind(err, fault.Kind(want), string(body))
	} else if err != nil {
		t.Errorf("%s: %v", body, err)
	}
	if want != desk.Allowed && before != after {
		t.Errorf("it left a trace:\n %s\n %s", before, after)
	}
	if want == desk.Allowed && before == after && !w.answers(row, chat, answer) {
		t.Errorf("it did nothing: %s", w.inJSON(answer))
	}
	if want == desk.Nothing && slices.Contains([]string{"resume", "beat"}, row.Route) && w.answers(row, chat, answer) {
		t.Errorf("it tells of the chat: %s", w.inJSON(answer))
	}
}

// trace is everything by which somebody could notice a frame: a chat as it is stored, its logs, who is what, who heard.
func (w *team) trace(chat string) string {
	w.t.Helper()
	standing, err := store.New(w.driver).Standing(w.ctx, chat)
	w.must(err)
	var conns []string
	for _, c := range standing.Conns {
		conns = append(conns, fmt.Sprint(c))
	}
	lines := []string{fmt.Sprint(standing.Head.Version), fmt.Sprint(w.public(chat, 1)), fmt.Sprint(w.private(chat, 1)), fmt.Sprint(conns)}
	for _, person := range []string{"noor", "ilse", "petra", "anton", "dana"} {
		lines = append(lines, fmt.Sprint(w.standing(person).Rev))
	}
	for _, by := range []caller{w.noor, w.ilse, w.petra, w.dana, w.mara, w.tomas, w.agent("anton")} {
		lines = append(lines, fmt.Sprint(by.Conn, w.hears(by)))
	}
	return strings.Join(lines, "\n ")
}

// answers reports whether an answer itself is what the frame asked for.
func (w *team) answers(row desk.Right, chat string, answer any) bool {
	switch a := answer.(type) {
	case *protocol.Resumed:
		return chat == "" || slices.ContainsFunc(a.Chats, func(c protocol.Chat) bool { return c.Chat == chat })
	case *protocol.Beaten:
		return chat == "" || slices.ContainsFunc(a.Tails, func(h protocol.Held) bool { return h.Chat == chat })
	case *protocol.Ack:
		return row.Deed == "panel" && len(a.Panels) > 0 || row.Route == "request" && a.View != nil
	}
	return false
}

func (w *team) inJSON(v any) string {
	body, err := json.Marshal(v)
	w.must(err)
	return string(body)
}

// sending reads a frame as it comes over the wire and does what it says.
type sending func(d *desk.Desk, ctx context.Context, by desk.Caller, body string) (any, error)

func answered[F protocol.Frame, A any](verb func(*desk.Desk, context.Context, desk.Caller, F) (A, error)) sending {
	return func(d *desk.Desk, ctx context.Context, by desk.Caller, body string) (any, error) {
		f, err := protocol.Decode[F](body)
		if err != nil {
			return nil, err
		}
		return verb(d, ctx, by, f)
	}
}

func unanswered[F protocol.Frame](verb func(*desk.Desk, context.Context, desk.Caller, F) error) sending {
	return answered(func(d *desk.Desk, ctx context.Context, by desk.Caller, f F) (any, error) {
		return nil, verb(d, ctx, by, f)
	})
}

// frames are the verbs of all routes.
var frames = map[string]sending{
	"resume": answered((*desk.Desk).Resume), "beat": answered((*desk.Desk).Beat), "request": answered((*desk.Desk).Request),
	"message": answered((*desk.Desk).Message), "typing": unanswered((*desk.Desk).Typing), "signal": answered((*desk.Desk).Signal),
	"visit": answered((*desk.Desk).Visit), "offered": unanswered((*desk.Desk).Offered), "accept": answered((*desk.Desk).Accept),
	"decline": answered((*desk.Desk).Decline), "transfer": answered((*desk.Desk).Transfer), "conference": answered((*desk.Desk).Conference),
	"withdraw": answered((*desk.Desk).Withdraw), "leave": answered((*desk.Desk).Leave), "end": answered((*desk.Desk).End),
	"close": answered((*desk.Desk).Close), "block": answered((*desk.Desk).Block), "flag": answered((*desk.Desk).Flag),
	"whisper": answered((*desk.Desk).Whisper), "watch": answered((*desk.Desk).Watch), "presence": answered((*desk.Desk).Presence),
}
