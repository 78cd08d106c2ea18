package transcript

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"switchboard/shared/log"
)

// chain verifies both logs (TR21). A chain alone does not show that its end is missing; the last kind of each log does.
func chain(in Ended) Chain {
	roots := append(log.Root(in.Public), log.Root(in.Private)...)
	sum := sha256.Sum256(roots)
	c := Chain{Entries: len(in.Public) + len(in.Private), Root: hex.EncodeToString(sum[:])}
	c.Fault = either(whole("public", in.Public, log.Ended), whole("private", in.Private, log.Closed))
	c.Intact = c.Fault == ""
	return c
}

func whole(name string, events []log.Event, last log.Kind) string {
	if err := log.Verify(events); err != nil {
		return fmt.Sprintf("%s log, %v", name, err)
	}
	if len(events) == 0 || events[len(events)-1].Kind != last {
		return fmt.Sprintf("%s log: its last entry is not %s", name, last)
	}
	return ""
}
