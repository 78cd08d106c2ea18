// Command close closes an ended chat's tab and has its transcript made (route close).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/boot/documents"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Frame(boot.Desk(boot.Store, boot.Push, boot.Timers, documents.Documents).Close))
}
