// Package manifest says, as plain data, what is deployed: every function with the one thing that starts it, the roles
// that may reach it and the permissions it holds; the HTTP routes; the tables; and the environment each function reads.
// infra/aws turns it into CloudFormation and infra/local into processes on one machine, so the two cannot differ.
// It imports nothing but the standard library, and nothing of the product imports it.
package manifest

import "time"

// HandlerLimit is the time a handler gives itself for one event. A timer that is armed before a commit lies two seconds
// behind it, so that whoever finds the timer may rely on the commit having happened or never happening.
const HandlerLimit = 10 * time.Second

// Cutoff is when a function that answers a person is stopped from outside: after the handler's own limit, so that it can
// still say what went wrong, and before the timer that its commit armed.
const Cutoff = HandlerLimit + time.Second

// SocketLimit is the longest a WebSocket integration may take at API Gateway; it cannot be raised (F11).
const SocketLimit = 29 * time.Second

// Roles name who may cause a function to run. What a role may do to one chat is the authorisation matrix's business.
const (
	Visitor       = "visitor"
	Agent         = "agent"
	Supervisor    = "supervisor"
	Administrator = "administrator"
	System        = "system" // timers, streams and schedules: no person
)

// Function is one Lambda: one verb, one folder, one trigger, one role of its own with exactly these permissions.
type Function struct {
	Name    string
	Does    string // one line for the tables of people
	Trigger Trigger
	Roles   []string

	// Chats and Desk are IAM actions on that table, without their "dynamodb:". A transaction has no action of its own:
	// each part needs the action of the part, and a part that only checks needs ConditionCheckItem.
	Chats, Desk []string

	Connections bool     // may post to sockets
	Closes      bool     // may close sockets
	Timers      bool     // may send to the timer queue
	Directory   bool     // may ask the sign-in who is disabled
	Transcripts []string // IAM actions on the objects of the transcripts bucket, without their "s3:"

	// Probes: it tries the deployed whole as people use it. Its clock runs only where a stage asks for that.
	Probes bool

	MemoryMB int
	Timeout  time.Duration
}

// Folder is where the function's main.go lies, from the root of the project.
func (f Function) Folder() string { return "functions/" + f.Name }

// Find returns the function of that name; false if there is none.
func Find(name string) (Function, bool) {
	for _, f := range Functions() {
		if f.Name == name {
			return f, true
		}
	}
	return Function{}, false
}
