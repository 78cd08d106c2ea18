package chat

import (
	"fmt"
	"testing"

	"switchboard/shared/fault"
)

func TestATextThatShowsNothingIsBlank(t *testing.T) {
	for _, text := range []string{"", " \n\t", "\u200b", "\u3164\u3164", "\x00", "\u202e\u202c", "\ufeff"} {
		t.Run(fmt.Sprintf("CH6 (R111): %+q shows nothing", text), func(t *testing.T) {
			refused(t, CheckText(text), fault.Invalid, "blank")
		})
	}
	for _, text := range []string{"x", "\u200bx", "…", "😀", "\u0301a"} {
		t.Run(fmt.Sprintf("CH6 (R111): %+q shows something", text), func(t *testing.T) {
			if err := CheckText(text); err != nil {
				t.Error(err)
			}
		})
	}
}
