// Command expire wakes what a timer names (timer queue).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/boot/documents"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Expire(boot.Desk(boot.Store, boot.Push, boot.Timers, documents.Documents).Look))
}
