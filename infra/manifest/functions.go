package manifest

import (
	"strings"
	"time"
)

// The words of the table below. A verb that changes a state reads and writes both tables in one transaction: the chat's
// head and events in one, the agent's load and the queue in the other. Whoever posts to sockets may find one gone and must
// then forget it: drop its entries, note when a visitor's last one was lost, and send the timer that looks again after
// the grace that the settings (in desk) say. Whoever may wake a chat may find it finished and must write its transcript.
const (
	everyAction   = "GetItem Query PutItem UpdateItem DeleteItem ConditionCheckItem"
	forgetActions = "GetItem Query UpdateItem DeleteItem"

	people = Visitor + " " + Agent + " " + Supervisor + " " + Administrator
	staff  = Agent + " " + Supervisor + " " + Administrator
)

// Functions is every function there is, in the order people read them: the socket's life, what is said in it, the three
// callers of a wake, the HTTP API.
func Functions() []Function {
	return []Function{
		{Name: "authorize", Does: "spends a one-time ticket and says who opens the socket", Trigger: Trigger{Kind: Authorizer}, Roles: words(people),
			Chats: words("GetItem DeleteItem"), MemoryMB: 256, Timeout: Cutoff},
		{Name: "connect", Does: "accepts the socket and echoes its subprotocol", Trigger: silent("$connect"), Roles: words(people),
			MemoryMB: 256, Timeout: Cutoff},
		{Name: "disconnect", Does: "forgets a connection and notes when the last one was lost", Trigger: silent("$disconnect"), Roles: words(people),
			Chats: words(forgetActions), Desk: words("GetItem"), Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "resume", Does: "registers a connection and returns what it missed", Trigger: answers("resume"), Roles: words(people),
			Chats: words(forgetActions + " PutItem"), Desk: words("GetItem Query"), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "beat", Does: "records that somebody is there and says the newest seq of each chat", Trigger: answers("beat"), Roles: words(people),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "request", Does: "asks for a chat and puts it in line", Trigger: answers("request"), Roles: words(Visitor),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "message", Does: "writes what was said and tells the others", Trigger: answers("message"), Roles: words(people),
			Chats: words(forgetActions + " PutItem"), Desk: words("GetItem"), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "typing", Does: "tells the others that somebody writes", Trigger: silent("typing"), Roles: words(people),
			Chats: words(forgetActions), Desk: words("GetItem"), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "accept", Does: "takes a request that was offered or chosen", Trigger: answers("accept"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "decline", Does: "sends an offer back", Trigger: answers("decline"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "offered", Does: "notes that a console shows an offer", Trigger: silent("offered"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "transfer", Does: "asks another agent to take a chat over, or passes it to a queue", Trigger: answers("transfer"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "conference", Does: "asks a further agent into a chat", Trigger: answers("conference"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "withdraw", Does: "takes back a transfer or conference that is being asked", Trigger: answers("withdraw"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "leave", Does: "lets one of several agents out of a chat", Trigger: answers("leave"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "block", Does: "ends a chat and blocks its visitor's addresses", Trigger: answers("block"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "flag", Does: "raises or lowers the flag that calls a supervisor", Trigger: answers("flag"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "whisper", Does: "writes to the agents of a chat alone", Trigger: answers("whisper"), Roles: words(Supervisor),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "watch", Does: "lets a supervisor watch the panel or a chat", Trigger: answers("watch"), Roles: words(Supervisor),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "signal", Does: "sends a custom event to the others in a chat", Trigger: answers("signal"), Roles: words(people),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "visit", Does: "notes that the visitor went to another page", Trigger: answers("visit"), Roles: words(Visitor),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "end", Does: "ends a chat", Trigger: answers("end"), Roles: words(people),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},
		{Name: "close", Does: "closes an ended chat's tab and has its transcript made", Trigger: answers("close"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, Transcripts: words("PutObject"), MemoryMB: 512, Timeout: Cutoff},
		{Name: "presence", Does: "sets an agent's status, renews her lease, logs her out", Trigger: answers("presence"), Roles: words(staff),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, MemoryMB: 256, Timeout: Cutoff},

		{Name: "expire", Does: "wakes what a timer names", Trigger: Trigger{Kind: Queue, Delivery: timerDelivery}, Roles: words(System),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, Transcripts: words("PutObject"), MemoryMB: 512, Timeout: 15 * time.Second},
		{Name: "finalise", Does: "wakes the chat whose marker has expired", Trigger: Trigger{Kind: Stream, Filter: markersExpired, Delivery: streamDelivery}, Roles: words(System),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, Transcripts: words("PutObject"), MemoryMB: 512, Timeout: 30 * time.Second},
		{Name: "sweep", Does: "wakes all that is past due", Trigger: Trigger{Kind: Schedule, Every: time.Minute}, Roles: words(System),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, Transcripts: words("PutObject"), MemoryMB: 512, Timeout: 55 * time.Second},

		{Name: "api", Does: "answers the HTTP routes: tickets, availability, records, configuration", Trigger: Trigger{Kind: HTTP}, Roles: words(people),
			Chats: words(everyAction), Desk: words(everyAction), Connections: true, Timers: true, Transcripts: words("GetObject"), MemoryMB: 512, Timeout: Cutoff},
	}
}

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
