package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/infra/ops/account"
)

// ground is an account with stage prod in it, as a folder, which the commands that a test puts in place of the CDK can
// change too: stacks/<part> holds a stack's status, buckets/<name>/<key> an object. What is done to it stands in the
// diary, in its order.
type ground struct {
	t      *testing.T
	folder string
	locked bool
	policy string              // of every resource when its stack is deleted
	made   map[string][]string // the buckets of each stack
}

// taken deletes stacks as CloudFormation does: one with a bucket that holds something stays.
const taken = `for stack in "$@"; do
  case $stack in *-Data) own=data ;; *-Web) own=web ;; *) own=none ;; esac
  for object in buckets/prod-$own-*/*; do
    if [ -e "$object" ]; then echo DELETE_FAILED > "stacks/${stack##*-}"; exit 1; fi
  done
  case $stack in Switchboard-*) rm -f "stacks/${stack##*-}" ;; esac
done
`

// newGround has all stacks in a status and something in every bucket; instead of the CDK these commands are run.
func newGround(t *testing.T, status, cdk string) *ground {
	t.Helper()
	g := &ground{t: t, folder: t.TempDir(), policy: "Delete", made: map[string][]string{
		"Web": {"prod-web-site"}, "Data": {"prod-data-accesslogs", "prod-data-files", "prod-data-transcripts"},
	}}
	for _, part := range parts {
		g.write("stacks/"+part, status)
		g.write("work/cdk.out/Switchboard-prod-"+part+".template.json", `{"Resources":{}}`)
		for _, bucket := range g.made[part] {
			g.write("buckets/"+bucket+"/one", "{}")
		}
	}
	g.write("infra/ops/package-lock.json", "{}")
	g.write(".tools/cdk/package-lock.json", "{}")
	g.write(".tools/cdk/node_modules/.bin/cdk", "#!/bin/sh\necho \"cdk $*\" >> diary\n"+cdk)
	g.write("bin/go", "#!/bin/sh\n") // the templates are there already
	g.write(built+"/console/index.html", "<html>")
	g.write(built+"/widget/widget.js", "")
	t.Setenv("PATH", filepath.Join(g.folder, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	return g
}

func (g *ground) write(name, text string) {
	g.t.Helper()
	path := filepath.Join(g.folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		g.t.Fatal(err)
	}
}

func (g *ground) read(name string) (string, bool) {
	text, err := os.ReadFile(filepath.Join(g.folder, name))
	return strings.TrimSpace(string(text)), err == nil
}

// names are those in a folder of it; none if it is not there.
func (g *ground) names(folder string) (list []string, there bool) {
	entries, err := os.ReadDir(filepath.Join(g.folder, folder))
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list, err == nil
}

// did is the diary, without what every call of the CDK is told besides.
func (g *ground) did() []string {
	text, _ := g.read("diary")
	var lines []string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), " --")
		lines = append(lines, line)
	}
	return lines
}

func (g *ground) note(format string, args ...any) {
	text, _ := g.read("diary")
	g.write("diary", strings.TrimLeft(text+"\n"+fmt.Sprintf(format, args...)+"\n", "\n"))
}

// at is an operation on the stage.
func (g *ground) at() *operation {
	g.t.Helper()
	o := against(g.t, g.ServeHTTP)
	o.root, o.work = g.folder, filepath.Join(g.folder, "work")
	return o
}

// against is an operation on stage prod of an account that a test answers for.
func against(t *testing.T, answer http.HandlerFunc) *operation {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_PROFILE": "",
	} {
		t.Setenv(name, value)
	}
	a, err := account.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &operation{Account: a, stage: "prod", began: time.Now()}
}

func (g *ground) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	switch name := form.Get("StackName"); form.Get("Action") {
	case "GetCallerIdentity":
		answers(w, `<R><GetCallerIdentityResult><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/ada</Arn></GetCallerIdentityResult></R>`)
	case "":
		g.other(w, r, string(body))
	default:
		g.stack(w, form.Get("Action"), name, name[strings.LastIndex(name, "-")+1:])
	}
}

