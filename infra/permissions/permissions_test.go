package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const root = "../.."

// wholeProduct is read once for all tests: that takes seconds.
var wholeProduct = sync.OnceValues(func() (*code, error) { return product(root) })

// A permission that no code needs, or code that lacks one, shows here before anybody deploys it.
func TestWhatIsGrantedIsWhatTheCodeNeeds(t *testing.T) {
	code, err := wholeProduct()
	if err != nil {
		t.Fatal(err)
	}
	want, err := code.contents()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != text {
			t.Errorf("%s is not what the code says: run make generate, and read what changed", name)
		}
	}
}

func toy(t *testing.T, name string) *code {
	t.Helper()
	c, err := load(".", "switchboard/infra/permissions/testdata/"+name+"/store", "./testdata/"+name+"/functions/...")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhateverCodeCanComeToIsCounted(t *testing.T) {
	granted, err := toy(t, "toy").grants()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"read": `"chats": ["GetItem"], "desk": [], "connections": false`,                      // a method that is handed on
		"sell": `"chats": ["DeleteItem"], "desk": ["PutItem", "Query"], "connections": false`, // an interface, a variable, a closure, a range handed on
		"tell": `"chats": [], "desk": [], "connections": true`,
		"idle": `"chats": [], "desk": [], "connections": false`,
	} {
		if got := line(name, granted[name]); !strings.Contains(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestAStoreFunctionThatKnowsTwoTablesIsRefused(t *testing.T) {
	_, err := toy(t, "unclear").grants()
	if err == nil || !strings.Contains(err.Error(), "Either") {
		t.Errorf("it says %v", err)
	}
}

func TestItSaysWhy(t *testing.T) {
	code, err := wholeProduct()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	if err := code.explain("typing chats DeleteItem", &said); err != nil || !strings.Contains(said.String(), "Typing") {
		t.Errorf("%v: %s", err, said.String())
	}
	for _, question := range []string{"typing", "nobody posts", "connect chats Query"} {
		if err := code.explain(question, &said); err == nil {
			t.Errorf("%q has an answer", question)
		}
	}
}
