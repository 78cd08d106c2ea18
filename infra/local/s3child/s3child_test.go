package s3child_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"switchboard/infra/local/s3child"
)

var module = filepath.Join("..", "..", "..")

func TestTheStoreBehavesAsS3(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	binary, err := s3child.Build(ctx, module, filepath.Join(module, ".build"), nil)
	if err != nil {
		t.Fatal(err)
	}
	cfg := s3child.Config{
		Binary: binary, Dir: filepath.Join(t.TempDir(), "objects"), Buckets: []string{"files", "transcripts"},
		AccessKey: "local", SecretKey: "local-secret",
	}
	server := started(t, cfg)
	store := client(server, "local-secret")
	t.Run("put, get and head", func(t *testing.T) { roundTrip(t, store) })
	t.Run("F55 a key that is there answers 412 to If-None-Match", func(t *testing.T) {
		in := put("transcripts", "c1/sum", "another body")
		in.IfNoneMatch = aws.String("*")
		_, err := store.PutObject(t.Context(), in)
		if status(err) != http.StatusPreconditionFailed {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a wrong secret is refused", func(t *testing.T) {
		_, err := client(server, "guessed").PutObject(t.Context(), put("files", "a", "b"))
		if status(err) != http.StatusForbidden {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a port that is taken is a clear error", func(t *testing.T) {
		again := cfg
		again.Port, _ = strconv.Atoi(server.Endpoint[strings.LastIndex(server.Endpoint, ":")+1:])
		if _, err := s3child.Start(t.Context(), again); err == nil || !strings.Contains(err.Error(), "taken") {
			t.Errorf("got %v", err)
		}
	})
	if err := server.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	if syscall.Kill(server.PID(), 0) == nil {
		t.Errorf("process %d is left behind", server.PID())
	}
	t.Run("objects survive a restart", func(t *testing.T) { survived(t, client(started(t, cfg), "local-secret")) })
}

func roundTrip(t *testing.T, store *s3.Client) {
	in := put("transcripts", "c1/sum", "the body")
	in.ContentType, in.IfNoneMatch = aws.String("text/html"), aws.String("*")
	if _, err := store.PutObject(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	head, err := store.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: in.Bucket, Key: in.Key})
	if err != nil {
		t.Fatal(err)
	}
	if aws.ToString(head.ContentType) != "text/html" || aws.ToInt64(head.ContentLength) != 8 {
		t.Errorf("type %q, length %d", aws.ToString(head.ContentType), aws.ToInt64(head.ContentLength))
	}
	survived(t, store)
	_, err = store.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: in.Bucket, Key: aws.String("none")})
	if status(err) != http.StatusNotFound {
		t.Errorf("a key that is not there: %v", err)
	}
}

func survived(t *testing.T, store *s3.Client) {
	t.Helper()
	out, err := store.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("transcripts"), Key: aws.String("c1/sum")})
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(out.Body)
	if err != nil || string(body) != "the body" {
		t.Errorf("got %q, %v", body, err)
	}
}

func TestAStoreThatCannotStartSaysWhy(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	binary, err := s3child.Build(ctx, module, filepath.Join(module, ".build"), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s3child.Start(ctx, s3child.Config{Binary: binary, Dir: t.TempDir(), AccessKey: "a", SecretKey: "b", Buckets: []string{"../up"}})
	if err == nil || !strings.Contains(err.Error(), "is no bucket name") {
		t.Errorf("got %v", err)
	}
}

func started(t *testing.T, cfg s3child.Config) *s3child.Server {
	t.Helper()
	server, err := s3child.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return server
}

func client(server *s3child.Server, secret string) *s3.Client {
	return s3.New(s3.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(server.Endpoint), UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider("local", secret, ""),
	})
}

func put(bucket, key, body string) *s3.PutObjectInput {
	return &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String(key), Body: strings.NewReader(body)}
}

func status(err error) int {
	var answer *smithyhttp.ResponseError
	if errors.As(err, &answer) {
		return answer.HTTPStatusCode()
	}
	return 0
}
