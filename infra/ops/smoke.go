package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"switchboard/infra/deployed/client"
	"switchboard/infra/ops/account"
)

// trial is the id of all that a smoke test adds to the settings and takes out again: a skill, a profile, an agent
// configuration, a button and a deployment of which nobody else knows.
const trial = "smoke"

// settled is how long functions may go on by settings that they have read.
const settled = 25 * time.Second

// added is what is added, by the list that it goes into and the field that holds its id.
var added = []struct {
	list, id string
	entry    client.Frame
}{
	{"skills", "skill", client.Frame{"skill": trial, "name": "Smoke test"}},
	{"agentConfigurations", "configuration", client.Frame{"configuration": trial, "name": "Smoke test", "capacity": 1}},
	{"profiles", "profile", client.Frame{"profile": trial, "name": "Smoke test", "configuration": trial, "skills": []string{trial}, "permissions": []string{"apiEnabled"}}},
	{"buttons", "button", client.Frame{"button": trial, "name": "Smoke test", "skill": trial, "queue": true}},
	{"deployments", "deployment", client.Frame{"deployment": trial, "site": "Smoke test", "origins": []string{}, "buttons": []string{trial}}},
}

// smoke has one chat end to end. It disturbs nobody: its button is its own, and whatever it adds goes again.
func smoke(ctx context.Context, o *operation) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	p, pool, err := o.reach(ctx)
	if err != nil {
		return err
	}
	o.say("making an agent and a button for it at %s", p.API)
	t, err := newOperator(ctx, p, pool)
	if asked := (*account.Asked)(nil); errors.As(err, &asked) {
		o.say("%v", err) // it names whoever could not be deleted, too
		o.say("the synthetic chat is had in its place")
		return probe(ctx, o)
	}
	if err != nil {
		return err
	}
	defer t.leave(context.WithoutCancel(ctx), o)
	if err := t.change(ctx, put); err != nil {
		return fmt.Errorf("adding the button: %w", err)
	}
	defer func() {
		if undo := t.change(context.WithoutCancel(ctx), drop); undo != nil {
			err = errors.Join(err, fmt.Errorf("please delete what is called \"Smoke test\" from the settings; it could not be done: %w", undo))
		}
	}()
	return t.employed(ctx, client.Frame{"first": "Smoke", "profile": trial}, func() error {
		return client.Try(ctx, func(j client.Judge) { o.chat(j, t) })
	})
}

// chat is the chat, each step of which is told.
func (o *operation) chat(j client.Judge, t *operator) {
	mara, agent := client.Visitor(j, t.site, "Smoke"), client.Agent(j, t.site, "Smoke")
	mara.From = trial
	agent.Connects()
	client.Eventually(j, "the agent goes Online", settled, func() bool {
		return agent.Tries(client.Frame{"action": "presence", "status": "Online", "tab": trial}).Text("type") == "ack"
	})
	o.say("the agent is Online")
	client.Eventually(j, "a visitor gets a ticket", settled, func() bool {
		status, _ := mara.Call(http.MethodPost, "/visitor/ticket", client.Frame{"deployment": trial})
		return status == http.StatusOK
	})
	mara.Connects()
	chat := o.request(j, mara)
	agent.Awaits("the request", func(f client.Frame) bool { return f.Inner("request").Text("chat") == chat })
	agent.Does(client.Frame{"action": "accept", "chat": chat, "after": 1})
	o.say("chat %s was asked for and taken", chat)
	from := time.Now()
	mara.Says(chat, "Does it work?")
	agent.Awaits("the question", func(f client.Frame) bool { return slices.Contains(agent.Said(chat), "Does it work?") })
	agent.Says(chat, "It does.")
	mara.Awaits("the answer", func(f client.Frame) bool { return slices.Contains(mara.Said(chat), "It does.") })
	o.say("a question and its answer took %d ms there and back, acknowledged", time.Since(from).Milliseconds())
	agent.Does(client.Frame{"action": "end", "chat": chat})
	agent.Does(client.Frame{"action": "close", "chat": chat})
	status, doc := agent.Call(http.MethodGet, "/transcripts/"+chat, nil)
	if status != http.StatusOK || doc.Inner("chain")["intact"] != true {
		j.Fatalf("the transcript: %d %v", status, doc)
	}
	o.say("its transcript is number %s and whole", doc.Text("number"))
	agent.Does(client.Frame{"action": "presence", "status": "Offline"})
}

// request asks until the button is known to whoever answers.
func (o *operation) request(j client.Judge, mara *client.Person) string {
	chat := ""
	client.Eventually(j, "the button takes a request", settled, func() bool {
		ack := mara.Tries(client.Frame{"action": "request", "button": trial, "name": "Smoke test"})
		chat = ack.Text("chat")
		return ack.Inner("view").Text("state") == "waiting"
	})
	return chat
}

// put adds or replaces an entry of a list by its id, drop takes it out.
func put(list []client.Frame, id string, entry client.Frame) []client.Frame {
	return append(drop(list, id, entry), entry)
}

func drop(list []client.Frame, id string, entry client.Frame) []client.Frame {
	return slices.DeleteFunc(list, func(e client.Frame) bool { return e.Text(id) == entry.Text(id) })
}

// change changes every list of the settings; whoever changed them meanwhile is not overwritten.
func (t *operator) change(ctx context.Context, how func([]client.Frame, string, client.Frame) []client.Frame) error {
	var err error
	for range 3 {
		var held client.Frame
		if held, err = t.ask(ctx, http.MethodGet, "/configuration", nil); err != nil {
			return err
		}
		for _, a := range slices.Backward(added) {
			held[a.list] = how(held.List(a.list), a.id, a.entry)
		}
		if _, err = t.ask(ctx, http.MethodPut, "/configuration", held); err == nil {
			return nil
		}
	}
	return err
}
