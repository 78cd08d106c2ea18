// Command api answers the HTTP routes: tickets, availability, records, configuration.
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/boot/documents"
	"switchboard/shared/edge"
	"switchboard/shared/edge/api"
)

func main() {
	edge.Start(api.Handler(boot.Desk(boot.Store, boot.Push, boot.Timers, documents.Documents)))
}
