package chat

import (
	"time"

	"switchboard/shared/log"
)

// Pass hands a chat to a queue: its agent is out of it at once, nobody may write until the next one comes, and it waits
// by its age (CH26, R95, R139, R145, R150).
func Pass(c Chat, by Asking) (Change, error) {
	by.Kind, by.To = log.Transfer, log.ToButton
	if err := mayAsk(c, by); err != nil {
		return Change{}, err
	}
	c = c.clone()
	party := c.let(by.Person)
	c.State, c.Queue, c.Back, c.QueuedAt, c.Refused, c.Round = Waiting, by.Target, by.Person, millis(by.At), []string{by.Person}, 0
	passed := log.Draft{Kind: log.Passed, ID: by.ID, Who: party, Payload: log.Payload{
		To: log.ToButton, Target: by.Target, Name: by.Name, Agent: by.Person, Text: by.Note,
	}}
	return Change{
		Chat: c, Private: []log.Draft{passed},
		Public: []log.Draft{{Kind: log.HandedOn, ID: by.ID, Who: party, Payload: log.Payload{Party: party}}},
	}, nil
}

// PassNowhere notes that nobody who serves the button is there to take the chat: it stays where it is (CH27, R150).
func PassNowhere(c Chat, by Asking) (Change, error) {
	by.Kind, by.To = log.Transfer, log.ToButton
	if err := mayAsk(c, by); err != nil {
		return Change{}, err
	}
	failed := c.passFailed(by.ID, by.Person, by.Target)
	failed.Payload.Name = by.Name
	return Change{Chat: c, Private: []log.Draft{failed}}, nil
}

func (c Chat) passFailed(id, agent, button string) log.Draft {
	return log.Draft{Kind: log.PassFailed, ID: id, Who: log.System, Payload: log.Payload{To: log.ToButton, Target: button, Agent: agent}}
}

// GiveBack returns a chat that nobody took to the agent who passed it on (CH28, R318).
func GiveBack(c Chat, by Taking) Change {
	failed := c.passFailed("", c.Back, c.Queue)
	change := take(c, by, log.Returned)
	change.Private = append([]log.Draft{failed}, change.Private...)
	return change
}

// EndPassed ends a chat that nobody took and whose agent is gone as well: answered, hence never missed (CH28, R318).
func EndPassed(c Chat, at time.Time) Change {
	failed := c.passFailed("", c.Back, c.Queue)
	change := end(c, log.System, "", log.BySystem, log.NoAgent, at)
	change.Private = append([]log.Draft{failed}, change.Private...)
	return change
}
