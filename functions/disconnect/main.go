// Command disconnect forgets a connection and notes when a visitor's last one was lost (route $disconnect).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Disconnect(boot.Desk(boot.Store, boot.Push, boot.Timers).Disconnect))
}
