// Command resume registers a connection and returns what its person missed (route resume).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Frame(boot.Desk(boot.Store, boot.Push, boot.Timers).Resume))
}
