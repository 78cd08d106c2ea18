package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/store"
	"switchboard/shared/transcript"
)

// record is a transcript's record: what the list shows, and where the document lies.
type record struct {
	transcript.Summary
	Hash string `json:"hash"` // SHA-256 of the document, hexadecimal
	Root string `json:"root"` // root of the chain
}

// finalise makes the transcript of a closed chat: it reads both logs whole, writes the document under its hash, and
// commits the record, which is written last and counts. Made twice at once, one commit wins (R240).
func (d *Desk) finalise(ctx context.Context, w store.Window) error {
	if w.Head.State == chat.Final || w.Clock == nil {
		return nil
	}
	doc, err := d.render(ctx, w.Head.Chat)
	if err != nil {
		return err
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	if err := d.Documents.Put(ctx, documentKey(w.Head.ID, hash), body, "application/json"); err != nil {
		return err
	}
	return d.commitRecord(ctx, w, doc, hash)
}

// render reads both logs to their ends and makes the document. A log with a gap or a changed entry fails.
func (d *Desk) render(ctx context.Context, c chat.Chat) (transcript.Document, error) {
	public, err := d.Store.Events(ctx, c.ID, store.Public, 1, 0)
	if err != nil {
		return transcript.Document{}, err
	}
	private, err := d.Store.Events(ctx, c.ID, store.Private, 1, 0)
	if err != nil {
		return transcript.Document{}, err
	}
	if err := errors.Join(log.Verify(public), log.Verify(private)); err != nil {
		return transcript.Document{}, fmt.Errorf("desk: chat %s: %w", c.ID, err)
	}
	v, err := d.visitor(ctx, c.ID)
	if err != nil {
		return transcript.Document{}, err
	}
	in := transcript.Ended{
		Chat: c.ID, Button: c.Button, ButtonName: c.ButtonName, Deployment: c.Deployment, Site: c.Site, Public: public, Private: private,
	}
	if v != nil {
		in.Visitor = transcript.VisitorDetails{
			Name: v.Name, Question: v.Question, Address: v.Address, Browser: v.Browser, UserAgent: v.Agent, Language: v.Language, Screen: v.Screen,
			Platform: v.Platform, Page: v.Page, Referrer: v.Referrer, Key: v.Key, Place: v.Place, Network: v.Network,
		}
		for _, detail := range v.Details {
			in.Visitor.Details = append(in.Visitor.Details, transcript.Detail{Label: detail.Label, Value: detail.Value})
		}
	}
	for _, a := range c.Agents {
		in.Agents = append(in.Agents, transcript.Agent{Person: a.Person, Party: a.Party, Name: a.Name})
	}
	return transcript.Render(in), nil
}

// commitRecord writes the record if there is none, makes the head final, and takes away clock, due entry and marker,
// all on condition that the clock is as it was read.
func (d *Desk) commitRecord(ctx context.Context, w store.Window, doc transcript.Document, hash string) error {
	last, err := d.Store.LastNumber(ctx)
	if err != nil {
		return err
	}
	doc = doc.Numbered(number(last + 1))
	body, err := json.Marshal(record{Summary: doc.Summary, Hash: hash, Root: doc.Chain.Root})
	if err != nil {
		return err
	}
	final := w.Head.Chat
	final.State = chat.Final
	head, err := store.PutHead(final, w.Head.Version, d.Now())
	if err != nil {
		return err
	}
	ops := append(store.PutRecord(store.Record{Chat: w.Head.ID, EndedAt: w.Head.EndedAt, Number: last + 1, Body: body}), head)
	return d.Store.Commit(ctx, append(ops, store.Finish(*w.Clock)...)...)
}

func documentKey(chatID, hash string) string { return chatID + "/" + hash + ".json" }

func number(n int64) string { return fmt.Sprintf("T-%08d", n) }
