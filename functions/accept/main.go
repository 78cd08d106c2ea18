// Command accept takes a waiting request (route accept).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Frame(boot.Desk(boot.Store, boot.Push, boot.Timers).Accept))
}
