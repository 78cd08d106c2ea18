package manifest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Kind says what sort of thing starts a function.
type Kind string

// The six ways a function is started. Each function has exactly one.
const (
	Authorizer Kind = "authorizer" // a socket asks to be opened
	Socket     Kind = "socket"     // a frame, or the opening or closing of a socket
	HTTP       Kind = "http"       // the HTTP routes that name the function
	Queue      Kind = "queue"      // a message of the timer queue
	Stream     Kind = "stream"     // a change in the table chats
	Schedule   Kind = "schedule"   // the clock
)

// Trigger is what starts a function; only the fields of its kind are set.
type Trigger struct {
	Kind     Kind
	Route    string        // Socket: the route key, which is the frame's action
	Responds bool          // Socket: what the function returns goes back to the caller as a frame
	Filter   Filter        // Stream: the records that arrive at all
	Delivery Delivery      // Queue and Stream: batches, retries, giving up
	Every    time.Duration // Schedule: how often
}

// Delivery is how records reach a function, and when one that cannot be handled is set aside so that it holds up no other
// (F32). Failures are reported record by record in both kinds.
type Delivery struct {
	Batch   int           // records per invocation at most
	Retries int           // tries of one record after its first; then it goes to the failures bucket or the dead letters
	Age     time.Duration // records older than this are set aside (Stream) or dropped by the queue (Queue)
	Hidden  time.Duration // Queue: how long a message that was taken stays invisible to others
}

// Filter lets one sort of stream record through: an event of one kind, made by one service, on keys that begin alike.
type Filter struct {
	Event     string // INSERT, MODIFY or REMOVE
	Principal string // the service that made the change
	Prefix    string // how the partition key begins
}

// ByTTL is the principal of a deletion that DynamoDB made because an item expired; a deletion by anybody else has none (F41).
const ByTTL = "dynamodb.amazonaws.com"

// Match says whether a record passes, for whoever polls a stream by hand.
func (f Filter) Match(event, principal, partitionKey string) bool {
	return event == f.Event && principal == f.Principal && strings.HasPrefix(partitionKey, f.Prefix)
}

// Pattern is the filter in the language of Lambda's event source mappings.
func (f Filter) Pattern() (string, error) {
	type object = map[string]any
	pattern := object{
		"eventName":    []string{f.Event},
		"userIdentity": object{"type": []string{"Service"}, "principalId": []string{f.Principal}},
		"dynamodb":     object{"Keys": object{PartitionKey: object{"S": []object{{"prefix": f.Prefix}}}}},
	}
	text, err := json.Marshal(pattern)
	if err != nil {
		return "", fmt.Errorf("stream filter: %w", err)
	}
	return string(text), nil
}
