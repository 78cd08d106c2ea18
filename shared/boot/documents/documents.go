// Package documents is the part of a cold start that only the functions which store or read transcripts need. It lies
// apart because the S3 client is large, and a function carries what its packages import.
package documents

import (
	"fmt"
	"os"

	"switchboard/shared/boot"
	"switchboard/shared/desk"
	"switchboard/shared/files/s3"
)

// Documents is the bucket of transcripts.
func Documents(p *desk.Parts) error {
	bucket := os.Getenv("TRANSCRIPTS_BUCKET")
	if bucket == "" {
		return fmt.Errorf("the environment variable TRANSCRIPTS_BUCKET is missing")
	}
	p.Documents = s3.New(boot.Config("S3"), bucket)
	return nil
}
