// Package files is the seam to stored documents: transcripts now. A document's key names its content, so writing it
// twice is writing it once. s3 keeps them in a bucket, memory for as long as the process lives.
package files

import (
	"context"
	"errors"
)

// Documents keeps documents by key.
type Documents interface {
	// Put stores a document. The same key with the same content is no failure.
	Put(ctx context.Context, key string, body []byte, contentType string) error
	// Get reads a document, or ErrNotFound.
	Get(ctx context.Context, key string) ([]byte, error)
}

// ErrNotFound means that there is no document under this key.
var ErrNotFound = errors.New("files: no such document")
