package story_test

import (
	"context"
	"io"
	"os"
	"testing"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/deployed/place"
	"switchboard/infra/deployed/story"
	"switchboard/infra/local/stack"
	"switchboard/infra/local/stack/stacktest"
)

// TestTheStory tells the story to the copy that SWITCHBOARD_AT names, and to a local stack in this process if it names
// none; there it holds too that the story calls every function and every HTTP route.
func TestTheStory(t *testing.T) {
	s, check := site(t)
	if err := s.Seed(t.Context(), stack.Demo); err != nil {
		t.Fatal(err)
	}
	clocks := client.Frame{"clocks": client.Frame{"left": "2s", "disconnected": "3s", "visitorGone": "60s"}}
	if err := s.Configure(t.Context(), clocks); err != nil {
		t.Fatal(err)
	}
	story.Tell(t, s)
	check(t, s)
}

// site is where the story is told, and what is checked after it.
func site(t *testing.T) (client.Site, func(*testing.T, client.Site)) {
	t.Helper()
	if path := os.Getenv(place.Variable); path != "" {
		s, err := place.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		return s, func(*testing.T, client.Site) {}
	}
	r := recorded(t)
	s := local(t)
	s.API = r.before(t, s.API)
	return s, r.complete
}

func local(t *testing.T) client.Site {
	t.Helper()
	const sweep = time.Second
	s, err := stack.Start(t.Context(), stack.Config{Together: true, Console: "http://127.0.0.1/console/", Output: io.Discard, Sweep: sweep})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return stacktest.Site(s, sweep)
}
