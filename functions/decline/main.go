// Command decline hides a waiting request from an agent (route decline).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Frame(boot.Desk(boot.Store, boot.Push, boot.Timers).Decline))
}
