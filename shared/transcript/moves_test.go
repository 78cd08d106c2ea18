package transcript

import (
	"testing"

	"switchboard/shared/log"
)

func TestTransfers(t *testing.T) {
	// talking is a chat that Noor has answered.
	talking := func(t *testing.T) *script { return requested(t).accept(5, noor) }
	checkEvents(t, []row{
		{"TR26 (R149): accepted; the receiver holds the chat to its end", func(t *testing.T) Ended {
			return talking(t).asks(10, noor, log.Transfer, toIlse, "She has two looms").comes(15, log.Transferred, ilse).finish(30, ilse)
		}, []string{"5 Accept Noor K.", "10 TransferRequest Noor K.: to Ilse: She has two looms", "15 Transfer Ilse: from Noor K.",
			"30 EndAgent Ilse", "31 LeaveAgent Ilse"}},
		{"TR26 (R138, R149): of all with a skill the first one takes it", func(t *testing.T) Ended {
			return talking(t).asks(10, noor, log.Transfer, toWeavers, "").comes(15, log.Transferred, ilse).finish(30, ilse)
		}, []string{"5 Accept Noor K.", "10 TransferRequest Noor K.: to all with the skill Weaving", "15 Transfer Ilse: from Noor K.",
			"30 EndAgent Ilse", "31 LeaveAgent Ilse"}},
		{"TR26 (R146, R149): declined", func(t *testing.T) Ended {
			return talking(t).asks(10, noor, log.Transfer, toIlse, "").refuses(12, ilse, log.Transfer, toIlse).finish(30, noor)
		}, []string{"5 Accept Noor K.", "10 TransferRequest Noor K.: to Ilse", "12 TransferDeclined Ilse: from Noor K.",
			"30 EndAgent Noor K.", "31 LeaveAgent Noor K."}},
		{"TR26 (R148, R149): taken back by who asked", func(t *testing.T) Ended {
			s := talking(t)
			s.agents = append(s.agents, ilse)
			return s.asks(10, noor, log.Transfer, toIlse, "").recalls(12, "f1", noor, log.Transfer, toIlse).finish(30, noor)
		}, []string{"5 Accept Noor K.", "10 TransferRequest Noor K.: to Ilse", "12 TransferCancelled Noor K.: to Ilse",
			"30 EndAgent Noor K.", "31 LeaveAgent Noor K."}},
		{"TR26 (R149): a second one names its own sender", func(t *testing.T) Ended {
			return talking(t).asks(10, noor, log.Transfer, toIlse, "").comes(12, log.Transferred, ilse).
				asks(20, ilse, log.Transfer, toWeavers, "").comes(25, log.Transferred, cara).finish(30, cara)
		}, []string{"5 Accept Noor K.", "10 TransferRequest Noor K.: to Ilse", "12 Transfer Ilse: from Noor K.",
			"20 TransferRequest Ilse: to all with the skill Weaving", "25 Transfer Cara: from Ilse", "30 EndAgent Cara", "31 LeaveAgent Cara"}},
		{"TR29 (R147): not answered in time", func(t *testing.T) Ended {
			s := talking(t)
			s.agents = append(s.agents, ilse)
			return s.asks(10, noor, log.Transfer, toIlse, "").lapses(70, ilse.Person, log.Transfer, toIlse).finish(80, noor)
		}, []string{"5 Accept Noor K.", "10 TransferRequest Noor K.: to Ilse", "70 DeclineTimeout Ilse: transfer from Noor K.",
			"80 EndAgent Noor K.", "81 LeaveAgent Noor K."}},
		{"TR29 (R147): not answered in time by any with a skill", func(t *testing.T) Ended {
			return talking(t).asks(10, noor, log.Conference, toWeavers, "").lapses(70, "", log.Conference, toWeavers).finish(80, noor)
		}, []string{"5 Accept Noor K.", "10 ConferenceRequest Noor K.: to all with the skill Weaving",
			"70 DeclineTimeout: conference from Noor K. to all with the skill Weaving", "80 EndAgent Noor K.", "81 LeaveAgent Noor K."}},
		{"TR25 (R152): the visitor ends while it is pending", func(t *testing.T) Ended {
			s := talking(t)
			s.agents = append(s.agents, ilse)
			return s.asks(10, noor, log.Transfer, toIlse, "").recalls(20, "", noor, log.Transfer, toIlse).
				end(20, log.Visitor, log.ByVisitor, log.Finished).shut(25, noor).close(25)
		}, []string{"5 Accept Noor K.", "10 TransferRequest Noor K.: to Ilse", "20 EndVisitor", "20 TransferCancelled Noor K.: to Ilse", "25 LeaveAgent Noor K."}},
		{"TR25 (R148): what was taken back by hand before the end stands before it", func(t *testing.T) Ended {
			return talking(t).asks(10, noor, log.Transfer, toWeavers, "").recalls(20, "f1", noor, log.Transfer, toWeavers).finish(20, noor)
		}, []string{"5 Accept Noor K.", "10 TransferRequest Noor K.: to all with the skill Weaving",
			"20 TransferCancelled Noor K.: to all with the skill Weaving", "20 EndAgent Noor K.", "21 LeaveAgent Noor K."}},
		{"TR25 (R20): so does what was taken back because the one who was asked is gone", func(t *testing.T) Ended {
			return talking(t).asks(10, noor, log.Transfer, toWeavers, "").recalls(20, "", noor, log.Transfer, toWeavers).finish(30, noor)
		}, []string{"5 Accept Noor K.", "10 TransferRequest Noor K.: to all with the skill Weaving",
			"20 TransferCancelled Noor K.: to all with the skill Weaving", "30 EndAgent Noor K.", "31 LeaveAgent Noor K."}},
	})
}

