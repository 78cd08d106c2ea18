// Command connect accepts the socket and echoes its subprotocol (route $connect).
package main

import (
	"switchboard/shared/edge"
)

func main() {
	edge.Start(edge.Connect())
}
