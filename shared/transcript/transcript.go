// Package transcript is an ended chat as a document: its fields under the labels people know, the derived events, the
// response times, the body, and the state of the chain. It is rendered from the two logs and what the chat's head said
// about the request, asks no clock and no store, and gives the same document for the same logs however often it is
// made. SPEC.md states each rule in a sentence; the tests carry the same ids.
package transcript

import "switchboard/shared/log"

// Ended is a chat whose private log is closed. Public and Private are whole logs, from seq 1 to their last entry.
// Button, ButtonName, Deployment and Site are those of the visitor's original request (R328).
type Ended struct {
	Chat       string
	Button     string
	ButtonName string
	Deployment string
	Site       string // the deployment's name
	Visitor    VisitorDetails
	Agents     []Agent // everybody who ever was in the chat; others, without a party, so that their names are known
	Public     []log.Event
	Private    []log.Event
}

// VisitorDetails is what is known of the visitor; what is unknown is empty.
type VisitorDetails struct {
	Name      string
	Question  string
	Details   []Detail
	Address   string
	Place     string // city and country, in the United States city and state (R227)
	Network   string
	Browser   string
	Language  string
	Screen    string
	Platform  string
	UserAgent string
	Page      string // ours, on which the chat was asked for
	Referrer  string // the page before ours
	Key       string // identifies a browser and opens nothing (R214)
}

// Detail is one answer of the form before the chat.
type Detail struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Agent names the person behind a party of the chat. Name is the one that visitors see (R37).
type Agent struct {
	Person string
	Party  log.Party
	Name   string
}

// system stands for nobody in particular: what no agent created or owns.
var system = Agent{Party: log.System, Name: "System"}

// visitorName is what the visitor is called in lines and body.
func (in Ended) visitorName() string {
	if name := oneLine(in.Visitor.Name); name != "" {
		return name
	}
	return "Visitor"
}
