// Command api answers the HTTP routes: tickets, availability, records, configuration.
package main

import (
	"os"

	"switchboard/shared/boot"
	"switchboard/shared/boot/documents"
	"switchboard/shared/edge"
	"switchboard/shared/edge/api"
)

func main() {
	d := boot.Desk(boot.Store, boot.Push, boot.Timers, documents.Documents)
	edge.Start(api.Handler(d, os.Getenv("SITE_ORIGINS"), os.Getenv("ORIGIN_SECRET")))
}
