package memory

import (
	"errors"
	"fmt"
	"strconv"

	"switchboard/shared/store"
)

// DynamoDB's limits, in bytes.
const (
	maxItem        = 400 << 10
	maxTransaction = 4 << 20
	maxPK          = 2048
	maxSK          = 1024
)

func validKey(key store.Key) error {
	switch {
	case key.Table != store.Chats && key.Table != store.Desk:
		return fmt.Errorf("memory: there is no table %q", key.Table)
	case key.PK == "" || key.SK == "":
		return fmt.Errorf("memory: a key of %s has an empty part: %q / %q", key.Table, key.PK, key.SK)
	case len(key.PK) > maxPK || len(key.SK) > maxSK:
		return fmt.Errorf("memory: a key of %s is too long: %d / %d bytes", key.Table, len(key.PK), len(key.SK))
	}
	return nil
}

// validRange wants an end: an empty one would hold nothing and is more likely a mistake. An empty start is the first.
func validRange(r store.Range) error {
	if r.To == "" {
		return errors.New("memory: a range needs the sort key it ends at")
	}
	return validKey(store.Key{Table: r.Table, PK: r.PK, SK: r.To})
}

func validOps(ops []store.Op) error {
	if len(ops) > store.MaxOps {
		return fmt.Errorf("memory: %d operations in one write, at most %d", len(ops), store.MaxOps)
	}
	seen, bytes := make(map[store.Key]bool, len(ops)), 0
	for _, op := range ops {
		if err := validOp(op); err != nil {
			return err
		}
		if seen[op.Item.Key] {
			return fmt.Errorf("memory: %s/%s stands twice in one write", op.Item.PK, op.Item.SK)
		}
		seen[op.Item.Key] = true
		if op.Verb == store.Put {
			bytes += size(&op.Item)
		}
	}
	if len(ops) > 1 && bytes > maxTransaction {
		return fmt.Errorf("memory: %d bytes in one write, at most %d", bytes, maxTransaction)
	}
	return nil
}

func validOp(op store.Op) error {
	if op.Verb < store.Put || op.Verb > store.Check {
		return fmt.Errorf("memory: there is no verb %d", op.Verb)
	}
	for name := range op.Adds {
		if _, both := op.Numbers[name]; both && op.Verb == store.Set {
			return fmt.Errorf("memory: %s of %s/%s is both set and added to", name, op.Item.PK, op.Item.SK)
		}
	}
	return validKey(op.Item.Key)
}

func validSize(item *store.Item) error {
	if n := size(item); n > maxItem {
		return fmt.Errorf("memory: %s/%s has %d bytes, at most %d", item.PK, item.SK, n, maxItem)
	}
	return nil
}

// size counts as DynamoDB Local was seen to: names and values.
func size(item *store.Item) int {
	n := len("pk") + len(item.PK) + len("sk") + len(item.SK)
	for _, b := range [][]byte{item.Body, item.Payload, item.Salt} {
		if b != nil {
			n += 1 + len(b)
		}
	}
	for name, v := range item.N {
		n += len("n_") + len(name) + numberSize(v)
	}
	if !item.Expires.IsZero() {
		n += len("expires") + numberSize(item.Expires.Unix())
	}
	return n
}

// numberSize is a byte for two digits, one more, and one for a sign.
func numberSize(v int64) int {
	digits := strconv.FormatInt(v, 10)
	if v < 0 {
		return len(digits)/2 + 2
	}
	return (len(digits)+1)/2 + 1
}
