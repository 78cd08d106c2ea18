package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"switchboard/infra/deployed/place"
	"switchboard/infra/manifest"
	"switchboard/infra/ops/account"
	"switchboard/infra/ops/cdk"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// choice is which grants are taken away: those of some functions or of all, and of these every so many-th.
type choice struct {
	functions string // "message,typing" or "all"; empty: none, and the whole proof is run instead
	part, of  int
}

// mutation takes grants away, one at a time, and looks whether a function is denied something while the story is told.
type mutation struct {
	account *account.Account
	work    string
	root    string
	path    string // the addresses of the deployed copy
	story   string // the story's test binary
	tables  []string
	choice  choice

	unplayed map[string]string // what the histories of shared/desk do not use, with its reasons
}

// takeAway runs a mutation over the deployed copy.
func (p *proof) takeAway(ctx context.Context) error {
	story, err := p.buildStory(ctx)
	if err != nil {
		return err
	}
	unplayed, err := os.ReadFile(filepath.Join(p.root, "shared", "desk", "testdata", "unplayed.txt"))
	if err != nil {
		return err
	}
	m := mutation{p.account, p.work, p.root, p.addresses(), story, []string{p.outputs["ChatsTable"], p.outputs["DeskTable"]}, p.choice, reasons(string(unplayed))}
	return m.takeAway(ctx)
}

// reasons reads lines of "typing chats GetItem: why"; others are remarks.
func reasons(text string) map[string]string {
	list := map[string]string{}
	for line := range strings.Lines(text) {
		if use, reason, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.HasPrefix(use, "#") {
			list[use] = reason
		}
	}
	return list
}

// takeAway proves that no grant is idle: without it the story fails, or comes upon a function that is denied something.
// What the story does without must be needed elsewhere.
func (m mutation) takeAway(ctx context.Context) error {
	all, err := m.grants(ctx)
	if err != nil {
		return err
	}
	say("%d grants to take away, one at a time", len(all))
	if _, err := m.tell(ctx, grant{}); err != nil {
		return fmt.Errorf("the story does not even pass with every grant: %w", err)
	}
	var idle []string
	for i, g := range all {
		noticed, err := m.without(ctx, g)
		if err != nil {
			return err
		}
		found := "the story needs it"
		if !noticed {
			var needed bool
			if found, needed = m.elsewhere(g); !needed {
				idle = append(idle, g.String())
			}
		}
		say("%d of %d: %s: %s", i+1, len(all), g, found)
	}
	if len(idle) > 0 {
		return fmt.Errorf("grants that nothing needs, or nobody tells of: %s", strings.Join(idle, ", "))
	}
	return nil
}

// elsewhere says what needs a grant that the story does without. The histories of shared/desk use all that verbs and
// wakes may do, but for a list with reasons; what they do not play, tickets and the HTTP API, must be in the story.
func (m mutation) elsewhere(g grant) (by string, needed bool) {
	if reason, listed := m.unplayed[g.String()]; listed {
		return "not in the story; " + reason, true
	}
	if slices.Contains([]string{"authorize", "api"}, g.function) {
		return "idle", false
	}
	return "not in the story; the histories of shared/desk use it", true
}

// without tells the story while a grant is away, and puts the grant and empty tables back. A story that fails although
// nobody was denied anything may have stumbled over something else, and is told once more.
func (m mutation) without(ctx context.Context, g grant) (noticed bool, err error) {
	whole, err := m.account.RolePolicy(ctx, g.role, policy)
	if err != nil {
		return false, err
	}
	if err := m.account.PutRolePolicy(ctx, g.role, policy, less(whole, g)); err != nil {
		return false, err
	}
	for range 2 {
		denied, failed := m.tell(ctx, g)
		if err := errors.Join(m.mend(ctx), ctx.Err()); err != nil {
			return false, err
		}
		if noticed = denied || failed != nil; denied || !noticed {
			break
		}
		say("%s: it was not missed, but %v", g, failed)
	}
	return noticed, m.account.PutRolePolicy(ctx, g.role, policy, whole)
}

// Rows of the story that wait for the sweep, the first for minutes: they alone need what the sweep may do, and nobody else
// needs the first.
const (
	sweptRow = "nobody_acted,_no_timer_and_no_TTL"
	shutRow  = "R28,_F51"
)

// tell tells the story until its end, or until the function is denied what was taken away.
func (m mutation) tell(ctx context.Context, g grant) (denied bool, err error) {
	rows := []string{"-test.skip", "TestTheStory/" + sweptRow}
	if g.function == "sweep" {
		rows = []string{"-test.run", "TestTheStory/(" + sweptRow + "|" + shutRow + ")"}
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	began, ended := time.Now(), make(chan struct{})
	var told error
	go func() {
		defer close(ended)
		log := filepath.Join(m.work, "mutations.log")
		told = cdk.Quietly(ctx, filepath.Join(m.root, "infra", "deployed", "story"), log, []string{place.Variable + "=" + m.path},
			m.story, append(rows, "-test.failfast", "-test.timeout", "14m")...)
	}()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			if denied, unread := m.denied(ctx, g, began); denied || unread != nil {
				return denied, unread
			}
			return false, told
		case <-tick.C:
			if denied, err := m.denied(ctx, g, began); denied || err != nil {
				cancel()
				<-ended
				return denied, err
			}
		}
	}
}

// denied reports whether, since a time, a grant was missed by its function.
func (m mutation) denied(ctx context.Context, g grant, since time.Time) (bool, error) {
	if g.function == "" {
		return false, nil
	}
	found, err := denials(ctx, m.account, g.function, since)
	return slices.ContainsFunc(found, func(line string) bool { return strings.Contains(line, refusal+g.action+" ") }), err
}

// mend puts back what a story that broke off has left: timers and word of closed sockets may be switched off, agents
// Online and chats open.
func (m mutation) mend(ctx context.Context) error {
	function := func(name string) string { return "switchboard-" + stage + "-" + name }
	return errors.Join(m.account.Unreserve(ctx, function("disconnect")), m.account.Switch(ctx, function("expire"), true), m.wipe(ctx))
}

// wipe empties both tables.
func (m mutation) wipe(ctx context.Context) error {
	client := dynamodb.NewFromConfig(m.account.Config)
	for _, table := range m.tables {
		pages := dynamodb.NewScanPaginator(client, &dynamodb.ScanInput{TableName: aws.String(table)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return err
			}
			for _, item := range page.Items {
				key := map[string]types.AttributeValue{manifest.PartitionKey: item[manifest.PartitionKey], manifest.SortKey: item[manifest.SortKey]}
				if _, err := client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: aws.String(table), Key: key}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// buildStory makes the story's test binary once.
func (p *proof) buildStory(ctx context.Context) (string, error) {
	out := filepath.Join(p.work, "story.test")
	build := exec.CommandContext(ctx, "go", "test", "-c", "-o", out, "./infra/deployed/story")
	build.Dir = p.root
	if text, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the story: %w: %s", err, text)
	}
	return out, nil
}
