package dynamo

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"switchboard/shared/store"
)

// still answers every request at once, so that only our side's work is measured.
type still struct{ query, put answer }

func (s still) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return nil, err
	}
	if strings.HasSuffix(r.Header.Get("X-Amz-Target"), "Query") {
		return s.query.response(r), nil
	}
	return s.put.response(r), nil
}

// BenchmarkMessage is the Query and the conditional Put of one message, without a network and without a table (P4).
func BenchmarkMessage(b *testing.B) {
	item := `{"pk":{"S":"CHAT#1"},"sk":{"S":"E#00000001"},"b":{"B":"` + strings.Repeat("QUJD", 130) + `"},"n_version":{"N":"7"}}`
	transport := still{
		query: answer{http.StatusOK, `{"Count":5,"Items":[` + strings.Repeat(item+",", 4) + item + `]}`},
		put:   answer{http.StatusOK, `{}`},
	}
	d := New(dynamodb.New(dynamodb.Options{Region: "us-east-1", BaseEndpoint: aws.String("http://127.0.0.1:1"),
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""), HTTPClient: &http.Client{Transport: transport},
	}), map[store.Table]string{store.Chats: "chats"})
	r := store.Range{Table: store.Chats, PK: "CHAT#1", From: "E#00000001", To: "HEAD", Limit: 64}
	put := []store.Op{putAbsent("E#00000002", strings.Repeat("e", 400))}
	b.ReportAllocs()
	for b.Loop() {
		if items, err := d.Query(b.Context(), r); err != nil || len(items) != 5 {
			b.Fatal(len(items), err)
		}
		if err := d.Write(b.Context(), put); err != nil {
			b.Fatal(err)
		}
	}
}
