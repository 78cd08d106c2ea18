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
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/deployed/place"
	"switchboard/infra/ops/account"
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

// deployed is a stage without any settings behind such a pool, and an operation on it.
func deployed(t *testing.T) (*operation, *pool) {
	t.Helper()
	p := &pool{here: map[string]*member{}}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	var at place.Place
	at.API, p.mint = stage(t)
	at.Pool, at.Client, at.Stage = "pool", clientID, "dev"
	path := filepath.Join(t.TempDir(), "addresses.json")
	if err := at.Write(path); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		place.Variable: path, "AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-central-1", "AWS_PROFILE": "",
		"AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret",
	} {
		t.Setenv(name, value)
	}
	a, err := account.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &operation{Account: a, stage: "dev", root: "../..", began: time.Now()}, p
}

// prints is what a command writes to one of the standard files.
func prints(t *testing.T, file **os.File, command func() error) (string, error) {
	t.Helper()
	into, err := os.Create(filepath.Join(t.TempDir(), "printed"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = into.Close() }()
	was := *file
	*file = into
	defer func() { *file = was }()
	failed := command()
	text, err := os.ReadFile(into.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(text), failed
}

// printed are the settings that make configure prints.
func printed(t *testing.T, o *operation) client.Frame {
	t.Helper()
	o.file = ""
	text, err := prints(t, &os.Stdout, func() error { return configure(t.Context(), o) })
	var f client.Frame
	if err != nil || json.Unmarshal([]byte(text), &f) != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return f
}

func TestWhereASecondFactorIsDemandedTheFirstAdministratorAndTheSmokeTestGetIn(t *testing.T) {
	o, p := deployed(t)
	o.email, o.demo = "ada@example.com", true
	for range 2 { // again before she has signed in: she is mailed another password
		if err := seedAdmin(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	ada := p.here["ada@example.com"]
	if !slices.Equal(p.left(), []string{"ada@example.com"}) || !slices.Equal(ada.groups, []string{"administrator", "agent"}) || len(p.mails) != 2 {
		t.Errorf("%q are there, she in %q, mailed %q", p.left(), ada.groups, p.mails)
	}
	if err := smoke(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if len(p.left()) != 1 {
		t.Errorf("%q are there", p.left())
	}
	held := printed(t, o)
	if held.Number("version") != 3 { // the demo's, with the trial, without it
		t.Errorf("version %d", held.Number("version"))
	}
	for _, a := range added {
		for _, entry := range held.List(a.list) {
			if entry.Text(a.id) == trial {
				t.Errorf("%s: the trial is still there", a.list)
			}
		}
	}
}

func TestSettingsArePrintedAndPutAndNeverWrittenOver(t *testing.T) {
	o, p := deployed(t)
	file := filepath.Join(t.TempDir(), "settings.json")
	puts := func(f client.Frame) error {
		text, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		o.file = file
		return configure(t.Context(), o)
	}
	first := printed(t, o)
	first["skills"] = []client.Frame{{"skill": "general", "name": "Lamps & shades"}}
	said, err := prints(t, &os.Stderr, func() error { return puts(first) })
	if err != nil || !strings.Contains(said, "version 1") {
		t.Errorf("the first: %v; said %s", err, said)
	}
	if err := puts(first); err == nil || !strings.Contains(err.Error(), "409") || !strings.Contains(err.Error(), "Somebody else changed the configuration meanwhile") {
		t.Errorf("a file made from an older version: %v", err)
	}
	more := printed(t, o)
	more["agentConfigurations"] = []client.Frame{{"configuration": "agents", "name": "Agents", "capacity": 1, "conferences": true}}
	if err := puts(more); err != nil {
		t.Errorf("R157: an operator switches conferences on: %v", err)
	}
	wrong := printed(t, o)
	wrong["skills"] = []client.Frame{{"skill": "general", "name": " "}}
	if err := puts(wrong); err == nil || !strings.Contains(err.Error(), "skills.general.name: must not be blank") {
		t.Errorf("what is wrong is named: %v", err)
	}
	wrong["colour"] = "red"
	if err := puts(wrong); err == nil || !strings.Contains(err.Error(), "colour") {
		t.Errorf("what is unknown is named: %v", err)
	}
	held := printed(t, o)
	if held.Number("version") != 2 || held.List("skills")[0].Text("name") != "Lamps & shades" {
		t.Errorf("now %v", held)
	}
	if len(p.left()) > 0 {
		t.Errorf("%q are there", p.left())
	}
}

func TestThePersonMadeForACommandIsDeletedWhateverFails(t *testing.T) {
	for _, action := range []string{
		"AdminCreateUser", "AdminSetUserPassword", "AdminGetUser", "AdminAddUserToGroup", "AdminInitiateAuth",
		"AssociateSoftwareToken", "VerifySoftwareToken", "AdminRespondToAuthChallenge",
	} {
		t.Run(action, func(t *testing.T) {
			o, p := deployed(t)
			p.fails = action
			if err := configure(t.Context(), o); !account.Is(err, "NotAuthorizedException") {
				t.Errorf("it says %v", err)
			}
			if p.made != 1 || len(p.left()) > 0 {
				t.Errorf("%d were made, %q are there", p.made, p.left())
			}
		})
	}
}

// A sign-in may ask for what no command has. Whoever could not be deleted then is named all the same.
func TestASmokeTestThatCannotSignInNamesWhomItLeft(t *testing.T) {
	o, p := deployed(t)
	p.asks, p.fails = "NEW_PASSWORD_REQUIRED", "AdminDeleteUser"
	said, err := prints(t, &os.Stderr, func() error { return smoke(t.Context(), o) })
	if err == nil || !strings.Contains(said, "NEW_PASSWORD_REQUIRED") || !strings.Contains(said, "synthetic chat") {
		t.Errorf("%v; said %s", err, said)
	}
	if len(p.left()) != 1 || !strings.Contains(said, p.left()[0]+" was made for this and could not be deleted") {
		t.Errorf("%q are there; said %s", p.left(), said)
	}
}

func TestAnAddressIsOneAndNothingElse(t *testing.T) {
	o, p := deployed(t)
	o.group = "agent"
	for _, o.email = range []string{"", "ada", "ada@", "@example.com", "Ada <ada@example.com>", "ada@example.com, bo@example.com", "ada @example.com"} {
		if err := invite(t.Context(), o); err == nil || !strings.HasPrefix(err.Error(), fmt.Sprintf("%q is no e-mail address: make invite EMAIL=", o.email)) {
			t.Errorf("%q: %v", o.email, err)
		}
		if err := seedAdmin(t.Context(), o); err == nil || !strings.HasPrefix(err.Error(), fmt.Sprintf("%q is no e-mail address: make seed-admin EMAIL=", o.email)) {
			t.Errorf("%q: %v", o.email, err)
		}
	}
	if p.made > 0 {
		t.Errorf("%q are there", p.left())
	}
}

func TestAPersonIsInvitedIntoOneGroupAfterTheOther(t *testing.T) {
	o, p := deployed(t)
	o.email, o.demo = "ada@example.com", true
	if err := seedAdmin(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	p.mails = nil
	o.email, o.group, o.profile = "bo@example.com", "agent", "agents"
	said, err := prints(t, &os.Stderr, func() error { return invite(t.Context(), o) })
	if err != nil || !strings.Contains(said, "as bo, with the profile agents") || !strings.Contains(said, "sends her a password") {
		t.Errorf("%v; said %s", err, said)
	}
	p.here["bo@example.com"].status = "CONFIRMED" // she signs in
	o.group, o.profile = "supervisor", ""
	said, err = prints(t, &os.Stderr, func() error { return invite(t.Context(), o) })
	if err != nil || !strings.Contains(said, "there already and keeps her password") || strings.Contains(said, "sends her") {
		t.Errorf("%v; said %s", err, said)
	}
	if m := p.here["bo@example.com"]; !slices.Equal(m.groups, []string{"agent", "supervisor"}) || len(p.mails) != 1 {
		t.Errorf("she is in %q, mailed %q", m.groups, p.mails)
	}
}
