// Command beat records that somebody is there and says how far each chat has come (route beat).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Frame(boot.Desk(boot.Store, boot.Push, boot.Timers).Beat))
}
