package account

import (
	"encoding/base32"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// The times and codes of RFC 6238, appendix B, of which an app shows the last six digits.
func TestOneTimeCodesAreThoseOfTheStandard(t *testing.T) {
	secret := strings.TrimRight(base32.StdEncoding.EncodeToString([]byte("12345678901234567890")), "=")
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got, err := oneTimeCode(secret, time.Unix(at, 0)); err != nil || got != want {
			t.Errorf("at %d: %s, %v", at, got, err)
		}
	}
	if _, err := oneTimeCode("no secret!", time.Unix(0, 0)); err == nil {
		t.Error("a secret that is none gives a code")
	}
}

func TestAPersonForOneCommandSignsInWhateverIsDemanded(t *testing.T) {
	const token = `{"AuthenticationResult":{"AccessToken":"t"}}`
	for _, row := range []struct {
		title string
		says  map[string]string // by action
		want  []string
		asks  string // a challenge that stays
	}{
		{"a password is enough", map[string]string{"AdminInitiateAuth": token}, []string{"AdminInitiateAuth"}, ""},
		{"a second factor is to be set up", map[string]string{
			"AdminInitiateAuth":           `{"ChallengeName":"MFA_SETUP","Session":"one","ChallengeParameters":{"USER_ID_FOR_SRP":"s-1"}}`,
			"AssociateSoftwareToken":      `{"SecretCode":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","Session":"two"}`,
			"VerifySoftwareToken":         `{"Status":"SUCCESS","Session":"three"}`,
			"AdminRespondToAuthChallenge": token,
		}, []string{"AdminInitiateAuth", "AssociateSoftwareToken one", "VerifySoftwareToken two", "AdminRespondToAuthChallenge three"}, ""},
		{"something else is asked", map[string]string{"AdminInitiateAuth": `{"ChallengeName":"NEW_PASSWORD_REQUIRED"}`}, []string{"AdminInitiateAuth"}, "NEW_PASSWORD_REQUIRED"},
	} {
		t.Run(row.title, func(t *testing.T) {
			var did []string
			p := Pool{ID: "pool", Client: "console", Account: answering(t, func(w http.ResponseWriter, r *http.Request) {
				_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
				body := asked(r)
				_, session, _ := strings.Cut(body, `"Session":"`)
				session, _, _ = strings.Cut(session, `"`)
				did = append(did, strings.TrimSpace(action+" "+session))
				if action == "AdminRespondToAuthChallenge" && !strings.Contains(body, `"USERNAME":"s-1"`) {
					t.Errorf("she is named by an alias: %s", body)
				}
				_, _ = io.WriteString(w, row.says[action])
			})}
			got, err := p.TokenOnce(t.Context(), "made@x", "secret")
			if !slices.Equal(did, row.want) {
				t.Errorf("asked %q", did)
			}
			if still := (*Asked)(nil); errors.As(err, &still) != (row.asks != "") || still != nil && still.Challenge != row.asks {
				t.Errorf("%v", err)
			}
			if (got == "t") != (row.asks == "") {
				t.Errorf("token %q, %v", got, err)
			}
		})
	}
}

// inviting answers as Cognito does of a person, who is not there (""), or there in a state.
func inviting(status string, did *[]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		again := strings.Contains(asked(r), `"RESEND"`)
		if again {
			action += " again"
		}
		*did = append(*did, action)
		switch {
		case action == "AdminCreateUser" && status != "":
			saying(http.StatusBadRequest, `{"__type":"UsernameExistsException","message":"there already"}`)(w, r)
		case action == "AdminGetUser":
			_, _ = io.WriteString(w, `{"UserStatus":"`+status+`","UserAttributes":[{"Name":"sub","Value":"s-1"}]}`)
		default:
			_, _ = io.WriteString(w, `{}`)
		}
	}
}

// An invitation is mailed to whoever has not signed in yet, and to nobody else.
func TestWhoIsInvitedAgainGetsANewPasswordOnlyIfSheNeverSignedIn(t *testing.T) {
	for _, row := range []struct {
		status string
		mailed bool
		want   []string
	}{
		{"", true, []string{"AdminCreateUser", "AdminGetUser"}},
		{"FORCE_CHANGE_PASSWORD", true, []string{"AdminCreateUser", "AdminGetUser", "AdminCreateUser again"}},
		{"CONFIRMED", false, []string{"AdminCreateUser", "AdminGetUser"}},
	} {
		var did []string
		p := Pool{Account: answering(t, inviting(row.status, &did)), ID: "pool"}
		subject, mailed, err := p.Invite(t.Context(), "ada@x")
		if subject != "s-1" || mailed != row.mailed || err != nil || !slices.Equal(did, row.want) {
			t.Errorf("%s: %q, mailed %t, asked %q, %v", row.status, subject, mailed, did, err)
		}
	}
}
