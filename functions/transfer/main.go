// Command transfer asks another agent to take a chat over, or passes it to a queue (route transfer).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Frame(boot.Desk(boot.Store, boot.Push, boot.Timers).Transfer))
}
