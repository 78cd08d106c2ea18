package boot

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Config is the SDK's configuration from what Lambda puts into the environment. The SDK's own loader would bring three
// sign-in clients and a millisecond of start for nothing that a function uses. AWS_ENDPOINT_URL_<SERVICE> or
// AWS_ENDPOINT_URL names another endpoint, as the SDKs agree.
func Config(service string) aws.Config {
	c := aws.Config{
		Region: os.Getenv("AWS_REGION"),
		Credentials: aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{
				AccessKeyID: os.Getenv("AWS_ACCESS_KEY_ID"), SecretAccessKey: os.Getenv("AWS_SECRET_ACCESS_KEY"),
				SessionToken: os.Getenv("AWS_SESSION_TOKEN"), Source: "environment",
			}, nil
		})),
	}
	for _, name := range []string{"AWS_ENDPOINT_URL_" + service, "AWS_ENDPOINT_URL"} {
		if url := os.Getenv(name); url != "" {
			c.BaseEndpoint = aws.String(url)
			break
		}
	}
	return c
}
