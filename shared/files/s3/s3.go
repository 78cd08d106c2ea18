// Package s3 keeps documents in a bucket.
package s3

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"switchboard/shared/files"
)

// Documents is files.Documents in one bucket.
type Documents struct {
	client *s3.Client
	bucket string
}

// New makes Documents over a bucket. An endpoint of one's own (AWS_ENDPOINT_URL_S3) is addressed by path.
func New(config aws.Config, bucket string) *Documents {
	return &Documents{s3.NewFromConfig(config, func(o *s3.Options) { o.UsePathStyle = o.BaseEndpoint != nil }), bucket}
}

// Put implements files.Documents.
func (d *Documents) Put(ctx context.Context, key string, body []byte, contentType string) error {
	_, err := d.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(d.bucket), Key: aws.String(key), Body: bytes.NewReader(body), ContentType: aws.String(contentType),
	})
	return err
}

// Get implements files.Documents.
func (d *Documents) Get(ctx context.Context, key string) ([]byte, error) {
	out, err := d.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(d.bucket), Key: aws.String(key)})
	var missing *types.NoSuchKey
	if errors.As(err, &missing) {
		return nil, files.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = out.Body.Close() }()
	return io.ReadAll(out.Body)
}
