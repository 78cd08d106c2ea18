// Package push is who is told.
package push

type Sender interface{ Send(string) }
