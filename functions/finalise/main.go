// Command finalise wakes the chat whose marker has expired (table stream).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/boot/documents"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Finalise(boot.Desk(boot.Store, boot.Push, boot.Timers, documents.Documents).WakeChat))
}
