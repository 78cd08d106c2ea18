package main

import (
	"encoding/json"
	"testing"

	"switchboard/infra/ops/account"
)

func TestAPartOfTheGrantsIsChosen(t *testing.T) {
	for said, want := range map[string]choice{"": {"all", 0, 1}, "1/1": {"all", 0, 1}, "2/6": {"all", 1, 6}, "6/6": {"all", 5, 6}} {
		if got, err := chosen("all", said); err != nil || got != want {
			t.Errorf("%q is %+v (%v), want %+v", said, got, err, want)
		}
	}
	for _, said := range []string{"0/6", "7/6", "6", "a/b"} {
		if got, err := chosen("all", said); err == nil {
			t.Errorf("%q is %+v", said, got)
		}
	}
}

func policyOf(statements ...any) account.Object { return account.Object{"Statement": statements} }

func statement(resources []string, actions ...string) map[string]any {
	return map[string]any{"Effect": "Allow", "Action": actions, "Resource": resources}
}

func TestS4OneActionOnOneThingIsTakenAwayAndNothingElse(t *testing.T) {
	one, both, two := []string{"a"}, []string{"a", "b"}, []string{"c"}
	send := statement(two, "sqs:SendMessage")
	for _, row := range []struct {
		title       string
		whole, left account.Object
		away        grant
	}{
		{"of two actions", policyOf(statement(one, "dynamodb:GetItem", "dynamodb:Query"), send),
			policyOf(statement(one, "dynamodb:GetItem"), send), grant{action: "dynamodb:Query", resource: "a"}},
		{"the only one", policyOf(statement(one, "dynamodb:GetItem"), send), policyOf(statement(one, "dynamodb:GetItem")),
			grant{action: "sqs:SendMessage", resource: "c", statement: 1}},
		{"on one of two tables", policyOf(statement(both, "dynamodb:GetItem", "dynamodb:Query"), send),
			policyOf(statement(both, "dynamodb:GetItem"), statement([]string{"a"}, "dynamodb:Query"), send), grant{action: "dynamodb:Query", resource: "b"}},
		{"the only one, on one of two", policyOf(statement(both, "execute-api:ManageConnections")),
			policyOf(statement([]string{"b"}, "execute-api:ManageConnections")), grant{action: "execute-api:ManageConnections", resource: "a"}},
	} {
		t.Run(row.title, func(t *testing.T) {
			before := written(t, row.whole)
			if got, want := written(t, less(row.whole, row.away)), written(t, row.left); got != want {
				t.Errorf("left: %s, want %s", got, want)
			}
			if after := written(t, row.whole); after != before {
				t.Errorf("the whole policy became %s", after)
			}
		})
	}
}

func written(t *testing.T, policy account.Object) string {
	t.Helper()
	text, err := json.Marshal(policy)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestS4AGrantThatTheStoryDoesWithoutIsNeededElsewhere(t *testing.T) {
	m := mutation{unplayed: reasons("# a remark: of several words\n\nflag desk Query: agents are looked for\n")}
	for _, row := range []struct {
		g      grant
		by     string
		needed bool
	}{
		{grant{function: "flag", action: "dynamodb:Query", on: "desk"}, "not in the story; agents are looked for", true},
		{grant{function: "flag", action: "sqs:SendMessage", on: "timers"}, "not in the story; the histories of shared/desk use it", true},
		{grant{function: "api", action: "sqs:SendMessage", on: "timers"}, "idle", false},
		{grant{function: "authorize", action: "dynamodb:GetItem", on: "chats"}, "idle", false},
	} {
		if by, needed := m.elsewhere(row.g); by != row.by || needed != row.needed {
			t.Errorf("%s: %q %t, want %q %t", row.g, by, needed, row.by, row.needed)
		}
	}
}

func TestAFigureIsReadOutOfALineOfFigures(t *testing.T) {
	const line = `{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"Switchboard","Metrics":[{"Name":"WaitingNow"}]}]},"Stage":"dev","WaitingNow":2}`
	for what, want := range map[string]bool{"WaitingNow": true, "LongestWait": false, "Waiting": false} {
		if got := writes(line, what); got != want {
			t.Errorf("%s: %t", what, got)
		}
	}
	if writes(`{"msg":"sweep","WaitingNow":2}`, "WaitingNow") {
		t.Error("a line without the format counts")
	}
}
