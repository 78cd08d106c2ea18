package dynamo

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"pgregory.net/rapid"

	"switchboard/shared/store"
)

// TestF42: TTL never acts on milliseconds or text, so whatever the time, the attribute is a number of whole seconds, the
// first that is not before it.
func TestF42ExpiresIsAlwaysANumberOfSeconds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(1, 1<<33).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns"))
		zone := time.FixedZone("", rapid.IntRange(-43_200, 43_200).Draw(t, "zone"))
		n, ok := itemAttributes(store.Item{Key: keyOf("A"), Expires: at.In(zone)})[attrExpires].(*types.AttributeValueMemberN)
		if !ok {
			t.Fatal("expires is not a number")
		}
		seconds, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		if early := at.Sub(time.Unix(seconds, 0)); early > 0 || early <= -time.Second {
			t.Fatalf("%s became %d", at, seconds)
		}
	})
}

func TestAnItemWithoutExpiryHasNoAttributeForIt(t *testing.T) {
	a := itemAttributes(store.Item{Key: keyOf("A")})
	if len(a) != 2 {
		t.Errorf("attributes %v, want the keys alone", a)
	}
}

func TestWhatNobodyHereWroteIsLeftOut(t *testing.T) {
	a := itemAttributes(store.Item{Key: keyOf("A"), N: map[string]int64{"n": 1}})
	a["aws:rep:region"], a["x"] = text("eu-central-1"), &types.AttributeValueMemberBOOL{Value: true}
	item, err := itemOf(store.Chats, a)
	if err != nil || item.Key != keyOf("A") || len(item.N) != 1 {
		t.Errorf("%+v, %v", item, err)
	}
}

func TestAnAttributeOfTheWrongTypeIsAnErrorThatNamesIt(t *testing.T) {
	beyond := &types.AttributeValueMemberN{Value: "9223372036854775808"}
	for name, value := range map[string]types.AttributeValue{
		attrPK: integer(1), attrSK: integer(1), attrBody: text("x"), attrPayload: text("x"), attrSalt: text("x"),
		attrExpires: text("soon"), "n_load": text("x"), "n_seq": beyond,
	} {
		a := keyAttributes(keyOf("A"))
		a[name] = value
		if _, err := itemOf(store.Chats, a); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
