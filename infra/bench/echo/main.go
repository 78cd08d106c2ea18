// Command echo is an anchor: the least that a function in Go can be.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
)

type answer struct {
	StatusCode int    `json:"statusCode"`
	Body       string `json:"body"`
}

type question struct {
	Body string `json:"body"`
}

func main() {
	lambda.Start(func(_ context.Context, q question) (answer, error) {
		return answer{StatusCode: 200, Body: q.Body}, nil
	})
}
