package stack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/local/stack"
	"switchboard/shared/desk"
)

// probed is what one run of the probe answers.
type probed struct {
	Outcome string
	Took    []int64
}

func probe(ctx context.Context, s *stack.Stack) (probed, error) {
	var p probed
	answer, err := s.Engine.Invoke(ctx, "probe", []byte("{}"))
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(answer, &p)
}

// lists are the parts of the settings to which the probe adds something, with the field that holds an id.
var lists = map[string]string{
	"skills": "skill", "agentConfigurations": "configuration", "presenceConfigurations": "presence", "buttons": "button", "deployments": "deployment",
}

// held are the settings, without what is the probe's, and the ids of what is.
func held(t *testing.T, ari *person) (others string, own []string) {
	t.Helper()
	_, c := ari.Call(http.MethodGet, "/configuration", nil)
	for list, id := range lists {
		left := []frame{}
		for _, entry := range c.List(list) {
			if entry.Text(id) == desk.Probe {
				own = append(own, list)
			} else {
				left = append(left, entry)
			}
		}
		c[list] = left
	}
	delete(c, "version")
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(own)
	return string(text), own
}

// probes has the probe furnish itself, and then have its chat.
func probes(t *testing.T, s *stack.Stack) {
	ari := agent(t, s, client.Administrator)
	before, _ := held(t, ari)
	first, err := probe(t.Context(), s)
	if err != nil || first.Outcome != "furnished" {
		t.Fatalf("the first run: %+v, %v", first, err)
	}
	after, own := held(t, ari)
	if after != before {
		t.Errorf("it changed what is not its own:\n%s\n%s", before, after)
	}
	if want := []string{"agentConfigurations", "buttons", "deployments", "presenceConfigurations", "skills"}; !slices.Equal(own, want) {
		t.Errorf("it added to %v, want %v", own, want)
	}
	var last probed
	client.Eventually(t, "every function knows the probe's settings", 25*time.Second, func() bool {
		last, err = probe(t.Context(), s)
		return err == nil
	})
	if last.Outcome != "talked" || len(last.Took) != 2 || slices.Min(last.Took) < 0 || slices.Max(last.Took) > 10_000 {
		t.Errorf("the chat: %+v", last)
	}
	again, own := held(t, ari)
	if again != before || len(own) != len(lists) {
		t.Errorf("a later run changed the settings: %v, %s", own, again)
	}
	status, page := ari.Call(http.MethodGet, "/transcripts", nil)
	list := append(page.List("transcripts"), frame{})
	got := fmt.Sprintf("%s, %s, ended by %s", list[0].Text("button"), list[0].Text("status"), list[0].Text("endedBy"))
	if want := "Probe, Completed, ended by Agent"; status != http.StatusOK || got != want {
		t.Errorf("the newest transcript: %d %s, want %s", status, got, want)
	}
}

func TestProbeFurnishesItselfAndTalks(t *testing.T) {
	s := start(t, true)
	probes(t, s)
	ctx, figures := desk.Measured(t.Context())
	if _, err := probe(ctx, s); err != nil {
		t.Fatal(err)
	}
	noted := figures.Noted()
	if len(noted[desk.ProbeTime]) != 2 || !slices.Equal(noted[desk.ProbeFailures], []float64{0}) || len(noted) != 2 {
		t.Errorf("noted: %v", noted)
	}
}

func TestProbeNamesTheStepThatFails(t *testing.T) {
	for _, row := range []struct {
		title, want string
		spoil       func(t *testing.T, s *stack.Stack)
	}{
		{"its person is disabled", "the settings: the person \"probe\" is disabled", func(t *testing.T, s *stack.Stack) {
			ari := agent(t, s, client.Administrator)
			p := frame{"person": desk.Probe, "first": "Probe", "configuration": desk.Probe, "disabled": true, "version": 1}
			if status, f := ari.Call(http.MethodPut, "/people/probe", p); status != http.StatusOK {
				t.Fatal(status, f)
			}
		}},
		{"nobody serves its button", "the request: ", func(t *testing.T, s *stack.Stack) {
			change(t, s, "buttons", func(b frame) { delete(b, "skill") })
		}},
		{"its page may not chat", "the visitor's socket: ", func(t *testing.T, s *stack.Stack) {
			change(t, s, "deployments", func(d frame) { d["origins"] = []string{"https://shop.example"} })
		}},
	} {
		t.Run(row.title, func(t *testing.T) {
			s := start(t, true)
			if p, err := probe(t.Context(), s); err != nil || p.Outcome != "furnished" {
				t.Fatalf("%+v, %v", p, err)
			}
			row.spoil(t, s)
			ctx, figures := desk.Measured(t.Context())
			_, err := probe(ctx, s)
			if err == nil || !strings.HasPrefix(err.Error(), "probe: "+row.want) {
				t.Errorf("it says %v, want %s", err, row.want)
			}
			if got := figures.Noted()[desk.ProbeFailures]; !slices.Equal(got, []float64{1}) {
				t.Errorf("failures noted: %v", got)
			}
		})
	}
}

// change changes what is the probe's in a list of the settings.
func change(t *testing.T, s *stack.Stack, list string, how func(frame)) {
	t.Helper()
	_, c := agent(t, s, client.Administrator).Call(http.MethodGet, "/configuration", nil)
	entries := c.List(list)
	for _, entry := range entries {
		if entry.Text(lists[list]) == desk.Probe {
			how(entry)
		}
	}
	text, err := json.Marshal(frame{list: entries})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Configure(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}

func TestProbeRecoversAndRestsWhileLiveChatIsOff(t *testing.T) {
	s := start(t, true)
	if _, err := probe(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	serves := func(skill string) { change(t, s, "buttons", func(b frame) { b["skill"] = skill }) }
	serves("general")
	if _, err := probe(t.Context(), s); err == nil {
		t.Error("a probe whose button others serve went well")
	}
	serves(desk.Probe)
	if p, err := probe(t.Context(), s); err != nil || p.Outcome != "talked" {
		t.Errorf("after one that broke off: %+v, %v", p, err)
	}
	if err := s.Configure(t.Context(), []byte(`{"organisation":{"liveChatOff":true}}`)); err != nil {
		t.Fatal(err)
	}
	if p, err := probe(t.Context(), s); err != nil || p.Outcome != "idle" {
		t.Errorf("while live chat is off: %+v, %v", p, err)
	}
}
