package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/deployed/place"
	"switchboard/infra/ops/account"
	"switchboard/infra/ops/cdk"
)

// renewed is the function that gets a new version while people talk, next where its assembly lies.
const (
	renewed = "message"
	next    = "cdk.next"
)

// upgrade deploys another build of one function while a chat is open, in the way in which every new version comes.
func (p *proof) upgrade(ctx context.Context) error {
	if err := p.build(ctx); err != nil {
		return err
	}
	say("synthesising with a new version of %s", renewed)
	if err := p.write(ctx, next); err != nil {
		return err
	}
	before, err := p.code(ctx)
	if err != nil {
		return err
	}
	stood, err := p.stand(ctx)
	if err != nil {
		return err
	}
	site, err := place.Open(ctx, p.addresses())
	if err != nil {
		return err
	}
	if err := client.Try(ctx, func(j client.Judge) { p.talk(ctx, j, site) }); err != nil {
		return err
	}
	after, err := p.code(ctx)
	if err != nil {
		return err
	}
	stands, err := p.stand(ctx)
	if err != nil {
		return err
	}
	wrong := []error{onlyRenewed(before, after), p.check(ctx, next)}
	for _, name := range stacks() {
		wrong = append(wrong, same(name, stood[name], stands[name], []string{"UPDATE_COMPLETE"}))
	}
	return errors.Join(wrong...)
}

// build makes another build of one function; the others stay the files that were deployed.
func (p *proof) build(ctx context.Context) error {
	if err := link(p.binaries(first), p.binaries(next), renewed); err != nil {
		return err
	}
	out := filepath.Join(p.binaries(next), runtime.GOARCH, renewed, "bootstrap")
	return cdk.Quietly(ctx, p.root, p.log("build"), []string{"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + runtime.GOARCH},
		"go", "build", "-tags", "lambda.norpc", "-trimpath", "-ldflags", "-s -w -buildid=next", "-o", out, "./functions/"+renewed)
}

// code is the hash of every function's code, by the function's name.
func (p *proof) code(ctx context.Context) (map[string]string, error) {
	names, err := p.account.Physical(ctx, "Switchboard-"+stage+"-Api", "AWS::Lambda::Function")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, name := range names {
		if all[name], err = p.account.Code(ctx, name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

// onlyRenewed holds that one function has other code and all others have theirs.
func onlyRenewed(before, after map[string]string) error {
	var changed []string
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if before[name] != after[name] || before[name] == "" {
			changed = append(changed, name)
		}
	}
	if want := "switchboard-" + stage + "-" + renewed; !slices.Equal(changed, []string{want}) {
		return fmt.Errorf("the functions %q have other code than before; only %s was changed", changed, want)
	}
	return nil
}

// talk is a chat that is open while the new version comes.
func (p *proof) talk(ctx context.Context, j client.Judge, s client.Site) {
	noor, mara := client.Agent(j, s, "noor"), client.Visitor(j, s, "Mara")
	noor.Connects()
	noor.IsOnline()
	mara.Connects()
	chat := mara.Asks("support")
	noor.Awaits("the request", func(f client.Frame) bool { return f.Inner("request").Text("chat") == chat })
	noor.Does(client.Frame{"action": "accept", "chat": chat, "after": 1})
	said := []string{"Said to the old version", "Said to the new one"}
	p.says(j, mara, noor, chat, said[0])
	say("deploying the new version; a chat is open")
	from := time.Now()
	if err := p.meanwhile(ctx, func() { noor.Beats(chat); mara.Beats(chat) }); err != nil {
		j.Fatal(err)
	}
	say("the new version was deployed in %.1f s", time.Since(from).Seconds())
	from = time.Now()
	p.says(j, mara, noor, chat, said[1])
	cold := 0
	client.Eventually(j, "the log line of a cold start after the deployment", client.Patience, func() bool {
		lines, err := p.account.Lines(ctx, "/switchboard/"+stage+"/"+renewed, from)
		cold = colds(lines, from)
		return err == nil && cold > 0
	})
	say("the next message came through the same socket, handled by a new environment")
	for _, person := range []*client.Person{mara, noor} {
		person.Resumes()
		if got := person.Said(chat); !slices.Equal(got, said) || person.Lost() != nil {
			j.Errorf("%s holds %q, want %q; her socket: %v", person.Name, got, said, person.Lost())
		}
	}
	noor.Does(client.Frame{"action": "end", "chat": chat})
	noor.Does(client.Frame{"action": "close", "chat": chat})
	noor.Does(client.Frame{"action": "presence", "status": "Offline"})
}

func (p *proof) says(j client.Judge, from, to *client.Person, chat, text string) {
	j.Helper()
	from.Says(chat, text)
	to.Awaits("what was said, pushed", func(client.Frame) bool { return slices.Contains(to.Said(chat), text) })
}

// meanwhile deploys the new version; until it is there, both sides say each few seconds that they are.
func (p *proof) meanwhile(ctx context.Context, alive func()) error {
	deployed := make(chan error, 1)
	go func() { deployed <- p.deployAll(ctx, "upgrade", next) }()
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		select {
		case err := <-deployed:
			return err
		case <-tick.C:
			alive()
		}
	}
}

// colds are the invocations since a time that were the first of their environment.
func colds(lines []account.Line, since time.Time) int {
	n := 0
	for _, l := range lines {
		if l.Timestamp >= since.UnixMilli() && strings.Contains(l.Message, `"msg":"invocation"`) && strings.Contains(l.Message, `"cold":true`) {
			n++
		}
	}
	return n
}
