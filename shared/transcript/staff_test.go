package transcript

import (
	"slices"
	"strings"
	"testing"

	"switchboard/shared/log"
)

const supervisor log.EndedBy = "supervisor"

func TestOffers(t *testing.T) {
	checkEvents(t, []row{
		{"TR29 (R81, R246): pushed to three: declined, not answered, accepted", func(t *testing.T) Ended {
			s := requested(t).offer(0, dana).decline(3, dana).offer(3, ilse)
			return s.note(33, log.Lapsed, log.System, log.Payload{Agent: ilse.Person}).offer(33, noor).accept(36, noor).finish(50, noor)
		}, []string{"0 PushAssignment Dana", "3 DeclineManual Dana", "3 PushAssignment Ilse", "33 DeclineTimeout Ilse",
			"33 PushAssignment Noor K.", "36 Accept Noor K.", "50 EndAgent Noor K.", "51 LeaveAgent Noor K."}},
		{"TR29 (R20): passed over and withdrawn count against nobody", func(t *testing.T) Ended {
			return requested(t).offer(0, dana).note(2, log.PassedOver, log.System, log.Payload{Agent: dana.Person}).
				offer(2, ilse).note(4, log.Withdrawn, log.System, log.Payload{Agent: ilse.Person}).offer(4, noor).accept(5, noor).finish(50, noor)
		}, []string{"0 PushAssignment Dana", "2 PushAssignment Ilse", "4 PushAssignment Noor K.", "5 Accept Noor K.", "50 EndAgent Noor K.", "51 LeaveAgent Noor K."}},
		{"TR32 (R90, R245): queued before it is routed", func(t *testing.T) Ended {
			return requested(t).note(0, log.Queued, log.System, log.Payload{To: log.ToButton, Target: "support"}).offer(9, noor).accept(12, noor).finish(50, noor)
		}, []string{"0 Enqueue: the button Support", "9 PushAssignment Noor K.", "12 Accept Noor K.", "50 EndAgent Noor K.", "51 LeaveAgent Noor K."}},
		{"TR18: the router's reason for whom it chose", func(t *testing.T) Ended {
			return requested(t).note(0, log.Routed, log.System, log.Payload{Agent: noor.Person, Candidates: []log.Candidate{
				{Agent: dana.Person, Why: "is at capacity"}, {Agent: noor.Person, Why: "chosen: idle longest"}}}).accept(12, noor).finish(50, noor)
		}, []string{"0 PushAssignment Noor K.: chosen: idle longest", "12 Accept Noor K.", "50 EndAgent Noor K.", "51 LeaveAgent Noor K."}},
		{"TR36 (R37): a name that is given stays, whatever staff call her", func(t *testing.T) Ended {
			s := requested(t).offer(0, dana).note(2, log.Declined, log.System, log.Payload{Agent: dana.Person, Name: "Dana Q."}).accept(12, noor)
			s.agents = append(s.agents, dana)
			return s.finish(50, noor)
		}, []string{"0 PushAssignment Dana", "2 DeclineManual Dana", "12 Accept Noor K.", "50 EndAgent Noor K.", "51 LeaveAgent Noor K."}},
		{"TR36: whose name the logs learn only later has it from the start, whom they never name is called by her id", func(t *testing.T) Ended {
			return requested(t).note(0, log.Routed, log.System, log.Payload{Agent: dana.Person}).decline(2, dana).
				note(3, log.Routed, log.System, log.Payload{Agent: "p-x"}).accept(12, noor).finish(50, noor)
		}, []string{"0 PushAssignment Dana", "2 DeclineManual Dana", "3 PushAssignment p-x", "12 Accept Noor K.", "50 EndAgent Noor K.", "51 LeaveAgent Noor K."}},
	})
}

