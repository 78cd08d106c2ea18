package main

import (
	"fmt"
	"slices"
	"strings"
)

// lack is one thing of the templates that the emulator does not have, and that is therefore taken out or put otherwise
// before they are deployed to it. Nothing else may differ: whatever the emulator refuses beside these fails the
// deployment, and a row that changes nothing fails it too.
type lack struct {
	what   string // AWS::Type, or AWS::Type.Property
	reason string
	proved string // where the thing is proved instead
	change func(t template, e emulator) int
}

// lacks is every one of them.
var lacks = []lack{
	{
		what: "AWS::ApiGatewayV2::RouteResponse", reason: "The resource type is refused; the emulator sends what the function of an answering route returns without it.",
		proved: "infra/aws (the templates), infra/local/gateway G9", change: without("AWS::ApiGatewayV2::RouteResponse"),
	},
	{
		what: "AWS::Budgets::Budget", reason: "The resource type is refused.",
		proved: "infra/aws (the templates)", change: without("AWS::Budgets::Budget"),
	},
	{
		what: "AWS::S3::BucketPolicy.PolicyDocument", reason: "The emulator is reached without TLS and enforces that nobody is.",
		proved: "infra/aws (the templates)", change: withoutTLS("AWS::S3::BucketPolicy"),
	},
	{
		what: "AWS::SQS::QueuePolicy.PolicyDocument", reason: "The emulator is reached without TLS and enforces that nobody is.",
		proved: "infra/aws (the templates)", change: withoutTLS("AWS::SQS::QueuePolicy"),
	},
	{
		what: "AWS::Lambda::Function.Environment", reason: "APIs lie under a path of the emulator, not under names of their own: CONNECTIONS_URL and SOCKET_URL say so.",
		proved: "infra/aws (the templates)", change: addresses,
	},
}

// adapt changes the templates by the table and returns how often each row did, in its order.
func adapt(all []template, e emulator) ([]int, error) {
	counts := make([]int, len(lacks))
	var idle []string
	for i, row := range lacks {
		for _, t := range all {
			counts[i] += row.change(t, e)
		}
		if counts[i] == 0 {
			idle = append(idle, row.what)
		}
	}
	if len(idle) > 0 {
		return counts, fmt.Errorf("nothing in the templates needs these rows of infra/deployed/lacks.go any more, take them out: %s", strings.Join(idle, ", "))
	}
	return counts, nil
}

// without takes out the resources of a type, and what waits for them.
func without(kind string) func(template, emulator) int {
	return func(t template, _ emulator) int {
		gone := map[string]bool{}
		for id, r := range t.resources() {
			if r["Type"] == kind {
				gone[id] = true
				delete(object(t).inner("Resources"), id)
			}
		}
		for _, r := range t.resources() {
			if list, ok := r["DependsOn"].([]any); ok {
				r["DependsOn"] = slices.DeleteFunc(list, func(id any) bool { return gone[id.(string)] })
			}
		}
		return len(gone)
	}
}

// withoutTLS takes the refusal of unencrypted calls, and no other statement, out of the policies of a type.
func withoutTLS(kind string) func(template, emulator) int {
	return func(t template, _ emulator) int {
		count := 0
		for _, r := range t.resources() {
			if r["Type"] != kind {
				continue
			}
			document := r.inner("Properties").inner("PolicyDocument")
			list, _ := document["Statement"].([]any)
			kept := slices.DeleteFunc(slices.Clone(list), func(s any) bool { return refusesPlain(object(s.(map[string]any))) })
			count += len(list) - len(kept)
			document["Statement"] = kept
		}
		return count
	}
}

func refusesPlain(s object) bool {
	condition := s.inner("Condition")
	return s["Effect"] == "Deny" && (condition.inner("Bool")["aws:SecureTransport"] != nil || condition.inner("NumericLessThan")["s3:TlsVersion"] != nil)
}

// addresses writes where the emulator has the socket API into the functions' variables.
func addresses(t template, e emulator) int {
	count := 0
	for _, r := range t.resources() {
		if r["Type"] != "AWS::Lambda::Function" {
			continue
		}
		variables := r.inner("Properties").inner("Environment").inner("Variables")
		for name, scheme := range map[string]string{"CONNECTIONS_URL": "http", "SOCKET_URL": "ws"} {
			if moved := elsewhere(variables[name], scheme+"://"+e.host); moved != nil {
				variables[name] = moved
				count++
			}
		}
	}
	return count
}

// elsewhere is an API's address, <scheme>://<id>.<domain>/<stage>, under a path; nil if the value is none. The id, which
// the template asks of another stack, stays what it asks for.
func elsewhere(value any, base string) object {
	parts := joined(value)
	if len(parts) != 3 {
		return nil
	}
	host, stage := joined(parts[1]), parts[2]
	if len(host) == 0 {
		return nil
	}
	return object{"Fn::Join": []any{"", []any{base + "/_aws/execute-api/", host[0], stage}}}
}

// joined is the parts of an Fn::Join; nil if it is something else.
func joined(value any) []any {
	m, _ := value.(map[string]any)
	both, _ := m["Fn::Join"].([]any)
	if len(both) != 2 {
		return nil
	}
	parts, _ := both[1].([]any)
	return parts
}
