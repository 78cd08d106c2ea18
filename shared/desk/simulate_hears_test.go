package desk_test

import (
	"encoding/json"

	"switchboard/shared/protocol"
)

// hears follows what is pushed to an agent.
func (a *simulatedAgent) hears(data json.RawMessage, kind string) {
	switch kind {
	case "waiting":
		read(data, func(f protocol.WaitingShown) {
			a.shows(f.Screen)
			a.sees(f.Request)
		})
	case "events":
		read(data, func(f protocol.Events) {
			for _, h := range a.chats {
				if h.chat == f.Chat {
					h.take(f.Events)
				}
			}
		})
	case "opened":
		read(data, func(f protocol.Opened) {
			a.shows(f.Screen)
			a.holds(f.View)
		})
	case "shut":
		read(data, func(f protocol.Shut) { a.drop([]string{f.Chat}) })
	case "screen":
		read(data, func(f protocol.ScreenShown) { a.shows(&f.Screen) })
	}
}

func read[T any](data json.RawMessage, then func(T)) {
	var f T
	if json.Unmarshal(data, &f) == nil {
		then(f)
	}
}
