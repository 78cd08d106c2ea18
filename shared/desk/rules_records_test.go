package desk_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/shared/fault"
	filesmemory "switchboard/shared/files/memory"
)

// A stage may delete transcripts' documents after some days while their lines stay in the list: opening such a line says
// what became of it.
func TestR218ATranscriptWhoseDocumentWasDeletedSaysSo(t *testing.T) {
	w := staffed(t)
	noor, mara := w.online("noor"), w.visitor("mara")
	chat := w.asks(mara)
	w.accepts(noor, chat)
	w.finishes(noor, chat)
	w.closes(noor, chat)
	w.passes(5 * time.Second)
	if _, err := w.desk.Transcript(w.ctx, chat); err != nil {
		t.Fatal(err)
	}
	w.desk.Documents = filesmemory.New() // all documents are past their time
	_, err := w.desk.Transcript(w.ctx, chat)
	if !fault.Is(err, fault.NotFound) || !strings.Contains(err.Error(), "deleted") {
		t.Errorf("a deleted document: %v", err)
	}
	page, err := w.desk.Transcripts(w.ctx, "", 10)
	if err != nil || len(page.Transcripts) != 1 || page.Transcripts[0].Chat != chat {
		t.Errorf("its line in the list: %v %v", page, err)
	}
}
