package main

import (
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestARecordThatFailsAgainKeepsNoneOfTheOthers(t *testing.T) {
	g := newGround(t, "CREATE_COMPLETE", "")
	for name, text := range map[string]string{
		"a": `{"payload":{"n":"fails"}}`, "b": `{"payload":{"n":1}}`, "c": `no record`, "d": `{"payload":"{\"n\":2}"}`,
	} {
		g.write("buckets/failures/"+name, text)
	}
	said, err := prints(t, &os.Stderr, func() error { return g.at().redriveRecords(t.Context(), "failures") })
	if err == nil || !strings.Contains(err.Error(), "a stays: ") || !strings.Contains(err.Error(), "c stays: it holds no payload") {
		t.Errorf("it says %v", err)
	}
	if !strings.Contains(said, "2 stream records were sent to finalise again, 2 stay") {
		t.Errorf("it says %s", said)
	}
	want := []string{`invoked with {"n":"fails"}`, `invoked with {"n":1}`, "deleted b of failures", `invoked with {"n":2}`, "deleted d of failures"}
	if got := g.did(); !slices.Equal(got, want) {
		t.Errorf("it did %q", got)
	}
}

func TestWhoBreaksARedriveOffIsNotToldOfEveryRecordThatIsLeft(t *testing.T) {
	g := newGround(t, "CREATE_COMPLETE", "")
	for _, name := range []string{"a", "b", "c"} {
		g.write("buckets/failures/"+name, `{"payload":{}}`)
	}
	ctx, cancel := context.WithCancel(t.Context())
	o := against(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/invocations") {
			cancel()
		}
		g.ServeHTTP(w, r)
	})
	if err := o.redriveRecords(ctx, "failures"); !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "stays") {
		t.Errorf("it says %v", err)
	}
}
