// Command typing tells the others that somebody writes (route typing).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Notice(boot.Desk(boot.Store, boot.Push, boot.Timers).Typing))
}
