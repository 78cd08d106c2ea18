// Package switchboard_test holds what is true of the whole tree: who may know whom, which words names use, and that the
// manifest, the folders and the one-process table name the same functions.
package switchboard_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"switchboard/infra/local/together"
	"switchboard/infra/manifest"
)

// knows says which packages of the product each may import. A package that is not here fails the test: whoever adds one
// decides where it stands. "spectest", "storetest" and "dynamotest" are for tests alone.
var knows = map[string]string{
	"shared/fault": "", "shared/log": "", "shared/spectest": "",
	"shared/chat": "fault log", "shared/routing": "fault log", "shared/settings": "fault", "shared/transcript": "fault log",
	"shared/protocol": "fault", "shared/protocol/gen": "protocol", "shared/session": "fault",
	"shared/store": "chat log routing", "shared/store/storetest": "store", "shared/store/memory": "store",
	"shared/store/dynamo": "store", "shared/store/dynamo/meter": "store store/dynamo", "shared/store/dynamotest": "store store/dynamo",
	"shared/files": "", "shared/files/s3": "files", "shared/files/memory": "files",
	"shared/push": "", "shared/push/gateway": "push", "shared/push/memory": "push",
	"shared/directory": "", "shared/directory/cognito": "directory", "shared/directory/memory": "directory",
	"shared/timer": "", "shared/timer/sqs": "timer", "shared/timer/memory": "timer",
	"shared/desk":           "chat directory fault files log protocol push routing session settings store timer transcript",
	"shared/edge":           "desk fault protocol session store timer",
	"shared/edge/api":       "desk edge fault session settings transcript",
	"shared/edge/probe":     "desk edge probe",
	"shared/probe":          "desk protocol session settings",
	"shared/boot":           "desk push/gateway store store/dynamo timer/sqs",
	"shared/boot/documents": "boot desk files/s3",
	"shared/boot/signin":    "boot desk directory/cognito",
}

// sdk is who may import AWS's SDK, lambda who may import aws-lambda-go: a rule then never depends on AWS.
var (
	sdk    = []string{"shared/store/dynamo", "shared/store/dynamo/meter", "shared/store/dynamotest", "shared/files/s3", "shared/directory/cognito", "shared/push/gateway", "shared/timer/sqs", "shared/boot"}
	lambda = []string{"shared/edge", "shared/edge/api"}
	// pure is who asks no clock, no network and no JSON.
	pure = []string{"shared/fault", "shared/log", "shared/chat", "shared/routing", "shared/transcript"}
)

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) map[string]pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./functions/...", "./shared/...", "./infra/local/...", "./infra/manifest/...", "./infra/permissions/...", "./infra/requirements/...",
		"./infra/ops/...", "./infra/deployed/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]pkg{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return found
		} else if err != nil {
			t.Fatal(err)
		}
		found[strings.TrimPrefix(p.ImportPath, "switchboard/")] = p
	}
}

func TestWhoMayKnowWhom(t *testing.T) {
	for name, p := range packages(t) {
		for _, path := range p.Imports {
			if why := forbidden(name, path); why != "" {
				t.Errorf("%s imports %s: %s", name, path, why)
			}
		}
		if _, listed := knows[name]; strings.HasPrefix(name, "shared/") && !listed {
			t.Errorf("%s has no place in the table of who may know whom", name)
		}
	}
}

func forbidden(name, path string) string {
	own, ours := strings.CutPrefix(path, "switchboard/")
	switch {
	case strings.HasPrefix(path, "github.com/aws/aws-lambda-go") && !strings.HasPrefix(name, "infra/") && !slices.Contains(lambda, name):
		return "only edge knows Lambda's events"
	case strings.HasPrefix(path, "github.com/aws/aws-sdk-go-v2") && !strings.HasPrefix(name, "infra/") && !slices.Contains(sdk, name):
		return "only the adapters and boot know the SDK"
	case slices.Contains(pure, name) && (path == "encoding/json" || path == "net/http" || path == "os"):
		return "a pure package asks nothing of the world"
	case !ours:
		return ""
	case strings.HasPrefix(name, "functions/") && !strings.HasPrefix(own, "shared/boot") && !strings.HasPrefix(own, "shared/edge"):
		return "a function knows boot and edge alone"
	case strings.HasPrefix(name, "infra/") && strings.HasPrefix(own, "shared/") && name != "infra/local/together" && name != "infra/local/stack":
		return "infra knows nothing of the product but what is generated; together and stack run it in one process"
	case name == "shared/store/dynamotest":
		return "" // for tests alone: it starts the engine that the local stack starts
	case strings.HasPrefix(name, "shared/") && !strings.HasPrefix(own, "shared/"):
		return "the product knows nothing of its surroundings"
	}
	if list, listed := knows[name]; listed && !slices.Contains(strings.Fields(list), strings.TrimPrefix(own, "shared/")) {
		return "it stands lower"
	}
	return ""
}

func TestTheManifestTheFoldersAndTheOneProcessNameTheSameFunctions(t *testing.T) {
	var declared, folders []string
	for _, f := range manifest.Functions() {
		declared = append(declared, f.Name)
	}
	entries, err := os.ReadDir("functions")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		folders = append(folders, e.Name())
	}
	inOne := together.New(together.Config{}).Names()
	for _, list := range [][]string{declared, folders, inOne} {
		slices.Sort(list)
	}
	if !slices.Equal(declared, folders) || !slices.Equal(declared, inOne) {
		t.Errorf("manifest  %v\nfolders   %v\ntogether  %v", declared, folders, inOne)
	}
}

// banned are words that name nothing in this field, or something else (one word per thing).
var banned = regexp.MustCompile(`(?i)user|customer|room|manager|service|helper|utils|impl(e?s)?$|v2$`)

// allowed are words that are others': headers, claims and fields of AWS.
var allowed = regexp.MustCompile(`UserAgent|UserIdentity|Username|^Helper$`)

func TestNamesUseTheWordsOfTheField(t *testing.T) {
	for _, root := range []string{"functions", "shared", "infra/local", "infra/manifest", "infra/permissions", "infra/ops", "infra/deployed"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && banned.MatchString(d.Name()) {
				t.Errorf("folder %s", path)
			}
			if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				for name := range exported(t, path) {
					if banned.MatchString(allowed.ReplaceAllString(name, "")) {
						t.Errorf("%s: %s", path, name)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What goes over the wire and into the tables lasts longer than a name in the code.
func TestFramesAndKeysUseTheWordsOfTheField(t *testing.T) {
	for path, pattern := range map[string]string{
		"api/protocol.schema.json": `"([A-Za-z]+)": \{`,           // definitions and fields
		"shared/store/keys.go":     `"([A-Z]+)#?"`,                // partition and sort keys
		"shared/log/event.go":      `(?:Kind|Reason)\s+= "(\w+)"`, // kinds of events and reasons
	} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1)
		if len(found) == 0 {
			t.Errorf("%s: no name found", path)
		}
		for _, m := range found {
			if banned.MatchString(m[1]) {
				t.Errorf("%s: %s", path, m[1])
			}
		}
	}
}

// exported are the exported names that a file declares, fields and their JSON names included.
func exported(t *testing.T, path string) map[string]bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			names[n.Name.Name] = true
		case *ast.TypeSpec:
			names[n.Name.Name] = true
		case *ast.ValueSpec:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.Field:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.BlockStmt:
			return false
		}
		return true
	})
	maps.DeleteFunc(names, func(name string, _ bool) bool { return !ast.IsExported(name) })
	return names
}
