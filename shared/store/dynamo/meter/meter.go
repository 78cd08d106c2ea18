// Package meter counts what a DynamoDB client sends and what it is billed for: requests by operation, and capacity as
// the table itself reports it. Tests and benchmarks turn it on; it asks for the report on each request, which the
// running product does not.
package meter

import (
	"context"
	"maps"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
)

// Reading is what was counted: attempts sent by the name of their operation, and read and write request units.
// What a failed condition costs is not in it, because DynamoDB reports nothing with an error.
type Reading struct {
	Requests map[string]int
	Read     float64
	Write    float64
}

// Meter counts. It may be shared by clients and goroutines.
type Meter struct {
	mu      sync.Mutex
	reading Reading
}

// New makes a Meter at zero.
func New() *Meter { return &Meter{reading: Reading{Requests: map[string]int{}}} }

// On is an option of dynamodb.New or of one call: from there on the meter counts.
func (m *Meter) On(o *dynamodb.Options) {
	o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error {
		units := middleware.InitializeMiddlewareFunc("switchboardUnits", m.units)
		if err := s.Initialize.Add(units, middleware.Before); err != nil {
			return err
		}
		return s.Deserialize.Add(middleware.DeserializeMiddlewareFunc("switchboardRequests", m.request), middleware.After)
	})
}

// Read returns what was counted since the last Read and starts again at zero.
func (m *Meter) Read() Reading {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.reading
	m.reading = Reading{Requests: map[string]int{}}
	return r
}

// Peek returns what was counted so far.
func (m *Meter) Peek() Reading {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.reading
	r.Requests = maps.Clone(r.Requests)
	return r
}

// request is the innermost step, passed once by each attempt.
func (m *Meter) request(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	middleware.DeserializeOutput, middleware.Metadata, error,
) {
	m.mu.Lock()
	m.reading.Requests[middleware.GetOperationName(ctx)]++
	m.mu.Unlock()
	return next.HandleDeserialize(ctx, in)
}

func (m *Meter) units(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	middleware.InitializeOutput, middleware.Metadata, error,
) {
	in.Parameters = asking(in.Parameters)
	out, metadata, err := next.HandleInitialize(ctx, in)
	if err == nil {
		m.count(in.Parameters, out.Result)
	}
	return out, metadata, err
}

// asking returns a copy of a request that asks for the report: the caller's own stays as it is.
func asking(parameters any) any {
	const total = types.ReturnConsumedCapacityTotal
	switch p := parameters.(type) {
	case *dynamodb.GetItemInput:
		c := *p
		c.ReturnConsumedCapacity = total
		return &c
	case *dynamodb.QueryInput:
		c := *p
		c.ReturnConsumedCapacity = total
		return &c
	case *dynamodb.PutItemInput:
		c := *p
		c.ReturnConsumedCapacity = total
		return &c
	case *dynamodb.UpdateItemInput:
		c := *p
		c.ReturnConsumedCapacity = total
		return &c
	case *dynamodb.DeleteItemInput:
		c := *p
		c.ReturnConsumedCapacity = total
		return &c
	case *dynamodb.TransactWriteItemsInput:
		c := *p
		c.ReturnConsumedCapacity = total
		return &c
	}
	return parameters
}

func (m *Meter) count(parameters, result any) {
	switch out := result.(type) {
	case *dynamodb.GetItemOutput:
		m.add(&m.reading.Read, reported(out.ConsumedCapacity))
	case *dynamodb.QueryOutput:
		m.add(&m.reading.Read, reported(out.ConsumedCapacity))
	case *dynamodb.PutItemOutput:
		m.add(&m.reading.Write, reported(out.ConsumedCapacity))
	case *dynamodb.UpdateItemOutput:
		m.add(&m.reading.Write, reported(out.ConsumedCapacity))
	case *dynamodb.DeleteItemOutput:
		m.add(&m.reading.Write, reported(out.ConsumedCapacity))
	case *dynamodb.TransactWriteItemsOutput:
		m.add(&m.reading.Write, transaction(parameters, out))
	}
}

func (m *Meter) add(to *float64, units float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	*to += units
}

func reported(c *types.ConsumedCapacity) float64 {
	if c == nil || c.CapacityUnits == nil {
		return 0
	}
	return *c.CapacityUnits
}
