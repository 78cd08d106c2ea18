package log

import (
	"bytes"
	"crypto/sha256"
	"fmt"
)

// Root is the hash of a log's last envelope: whoever holds it can tell later that no entry was changed, added or lost.
func Root(events []Event) []byte {
	if len(events) == 0 {
		return nil
	}
	sum := sha256.Sum256(events[len(events)-1].stored.Envelope)
	return sum[:]
}

// Verify checks that the events are a whole log: numbered from 1 without gaps, each naming the hash of the one before,
// with times that never fall. The error names the first entry that is wrong.
func Verify(events []Event) error {
	var prev []byte
	for i, e := range events {
		var env envelope
		if err := Decode(e.stored.Envelope, &env); err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
		switch {
		case env.Seq != i+1:
			return fmt.Errorf("entry %d: seq is %d", i+1, env.Seq)
		case !bytes.Equal(env.Prev, prev):
			return fmt.Errorf("entry %d: does not follow entry %d", i+1, i)
		case i > 0 && e.At.Before(events[i-1].At):
			return fmt.Errorf("entry %d: earlier than entry %d", i+1, i)
		case len(e.stored.Payload) > 0 && !bytes.Equal(saltedHash(e.stored.Salt, e.stored.Payload), env.Hash):
			return fmt.Errorf("entry %d: payload does not match its hash", i+1)
		}
		sum := sha256.Sum256(e.stored.Envelope)
		prev = sum[:]
	}
	return nil
}
