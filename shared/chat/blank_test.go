package chat

import (
	"testing"

	"switchboard/shared/fault"
)

func TestATextThatShowsNothingIsBlank(t *testing.T) {
	for _, text := range []string{"", " \n\t", "\u200b", "\u3164\u3164", "\x00", "\u202e\u202c", "\ufeff"} {
		if err := CheckText(text); !fault.Is(err, fault.Invalid) {
			t.Errorf("CH6 (R111): %q: %v", text, err)
		}
	}
	for _, text := range []string{"x", "\u200bx", "…", "😀", "\u0301a"} {
		if err := CheckText(text); err != nil {
			t.Errorf("CH6 (R111): %q: %v", text, err)
		}
	}
}
