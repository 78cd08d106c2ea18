package desk_test

import (
	"switchboard/shared/protocol"
)

func (w *team) transfers(by caller, chat, to, target, note string) error {
	_, err := w.desk.Transfer(w.ctx, by, protocol.Transfer{Action: "transfer", ID: w.id(), Chat: chat, After: w.tail(chat), To: to, Target: target, Note: note})
	return err
}

func (w *team) confers(by caller, chat, skill, agent string) error {
	_, err := w.desk.Conference(w.ctx, by, protocol.Conference{Action: "conference", ID: w.id(), Chat: chat, After: w.tail(chat), Skill: skill, Agent: agent})
	return err
}

func (w *team) withdraws(by caller, chat string) error {
	_, err := w.desk.Withdraw(w.ctx, by, protocol.Withdraw{Action: "withdraw", ID: w.id(), Chat: chat, After: w.tail(chat)})
	return err
}

func (w *team) comes(by caller, chat string) (*protocol.Ack, error) {
	return w.desk.Accept(w.ctx, by, protocol.Accept{Action: "accept", ID: w.id(), Chat: chat, After: w.tail(chat)})
}

func (w *team) declines(by caller, chat string) error {
	_, err := w.desk.Decline(w.ctx, by, protocol.Decline{Action: "decline", ID: w.id(), Chat: chat, After: w.tail(chat)})
	return err
}

func (w *team) leaves(by caller, chat string) error {
	_, err := w.desk.Leave(w.ctx, by, protocol.Leave{Action: "leave", ID: w.id(), Chat: chat, After: w.tail(chat)})
	return err
}

func (w *team) ends(by caller, chat string) error {
	_, err := w.desk.End(w.ctx, by, protocol.End{Action: "end", ID: w.id(), Chat: chat, After: w.tail(chat)})
	return err
}

func (w *team) shuts(by caller, chat string) error {
	_, err := w.desk.Close(w.ctx, by, protocol.Close{Action: "close", ID: w.id(), Chat: chat, After: w.tail(chat)})
	return err
}

func (w *team) blocks(by caller, chat, comment string) error {
	_, err := w.desk.Block(w.ctx, by, protocol.Block{Action: "block", ID: w.id(), Chat: chat, After: w.tail(chat), Comment: comment})
	return err
}

func (w *team) raises(by caller, chat, text string) error {
	_, err := w.desk.Flag(w.ctx, by, protocol.Flag{Action: "flag", ID: w.id(), Chat: chat, After: w.tail(chat), Text: text})
	return err
}

func (w *team) lowers(by caller, chat string) error {
	_, err := w.desk.Flag(w.ctx, by, protocol.Flag{Action: "flag", ID: w.id(), Chat: chat, After: w.tail(chat), Lower: true})
	return err
}

func (w *team) whispers(by caller, chat, text string) error {
	_, err := w.desk.Whisper(w.ctx, by, protocol.Whisper{Action: "whisper", ID: w.id(), Chat: chat, Text: text})
	return err
}

func (w *team) watches(by caller, chat string) (*protocol.Ack, error) {
	return w.desk.Watch(w.ctx, by, protocol.Watch{Action: "watch", ID: w.id(), Chat: chat})
}

// tries says something and returns how that was refused.
func (w *team) tries(by caller, chat, text string) error {
	_, err := w.desk.Message(w.ctx, by, protocol.Message{Action: "message", ID: w.id(), Chat: chat, After: w.tail(chat), Text: text})
	return err
}

// shows lets a console acknowledge an offer.
func (w *team) shows(by caller, chat string) {
	w.t.Helper()
	w.must(w.desk.Offered(w.ctx, by, protocol.Offered{Action: "offered", Chat: chat}))
}

// types says that somebody writes, and what.
func (w *team) types(by caller, chat, text string, position int) error {
	return w.desk.Typing(w.ctx, by, protocol.Typing{Action: "typing", Chat: chat, On: true, Text: text, Position: position})
}
