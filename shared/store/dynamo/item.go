package dynamo

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"switchboard/shared/store"
)

// The names of attributes. They are short because each item is billed with them.
const (
	attrPK      = "pk"
	attrSK      = "sk"
	attrBody    = "b"
	attrPayload = "p"
	attrSalt    = "s"
	attrExpires = "expires" // the table's TTL attribute
	attrNumber  = "n_"      // and the number's name
)

// attributes is an item, or a part of one, as DynamoDB has it. They are made by hand: reflection would cost more than
// the rest of a message's handling.
type attributes = map[string]types.AttributeValue

func keyAttributes(k store.Key) attributes {
	return attributes{attrPK: text(k.PK), attrSK: text(k.SK)}
}

func itemAttributes(item store.Item) attributes {
	a := make(attributes, 6+len(item.N))
	a[attrPK], a[attrSK] = text(item.PK), text(item.SK)
	putBytes(a, attrBody, item.Body)
	putBytes(a, attrPayload, item.Payload)
	putBytes(a, attrSalt, item.Salt)
	for name, v := range item.N {
		a[attrNumber+name] = integer(v)
	}
	if !item.Expires.IsZero() {
		a[attrExpires] = integer(wholeSeconds(item.Expires))
	}
	return a
}

// putBytes leaves absent bytes absent and keeps empty ones.
func putBytes(a attributes, name string, b []byte) {
	if b != nil {
		a[name] = &types.AttributeValueMemberB{Value: b}
	}
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func integer(v int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(v, 10)}
}

// wholeSeconds rounds up, so that nothing expires early. TTL takes seconds only: milliseconds would never expire (F42).
func wholeSeconds(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// itemOf reads an item back. Attributes that nobody here has written are left out, such as keys of an index.
func itemOf(table store.Table, a attributes) (*store.Item, error) {
	item := &store.Item{Key: store.Key{Table: table}}
	for name, value := range a {
		if err := read(item, name, value); err != nil {
			return nil, fmt.Errorf("dynamo: attribute %s of an item in %s: %w", name, table, err)
		}
	}
	return item, nil
}

func read(item *store.Item, name string, value types.AttributeValue) (err error) {
	switch name {
	case attrPK:
		item.PK, err = textOf(value)
	case attrSK:
		item.SK, err = textOf(value)
	case attrBody:
		item.Body, err = bytesOf(value)
	case attrPayload:
		item.Payload, err = bytesOf(value)
	case attrSalt:
		item.Salt, err = bytesOf(value)
	case attrExpires:
		var seconds int64
		seconds, err = integerOf(value)
		item.Expires = time.Unix(seconds, 0).UTC()
	default:
		err = readNumber(item, name, value)
	}
	return err
}

func readNumber(item *store.Item, name string, value types.AttributeValue) error {
	short, ours := strings.CutPrefix(name, attrNumber)
	if !ours {
		return nil
	}
	v, err := integerOf(value)
	if err != nil {
		return err
	}
	if item.N == nil {
		item.N = make(map[string]int64, 4)
	}
	item.N[short] = v
	return nil
}

func textOf(v types.AttributeValue) (string, error) {
	s, ok := v.(*types.AttributeValueMemberS)
	if !ok {
		return "", fmt.Errorf("%T is not text", v)
	}
	return s.Value, nil
}

func bytesOf(v types.AttributeValue) ([]byte, error) {
	b, ok := v.(*types.AttributeValueMemberB)
	if !ok {
		return nil, fmt.Errorf("%T is not bytes", v)
	}
	if b.Value == nil {
		return []byte{}, nil
	}
	return b.Value, nil
}

func integerOf(v types.AttributeValue) (int64, error) {
	n, ok := v.(*types.AttributeValueMemberN)
	if !ok {
		return 0, fmt.Errorf("%T is not a number", v)
	}
	return strconv.ParseInt(n.Value, 10, 64)
}
