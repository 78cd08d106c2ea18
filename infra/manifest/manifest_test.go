package manifest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// each runs the check once per function, under the function's name.
func each(t *testing.T, check func(t *testing.T, f Function)) {
	t.Helper()
	for _, f := range Functions() {
		t.Run(f.Name, func(t *testing.T) { check(t, f) })
	}
}

func TestNamesAreUniqueAndFitForAFolder(t *testing.T) {
	plain := regexp.MustCompile(`^[a-z]{2,20}$`)
	seen := map[string]bool{}
	for _, f := range Functions() {
		if seen[f.Name] {
			t.Errorf("two functions are called %s", f.Name)
		}
		seen[f.Name] = true
		if !plain.MatchString(f.Name) {
			t.Errorf("%q is no single lower-case word", f.Name)
		}
		if f.Folder() != "functions/"+f.Name {
			t.Errorf("%s lies in %s", f.Name, f.Folder())
		}
	}
}

func TestEachFunctionSaysWhatItDoesInOneLine(t *testing.T) {
	each(t, func(t *testing.T, f Function) {
		if f.Does == "" || strings.ContainsAny(f.Does, "\n") || strings.HasSuffix(f.Does, ".") {
			t.Errorf("Does = %q", f.Does)
		}
	})
}

func TestRolesAreKnown(t *testing.T) {
	known := []string{Visitor, Agent, Supervisor, Administrator, System}
	each(t, func(t *testing.T, f Function) {
		if len(f.Roles) == 0 {
			t.Error("nobody may cause it to run")
		}
		for _, role := range f.Roles {
			if !slices.Contains(known, role) {
				t.Errorf("unknown role %q", role)
			}
		}
	})
}

// People come in by sockets and HTTP; timers, the stream and the schedule are nobody.
func TestOnlyTheSystemStartsWhatNoPersonStarts(t *testing.T) {
	each(t, func(t *testing.T, f Function) {
		impersonal := slices.Contains([]Kind{Queue, Stream, Schedule}, f.Trigger.Kind)
		if system := slices.Contains(f.Roles, System); system != impersonal || (system && len(f.Roles) > 1) {
			t.Errorf("roles %v do not fit a trigger of kind %s", f.Roles, f.Trigger.Kind)
		}
	})
}

// An action that IAM does not know would grant nothing and say nothing.
func TestActionsAreOnesThatIAMKnows(t *testing.T) {
	table := []string{"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"}
	object := []string{"GetObject", "PutObject", "DeleteObject"}
	each(t, func(t *testing.T, f Function) {
		for _, list := range []struct{ got, known []string }{{f.Chats, table}, {f.Desk, table}, {f.Transcripts, object}} {
			for i, action := range list.got {
				if !slices.Contains(list.known, action) {
					t.Errorf("%q is not an action of %v (a transaction needs the actions of its parts)", action, list.known)
				}
				if slices.Contains(list.got[:i], action) {
					t.Errorf("%q stands twice", action)
				}
			}
		}
	})
}

// F11: API Gateway gives up after 29 s. A function that answers people is stopped after its handler's own limit and
// before the timer that its commit armed (two seconds behind that limit).
func TestF11TimeOutsLieBetweenTheHandlersLimitAndTheNextLook(t *testing.T) {
	each(t, func(t *testing.T, f Function) {
		switch f.Trigger.Kind {
		case Authorizer, Socket, HTTP:
			if f.Timeout <= HandlerLimit || f.Timeout >= HandlerLimit+2*time.Second || f.Timeout > SocketLimit {
				t.Errorf("time-out %v", f.Timeout)
			}
		case Queue:
			if f.Timeout <= HandlerLimit || f.Timeout > f.Trigger.Delivery.Hidden {
				t.Errorf("time-out %v, and others see the message after %v", f.Timeout, f.Trigger.Delivery.Hidden)
			}
		case Schedule:
			if f.Timeout <= HandlerLimit || f.Timeout >= f.Trigger.Every {
				t.Errorf("time-out %v, and the next run starts after %v", f.Timeout, f.Trigger.Every)
			}
		case Stream:
			if f.Timeout <= HandlerLimit || f.Timeout > 15*time.Minute {
				t.Errorf("time-out %v", f.Timeout)
			}
		}
	})
}

func TestMemoryIsWhatLambdaSells(t *testing.T) {
	each(t, func(t *testing.T, f Function) {
		if f.MemoryMB < 128 || f.MemoryMB > 1769 { // beyond 1,769 MB a second core would be paid for
			t.Errorf("%d MB", f.MemoryMB)
		}
	})
}

// R218, R219: a transcript is written by those whose work it is; whoever else finds a chat finished leaves it to the timer,
// and carries no S3 client.
func TestR218OnlyThoseWhoMakeTranscriptsMayWriteThem(t *testing.T) {
	writers := []string{"close", "expire", "finalise", "sweep"}
	each(t, func(t *testing.T, f Function) {
		if got, want := slices.Contains(f.Transcripts, "PutObject"), slices.Contains(writers, f.Name); got != want {
			t.Errorf("may write transcripts: %v, want %v", got, want)
		}
	})
}

// F4: whoever posts to sockets may be told that one is gone, and must be able to forget it and to arm the look after it.
func TestF4WhoeverPostsMayForget(t *testing.T) {
	each(t, func(t *testing.T, f Function) {
		if !f.Connections {
			return
		}
		for _, action := range []string{"GetItem", "Query", "UpdateItem", "DeleteItem"} {
			if !slices.Contains(f.Chats, action) {
				t.Errorf("may post but not %s", action)
			}
		}
		if !f.Timers || !slices.Contains(f.Desk, "GetItem") {
			t.Errorf("timers %v, desk %v", f.Timers, f.Desk)
		}
	})
}

// F4: a post before the handshake has ended is answered with 410 and would cost a good connection its row.
func TestF4ConnectMayNotPostToSockets(t *testing.T) {
	for _, name := range []string{"connect", "authorize"} {
		f, found := Find(name)
		if !found || f.Connections {
			t.Errorf("%s: found %v, may post %v", name, found, f.Connections)
		}
	}
}

func TestFindKnowsOnlyWhatThereIs(t *testing.T) {
	if f, found := Find("message"); !found || f.Name != "message" {
		t.Errorf("message: %v %v", f.Name, found)
	}
	if _, found := Find("massage"); found {
		t.Error("found a function that does not exist")
	}
}

func TestCallersCannotChangeTheTable(t *testing.T) {
	Functions()[0].Chats[0] = "Scan"
	if got := Functions()[0].Chats[0]; got == "Scan" {
		t.Error("the table now says Scan")
	}
}

// A permission without the client that uses it, or the other way round, would be found by nobody else before AWS does.
func TestEachFunctionBootsExactlyTheClientsItNeeds(t *testing.T) {
	each(t, func(t *testing.T, f Function) {
		source, err := os.ReadFile(filepath.Join("../..", f.Folder(), "main.go"))
		if err != nil {
			t.Fatal(err)
		}
		for part, needed := range map[string]bool{
			"boot.Store": len(f.Chats)+len(f.Desk) > 0, "boot.Push": f.Connections, "boot.Timers": f.Timers, "documents.Documents": len(f.Transcripts) > 0,
			"signin.Directory": f.Directory,
		} {
			if boots := strings.Contains(string(source), part); boots != needed {
				t.Errorf("boots %s: %v, needs it: %v", part, boots, needed)
			}
		}
	})
}
