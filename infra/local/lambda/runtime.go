package lambda

import (
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
)

// maxPayload bounds what goes into and comes out of a synchronous invocation; maxAsync what InvokeAsync takes.
const (
	maxPayload = 6 << 20
	maxAsync   = 1 << 20
)

// api is the Runtime API as a bootstrap sees it.
func (e *environment) api() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", e.next)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", e.response)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", e.errorAnswer)
	mux.HandleFunc("POST /2018-06-01/runtime/init/error", e.initError)
	return mux
}

// next waits for work. Asking for it also says that the invocation before is finished.
func (e *environment) next(w http.ResponseWriter, r *http.Request) {
	if !e.claimNext() {
		http.Error(w, "another request for the next invocation is pending", http.StatusConflict)
		return
	}
	defer e.unclaimNext()
	select {
	case e.asked <- struct{}{}:
	case <-e.ended:
		return
	}
	select {
	case inv := <-e.work:
		header := w.Header()
		header.Set("Lambda-Runtime-Aws-Request-Id", inv.id)
		header.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(inv.deadline.UnixMilli(), 10))
		header.Set("Lambda-Runtime-Invoked-Function-Arn", e.fn.arn())
		header.Set("Lambda-Runtime-Trace-Id", inv.trace)
		header.Set("Content-Type", "application/json")
		if _, err := w.Write(inv.payload); err != nil {
			e.log.Error("hand over", "function", e.fn.Name, "error", err)
		}
	case <-r.Context().Done():
	case <-e.ended:
	}
}

func (e *environment) claimNext() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.waiting {
		return false
	}
	e.waiting = true
	return true
}

func (e *environment) unclaimNext() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.waiting = false
}

func (e *environment) response(w http.ResponseWriter, r *http.Request) {
	inv := e.running(r.PathValue("id"))
	if inv == nil {
		refuse(w)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxPayload+1))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if len(body) > maxPayload {
		inv.settle(nil, &FunctionError{Type: "Function.ResponseSizeTooLarge", Message: "response is larger than 6 MiB"})
		http.Error(w, "response is larger than 6 MiB", http.StatusRequestEntityTooLarge)
		return
	}
	inv.settle(body, streamedError(r))
	w.WriteHeader(http.StatusAccepted)
}

// streamedError is an error that a runtime found only while it was sending its answer: it comes as trailers.
func streamedError(r *http.Request) *FunctionError {
	kind := r.Trailer.Get("Lambda-Runtime-Function-Error-Type")
	if kind == "" {
		return nil
	}
	body, err := base64.StdEncoding.DecodeString(r.Trailer.Get("Lambda-Runtime-Function-Error-Body"))
	if err != nil {
		return &FunctionError{Type: kind}
	}
	return answered(body)
}

func (e *environment) errorAnswer(w http.ResponseWriter, r *http.Request) {
	inv := e.running(r.PathValue("id"))
	body, err := io.ReadAll(io.LimitReader(r.Body, maxPayload))
	if inv == nil || err != nil {
		refuse(w)
		return
	}
	inv.settle(nil, answered(body))
	w.WriteHeader(http.StatusAccepted)
}

func (e *environment) initError(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxPayload))
	if err != nil {
		refuse(w)
		return
	}
	e.mu.Lock()
	e.failed = answered(body)
	e.mu.Unlock()
	w.WriteHeader(http.StatusAccepted)
}

// running is the current invocation if it has this id.
func (e *environment) running(id string) *invocation {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.current == nil || e.current.id != id {
		return nil
	}
	return e.current
}

func refuse(w http.ResponseWriter) {
	http.Error(w, `{"errorType":"InvalidRequestID","errorMessage":"no such invocation"}`, http.StatusBadRequest)
}
