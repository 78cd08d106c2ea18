package together_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"switchboard/infra/local/together"
	"switchboard/infra/manifest"
	pushmemory "switchboard/shared/push/memory"
)

const folder = "../../ops/events/"

// Whoever starts a function by hand (`sam remote invoke message --event-file infra/ops/events/message.json`) has an event
// for each of them: one that it understands, and that changes nothing but what the sweep and an availability look at.
func TestEachFunctionHasAnEventToStartItWith(t *testing.T) {
	functions := together.New(together.Config{Push: pushmemory.New(), Now: time.Now})
	for _, f := range manifest.Functions() {
		t.Run(f.Name, func(t *testing.T) {
			event, err := os.ReadFile(folder + f.Name + ".json")
			if err != nil {
				t.Fatal(err)
			}
			answer, err := functions.Invoke(context.Background(), f.Name, event)
			if f.Trigger.Kind == manifest.Authorizer { // a made-up ticket opens nothing
				if err == nil && !strings.Contains(string(answer), "Deny") {
					t.Errorf("%s", answer)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var frame struct{ Body string }
			_ = json.Unmarshal(answer, &frame)
			if strings.Contains(frame.Body, `"by-hand\" is not a button`) { // as it should: it must ask for no chat
				return
			}
			for _, misunderstood := range []string{`"invalid"`, `"unauthorized"`, `"unknown"`} {
				if strings.Contains(frame.Body, `"kind":`+misunderstood) {
					t.Errorf("the event is not understood: %s", frame.Body)
				}
			}
		})
	}
}