func answers(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

// stack answers as CloudFormation does. Every stack has the outputs that a command needs of any.
func (g *ground) stack(w http.ResponseWriter, action, name, part string) {
	status, there := g.read("stacks/" + part)
	if name == "CDKToolkit" {
		status, there = "CREATE_COMPLETE", true
	}
	switch {
	case !there:
		w.WriteHeader(http.StatusBadRequest)
		answers(w, `<E><Error><Code>ValidationError</Code><Message>Stack with id %s does not exist</Message></Error></E>`, name)
	case action == "DescribeStacks":
		answers(w, `<R><DescribeStacksResult><Stacks><member><StackName>%s</StackName><StackStatus>%s</StackStatus><EnableTerminationProtection>%t</EnableTerminationProtection><Outputs>`, name, status, g.locked)
		for key, value := range map[string]string{"BootstrapVersion": "30", "SiteBucket": "prod-web-site", "DistributionId": "E1"} {
			answers(w, `<member><OutputKey>%s</OutputKey><OutputValue>%s</OutputValue></member>`, key, value)
		}
		answers(w, `</Outputs></member></Stacks></DescribeStacksResult></R>`)
	case action == "GetTemplate":
		answers(w, `<R><GetTemplateResult><TemplateBody>{"Resources":{"b":{"Type":"AWS::S3::Bucket","DeletionPolicy":%q}}}</TemplateBody></GetTemplateResult></R>`, g.policy)
	case action == "ListStackResources":
		answers(w, `<R><ListStackResourcesResult><StackResourceSummaries>`)
		for _, bucket := range g.made[part] {
			answers(w, `<member><PhysicalResourceId>%s</PhysicalResourceId><ResourceType>AWS::S3::Bucket</ResourceType><ResourceStatus>%s</ResourceStatus></member>`, bucket, status)
		}
		answers(w, `</StackResourceSummaries></ListStackResourcesResult></R>`)
	}
}

// other answers as what a deployment asks besides, and S3, do.
func (g *ground) other(w http.ResponseWriter, r *http.Request, body string) {
	switch {
	case r.Header.Get("X-Amz-Target") != "":
		answers(w, `{"DomainDescription":{}}`)
	case strings.HasSuffix(r.URL.Path, "/account-settings"):
		answers(w, `{"AccountLimit":{"ConcurrentExecutions":1000,"UnreservedConcurrentExecutions":1000}}`)
	case strings.HasSuffix(r.URL.Path, "/invalidation"):
		w.WriteHeader(http.StatusCreated)
	case strings.HasSuffix(r.URL.Path, "/invocations"):
		g.note("invoked with %s", body)
		if strings.Contains(body, "fails") {
			answers(w, `{"batchItemFailures":[{"itemIdentifier":"1"}]}`)
		}
	default:
		bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		g.bucket(w, r, body, bucket, key)
	}
}

func (g *ground) bucket(w http.ResponseWriter, r *http.Request, body, bucket, key string) {
	held, there := g.names("buckets/" + bucket)
	path := filepath.Join(g.folder, "buckets", bucket, key)
	switch query := r.URL.Query(); {
	case !there:
		w.WriteHeader(http.StatusNotFound)
		answers(w, `<Error><Code>NoSuchBucket</Code><Message>gone</Message></Error>`)
	case r.Method == http.MethodPut:
		g.note("uploaded %s", key)
	case r.Method == http.MethodDelete:
		g.note("deleted %s of %s", key, bucket)
		_ = os.Remove(path)
		w.WriteHeader(http.StatusNoContent)
	case query.Has("delete"):
		var list struct{ Object []struct{ Key string } }
		_ = xml.Unmarshal([]byte(body), &list)
		for _, o := range list.Object {
			g.note("deleted %s of %s", o.Key, bucket)
			_ = os.Remove(filepath.Join(path, o.Key))
		}
		answers(w, `<DeleteResult/>`)
	case query.Has("versions"):
		answers(w, `<ListVersionsResult>`)
		for _, name := range held {
			answers(w, `<Version><Key>%s</Key><VersionId>v</VersionId></Version>`, name)
		}
		answers(w, `</ListVersionsResult>`)
	case query.Has("list-type"):
		answers(w, `<ListBucketResult>`)
		for _, name := range held {
			answers(w, `<Contents><Key>%s</Key></Contents>`, name)
		}
		answers(w, `</ListBucketResult>`)
	default:
		text, err := fs.ReadFile(os.DirFS(g.folder), "buckets/"+bucket+"/"+key)
		if err != nil || !slices.Contains(held, key) {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = w.Write(text)
	}
}
