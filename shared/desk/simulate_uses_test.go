package desk_test

import (
	"encoding/json"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"switchboard/shared/store"
	storememory "switchboard/shared/store/memory"
)

// uses is what functions asked of AWS in a history: "typing chats DeleteItem", "typing timers".
type uses map[string]bool

// verbs are the methods of the desk whose function is not called like them.
var verbs = map[string]string{"Look": "expire", "WakeChat": "finalise", "AgentLeaves": "api", "VisitorLeaves": "api"}

// serves names the function that an invocation is a run of: the first method of the desk that it called.
func (i *invocation) serves() string {
	if i.function != "" {
		return i.function
	}
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if _, method, ok := strings.Cut(f.Function, "shared/desk.(*Desk)."); ok {
			method, _, _ = strings.Cut(method, ".") // a closure's name goes on
			i.function = strings.ToLower(method)
			if function, ok := verbs[method]; ok {
				i.function = function
			}
		}
	}
	return i.function
}

// uses notes that an invocation asks for something.
func (i *invocation) uses(what string) {
	if i != nil && !i.dead {
		i.s.uses[i.serves()+" "+what] = true
	}
}

// action is what IAM calls an operation of a write.
var action = map[store.Verb]string{store.Put: "PutItem", store.Set: "UpdateItem", store.Delete: "DeleteItem", store.Check: "ConditionCheckItem"}

// reaches notes a call to the database.
func (i *invocation) reaches(c storememory.Call) {
	switch c.Name {
	case "get":
		i.uses(string(c.Key.Table) + " GetItem")
	case "query":
		i.uses(string(c.Range.Table) + " Query")
	}
	for _, op := range c.Ops {
		i.uses(string(op.Item.Table) + " " + action[op.Verb])
	}
}

// permitted is what each function's role allows, as it is computed from the code.
func permitted(t *testing.T) uses {
	t.Helper()
	text, err := os.ReadFile("../../infra/manifest/actions.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]struct {
		Chats, Desk                            []string
		Connections, Closes, Timers, Directory bool
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	may := uses{}
	for function, f := range all {
		for _, a := range f.Chats {
			may[function+" chats "+a] = true
		}
		for _, a := range f.Desk {
			may[function+" desk "+a] = true
		}
		for what, is := range map[string]bool{"connections": f.Connections, "closes": f.Closes, "timers": f.Timers, "directory": f.Directory} {
			if is {
				may[function+" "+what] = true
			}
		}
	}
	return may
}

// elsewhere are functions whose permissions the histories do not play: tickets and the HTTP API are the story's
// (infra/deployed), and the probe is a story of its own.
var elsewhere = []string{"authorize", "api", "probe"}

// unplayed reads the list of permissions that histories do not use, with their reasons.
func unplayed(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/unplayed.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		use, reason, ok := strings.Cut(line, ": ")
		if !ok || list[use] != "" {
			t.Errorf("unplayed.txt: %q gives no reason, or stands twice", line)
		}
		list[use] = reason
	}
	return list
}

// justified compares what histories used with what roles allow: no more, and no less but for what is unplayed.
func justified(t *testing.T, used uses) {
	may, not := permitted(t), unplayed(t)
	for use := range used {
		if !may[use] && !strings.HasPrefix(use, "api ") {
			t.Errorf("a history needs what no role allows: %s", use)
		}
	}
	for use := range may {
		function, _, _ := strings.Cut(use, " ")
		if !used[use] && not[use] == "" && !slices.Contains(elsewhere, function) {
			t.Errorf("no history uses it: %s", use)
		}
	}
	for use := range not {
		if used[use] || !may[use] {
			t.Errorf("unplayed.txt: %s is used by a history (%t) or allowed by no role (%t): take its line out", use, used[use], !may[use])
		}
	}
}
