package fault

import (
	"errors"
	"fmt"
	"testing"
)

func TestOfKeepsTheWordsOfARefusalAndHidesEverythingElse(t *testing.T) {
	refusal := New(Conflict, "Already taken by %s.", "Noor")
	if got := Of(fmt.Errorf("accept: %w", refusal)); got != refusal {
		t.Errorf("wrapped refusal: got %v", got)
	}
	if got := Of(errors.New("dial tcp 10.0.0.1: secret")); got.Kind != Internal || got.Message == "" {
		t.Errorf("internal: got %+v", got)
	}
}

func TestInvalidFieldNamesTheField(t *testing.T) {
	err := InvalidField("text", "must not be blank")
	if err.Error() != "text: must not be blank" || !Is(err, Invalid) {
		t.Errorf("got %v", err)
	}
}
