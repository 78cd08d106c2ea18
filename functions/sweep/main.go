// Command sweep wakes all that is past due, and shuts out whoever was disabled at the sign-in (schedule).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/boot/documents"
	"switchboard/shared/boot/signin"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Sweep(boot.Desk(boot.Store, boot.Push, boot.Timers, documents.Documents, signin.Directory).Sweep))
}
