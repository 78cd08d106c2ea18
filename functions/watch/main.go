// Command watch lets a supervisor watch the panel or a chat (route watch).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Frame(boot.Desk(boot.Store, boot.Timers).Watch))
}
