// Command sweep wakes all that is past due (schedule).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/boot/documents"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Sweep(boot.Desk(boot.Store, boot.Push, boot.Timers, documents.Documents).Sweep))
}
