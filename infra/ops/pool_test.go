package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// pool answers as a Cognito pool that asks everybody for a second factor. It knows only people who are there.
type pool struct {
	mint  func(subject string) (string, error)
	asks  string // the challenge after the password; MFA_SETUP if empty
	fails string // the action that is refused
	mu    sync.Mutex
	here  map[string]*member
	made  int
	mails []string
}

type member struct {
	subject, status string
	groups          []string
}

// secret is what everybody's authenticator is given.
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

type asked struct {
	Username, Password, GroupName, MessageAction, Session, UserCode string
	AuthParameters, ChallengeResponses                              map[string]string
}

func (p *pool) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	var in asked
	_ = json.NewDecoder(r.Body).Decode(&in)
	answer, refusal := p.answer(action, in)
	if action == p.fails {
		refusal = "NotAuthorizedException"
	}
	if refusal != "" {
		w.WriteHeader(http.StatusBadRequest)
		answer = fmt.Sprintf(`{"__type":%q,"message":"refused"}`, refusal)
	}
	_, _ = io.WriteString(w, answer)
}

// answer does what is asked. What is refused after all was done nevertheless, as when an answer is lost on its way.
func (p *pool) answer(action string, in asked) (answer, refusal string) {
	m := p.here[in.Username]
	switch {
	case action == "AdminCreateUser":
		return p.create(in)
	case strings.HasPrefix(action, "Admin") && in.Username != "" && m == nil:
		return "", "UserNotFoundException"
	case action == "AdminDeleteUser" && p.fails != action:
		delete(p.here, in.Username)
	case action == "AdminSetUserPassword":
		m.status = "CONFIRMED"
	case action == "AdminGetUser":
		return fmt.Sprintf(`{"UserStatus":%q,"UserAttributes":[{"Name":"sub","Value":%q}]}`, m.status, m.subject), ""
	case action == "AdminAddUserToGroup":
		if !slices.Contains(m.groups, in.GroupName) {
			m.groups = append(m.groups, in.GroupName)
		}
	default:
		return p.signIn(action, in)
	}
	return "{}", ""
}

func (p *pool) create(in asked) (answer, refusal string) {
	if p.here[in.Username] != nil && in.MessageAction != "RESEND" {
		return "", "UsernameExistsException"
	}
	if in.MessageAction != "SUPPRESS" {
		p.mails = append(p.mails, in.Username)
	}
	if p.here[in.Username] == nil {
		p.made++
		p.here[in.Username] = &member{subject: fmt.Sprint("s-", p.made), status: "FORCE_CHANGE_PASSWORD"}
	}
	return "{}", ""
}

// signIn takes the steps of a sign-in. A session names the step and the person.
func (p *pool) signIn(action string, in asked) (answer, refusal string) {
	step, who, _ := strings.Cut(in.Session, " ")
	switch {
	case action == "AdminInitiateAuth" && p.asks != "":
		return fmt.Sprintf(`{"ChallengeName":%q}`, p.asks), ""
	case action == "AdminInitiateAuth":
		return fmt.Sprintf(`{"ChallengeName":"MFA_SETUP","Session":"asked %s"}`, in.AuthParameters["USERNAME"]), ""
	case action == "AssociateSoftwareToken" && step == "asked":
		return fmt.Sprintf(`{"SecretCode":%q,"Session":"given %s"}`, secret, who), ""
	case action == "VerifySoftwareToken" && step == "given" && (in.UserCode == shown(0) || in.UserCode == shown(1)):
		return fmt.Sprintf(`{"Status":"SUCCESS","Session":"proved %s"}`, who), ""
	case action == "AdminRespondToAuthChallenge" && step == "proved" && p.here[who] != nil:
		token, err := p.mint(p.here[who].subject)
		if err != nil {
			return "", "NotAuthorizedException"
		}
		return fmt.Sprintf(`{"AuthenticationResult":{"AccessToken":%q}}`, token), ""
	}
	return "", "NotAuthorizedException"
}

// shown is what an authenticator showed so many codes ago (RFC 6238).
func shown(ago int64) string {
	key, _ := base32.StdEncoding.DecodeString(secret)
	mac := hmac.New(sha1.New, key)
	_ = binary.Write(mac, binary.BigEndian, time.Now().Unix()/30-ago)
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

// left is who is in the pool.
func (p *pool) left() []string {
	var all []string
	for email := range p.here {
		all = append(all, email)
	}
	return all
}
