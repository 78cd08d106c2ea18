package manifest

import (
	_ "embed" // actions.json
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// The words of the table below.
const (
	people = Visitor + " " + Agent + " " + Supervisor + " " + Administrator
	staff  = Agent + " " + Supervisor + " " + Administrator
)

// Functions is every function there is, in the order people read them: the socket's life, what is said in it, who takes
// it, the three callers of a wake, the HTTP API. What each does to tables, sockets and timers is in actions.json, computed
// from its code.
func Functions() []Function {
	list := slices.Concat(life(), talk(), handing(), others())
	for i, f := range list {
		needs := actions[f.Name]
		list[i].Chats, list[i].Desk = slices.Clone(needs.Chats), slices.Clone(needs.Desk)
		list[i].Connections, list[i].Closes, list[i].Timers, list[i].Directory = needs.Connections, needs.Closes, needs.Timers, needs.Directory
	}
	return list
}

// life is a socket's life and an agent's status.
func life() []Function {
	return []Function{
		{Name: "authorize", Does: "spends a one-time ticket and says who opens the socket", Trigger: Trigger{Kind: Authorizer}, Roles: words(people),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "connect", Does: "accepts the socket and echoes its subprotocol", Trigger: silent("$connect"), Roles: words(people),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "disconnect", Does: "forgets a connection and notes when the last one was lost", Trigger: silent("$disconnect"), Roles: words(people),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "resume", Does: "registers a connection and returns what it missed", Trigger: answers("resume"), Roles: words(people),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "beat", Does: "records that somebody is there and says the newest seq of each chat", Trigger: answers("beat"), Roles: words(people),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "presence", Does: "sets an agent's status, renews her lease, logs her out", Trigger: answers("presence"), Roles: words(staff),
			MemoryMB: 256, Timeout: Cutoff},
	}
}

// talk is what a visitor and an agent send about their chat.
func talk() []Function {
	return []Function{
		{Name: "request", Does: "asks for a chat and puts it in line", Trigger: answers("request"), Roles: words(Visitor),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "message", Does: "writes what was said and tells the others", Trigger: answers("message"), Roles: words(people),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "typing", Does: "tells the others that somebody writes", Trigger: silent("typing"), Roles: words(people),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "signal", Does: "sends a custom event to the others in a chat", Trigger: answers("signal"), Roles: words(people),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "visit", Does: "notes that the visitor went to another page", Trigger: answers("visit"), Roles: words(Visitor),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "end", Does: "ends a chat", Trigger: answers("end"), Roles: words(people),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "close", Does: "closes an ended chat's tab and has its transcript made", Trigger: answers("close"), Roles: words(staff),
			Transcripts: words("PutObject"), MemoryMB: 512, Timeout: Cutoff},
	}
}

// handing is what staff send: who takes a chat, hands it on, watches it.
func handing() []Function {
	return []Function{
		{Name: "accept", Does: "takes a request that was offered or chosen", Trigger: answers("accept"), Roles: words(staff),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "decline", Does: "sends an offer back", Trigger: answers("decline"), Roles: words(staff),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "offered", Does: "notes that a console shows an offer", Trigger: silent("offered"), Roles: words(staff),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "transfer", Does: "asks another agent to take a chat over, or passes it to a queue", Trigger: answers("transfer"), Roles: words(staff),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "conference", Does: "asks a further agent into a chat", Trigger: answers("conference"), Roles: words(staff),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "withdraw", Does: "takes back a transfer or conference that is being asked", Trigger: answers("withdraw"), Roles: words(staff),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "leave", Does: "lets one of several agents out of a chat", Trigger: answers("leave"), Roles: words(staff),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "block", Does: "ends a chat and blocks its visitor's addresses", Trigger: answers("block"), Roles: words(staff),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "flag", Does: "raises or lowers the flag that calls a supervisor", Trigger: answers("flag"), Roles: words(staff),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "whisper", Does: "writes to the agents of a chat alone", Trigger: answers("whisper"), Roles: words(Supervisor),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "watch", Does: "lets a supervisor watch the panel or a chat", Trigger: answers("watch"), Roles: words(Supervisor),
			MemoryMB: 256, Timeout: Cutoff},
	}
}

// others is what no frame starts: those who wake, and the HTTP API.
func others() []Function {
	return []Function{
		{Name: "expire", Does: "wakes what a timer names", Trigger: Trigger{Kind: Queue, Delivery: timerDelivery}, Roles: words(System),
			Transcripts: words("PutObject"), MemoryMB: 512, Timeout: 15 * time.Second},
		{Name: "finalise", Does: "wakes the chat whose marker has expired", Trigger: Trigger{Kind: Stream, Filter: markersExpired, Delivery: streamDelivery}, Roles: words(System),
			Transcripts: words("PutObject"), MemoryMB: 512, Timeout: 30 * time.Second},
		{Name: "sweep", Does: "wakes all that is past due, and shuts out who was disabled at the sign-in", Trigger: Trigger{Kind: Schedule, Every: time.Minute}, Roles: words(System),
			Transcripts: words("PutObject"), MemoryMB: 512, Timeout: 55 * time.Second},
		{Name: "api", Does: "answers the HTTP routes: tickets, availability, records, configuration", Trigger: Trigger{Kind: HTTP}, Roles: words(people),
			Transcripts: words("GetObject"), MemoryMB: 512, Timeout: Cutoff},
		{Name: "probe", Does: "has a chat with itself over two sockets, and says how long a message takes", Trigger: Trigger{Kind: Schedule, Every: 5 * time.Minute},
			Roles: words(System), Probes: true, MemoryMB: 256, Timeout: 30 * time.Second},
	}
}

//go:embed actions.json
var actionsJSON []byte

// actions are what each function needs, as `make generate` found it in its code (infra/permissions).
var actions = func() (all map[string]struct {
	Chats, Desk                            []string
	Connections, Closes, Timers, Directory bool
}) {
	if err := json.Unmarshal(actionsJSON, &all); err != nil {
		panic(err) // a test reads it too
	}
	return all
}()

// markersExpired passes only what TTL deleted, and of that only the markers of chats: the table also holds tickets and
// connections that expire by the thousand and concern nobody (F41).
var markersExpired = Filter{Event: "REMOVE", Principal: ByTTL, Prefix: "MARK#"}

// A record that keeps failing blocks its shard for a day unless it is told to give up (F32).
var streamDelivery = Delivery{Batch: 10, Retries: 10, Age: time.Hour}

// A timer that fails is tried again within the minute. After the last try the due entry still finds its thing; the dead
// letter is there for people.
var timerDelivery = Delivery{Batch: 10, Retries: 4, Age: 24 * time.Hour, Hidden: time.Minute}

func words(list string) []string { return strings.Fields(list) }

func answers(route string) Trigger { return Trigger{Kind: Socket, Route: route, Responds: true} }

// silent is a socket route without an answer: nobody waits for it, or (opening, closing) no frame could be sent.
func silent(route string) Trigger { return Trigger{Kind: Socket, Route: route} }
