package desk

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/files"
	"switchboard/shared/transcript"
)

// TranscriptPage is a stretch of the list of transcripts, newest first.
type TranscriptPage struct {
	Transcripts []transcript.Summary `json:"transcripts"`
	Next        string               `json:"next,omitempty"` // ask with this as before; empty at the end
}

// Transcripts lists ended chats, newest first.
func (d *Desk) Transcripts(ctx context.Context, before string, limit int) (TranscriptPage, error) {
	until := d.Now().Add(time.Minute)
	if before != "" {
		ms, err := strconv.ParseInt(before, 10, 64)
		if err != nil {
			return TranscriptPage{}, fault.InvalidField("before", "must be what next said")
		}
		until = time.UnixMilli(ms)
	}
	records, err := d.Store.Records(ctx, until, limit)
	if err != nil {
		return TranscriptPage{}, err
	}
	page := TranscriptPage{Transcripts: []transcript.Summary{}}
	for _, r := range records {
		var rec record
		if err := json.Unmarshal(r.Body, &rec); err != nil {
			return page, err
		}
		page.Transcripts = append(page.Transcripts, rec.Summary)
	}
	if len(records) == limit {
		page.Next = strconv.FormatInt(records[limit-1].EndedAt, 10)
	}
	return page, nil
}

// Transcript reads one document.
func (d *Desk) Transcript(ctx context.Context, chatID string) (transcript.Document, error) {
	var doc transcript.Document
	r, err := d.Store.Record(ctx, chatID)
	if err != nil {
		return doc, err
	}
	if r == nil {
		return doc, fault.New(fault.NotFound, "There is no transcript of this chat.")
	}
	var rec record
	if err := json.Unmarshal(r.Body, &rec); err != nil {
		return doc, err
	}
	body, err := d.Documents.Get(ctx, documentKey(chatID, rec.Hash))
	if errors.Is(err, files.ErrNotFound) {
		return doc, fault.New(fault.NotFound, "This transcript was deleted because its time is over. Only its line in the list is kept.")
	}
	if err != nil {
		return doc, err
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return doc, err
	}
	return doc.Numbered(rec.Number), nil
}
