package log

import (
	"bytes"
	"encoding/hex"
	"reflect"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func salt(b byte) []byte { return bytes.Repeat([]byte{b}, SaltSize) }

func threeEvents(t *testing.T) []Event {
	t.Helper()
	drafts := []Draft{
		{Kind: Requested, ID: "r", Who: Visitor},
		{Kind: Accepted, ID: "a", Who: "a1", Payload: Payload{Party: "a1", Name: "Noor K."}},
		{Kind: Said, ID: "m", Who: Visitor, Payload: Payload{Text: "Hello"}},
	}
	var events []Event
	for i, d := range drafts {
		var prev *Event
		stateSeq := 0
		if i > 0 {
			prev = &events[i-1]
		}
		if d.Kind == Said {
			stateSeq = 2
		}
		e, err := Append(prev, d, noon.Add(time.Duration(-i)*time.Second), stateSeq, salt(byte(i)))
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	return events
}

func TestAnEventReadsBackAsItWasAppended(t *testing.T) {
	for _, e := range threeEvents(t) {
		got, err := Read(e.Stored())
		if err != nil {
			t.Fatal(err)
		}
		if got.Seq != e.Seq || got.ID != e.ID || !got.At.Equal(e.At) || got.Kind != e.Kind || got.StateSeq != e.StateSeq || !reflect.DeepEqual(got.Payload, e.Payload) {
			t.Errorf("got %+v, want %+v", got, e)
		}
	}
}

func TestTimeNeverFallsAndSeqHasNoGaps(t *testing.T) {
	events := threeEvents(t) // each was decided by a clock one second behind the one before
	for i, e := range events {
		if e.Seq != i+1 || !e.At.Equal(noon) {
			t.Errorf("entry %d: seq %d at %s", i+1, e.Seq, e.At)
		}
	}
	if got := []int{events[0].StateSeq, events[1].StateSeq, events[2].StateSeq}; got[0] != 1 || got[1] != 2 || got[2] != 2 {
		t.Errorf("stateSeq %v, want 1 2 2", got)
	}
}

func TestTheEncodingIsTheSameBytesForEver(t *testing.T) {
	const want = "a801010201036172041b0000019ca9450a00056176066972657175657374656407010a582083057c7592057f26981abe31263356aa9969056611bfe3ebf8685e19775e717a"
	if got := hex.EncodeToString(threeEvents(t)[0].Stored().Envelope); got != want {
		t.Errorf("envelope of the first event is %s", got)
	}
	a, b := threeEvents(t), threeEvents(t)
	for i := range a {
		if !bytes.Equal(a[i].Stored().Envelope, b[i].Stored().Envelope) {
			t.Errorf("entry %d differs between two encodings", i+1)
		}
	}
}

func TestVerifyFindsWhateverWasTouched(t *testing.T) {
	if err := Verify(threeEvents(t)); err != nil {
		t.Fatalf("an intact log: %v", err)
	}
	touched := map[string]func([]Event) []Event{
		"an entry is missing": func(e []Event) []Event { return append(e[:1:1], e[2]) },
		"two are swapped":     func(e []Event) []Event { e[1], e[2] = e[2], e[1]; return e },
		"a word was changed": func(e []Event) []Event {
			e[2].stored.Payload = bytes.Replace(e[2].stored.Payload, []byte("Hello"), []byte("Jello"), 1)
			return e
		},
		"an envelope was changed": func(e []Event) []Event {
			e[1].stored.Envelope = bytes.Replace(e[1].stored.Envelope, []byte("a1"), []byte("a2"), 1)
			return e
		},
	}
	for name, touch := range touched {
		if Verify(touch(threeEvents(t))) == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestDestroyedWordsLeaveTheChainIntact(t *testing.T) {
	events := threeEvents(t)
	s := events[2].Stored()
	s.Payload, s.Salt = nil, nil
	e, err := Read(s)
	if err != nil || e.Payload.Text != "" {
		t.Fatalf("got %+v, %v", e, err)
	}
	events[2] = e
	if err := Verify(events); err != nil {
		t.Error(err)
	}
}