func TestPasses(t *testing.T) {
	passed := func(t *testing.T) *script {
		return requested(t).accept(5, noor).text(6, log.Visitor, "My loom").passes(10, noor, "The big one")
	}
	checkEvents(t, []row{
		{"TR27 (R139, R150): passed to a button, queued, offered, accepted", func(t *testing.T) Ended {
			return passed(t).note(10, log.Queued, log.System, toRepairs).offer(20, ilse).comes(25, log.Transferred, ilse).finish(40, ilse)
		}, []string{"5 Accept Noor K.", "10 TransferredToButton Noor K.: to the button Repairs: The big one", "10 Enqueue: the button Repairs",
			"20 PushAssignment Ilse", "25 Accept Ilse: from Noor K.", "40 EndAgent Ilse", "41 LeaveAgent Ilse"}},
		{"TR27 (R318): nobody took it, and it is back with who passed it on", func(t *testing.T) Ended {
			return passed(t).offer(10, ilse).decline(12, ilse).passFails(12, noor).comes(12, log.Returned, noor).took(12, noor, 0, 0, 0).finish(40, noor)
		}, []string{"5 Accept Noor K.", "10 TransferredToButton Noor K.: to the button Repairs: The big one", "10 PushAssignment Ilse",
			"12 DeclineManual Ilse", "12 TransferToButtonFailed Noor K.: to the button Repairs", "40 EndAgent Noor K.", "41 LeaveAgent Noor K."}},
		{"TR27 (R247, R318): nobody took it, and its agent is gone as well", func(t *testing.T) Ended {
			return passed(t).offer(10, ilse).decline(12, ilse).passFails(12, noor).end(12, log.System, log.BySystem, log.NoAgent).close(12)
		}, []string{"5 Accept Noor K.", "10 TransferredToButton Noor K.: to the button Repairs: The big one", "10 LeaveAgent Noor K.",
			"10 PushAssignment Ilse", "12 DeclineManual Ilse", "12 TransferToButtonFailed Noor K.: to the button Repairs"}},
		{"TR27 (R150): nobody else was there, so it stayed", func(t *testing.T) Ended {
			return requested(t).accept(5, noor).passFails(10, noor).finish(40, noor)
		}, []string{"5 Accept Noor K.", "10 TransferToButtonFailed Noor K.: to the button repairs", "40 EndAgent Noor K.", "41 LeaveAgent Noor K."}},
		{"TR27 (R117): the visitor ends it on its way", func(t *testing.T) Ended {
			return passed(t).note(10, log.Queued, log.System, toRepairs).end(20, log.Visitor, log.ByVisitor, log.Finished).close(20)
		}, []string{"5 Accept Noor K.", "10 TransferredToButton Noor K.: to the button Repairs: The big one", "10 LeaveAgent Noor K.",
			"10 Enqueue: the button Repairs", "20 EndVisitor"}},
		{"TR29 (R81): an offer that lapsed after a transfer was declined is no part of that transfer", func(t *testing.T) Ended {
			s := requested(t).accept(5, noor).asks(6, noor, log.Transfer, toIlse, "").refuses(7, ilse, log.Transfer, toIlse).passes(10, noor, "")
			return s.offer(10, ilse).note(30, log.Lapsed, log.System, log.Payload{Agent: ilse.Person}).end(40, log.Visitor, log.ByVisitor, log.Finished).close(40)
		}, []string{"5 Accept Noor K.", "6 TransferRequest Noor K.: to Ilse", "7 TransferDeclined Ilse: from Noor K.",
			"10 TransferredToButton Noor K.: to the button Repairs", "10 LeaveAgent Noor K.", "10 PushAssignment Ilse", "30 DeclineTimeout Ilse", "40 EndVisitor"}},
		{"TR27 (R150): after an acceptance a transfer is one again", func(t *testing.T) Ended {
			return passed(t).comes(25, log.Transferred, ilse).asks(30, ilse, log.Transfer, toWeavers, "").comes(31, log.Transferred, cara).finish(40, cara)
		}, []string{"5 Accept Noor K.", "10 TransferredToButton Noor K.: to the button Repairs: The big one", "25 Accept Ilse: from Noor K.",
			"30 TransferRequest Ilse: to all with the skill Weaving", "31 Transfer Cara: from Ilse", "40 EndAgent Cara", "41 LeaveAgent Cara"}},
	})
}

