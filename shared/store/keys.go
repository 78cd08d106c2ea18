package store

import (
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// Every key there is. docs/data.md lists them with who writes and who reads each.
//
//	chats  CHAT#<chat>      E#<seq>            a public event
//	                        HC#<party>#<conn>  who is connected
//	                        HD                 the chat's clock
//	                        HEAD               the chat
//	                        P#<seq>            a private event
//	                        VISITOR            what staff may see of the visitor
//	       WHO#<person>     CHAT#<name>        the chats she is in
//	                        CLOSED             since when she is shut out
//	                        CONN#<conn>        her connections
//	       AGENT#<person>   HD                 the agent's clock: her lease
//	       QUEUE#<queue>    HD                 the queue's clock
//	       DUE#<shard>      <time>#<thing>     evidence that somebody must still look
//	       MARK#<chat>      MARK               whose TTL deletion wakes the chat
//	       TICKET#<hash>    TICKET             a one-time ticket
//	       WATCH            <queue>#<person>#<conn>  a supervisor who watches the panel
//	desk   AGENT#<person>   STATE              the agent
//	       RANK#<rule>:<skill>  <place>        a free agent, in the order of a rule
//	       QUEUE#<queue>    ON#<person>        an agent who is logged in with a skill (the queue is the skill's)
//	                        ROSTER             counts
//	                        ROUTER             who matches the queue alone
//	                        TOLD               the places that waiting visitors were told
//	                        W#<time>#<chat>    a waiting request
//	       BLOCKS           S#<address>, R#<id>  an address rule, for one address or a range
//	       RECORD#<chat>    TRANSCRIPT         the transcript's record
//	       TRANSCRIPTS#<month>  <time>#<chat>  the list of transcripts
//	       SESSIONS#<month>  <time>#<person>   an agent's session
//	       SETTINGS         CONFIGURATION, PERSON#<person>  versioned settings
//	       COUNTERS         TRANSCRIPT         the number of the newest transcript
const (
	skHead    = "HEAD"
	skClock   = "HD"
	skVisitor = "VISITOR"
	skRoster  = "ROSTER"
	skState   = "STATE"
	skTold    = "TOLD"
	skRouter  = "ROUTER"
	skMark    = "MARK"
	skTicket  = "TICKET"
	skClosed  = "CLOSED"
)

// Lifetimes of what expires.
const (
	chatLife = 30 * 24 * time.Hour
	connLife = 3 * time.Hour  // a socket lives two hours at most
	outLife  = 25 * time.Hour // a token of the sign-in holds for a day at most
)

// MarkPrefix begins the key whose TTL deletion the stream hands to finalise.
const MarkPrefix = "MARK#"

func chatPK(chat string) string      { return "CHAT#" + chat }
func whoPK(person string) string     { return "WHO#" + person }
func agentPK(person string) string   { return "AGENT#" + person }
func queuePK(button string) string   { return "QUEUE#" + button }
func rankPK(rank string) string      { return "RANK#" + rank }
func markPK(chat string) string      { return MarkPrefix + chat }
func ticketPK(hash string) string    { return "TICKET#" + hash }
func recordPK(chat string) string    { return "RECORD#" + chat }
func publicSK(seq int) string        { return fmt.Sprintf("E#%08d", seq) }
func privateSK(seq int) string       { return fmt.Sprintf("P#%08d", seq) }
func connSK(conn string) string      { return "CONN#" + conn }
func heldSK(name string) string      { return "CHAT#" + name }
func onSK(person string) string      { return "ON#" + person }
func partySK(party, c string) string { return "HC#" + party + "#" + c }
func timeSK(ms int64, rest string) string {
	return fmt.Sprintf("%013d#%s", ms, rest)
}

// dueShards spreads the due entries; the sweep reads them all. The first of them hold agents alone: whether one is logged
// in is seen there without reading anything else, and for nothing while nobody is.
const (
	dueShards   = 4
	agentShards = 2
)

func duePK(shard int) string { return fmt.Sprintf("DUE#%d", shard) }

func dueShard(t Thing) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(t.String()))
	if t.Kind == ThingAgent {
		return int(h.Sum32() % agentShards)
	}
	return int(agentShards + h.Sum32()%(dueShards-agentShards))
}

// Thing is something that waits: a chat, an agent or a queue.
type Thing struct {
	Kind ThingKind
	ID   string
}

// ThingKind is one of the three.
type ThingKind string

// What may wait.
const (
	ThingChat  ThingKind = "chat"
	ThingAgent ThingKind = "agent"
	ThingQueue ThingKind = "queue"
)

// ChatThing names a chat.
func ChatThing(chat string) Thing { return Thing{ThingChat, chat} }

// AgentThing names an agent.
func AgentThing(person string) Thing { return Thing{ThingAgent, person} }

// QueueThing names the queue of a button or of a skill.
func QueueThing(queue string) Thing { return Thing{ThingQueue, queue} }

func (t Thing) String() string { return string(t.Kind) + ":" + t.ID }

// ParseThing reads what String wrote.
func ParseThing(s string) (Thing, error) {
	kind, id, ok := strings.Cut(s, ":")
	switch k := ThingKind(kind); k {
	case ThingChat, ThingAgent, ThingQueue:
		if ok && id != "" {
			return Thing{k, id}, nil
		}
	}
	return Thing{}, fmt.Errorf("store: %q is not a thing", s)
}

func (t Thing) clockKey() Key {
	pk := map[ThingKind]func(string) string{ThingChat: chatPK, ThingAgent: agentPK, ThingQueue: queuePK}[t.Kind](t.ID)
	return Key{Chats, pk, skClock}
}
