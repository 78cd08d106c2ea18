// Command authorize spends a one-time ticket and says who opens the socket (authorizer of $connect).
package main

import (
	"switchboard/shared/boot"
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Authorize(boot.Desk(boot.Store).TakeTicket))
}
