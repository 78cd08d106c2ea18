package lambda

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// FunctionError is an invocation that the function did not answer with success: its own error answer, with the
// type and message it gave, or one of the platform's (Sandbox.Timedout, Runtime.ExitError, …).
type FunctionError struct {
	Type    string
	Message string
}

func (e *FunctionError) Error() string { return e.Type + ": " + e.Message }

// ThrottledError is an invocation that was refused before the function saw it (429 on AWS).
type ThrottledError struct{ Function string }

func (e *ThrottledError) Error() string { return "lambda: " + e.Function + ": rate exceeded" }

// Throttled tells event sources, which treat a refusal unlike a failure, without making them import this package.
func (e *ThrottledError) Throttled() bool { return true }

var (
	// ErrNotFound is an invocation of a function that the host does not have.
	ErrNotFound = errors.New("lambda: no such function")
	// ErrClosed is an invocation after, or cut off by, Close.
	ErrClosed = errors.New("lambda: the host is closed")
	// ErrTooLarge is a payload beyond 6 MiB (1 MiB for InvokeAsync).
	ErrTooLarge = errors.New("lambda: the payload is too large")
)

// answered reads the body that a runtime posts to …/error.
func answered(body []byte) *FunctionError {
	var e struct {
		Type    string `json:"errorType"`
		Message string `json:"errorMessage"`
	}
	if err := json.Unmarshal(body, &e); err != nil || e.Type == "" {
		return &FunctionError{Type: "Runtime.Unknown", Message: string(body)}
	}
	return &FunctionError{Type: e.Type, Message: e.Message}
}

func timedOut(id string, after time.Duration) *FunctionError {
	return &FunctionError{
		Type:    "Sandbox.Timedout",
		Message: fmt.Sprintf("RequestId: %s Error: Task timed out after %.2f seconds", id, after.Seconds()),
	}
}

func exited(id string, err error) *FunctionError {
	status := "exit status 0"
	if err != nil {
		status = err.Error()
	}
	return &FunctionError{
		Type:    "Runtime.ExitError",
		Message: fmt.Sprintf("RequestId: %s Error: Runtime exited with error: %s", id, status),
	}
}
