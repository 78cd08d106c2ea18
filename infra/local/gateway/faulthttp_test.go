package gateway

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// order gives the control surface an order and returns status and state.
func (b *bench) order(text string) (int, state) {
	b.t.Helper()
	req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(text))
	req.Header.Set("Content-Type", "application/json")
	return b.surface(req)
}

func (b *bench) surface(req *http.Request) (int, state) {
	b.t.Helper()
	w := httptest.NewRecorder()
	b.FaultHandler().ServeHTTP(w, req)
	var s state
	if err := json.Unmarshal(w.Body.Bytes(), &s); err != nil {
		b.t.Fatal(err)
	}
	return w.Code, s
}

func TestSurfaceSetsRulesAndShowsCounters(t *testing.T) {
	b := start(t)
	p := b.dial()
	status, s := b.order(`{"fault":"push.drop","contains":"x","times":2,"connection":"` + p.id + `"}`)
	if status != 200 || len(s.Rules[PushDrop]) != 1 || s.Rules[PushDrop][0] != (active{p.id, "x", 2, 0, 0}) {
		t.Errorf("%d %+v", status, s)
	}
	if err := b.push(p, "x"); err != nil {
		t.Fatal(err)
	}
	_, s = b.surface(httptest.NewRequest(http.MethodGet, "/", nil))
	if s.Fired[PushDrop] != 1 || s.Rules[PushDrop][0].Times != 1 || !slices.Equal(s.Connections, []string{p.id}) {
		t.Errorf("%+v", s)
	}
	if _, s = b.order(`{"fault":"clear"}`); len(s.Rules) != 0 || s.Fired[PushDrop] != 1 {
		t.Errorf("after clear: %+v", s)
	}
}

func TestSurfaceVerbs(t *testing.T) {
	b := start(t)
	p := b.dial()
	if _, s := b.order(`{"fault":"cut","delayMs":5000}`); s.CutForMS != 5000 || s.Fired[SocketCut] != 1 || len(s.Connections) != 0 {
		t.Errorf("cut: %+v", s)
	}
	p.gone()
	b.wantDisconnect(p, 1006, "")
	if _, s := b.order(`{"fault":"restore"}`); s.CutForMS != 0 {
		t.Errorf("restore: %+v", s)
	}
	p = b.dial()
	if _, s := b.order(`{"fault":"expire"}`); s.Fired[SocketExpire] != 1 {
		t.Errorf("expire: %+v", s)
	}
	b.wantGoingAway(p)
	if _, s := b.order(`{"fault":"connections","perSecond":500}`); s.ConnectionsPerSecond != 500 {
		t.Errorf("connections: %+v", s)
	}
	if _, s := b.order(`{"fault":"seed","seed":7}`); s.Seed != 7 {
		t.Errorf("seed: %+v", s)
	}
	b.order(`{"fault":"push.delay","delayMs":100}`)
	b.order(`{"fault":"push.drop"}`)
	if _, s := b.order(`{"fault":"clear","only":"push.drop"}`); len(s.Rules[PushDrop]) != 0 || s.Rules[PushDelay][0].DelayMS != 100 {
		t.Errorf("clear only: %+v", s)
	}
}

func TestSurfaceRefusesWhatItCannotMean(t *testing.T) {
	b := start(t)
	for _, text := range []string{
		``, `[]`, `{"fault":"nonsense"}`, `{"fault":"push.drop","color":"red"}`, `{"fault":"push.delay"}`,
		`{"fault":"cut","delayMs":-1}`, `{"fault":"connections","perSecond":-1}`, `{"fault":"clear","only":"x"}`,
	} {
		if status, _ := b.order(text); status != 400 {
			t.Errorf("%s: %d, want 400", text, status)
		}
	}
	plain := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"fault":"push.drop"}`))
	plain.Header.Set("Content-Type", "text/plain")
	if status, _ := b.surface(plain); status != 400 {
		t.Errorf("text/plain: %d, want 400", status)
	}
	if status, _ := b.surface(httptest.NewRequest(http.MethodPut, "/", nil)); status != 405 {
		t.Errorf("PUT: %d, want 405", status)
	}
}
