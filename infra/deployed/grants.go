package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"switchboard/infra/manifest"
	"switchboard/infra/ops/account"
)

// policy is the inline policy of each function's role, as infra/aws names it.
const policy = "manifest"

// grant is one action on one thing that one function's role allows.
type grant struct {
	function, role, action string
	on                     string // chats, desk, timers, transcripts, directory, connections (to post) or closes
	statement              int
	resource               string
}

// String names a grant as docs/permissions.md and shared/desk/testdata/unplayed.txt do: "typing chats DeleteItem".
func (g grant) String() string {
	if item, table := strings.CutPrefix(g.action, "dynamodb:"); table {
		return g.function + " " + g.on + " " + item
	}
	return g.function + " " + g.on
}

// grants are all that the functions' roles allow, less what is for Lambda itself: the log, and reading the trigger.
func (m mutation) grants(ctx context.Context) ([]grant, error) {
	made, err := m.account.Resources(ctx, "Switchboard-"+stage+"-Api")
	if err != nil {
		return nil, err
	}
	var all []grant
	for _, f := range manifest.Functions() {
		if f.Probes || m.choice.functions != "all" && !slices.Contains(strings.Split(m.choice.functions, ","), f.Name) {
			continue // the story does not call the probe
		}
		role := ""
		for _, r := range made {
			if r.Type == "AWS::IAM::Role" && strings.HasPrefix(r.Logical, f.Name+"Role") {
				role = r.Physical
			}
		}
		document, err := m.account.RolePolicy(ctx, role, policy)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		statements, _ := document["Statement"].([]any)
		for i, s := range statements {
			for _, action := range words(s, "Action") {
				for _, resource := range words(s, "Resource") { // the CDK joins what two tables have in common
					if forItself(action) {
						all = append(all, grant{f.Name, role, action, named(resource), i, resource})
					}
				}
			}
		}
	}
	var mine []grant
	for i, g := range all {
		if i%m.choice.of == m.choice.part {
			mine = append(mine, g)
		}
	}
	return mine, nil
}

// forItself reports whether an action is one that the function's own code needs.
func forItself(action string) bool {
	own := []string{"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem",
		"execute-api:ManageConnections", "sqs:SendMessage", "s3:PutObject", "s3:GetObject", "cognito-idp:ListUsers"}
	return slices.Contains(own, action)
}

// words are the actions or the resources of a statement.
func words(statement any, field string) []string {
	switch list := statement.(map[string]any)[field].(type) {
	case string:
		return []string{list}
	case []string:
		return list
	case []any:
		var all []string
		for _, a := range list {
			all = append(all, fmt.Sprint(a))
		}
		return all
	}
	return nil
}

// named is what a resource is called here.
func named(resource string) string {
	resource = strings.ToLower(resource)
	for _, thing := range []string{"chats", "desk", "timers", "transcripts"} {
		if strings.Contains(resource, "data-"+thing) {
			return thing
		}
	}
	switch {
	case strings.Contains(resource, "userpool/"):
		return "directory"
	case strings.Contains(resource, "/delete/@connections"):
		return "closes"
	default:
		return "connections"
	}
}

// less is a policy without one action on one resource. Of its statement, the other actions stay as they are, and the
// action stays for the other resources.
func less(whole account.Object, g grant) account.Object {
	cut := maps.Clone(whole)
	statements, _ := whole["Statement"].([]any)
	var kept []any
	for i, s := range statements {
		if i != g.statement {
			kept = append(kept, s)
			continue
		}
		other := func(word string) bool { return word == g.action || word == g.resource }
		if actions := slices.DeleteFunc(slices.Clone(words(s, "Action")), other); len(actions) > 0 {
			kept = append(kept, with(s, "Action", actions))
		}
		if resources := slices.DeleteFunc(slices.Clone(words(s, "Resource")), other); len(resources) > 0 {
			kept = append(kept, with(with(s, "Resource", resources), "Action", []string{g.action}))
		}
	}
	cut["Statement"] = kept
	return cut
}

// with is a statement with another list in one field.
func with(statement any, field string, list []string) map[string]any {
	changed := maps.Clone(statement.(map[string]any))
	changed[field] = list
	return changed
}