func TestFlagsAndBlocks(t *testing.T) {
	flagged := func(t *testing.T) *script { return requested(t).accept(5, noor).flags(10, noor, "Which tariff?") }
	raised := []string{"5 Accept Noor K.", "10 FlagRaised Noor K.: Which tariff?"}
	checkEvents(t, []row{
		{"TR31 (R197, R198): raised and lowered by the agent", func(t *testing.T) Ended {
			return flagged(t).lowers(20, noor.Person, log.ByAgent).finish(30, noor)
		}, append(raised[:2:2], "20 FlagLoweredAgent Noor K.", "30 EndAgent Noor K.", "31 LeaveAgent Noor K.")},
		{"TR31 (R198): lowered by a supervisor, who is named if the logs know her", func(t *testing.T) Ended {
			s := flagged(t).note(15, log.Whispered, log.System, log.Payload{Agent: dana.Person, Name: dana.Name, Text: "B"})
			return s.lowers(20, dana.Person, supervisor).finish(30, noor)
		}, append(raised[:2:2], "20 FlagLoweredSupervisor Dana", "30 EndAgent Noor K.", "31 LeaveAgent Noor K.")},
		{"TR31 (R199, R248): lowered by the end of the chat", func(t *testing.T) Ended {
			return flagged(t).lowers(30, noor.Person, log.BySystem).finish(30, noor)
		}, append(raised[:2:2], "30 EndAgent Noor K.", "30 Other Noor K.: assistance flag lowered by the end of the chat", "31 LeaveAgent Noor K.")},
		{"TR25 (R199, R330): a block is told first, then what it took down", func(t *testing.T) Ended {
			s := flagged(t).asks(20, noor, log.Conference, toWeavers, "").recalls(30, "", noor, log.Conference, toWeavers)
			return s.lowers(30, noor.Person, log.BySystem).blocks(30, noor, "").shut(31, noor).close(31)
		}, append(raised[:2:2], "20 ConferenceRequest Noor K.: to all with the skill Weaving", "30 AgentBlocked Noor K.",
			"30 ConferenceRequestCanceled Noor K.: to all with the skill Weaving",
			"30 Other Noor K.: assistance flag lowered by the end of the chat", "31 LeaveAgent Noor K.")},
	})
	t.Run("TR30 (R226, R330): to the record an agent ended it", func(t *testing.T) {
		d := Render(requested(t).accept(5, noor).blocks(30, noor, "Abusive").shut(31, noor).close(31))
		check(t, d, want{"Ended By": "Agent", "Status": "Completed", "Owner": "Noor K."})
		if last := d.Lines[len(d.Lines)-1]; last.Text != "Noor K. ended the chat." {
			t.Errorf("got %+v", last)
		}
	})
}

func TestWhispers(t *testing.T) {
	whispered := func(t *testing.T) *script {
		return requested(t).accept(5, noor).text(10, log.Visitor, "Which one?").
			note(66, log.Whispered, log.System, log.Payload{Agent: dana.Person, Name: dana.Name, Text: "Offer her\nthe blue one"}).
			text(70, noor.Party, "The blue one.")
	}
	d := Render(whispered(t).finish(90, noor))
	t.Run("TR33 (R205): a whisper is in the supervisor's body", func(t *testing.T) {
		check(t, d, want{"Supervisor Transcript Body": "Chat Started: Sunday, March 01, 2026, 12:00:05 (+0000)\nChat Origin: Support\n" +
			"( 1m 1s ) Dana: Offer her\n    the blue one\n"})
	})
	t.Run("TR33 (R205): and nowhere else", func(t *testing.T) {
		inLines := slices.ContainsFunc(d.Lines, func(l Line) bool { return strings.Contains(l.Text, "Offer her") })
		if strings.Contains(d.Body, "Offer her") || inLines || slices.ContainsFunc(d.Events, func(e Event) bool { return e.Agent == "Dana" }) {
			t.Errorf("body %q, lines %+v, events %+v", d.Body, d.Lines, d.Events)
		}
	})
	t.Run("TR33 (R223, R224): it is no message and no answer", func(t *testing.T) {
		check(t, d, want{"Agent Message Count": "1", "Visitor Message Count": "1", "Agent Average Response Time": "60"})
	})
	t.Run("TR33 (R248): too many whispers are cut and leave an event", func(t *testing.T) {
		s := requested(t).accept(5, noor)
		for range 40 {
			s.note(9, log.Whispered, log.System, log.Payload{Agent: dana.Person, Name: dana.Name, Text: strings.Repeat("é", 4000)})
		}
		d := Render(s.finish(20, noor))
		if last := d.Events[len(d.Events)-1]; last.Type != Other || last.Detail != "supervisor body cut, messages not shown: 8" {
			t.Errorf("got %+v", last)
		}
		if got := value(t, d, "Supervisor Transcript Body"); !strings.HasSuffix(got, cutMark(8)) {
			t.Errorf("ends %q", got[len(got)-90:])
		}
	})
}