func TestConferences(t *testing.T) {
	three := func(t *testing.T) *script {
		return requested(t).accept(5, noor).asks(10, noor, log.Conference, toIlse, "").comes(12, log.Joined, ilse).
			asks(20, ilse, log.Conference, toWeavers, "").comes(22, log.Joined, cara)
	}
	joined := []string{"5 Accept Noor K.", "10 ConferenceRequest Noor K.: to Ilse", "12 OperatorJoinedConference Ilse: invited by Noor K.",
		"20 ConferenceRequest Ilse: to all with the skill Weaving", "22 OperatorJoinedConference Cara: invited by Ilse"}
	checkEvents(t, []row{
		{"TR28 (R163, R164, R247): three agents; one leaves, then another, the last one ends", func(t *testing.T) Ended {
			return three(t).leaves(30, noor).leaves(35, ilse).finish(40, cara)
		}, append(joined[:5:5], "30 OperatorLeftConference Noor K.", "35 OperatorLeftConference Ilse", "40 EndAgent Cara", "41 LeaveAgent Cara")},
		{"TR28 (R169, R247): the visitor ends it for all, and the last tab ends the agents' part", func(t *testing.T) Ended {
			return three(t).end(30, log.Visitor, log.ByVisitor, log.Finished).shut(31, ilse).shut(32, cara).shut(40, noor).close(40)
		}, append(joined[:5:5], "30 EndVisitor", "40 LeaveAgent Noor K.")},
		{"TR28 (R171, R247): a member is lost, then the last one", func(t *testing.T) Ended {
			return three(t).leaves(30, cara).leaves(31, noor).end(50, log.System, log.BySystem, log.AgentGone).close(900)
		}, append(joined[:5:5], "30 OperatorLeftConference Cara", "31 OperatorLeftConference Noor K.", "50 LeaveAgent Ilse: connection lost")},
		{"TR28 (R161, R162): declined, and another one taken back", func(t *testing.T) Ended {
			return requested(t).accept(5, noor).asks(10, noor, log.Conference, toIlse, "").refuses(12, ilse, log.Conference, toIlse).
				asks(20, noor, log.Conference, toWeavers, "").recalls(22, "f2", noor, log.Conference, toWeavers).finish(40, noor)
		}, []string{"5 Accept Noor K.", "10 ConferenceRequest Noor K.: to Ilse", "12 ConferenceRequestDeclined Ilse: from Noor K.",
			"20 ConferenceRequest Noor K.: to all with the skill Weaving", "22 ConferenceRequestCanceled Noor K.: to all with the skill Weaving",
			"40 EndAgent Noor K.", "41 LeaveAgent Noor K."}},
		{"TR30 (R168, R189, R190, R330): a block ends it for all, and nobody pressed End", func(t *testing.T) Ended {
			return three(t).blocks(30, ilse, "Abusive").shut(31, ilse).shut(32, cara).shut(33, noor).close(33)
		}, append(joined[:5:5], "30 AgentBlocked Ilse: Abusive", "33 LeaveAgent Noor K.")},
	})
}
