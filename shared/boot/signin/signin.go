// Package signin is the part of a cold start that only the function which asks who may sign in needs. It lies apart
// because the client of the sign-in is large, and a function carries what its packages import.
package signin

import (
	"fmt"
	"os"

	"switchboard/shared/boot"
	"switchboard/shared/desk"
	"switchboard/shared/directory/cognito"
)

// Directory is the pool of those who work here.
func Directory(p *desk.Parts) error {
	pool := os.Getenv("PEOPLE_POOL")
	if pool == "" {
		return fmt.Errorf("the environment variable PEOPLE_POOL is missing")
	}
	p.Directory = cognito.New(boot.Config("COGNITO_IDENTITY_PROVIDER"), pool)
	return nil
}
