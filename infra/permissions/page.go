package main

import (
	"fmt"
	"strings"

	"switchboard/infra/manifest"
)

// asJSON is what the manifest reads: a line per function, so that a change of code shows as a change of a line.
func asJSON(granted map[string]grant) string {
	var lines []string
	for _, f := range manifest.Functions() {
		lines = append(lines, "  "+line(f.Name, granted[f.Name]))
	}
	return "{\n" + strings.Join(lines, ",\n") + "\n}\n"
}

func line(name string, g grant) string {
	return fmt.Sprintf(`%q: {"chats": %s, "desk": %s, "connections": %t, "closes": %t, "timers": %t, "directory": %t}`,
		name, quoted(g.tables["chats"]), quoted(g.tables["desk"]), g.posts, g.closes, g.timers, g.directory)
}

func quoted(words []string) string {
	if len(words) == 0 {
		return "[]"
	}
	return `["` + strings.Join(words, `", "`) + `"]`
}

const opening = `# What each function may do

Written by ` + "`make generate`" + `. All of it but the transcripts is computed from what each function's code can reach (` + "`infra/permissions`" + `), and those are in its row of ` + "`infra/manifest`" + `; ` + "`infra/aws`" + ` gives every function a role of its own with exactly this, and tests compare all three. A transaction has no IAM action of its own: its parts need ` + "`PutItem`, `UpdateItem`, `DeleteItem`" + `, and ` + "`ConditionCheckItem`" + ` for what is only checked.

"Posts" is ` + "`execute-api:ManageConnections`" + ` on the stage's connections, to post to them; "closes" the same, to close them; "timers" ` + "`sqs:SendMessage`" + ` on the timer queue, "directory" ` + "`cognito-idp:ListUsers`" + ` on the pool. Beside this a role holds what its trigger makes Lambda do in its name (read its queue or stream), and may write its own log; whoever reads transcripts may list their bucket (` + "`s3:ListBucket`" + `), or S3 would not tell a document that is gone from one that is forbidden.

| function | started by | chats | desk | posts | closes | timers | directory | transcripts |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
`

func asPage(granted map[string]grant) string {
	var page strings.Builder
	page.WriteString(opening)
	for _, f := range manifest.Functions() {
		g := granted[f.Name]
		fmt.Fprintf(&page, "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s |\n", f.Name, starter(f.Trigger), short(g.tables["chats"]),
			short(g.tables["desk"]), yes(g.posts), yes(g.closes), yes(g.timers), yes(g.directory), short(f.Transcripts))
	}
	return page.String()
}

func starter(t manifest.Trigger) string {
	if t.Route != "" {
		return "route `" + t.Route + "`"
	}
	return string(t.Kind)
}

// short drops what every action of a table ends with.
func short(actions []string) string {
	var words []string
	for _, a := range actions {
		words = append(words, strings.TrimSuffix(a, "Item"))
	}
	return strings.Join(words, " ")
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}
