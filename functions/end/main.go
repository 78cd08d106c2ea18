// Command end ends a chat, or cancels a request (route end).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Frame(boot.Desk(boot.Store, boot.Push, boot.Timers).End))
}
