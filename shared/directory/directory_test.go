package directory_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"switchboard/infra/local/issuer"
	"switchboard/shared/directory"
	"switchboard/shared/directory/cognito"
	"switchboard/shared/directory/memory"
)

// signIn is a directory together with what its keepers do.
type signIn struct {
	directory.Directory
	disable, enable func(person string)
}

const seats = 130 // more than two of Cognito's pages

func name(n int) string { return fmt.Sprintf("person-%03d", n) }

func inMemory(*testing.T) signIn {
	d := &memory.Directory{}
	return signIn{d, d.Disable, d.Enable}
}

// overCognito is the client that is deployed, before the local sign-in, which answers as a user pool does.
func overCognito(t *testing.T) signIn {
	t.Helper()
	var people []issuer.Person
	for n := range seats {
		people = append(people, issuer.Person{Sub: name(n), Username: fmt.Sprint("login-", n), Password: "p"})
	}
	i, err := issuer.New(issuer.Config{
		BaseURL: "http://127.0.0.1:1", ClientID: "console", RedirectURIs: []string{"http://127.0.0.1:1/callback"}, People: people,
	})
	if err != nil {
		t.Fatal(err)
	}
	must := func(do func(string) error) func(string) {
		return func(person string) {
			if err := do(person); err != nil {
				t.Fatal(err)
			}
		}
	}
	return signIn{cognito.New(config(t, i), "pool"), must(i.Disable), must(i.Enable)}
}

func config(t *testing.T, h http.Handler) aws.Config {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String(server.URL),
		Credentials: credentials.NewStaticCredentialsProvider("id", "secret", ""),
	}
}

func TestF51EveryDirectoryKeepsTheContract(t *testing.T) {
	for kind, open := range map[string]func(*testing.T) signIn{"memory": inMemory, "cognito": overCognito} {
		for _, row := range []struct {
			title string
			do    func(s signIn) []string
		}{
			{"F51: nobody is disabled at first", func(signIn) []string { return nil }},
			{"F51: who is disabled is named, once", func(s signIn) []string {
				s.disable(name(3))
				s.disable(name(1))
				s.disable(name(3))
				return []string{name(1), name(3)}
			}},
			{"F51: who is enabled again is not", func(s signIn) []string {
				s.disable(name(1))
				s.disable(name(2))
				s.enable(name(1))
				return []string{name(2)}
			}},
			{"F51: however many, all are named", func(s signIn) (all []string) {
				for n := range seats {
					s.disable(name(n))
					all = append(all, name(n))
				}
				return all
			}},
		} {
			t.Run(kind+"/"+row.title, func(t *testing.T) {
				s := open(t)
				want := row.do(s)
				got, err := s.Disabled(t.Context())
				slices.Sort(got)
				if err != nil || !slices.Equal(got, want) {
					t.Errorf("%v, %v; want %v", got, err, want)
				}
			})
		}
	}
}

func TestF51AnAnswerIsAllOrAnError(t *testing.T) {
	pages := 0
	d := cognito.New(config(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if pages++; pages == 1 {
			_, _ = w.Write([]byte(`{"Users":[{"Enabled":false,"Attributes":[{"Name":"sub","Value":"noor"}]}],"PaginationToken":"more"}`))
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"__type":"TooManyRequestsException","message":"slow down"}`))
	})), "pool")
	got, err := d.Disabled(t.Context())
	if got != nil || err == nil || !strings.Contains(err.Error(), "slow down") || pages != 2 {
		t.Errorf("%v, %v after %d pages; want an error, at once", got, err, pages)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Disabled(ended); err == nil {
		t.Error("it answers although nobody waits")
	}
}
