package account

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLinesComePageByPage(t *testing.T) {
	a := answering(t, func(w http.ResponseWriter, r *http.Request) {
		switch body := asked(r); {
		case strings.Contains(body, `"absent"`):
			saying(http.StatusBadRequest, `{"__type":"ResourceNotFoundException","message":"The specified log group does not exist."}`)(w, r)
		case !strings.Contains(body, `"startTime":1500`):
			saying(http.StatusBadRequest, `{"__type":"InvalidParameterException","message":"since when?"}`)(w, r)
		case strings.Contains(body, "nextToken"):
			_, _ = io.WriteString(w, `{"events":[{"timestamp":1502,"message":"second"}]}`)
		default:
			_, _ = io.WriteString(w, `{"events":[{"timestamp":1501,"message":"first"}],"nextToken":"more"}`)
		}
	})
	lines, err := a.Lines(t.Context(), "group", time.UnixMilli(1500))
	if err != nil || !slices.Equal(lines, []Line{{1501, "first"}, {1502, "second"}}) {
		t.Errorf("got %v, %v", lines, err)
	}
	if lines, err := a.Lines(t.Context(), "absent", time.UnixMilli(1500)); err != nil || len(lines) > 0 {
		t.Errorf("a group that is not there: %v, %v", lines, err)
	}
}

// functions answers as Lambda does, and notes what was changed.
func functions(changed *[]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		switch {
		case r.Method != http.MethodGet && !strings.HasSuffix(r.URL.Path, "/invocations"):
			*changed = append(*changed, r.Method+" "+r.URL.Path+" "+asked(r))
			if r.Method == http.MethodDelete {
				w.WriteHeader(http.StatusNoContent)
			}
		case strings.HasSuffix(r.URL.Path, "/absent/concurrency"):
			w.Header().Set("X-Amzn-Errortype", "ResourceNotFoundException")
			saying(http.StatusNotFound, `{"Message":"Function not found"}`)(w, r)
		case strings.HasSuffix(r.URL.Path, "/concurrency"):
			_, _ = io.WriteString(w, `{"ReservedConcurrentExecutions":7}`)
		case strings.HasSuffix(r.URL.Path, "/broken/invocations"):
			w.Header().Set("X-Amz-Function-Error", "Unhandled")
			_, _ = io.WriteString(w, `{"errorType":"Runtime.ExitError","errorMessage":"it went away"}`)
		case strings.HasSuffix(r.URL.Path, "/invocations"):
			_, _ = io.WriteString(w, asked(r))
		case query.Get("FunctionName") != "expire":
			_, _ = io.WriteString(w, `{"EventSourceMappings":[]}`)
		case query.Get("Marker") == "":
			_, _ = io.WriteString(w, `{"EventSourceMappings":[{"UUID":"one"}],"NextMarker":"more"}`)
		default:
			_, _ = io.WriteString(w, `{"EventSourceMappings":[{"UUID":"two"}]}`)
		}
	}
}

func TestWhatAFunctionReserves(t *testing.T) {
	var changed []string
	a := answering(t, functions(&changed))
	for function, want := range map[string]int{"message": 7, "absent": 0} {
		if n, err := a.Reserved(t.Context(), function); err != nil || n != want {
			t.Errorf("%s: %d, %v", function, n, err)
		}
	}
}

func TestAFunctionIsSwitched(t *testing.T) {
	for _, row := range []struct {
		title string
		call  func(*Account) error
		want  []string
	}{
		{"its mappings off, page by page", func(a *Account) error { return a.Switch(t.Context(), "expire", false) }, []string{
			`PUT /2015-03-31/event-source-mappings/one {"Enabled":false}`, `PUT /2015-03-31/event-source-mappings/two {"Enabled":false}`,
		}},
		{"off altogether", func(a *Account) error { return a.Reserve(t.Context(), "disconnect", 0) }, []string{
			`PUT /2017-10-31/functions/disconnect/concurrency {"ReservedConcurrentExecutions":0}`,
		}},
		{"to some at once", func(a *Account) error { return a.Reserve(t.Context(), "disconnect", 5) }, []string{
			`PUT /2017-10-31/functions/disconnect/concurrency {"ReservedConcurrentExecutions":5}`,
		}},
		{"to what the account allows", func(a *Account) error { return a.Unreserve(t.Context(), "disconnect") }, []string{
			`DELETE /2017-10-31/functions/disconnect/concurrency `,
		}},
	} {
		t.Run(row.title, func(t *testing.T) {
			var changed []string
			if err := row.call(answering(t, functions(&changed))); err != nil || !slices.Equal(changed, row.want) {
				t.Errorf("got %q, %v", changed, err)
			}
		})
	}
	err := answering(t, functions(new([]string))).Switch(t.Context(), "unmapped", true)
	if err == nil || err.Error() != "nothing is mapped to unmapped" {
		t.Errorf("without a mapping: %v", err)
	}
}

func TestAnInvocationThatFailedIsAnErrorWithWhatTheFunctionSaid(t *testing.T) {
	a := answering(t, functions(new([]string)))
	if answer, err := a.Invoke(t.Context(), "finalise", []byte(`{"errorMessage":"quoted"}`)); err != nil || string(answer) != `{"errorMessage":"quoted"}` {
		t.Errorf("one that went well: %s, %v", answer, err)
	}
	if _, err := a.Invoke(t.Context(), "broken", nil); err == nil || err.Error() != "broken: Runtime.ExitError: it went away" {
		t.Errorf("got %v", err)
	}
}

func TestHowManyMayRunAtOnce(t *testing.T) {
	a := answering(t, saying(http.StatusOK, `{"AccountLimit":{"ConcurrentExecutions":1000,"UnreservedConcurrentExecutions":900}}`))
	if limit, unreserved, err := a.Concurrency(t.Context()); err != nil || limit != 1000 || unreserved != 900 {
		t.Errorf("got %d, %d, %v", limit, unreserved, err)
	}
}

func TestTheCodesHash(t *testing.T) {
	a := answering(t, saying(http.StatusOK, `{"CodeSha256":"abc="}`))
	if hash, err := a.Code(t.Context(), "message"); err != nil || hash != "abc=" {
		t.Errorf("got %q, %v", hash, err)
	}
}
