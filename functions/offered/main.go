// Command offered notes that a console shows an offer (route offered).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Notice(boot.Desk(boot.Store, boot.Timers).Offered))
}
