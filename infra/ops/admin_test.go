package main

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/deployed/place"
	"switchboard/infra/ops/account"
)

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
