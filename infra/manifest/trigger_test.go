package manifest

import (
	"slices"
	"testing"
	"time"
)

// counts is how many functions each kind of trigger has.
func counts() map[Kind]int {
	got := map[Kind]int{}
	for _, f := range Functions() {
		got[f.Trigger.Kind]++
	}
	return got
}

func TestEachKindOfTriggerHasItsFunctions(t *testing.T) {
	got := counts()
	for kind, want := range map[Kind]int{Authorizer: 1, HTTP: 1, Queue: 1, Stream: 1, Schedule: 2} {
		if got[kind] != want {
			t.Errorf("%s: %d functions, want %d", kind, got[kind], want)
		}
	}
	if len(got) != 6 || got[Socket] == 0 {
		t.Errorf("kinds: %v", got)
	}
}

// One word per thing: the frame's action is the folder's name; opening and closing lose their dollar sign.
func TestSocketRoutesAreCalledLikeTheirFunctions(t *testing.T) {
	each(t, func(t *testing.T, f Function) {
		route := f.Trigger.Route
		switch {
		case f.Trigger.Kind != Socket && route != "":
			t.Errorf("route %s without a socket", route)
		case f.Trigger.Kind == Socket && route != f.Name && route != "$"+f.Name:
			t.Errorf("route %s", route)
		case route == "$default":
			t.Error("$default stays without a route: a frame nobody knows is refused by the gateway")
		}
	})
}

func TestOnlyFourSocketRoutesAnswerNothing(t *testing.T) {
	quiet := []string{"connect", "disconnect", "typing", "offered"}
	each(t, func(t *testing.T, f Function) {
		want := f.Trigger.Kind == Socket && !slices.Contains(quiet, f.Name)
		if f.Trigger.Responds != want {
			t.Errorf("responds %v, want %v", f.Trigger.Responds, want)
		}
	})
}

func TestTriggersCarryOnlyTheFieldsOfTheirKind(t *testing.T) {
	each(t, func(t *testing.T, f Function) {
		got := f.Trigger
		if (got.Kind == Stream) != (got.Filter != Filter{}) {
			t.Errorf("filter %+v", got.Filter)
		}
		if (got.Kind == Schedule) != (got.Every != 0) {
			t.Errorf("every %v", got.Every)
		}
		if (got.Kind == Queue || got.Kind == Stream) != (got.Delivery != Delivery{}) {
			t.Errorf("delivery %+v", got.Delivery)
		}
	})
}

func TestF41OnlyMarkersThatTTLDeletedPassTheFilter(t *testing.T) {
	f, _ := Find("finalise")
	for _, row := range []struct {
		name, event, principal, key string
		want                        bool
	}{
		{"a marker that expired", "REMOVE", ByTTL, "MARK#1", true},
		{"a marker that we deleted", "REMOVE", "", "MARK#1", false},
		{"a marker written", "INSERT", "", "MARK#1", false},
		{"a ticket that expired", "REMOVE", ByTTL, "TICKET#1", false},
		{"another service", "REMOVE", "lambda.amazonaws.com", "MARK#1", false},
		{"nothing", "", "", "", false},
	} {
		if got := f.Trigger.Filter.Match(row.event, row.principal, row.key); got != row.want {
			t.Errorf("%s: passes %v, want %v", row.name, got, row.want)
		}
	}
}

func TestF41FilterInLambdasLanguage(t *testing.T) {
	const want = `{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"MARK#"}]}}},"eventName":["REMOVE"],` +
		`"userIdentity":{"principalId":["dynamodb.amazonaws.com"],"type":["Service"]}}`
	f, _ := Find("finalise")
	got, err := f.Trigger.Filter.Pattern()
	if err != nil || got != want {
		t.Errorf("pattern %s, %v\nwant    %s", got, err, want)
	}
}

// F32: the poison record is given up after ten tries or an hour, never after the day that is Lambda's default.
func TestF32FailingRecordsAreGivenUp(t *testing.T) {
	stream, _ := Find("finalise")
	if got := stream.Trigger.Delivery; got.Retries != 10 || got.Age != time.Hour || got.Batch < 2 {
		t.Errorf("stream: %+v", got)
	}
	queue, _ := Find("expire")
	if got := queue.Trigger.Delivery; got.Retries < 1 || got.Hidden == 0 || got.Age < time.Duration(got.Retries)*got.Hidden {
		t.Errorf("queue: %+v", got)
	}
}
