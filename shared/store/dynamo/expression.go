package dynamo

import (
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"switchboard/shared/store"
)

// The two conditions that need no names and no values, made once.
const (
	absent  = "attribute_not_exists(pk)"
	present = "attribute_exists(pk)"
)

// always is for a Check without a condition: DynamoDB wants one.
const always = present + " OR " + absent

// expression collects the placeholders of one operation: names may be reserved words, values may never stand inside.
type expression struct {
	names  map[string]string
	values attributes
}

func (e *expression) name(number string) string {
	if e.names == nil {
		e.names = map[string]string{}
	}
	placeholder := "#" + strconv.Itoa(len(e.names))
	e.names[placeholder] = attrNumber + number
	return placeholder
}

func (e *expression) value(v int64) string {
	if e.values == nil {
		e.values = attributes{}
	}
	placeholder := ":" + strconv.Itoa(len(e.values))
	e.values[placeholder] = integer(v)
	return placeholder
}

// condition is what must hold for an operation to happen, nil for nothing.
func (e *expression) condition(op store.Op) *string {
	var parts []string
	if op.If.Absent {
		parts = append(parts, absent)
	}
	if op.If.Present || op.Verb == store.Set {
		parts = append(parts, present)
	}
	for name, want := range op.If.Equal {
		parts = append(parts, e.compare(name, " = ", want, want == 0))
	}
	for name, least := range op.If.AtLeast {
		parts = append(parts, e.compare(name, " >= ", least, least <= 0))
	}
	for name, most := range op.If.AtMost {
		parts = append(parts, e.compare(name, " <= ", most, most >= 0))
	}
	switch {
	case len(parts) > 0:
		return aws.String(strings.Join(parts, " AND "))
	case op.Verb == store.Check:
		return aws.String(always)
	}
	return nil
}

// compare lets a number that is missing count as zero, but only in an item that is there.
func (e *expression) compare(name, operator string, v int64, zeroHolds bool) string {
	number := e.name(name)
	holds := number + operator + e.value(v)
	if !zeroHolds {
		return holds
	}
	return "(" + present + " AND (attribute_not_exists(" + number + ") OR " + holds + "))"
}

// update is what a Set does, nil if it changes nothing.
func (e *expression) update(op store.Op) *string {
	var sets, adds []string
	for name, v := range op.Numbers {
		sets = append(sets, e.name(name)+" = "+e.value(v))
	}
	for name, v := range op.Adds {
		adds = append(adds, e.name(name)+" "+e.value(v))
	}
	var clauses []string
	if len(sets) > 0 {
		clauses = append(clauses, "SET "+strings.Join(sets, ", "))
	}
	if len(adds) > 0 {
		clauses = append(clauses, "ADD "+strings.Join(adds, ", "))
	}
	if len(clauses) == 0 {
		return nil
	}
	return aws.String(strings.Join(clauses, " "))
}
