// Package story is what must pass wherever the product runs: people sign in, are configured, talk, hand over, end, block,
// and every conversation leaves its transcript. It is told over the wire alone, so the same rows run against the local
// stack, an emulator and an account; SWITCHBOARD_AT (package place) says where.
package story

import (
	"net/http"
	"testing"
	"time"

	"switchboard/infra/deployed/client"
)

type (
	frame  = client.Frame
	person = client.Person
)

// row is one part of the story.
type row struct {
	title string
	tell  func(*testing.T, client.Site)
}

// Tell tells all of it to one site, which has been seeded. Nobody else may use the site meanwhile: the demo's agents go
// on- and offline.
func Tell(t *testing.T, s client.Site) {
	rows := []row{
		{"S1, R12: without a sign-in, or in the wrong group, nothing is told", strangers},
		{"S2: a ticket opens one socket, and a made-up one none", tickets},
		{"R72, R97, R112, R218: request, accept, messages both ways, close, transcript", talk},
		{"R22: a page that is loaded anew holds everything", reload},
		{"R136, R143, R141: a colleague takes a chat over", transfer},
		{"R158, R160, R163: a colleague comes into a chat and leaves it", conference},
		{"R146, R148: a transfer is taken back, another is declined", recalled},
		{"R139, R143, R145: a chat is handed on to another queue", handedOn},
		{"R80, R81, R82, R86: a request is pushed, declined, lapses and comes again", pushed},
		{"R197, R198, R200, R203, R204, R205: a supervisor sees a flag, watches, whispers and lowers it", supervised},
		{"R121, R122: the pages on both sides say more than words", page},
		{"F4: who is gone without a word costs nobody anything", silence},
		{"F1, F4, R135: sockets are gone and nobody has heard, whatever is sent", gone},
		{"R25, R54: a supervisor sets an agent Away, and visitors see that nobody is there", away},
		{"R8, R10, R137, R208, R310: the records and the settings", office},
		{"R101: a request is cancelled while it waits", cancelled},
		{"R188, R190, R194: an agent blocks, an administrator lifts it", block},
		{"R102, R219: the visitor leaves, nobody acts, and the transcript is there", vanished},
		{"R12, R28: a disabled person is refused", disabled},
		{"R28, F51: a disabled person's socket is closed, and tells her why", shut},
		{"R63: nobody is there, nobody is asked", nobody},
	}
	if s.Timers != nil && s.Expires != nil {
		rows = append(rows, row{"R219: nobody acted and no timer came, and TTL makes the transcript", expired})
	}
	if s.Timers != nil {
		rows = append(rows, row{"R17, R28: who is gone for good is counted out by whoever disables her", outBefore})
		rows = append(rows, row{"R219: nobody acted, no timer and no TTL came, and the sweep makes the transcript", swept})
	}
	// Functions follow the settings within ten seconds, so what a row needs is set before the first.
	defer hurried(t, s, "orders", 2*time.Second)()
	for _, row := range rows {
		t.Run(row.title, func(t *testing.T) { row.tell(t, s) })
	}
}

// engaged is a chat between a visitor and an agent who accepted it.
func engaged(t *testing.T, s client.Site, name, colleague string) (visitor, agent *person, chat string) {
	t.Helper()
	agent, visitor = client.Agent(t, s, colleague), client.Visitor(t, s, name)
	agent.Connects()
	agent.IsOnline()
	visitor.Connects()
	chat = visitor.Asks("support")
	agent.Awaits("the request", waiting(chat, ""))
	agent.Does(frame{"action": "accept", "chat": chat, "after": 1})
	visitor.Awaits("accepted", func(f frame) bool { return f.Text("chat") == chat && visitor.After(chat) >= 2 })
	return visitor, agent, chat
}

// waiting matches the frame that shows a chat to be taken, in one way: chosen from the list, transfer, conference.
func waiting(chat, kind string) func(frame) bool {
	return func(f frame) bool {
		r := f.Inner("request")
		return f.Text("type") == "waiting" && r.Text("chat") == chat && r.Text("kind") == kind
	}
}

// carries matches the frame that carries an event of that kind in a chat.
func carries(chat, kind string) func(frame) bool {
	return func(f frame) bool {
		for _, e := range f.List("events") {
			if f.Text("chat") == chat && e.Text("kind") == kind {
				return true
			}
		}
		return false
	}
}

// joins brings a colleague Online.
func joins(t *testing.T, s client.Site, name string) *person {
	t.Helper()
	p := client.Agent(t, s, name)
	p.Connects()
	p.IsOnline()
	return p
}

// ends ends a chat by an agent and closes her tab.
func ends(agent *person, chat string) {
	agent.Does(frame{"action": "end", "chat": chat})
	agent.Does(frame{"action": "close", "chat": chat})
}

// transcript is a chat's, or nil while there is none.
func transcript(p *person, chat string) frame {
	status, doc := p.Call(http.MethodGet, "/transcripts/"+chat, nil)
	if status != http.StatusOK {
		return nil
	}
	return doc
}
