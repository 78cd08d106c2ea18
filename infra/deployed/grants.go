package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
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

// policy is the inline policy of each function's role, as infra/aws names it.
const policy = "manifest"

// grant is one action that one function's role allows.
type grant struct {
	function, role, action string
	on                     string // chats, desk, timers, transcripts, people, failures or connections
	statement              int
}

func (g grant) String() string { return g.function + " " + g.action + " " + g.on }

// mutation takes grants away, one at a time, and looks whether the story notices.
type mutation struct {
	account *account.Account
	root    string
	path    string // the addresses of the deployed copy
	story   string // the story's test binary
	tables  []string
	only    []string // functions; all if empty
}

// takeAway runs a mutation over the deployed copy, for some functions or for all.
func (p *proof) takeAway(ctx context.Context, functions string) error {
	story, err := buildStory(ctx, p.root)
	if err != nil {
		return err
	}
	m := mutation{account: p.account, root: p.root, path: p.addresses(), story: story, tables: []string{p.outputs["ChatsTable"], p.outputs["DeskTable"]}}
	if functions != "all" {
		m.only = strings.Split(functions, ",")
	}
	return m.takeAway(ctx)
}

// takeAway proves that no grant is idle: without any one of them the story fails. What survives stands in seldom with its
// reason, or is an error; so is a row of seldom that the story notices after all.
func (m mutation) takeAway(ctx context.Context) error {
	all, err := m.grants(ctx)
	if err != nil {
		return err
	}
	say("%d grants to take away, one at a time", len(all))
	if err := m.tell(ctx, ""); err != nil {
		return fmt.Errorf("the story does not even pass with every grant: %w", err)
	}
	var idle []string
	for i, g := range all {
		noticed, err := m.without(ctx, g)
		if err != nil {
			return err
		}
		reason, known := seldom[g.String()]
		switch {
		case noticed && known:
			idle = append(idle, g.String()+": the story needs it now; take its row out of infra/deployed/seldom.go")
		case !noticed && !known:
			idle = append(idle, g.String()+": the story passes without it")
		}
		say("%d of %d: %s: %s", i+1, len(all), g, map[bool]string{true: "noticed", false: "not noticed; " + reason}[noticed])
	}
	if len(idle) > 0 {
		return errors.New("grants that nothing needs, or nobody tells of:\n" + strings.Join(idle, "\n"))
	}
	return nil
}

// grants are all that the functions' roles allow, less what is for Lambda itself: the log, and reading the trigger.
func (m mutation) grants(ctx context.Context) ([]grant, error) {
	made, err := m.account.Resources(ctx, "Switchboard-"+stage+"-Api")
	if err != nil {
		return nil, err
	}
	var all []grant
	for _, f := range manifest.Functions() {
		if f.Probes || len(m.only) > 0 && !slices.Contains(m.only, f.Name) { // the story does not call the probe
			continue
		}
		role := ""
		for _, r := range made {
			if r.Type == "AWS::IAM::Role" && strings.HasPrefix(r.Logical, f.Name+"Role") {
				role = r.Physical
			}
		}
		document, err := m.account.RolePolicy(ctx, role, policy)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		statements, _ := document["Statement"].([]any)
		for i, s := range statements {
			for _, action := range actionsOf(s) {
				if forItself(action) {
					all = append(all, grant{f.Name, role, action, named(s), i})
				}
			}
		}
	}
	return all, nil
}

// forItself reports whether an action is one that the function's own code needs.
func forItself(action string) bool {
	own := []string{"dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem",
		"execute-api:ManageConnections", "sqs:SendMessage", "s3:PutObject", "s3:GetObject", "cognito-idp:ListUsers"}
	return slices.Contains(own, action)
}

func actionsOf(statement any) []string {
	switch list := statement.(map[string]any)["Action"].(type) {
	case string:
		return []string{list}
	case []any:
		var all []string
		for _, a := range list {
			all = append(all, fmt.Sprint(a))
		}
		return all
	}
	return nil
}

// named is what a statement is about, by the name that infra/aws gives it.
func named(statement any) string {
	resource := fmt.Sprint(statement.(map[string]any)["Resource"])
	for _, thing := range []string{"chats", "desk", "timers", "transcripts", "people", "failures"} {
		if strings.Contains(resource, "Data-"+thing) || strings.Contains(resource, "data-"+thing) {
			return thing
		}
	}
	if strings.Contains(resource, "execute-api") {
		return "connections"
	}
	return resource
}

// without tells the story while a grant is away, and puts the grant and empty tables back.
func (m mutation) without(ctx context.Context, g grant) (noticed bool, err error) {
	whole, err := m.account.RolePolicy(ctx, g.role, policy)
	if err != nil {
		return false, err
	}
	if err := m.account.PutRolePolicy(ctx, g.role, policy, less(whole, g)); err != nil {
		return false, err
	}
	noticed = m.tell(ctx, g.function) != nil
	return noticed, errors.Join(m.account.PutRolePolicy(ctx, g.role, policy, whole), m.wipe(ctx), ctx.Err())
}

// less is a policy without one action of one statement; a statement without actions goes as a whole.
func less(whole account.Object, g grant) account.Object {
	cut := maps.Clone(whole)
	statements, _ := whole["Statement"].([]any)
	kept := slices.Clone(statements)
	statement := maps.Clone(kept[g.statement].(map[string]any))
	actions := slices.DeleteFunc(actionsOf(statement), func(a string) bool { return a == g.action })
	statement["Action"] = actions
	kept[g.statement] = statement
	if len(actions) == 0 {
		kept = slices.Delete(kept, g.statement, g.statement+1)
	}
	cut["Statement"] = kept
	return cut
}

// sweptRow is the story's row that waits for minutes until the sweep comes; only the sweep's own grants need it.
const sweptRow = "nobody_acted_and_no_timer"

func (m mutation) tell(ctx context.Context, function string) error {
	rows := []string{"-test.skip", "TestTheStory/" + sweptRow}
	if function == "sweep" {
		rows = []string{"-test.run", "TestTheStory/" + sweptRow}
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	log := filepath.Join(m.root, ".build", "deployed", "mutations.log")
	return cdk.Quietly(ctx, filepath.Join(m.root, "infra", "deployed", "story"), log, []string{place.Variable + "=" + m.path},
		m.story, append(rows, "-test.failfast", "-test.timeout", "14m")...)
}

// wipe empties both tables: a story that broke off leaves agents Online and chats open.
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
func buildStory(ctx context.Context, root string) (string, error) {
	out := filepath.Join(root, ".build", "deployed", "story.test")
	build := exec.CommandContext(ctx, "go", "test", "-c", "-o", out, "./infra/deployed/story")
	build.Dir = root
	if text, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the story: %w: %s", err, text)
	}
	return out, nil
}
