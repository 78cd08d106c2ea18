// Command probe has a chat with itself over two sockets (schedule, where a stage asks for it).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
	"switchboard/shared/edge/probe"
)

func main() {
	edge.Start(probe.Handler(boot.Desk(boot.Store, boot.Push, boot.Timers)))
}
