package gateway

import (
	"encoding/json"
	"strings"
)

// policy is the part of an IAM policy that an authorizer's result may use.
type policy struct {
	Statement []statement
}

type statement struct {
	Effect   string
	Action   oneOrMore
	Resource oneOrMore
}

// oneOrMore is a string or a list of them: IAM allows both.
type oneOrMore []string

func (o *oneOrMore) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*o = []string{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(o))
}

// allows reports whether some statement allows invoking arn and none denies it.
func (p policy) allows(arn string) bool {
	allowed := false
	for _, s := range p.Statement {
		if !s.Action.match("execute-api:Invoke") || !s.Resource.match(arn) {
			continue
		}
		switch s.Effect {
		case "Deny":
			return false
		case "Allow":
			allowed = true
		}
	}
	return allowed
}

func (o oneOrMore) match(text string) bool {
	for _, pattern := range o {
		if wildcard(pattern, text) {
			return true
		}
	}
	return false
}

// wildcard matches * for any run of characters and ? for one, ignoring case in
// neither: ARNs have case.
func wildcard(pattern, text string) bool {
	head, tail, star := strings.Cut(pattern, "*")
	if len(text) < len(head) || !same(head, text[:len(head)]) {
		return false
	}
	text = text[len(head):]
	if !star {
		return text == ""
	}
	for skip := 0; skip <= len(text); skip++ {
		if wildcard(tail, text[skip:]) {
			return true
		}
	}
	return false
}

func same(pattern, text string) bool {
	for i := range len(pattern) {
		if pattern[i] != '?' && pattern[i] != text[i] {
			return false
		}
	}
	return true
}
