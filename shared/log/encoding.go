package log

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"
)

// The encoding is CBOR in core deterministic form (RFC 8949 §4.2.1) with integer keys: small, named, and the same bytes
// from every implementation. What is hashed is always the bytes as stored, never a re-encoding.

// Version is the schema version that new envelopes carry.
const Version = 1

// SaltSize is how many random bytes go before a payload when it is hashed, so that a short text cannot be guessed from
// its hash once the payload has been destroyed.
const SaltSize = 16

// Stored is an event as bytes: the envelope, and the payload with its salt, which can be destroyed on their own.
type Stored struct {
	Envelope []byte
	Payload  []byte
	Salt     []byte
}

type envelope struct {
	V        int    `cbor:"1,keyasint"`
	Seq      int    `cbor:"2,keyasint"`
	ID       string `cbor:"3,keyasint,omitempty"`
	At       int64  `cbor:"4,keyasint"` // milliseconds since 1970
	Who      Party  `cbor:"5,keyasint"`
	Kind     Kind   `cbor:"6,keyasint"`
	StateSeq int    `cbor:"7,keyasint"`
	After    int    `cbor:"8,keyasint,omitempty"`
	Prev     []byte `cbor:"9,keyasint,omitempty"` // SHA-256 of the envelope before
	Hash     []byte `cbor:"10,keyasint"`          // SHA-256 of salt and payload
}

var encoding = func() cbor.EncMode {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		panic(err)
	}
	return mode
}()

// Encode returns a value in the deterministic encoding.
func Encode(v any) ([]byte, error) { return encoding.Marshal(v) }

// Decode reads what Encode wrote.
func Decode(data []byte, v any) error { return cbor.Unmarshal(data, v) }

// Append makes the event that follows prev, the last one of its log (nil for the first). Its time is now or its
// predecessor's, whichever is later. stateSeq is the seq of the newest change of state; 0 says that this event is one.
func Append(prev *Event, d Draft, now time.Time, stateSeq int, salt []byte) (Event, error) {
	e := Event{Seq: 1, ID: d.ID, At: now.Truncate(time.Millisecond), Who: d.Who, Kind: d.Kind, StateSeq: stateSeq, After: d.After, Payload: d.Payload}
	env := envelope{V: Version}
	if prev != nil {
		e.Seq = prev.Seq + 1
		if e.At.Before(prev.At) {
			e.At = prev.At
		}
		sum := sha256.Sum256(prev.stored.Envelope)
		env.Prev = sum[:]
	}
	if stateSeq == 0 {
		e.StateSeq = e.Seq
	}
	payload, err := Encode(d.Payload)
	if err != nil {
		return Event{}, fmt.Errorf("log: encode payload: %w", err)
	}
	env.Seq, env.ID, env.At, env.Who, env.Kind = e.Seq, e.ID, e.At.UnixMilli(), e.Who, e.Kind
	env.StateSeq, env.After, env.Hash = e.StateSeq, e.After, saltedHash(salt, payload)
	bytes, err := Encode(env)
	if err != nil {
		return Event{}, fmt.Errorf("log: encode envelope: %w", err)
	}
	e.stored = Stored{Envelope: bytes, Payload: payload, Salt: salt}
	return e, nil
}

// Read decodes a stored event and checks its payload against the hash. Destroyed words are no error: Payload is empty.
func Read(s Stored) (Event, error) {
	var env envelope
	if err := Decode(s.Envelope, &env); err != nil {
		return Event{}, fmt.Errorf("log: decode envelope: %w", err)
	}
	e := Event{Seq: env.Seq, ID: env.ID, At: time.UnixMilli(env.At).UTC(), Who: env.Who, Kind: env.Kind, StateSeq: env.StateSeq, After: env.After, stored: s}
	if len(s.Payload) == 0 {
		return e, nil
	}
	if !bytes.Equal(saltedHash(s.Salt, s.Payload), env.Hash) {
		return Event{}, fmt.Errorf("log: event %d: payload does not match its hash", env.Seq)
	}
	if err := Decode(s.Payload, &e.Payload); err != nil {
		return Event{}, fmt.Errorf("log: decode payload: %w", err)
	}
	return e, nil
}

func saltedHash(salt, payload []byte) []byte {
	h := sha256.New()
	h.Write(salt)
	h.Write(payload)
	return h.Sum(nil)
}
