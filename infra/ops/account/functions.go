package account

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"
)

// Mapping is what hands a queue's or a stream's records to a function.
type Mapping struct {
	UUID, EventSourceArn, State string
}

// Mappings are those of a function.
func (a *Account) Mappings(ctx context.Context, function string) ([]Mapping, error) {
	var answer struct{ EventSourceMappings []Mapping }
	err := a.rest(ctx, "lambda", "GET", "/2015-03-31/event-source-mappings/?FunctionName="+url.QueryEscape(function), nil, &answer)
	return answer.EventSourceMappings, err
}

// Switch switches a function's mappings on or off. It takes AWS up to a minute to act on it.
func (a *Account) Switch(ctx context.Context, function string, on bool) error {
	mappings, err := a.Mappings(ctx, function)
	if err != nil {
		return err
	}
	if len(mappings) == 0 {
		return fmt.Errorf("nothing is mapped to %s", function)
	}
	for _, m := range mappings {
		body := fmt.Appendf(nil, `{"Enabled":%t}`, on)
		if err := a.rest(ctx, "lambda", "PUT", "/2015-03-31/event-source-mappings/"+m.UUID, body, nil); err != nil {
			return err
		}
	}
	return nil
}

// Invoke runs a function with a payload and returns its answer; one that failed is an error with what it said.
func (a *Account) Invoke(ctx context.Context, function string, payload []byte) ([]byte, error) {
	var answer json.RawMessage
	if err := a.rest(ctx, "lambda", "POST", "/2015-03-31/functions/"+url.PathEscape(function)+"/invocations", payload, &answer); err != nil {
		return nil, err
	}
	var failed struct{ ErrorType, ErrorMessage string }
	if json.Unmarshal(answer, &failed) == nil && failed.ErrorMessage != "" {
		return answer, fmt.Errorf("%s: %s: %s", function, failed.ErrorType, failed.ErrorMessage)
	}
	return answer, nil
}

// Code is the hash of the code that a function's new environments run.
func (a *Account) Code(ctx context.Context, function string) (string, error) {
	var answer struct{ CodeSha256 string }
	err := a.rest(ctx, "lambda", "GET", "/2015-03-31/functions/"+url.PathEscape(function)+"/configuration", nil, &answer)
	return answer.CodeSha256, err
}

// Concurrency is how many functions may run at once in the account and region, and how many of them nobody has reserved.
func (a *Account) Concurrency(ctx context.Context) (limit, unreserved int, err error) {
	var answer struct {
		AccountLimit struct{ ConcurrentExecutions, UnreservedConcurrentExecutions int }
	}
	err = a.rest(ctx, "lambda", "GET", "/2016-08-19/account-settings/", nil, &answer)
	return answer.AccountLimit.ConcurrentExecutions, answer.AccountLimit.UnreservedConcurrentExecutions, err
}

// GatewayRole is the role by which API Gateway writes logs in the account and region; empty if there is none.
func (a *Account) GatewayRole(ctx context.Context) (string, error) {
	var answer struct {
		Role string `json:"cloudwatchRoleArn"`
	}
	err := a.rest(ctx, "apigateway", "GET", "/account", nil, &answer)
	return answer.Role, err
}

// Line is a line of a log.
type Line struct {
	Timestamp int64  `json:"timestamp"` // milliseconds
	Message   string `json:"message"`
}

// Lines are those of a log group since a time, oldest first. A group that is not there has none.
func (a *Account) Lines(ctx context.Context, group string, since time.Time) ([]Line, error) {
	var all []Line
	next := ""
	for {
		body := Object{"logGroupName": group, "startTime": since.UnixMilli()}
		if next != "" {
			body["nextToken"] = next
		}
		var page struct {
			Events    []Line `json:"events"`
			NextToken string `json:"nextToken"`
		}
		err := a.ask(ctx, logs, "FilterLogEvents", body, &page)
		if Is(err, "ResourceNotFoundException") {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, page.Events...)
		if next = page.NextToken; next == "" {
			return all, nil
		}
	}
}
