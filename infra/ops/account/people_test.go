package account

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// people answers as Cognito does of a person who is there already, and notes what was asked.
func people(actions *[]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		*actions = append(*actions, action)
		switch action {
		case "AdminCreateUser":
			saying(http.StatusBadRequest, `{"__type":"UsernameExistsException","message":"there already"}`)(w, r)
		case "AdminGetUser":
			_, _ = io.WriteString(w, `{"UserAttributes":[{"Name":"email","Value":"ada@x"},{"Name":"sub","Value":"s-1"}]}`)
		default:
			_, _ = io.WriteString(w, `{}`)
		}
	}
}

func TestAPersonWhoIsThereAlreadyKeepsWhatSheHas(t *testing.T) {
	for _, row := range []struct {
		title, password string
		want            []string
	}{
		{"given one", "secret", []string{"AdminCreateUser", "AdminSetUserPassword", "AdminGetUser", "AdminAddUserToGroup"}},
	} {
		t.Run(row.title, func(t *testing.T) {
			var actions []string
			p := Pool{Account: answering(t, people(&actions)), ID: "pool"}
			if subject, err := p.Create(t.Context(), "ada@x", row.password); err != nil || subject != "s-1" {
				t.Errorf("got %q, %v", subject, err)
			}
			if err := p.Join(t.Context(), "ada@x", "agent"); err != nil || !slices.Equal(actions, row.want) {
				t.Errorf("asked %q, %v", actions, err)
			}
		})
	}
}

// Nobody here has a telephone number, and that is where Cognito would send an invitation by itself.
func TestAnInvitationGoesByMail(t *testing.T) {
	var invitations []string
	p := Pool{ID: "pool", Account: answering(t, func(w http.ResponseWriter, r *http.Request) {
		body := asked(r)
		switch _, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), "."); {
		case action == "AdminGetUser":
			_, _ = io.WriteString(w, `{"UserStatus":"FORCE_CHANGE_PASSWORD","UserAttributes":[{"Name":"sub","Value":"s-1"}]}`)
		case !strings.Contains(body, `"RESEND"`):
			invitations = append(invitations, body)
			saying(http.StatusBadRequest, `{"__type":"UsernameExistsException","message":"there already"}`)(w, r)
		default:
			invitations = append(invitations, body)
			_, _ = io.WriteString(w, `{}`)
		}
	})}
	if _, mailed, err := p.Invite(t.Context(), "ada@x"); err != nil || !mailed || len(invitations) != 2 {
		t.Fatalf("mailed %t, %v; asked %q", mailed, err, invitations)
	}
	for _, body := range invitations {
		if !strings.Contains(body, `"DesiredDeliveryMediums":["EMAIL"]`) {
			t.Errorf("asked %s", body)
		}
	}
}

func TestASignIn(t *testing.T) {
	for _, row := range []struct{ title, answer, token, says string }{
		{"a token", `{"AuthenticationResult":{"AccessToken":"t"}}`, "t", ""},
		{"a second factor is said", `{"ChallengeName":"MFA_SETUP"}`, "", "the sign-in asks ada for MFA_SETUP"},
		{"neither", `{}`, "", "the sign-in answered without an access token"},
	} {
		t.Run(row.title, func(t *testing.T) {
			p := Pool{Account: answering(t, saying(http.StatusOK, row.answer)), ID: "pool", Client: "console"}
			token, err := p.Token(t.Context(), "ada", "x")
			if token != row.token || (err == nil) != (row.says == "") || err != nil && err.Error() != row.says {
				t.Errorf("got %q, %v", token, err)
			}
			if asked := (*Asked)(nil); errors.As(err, &asked) != strings.Contains(row.answer, "ChallengeName") {
				t.Errorf("%v is %T", err, err)
			}
		})
	}
}

func TestASignInPagesName(t *testing.T) {
	for _, row := range []struct {
		title  string
		status int
		answer string
		free   bool
	}{
		{"nobody's", http.StatusOK, `{"DomainDescription":{}}`, true},
		{"nobody's, said as a refusal", http.StatusBadRequest, `{"__type":"ResourceNotFoundException","message":"none"}`, true},
		{"this pool's own", http.StatusOK, `{"DomainDescription":{"Domain":"name","UserPoolId":"Pool"}}`, true},
		{"another pool's", http.StatusOK, `{"DomainDescription":{"Domain":"name","UserPoolId":"other"}}`, false},
		{"another account's", http.StatusOK, `{"DomainDescription":{"Domain":"name"}}`, false},
	} {
		t.Run(row.title, func(t *testing.T) {
			if free, err := answering(t, saying(row.status, row.answer)).PrefixFree(t.Context(), "name", "pool"); err != nil || free != row.free {
				t.Errorf("got %t, %v", free, err)
			}
		})
	}
}
