// Command withdraw takes back a transfer or conference that is being asked (route withdraw).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Frame(boot.Desk(boot.Store, boot.Push, boot.Timers).Withdraw))
}
