// Package account speaks to the few AWS APIs for which this project holds no client: Cognito, CloudFormation, Lambda,
// logs, quotas, CloudFront. A call is one signed request and its JSON; that is all an operator's command needs, and it
// follows the same environment (AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL …) as every other tool.
package account

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/config"
)

// Account is an account in a region, as the environment names it.
type Account struct {
	Config aws.Config
	http   http.Client
}

// Open reads the environment and the shared files. What is missing is said with how to supply it.
func Open(ctx context.Context) (*Account, error) {
	c, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the AWS configuration: %w", err)
	}
	if c.Region == "" {
		return nil, errors.New("no region is set: export AWS_REGION=eu-central-1, or name one in the profile that AWS_PROFILE selects")
	}
	if _, err := c.Credentials.Retrieve(ctx); err != nil {
		return nil, fmt.Errorf("no credentials were found: sign in (aws sso login) or export AWS_PROFILE: %w", err)
	}
	return &Account{Config: c, http: http.Client{Timeout: time.Minute}}, nil
}

// Fault is how AWS refuses.
type Fault struct {
	Status        int
	Code, Message string
}

func (f *Fault) Error() string { return fmt.Sprintf("%s (%d): %s", f.Code, f.Status, f.Message) }

// Is reports whether an error is AWS's refusal with that code.
func Is(err error, code string) bool {
	var f *Fault
	return errors.As(err, &f) && f.Code == code
}

// endpoint is where an API is called: the environment's address, or AWS's own.
func (a *Account) endpoint(id, host string) string {
	for _, name := range []string{"AWS_ENDPOINT_URL_" + strings.ToUpper(strings.ReplaceAll(id, "-", "_")), "AWS_ENDPOINT_URL"} {
		if url := os.Getenv(name); url != "" {
			return strings.TrimSuffix(url, "/")
		}
	}
	return "https://" + host
}

// Elsewhere reports whether the environment names another endpoint than AWS's own.
func Elsewhere() bool { return os.Getenv("AWS_ENDPOINT_URL") != "" }

// send signs a request for an API in a region and returns its answer; a refusal is a *Fault.
func (a *Account) send(ctx context.Context, signAs, region, method, url string, headers map[string]string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	credentials, err := a.Config.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	if err := v4.NewSigner().SignHTTP(ctx, credentials, r, hex.EncodeToString(sum[:]), signAs, region, time.Now()); err != nil {
		return nil, err
	}
	answer, err := a.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= http.StatusBadRequest {
		return nil, refusal(answer, read)
	}
	return read, nil
}

// refusal reads a refusal in each of the three ways in which AWS's APIs write it.
func refusal(answer *http.Response, body []byte) error {
	f := &Fault{Status: answer.StatusCode, Code: answer.Header.Get("X-Amzn-Errortype"), Message: strings.TrimSpace(string(body))}
	var said struct {
		Type     string `json:"__type"`
		Code     string `json:"code"`
		Message  string `json:"message"`
		Message2 string `json:"Message"`
	}
	if json.Unmarshal(body, &said) == nil {
		f.Code, f.Message = first(f.Code, said.Type, said.Code), first(said.Message, said.Message2, f.Message)
	}
	if code := between(string(body), "<Code>", "</Code>"); code != "" {
		f.Code, f.Message = code, between(string(body), "<Message>", "</Message>")
	}
	f.Code, _, _ = strings.Cut(f.Code, ":")
	f.Code = f.Code[strings.LastIndex(f.Code, "#")+1:]
	return f
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func between(text, from, to string) string {
	_, text, found := strings.Cut(text, from)
	if !found {
		return ""
	}
	text, _, _ = strings.Cut(text, to)
	return text
}
