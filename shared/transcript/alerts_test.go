package transcript

import (
	"testing"

	"switchboard/shared/log"
)

const visitor = log.Visitor

func TestCriticalWaits(t *testing.T) {
	// waiting is a chat that is critical after a minute; its visitor writes at 10 s.
	waiting := func(t *testing.T) *script {
		return requested(t).accept(0, noor).say(0, log.Greeted, noor.Party, log.Payload{Text: "Hello"}).took(0, noor, 60, 0, 0).text(10, visitor, "Hi")
	}
	checkEvents(t, []row{
		{"TR34 (R130, R131): reached, and cleared by the answer", func(t *testing.T) Ended {
			return waiting(t).text(80, noor.Party, "Hello").finish(90, noor)
		}, []string{"0 Accept Noor K.", "70 AlertCriticalWaitChat Noor K.", "80 ClearCriticalWaitChat Noor K.", "90 EndAgent Noor K.", "91 LeaveAgent Noor K."}},
		{"TR34 (R131): answered before, or at that very moment", func(t *testing.T) Ended {
			return waiting(t).text(70, noor.Party, "Hello").finish(90, noor)
		}, []string{"0 Accept Noor K.", "90 EndAgent Noor K.", "91 LeaveAgent Noor K."}},
		{"TR34 (R132): once per turn, from its first message", func(t *testing.T) Ended {
			return waiting(t).text(60, visitor, "Anybody?").text(100, visitor, "Hello?").text(200, noor.Party, "Yes").
				text(210, visitor, "At last").text(300, noor.Party, "Sorry").finish(310, noor)
		}, []string{"0 Accept Noor K.", "70 AlertCriticalWaitChat Noor K.", "200 ClearCriticalWaitChat Noor K.",
			"270 AlertCriticalWaitChat Noor K.", "300 ClearCriticalWaitChat Noor K.", "310 EndAgent Noor K.", "311 LeaveAgent Noor K."}},
		{"TR34 (R130, R131): a greeting is no answer", func(t *testing.T) Ended {
			return requested(t).accept(0, noor).took(0, noor, 60, 0, 0).text(10, visitor, "Hi").say(20, log.Greeted, noor.Party, log.Payload{Text: "Hello"}).
				text(80, noor.Party, "Hello").finish(90, noor)
		}, []string{"0 Accept Noor K.", "70 AlertCriticalWaitChat Noor K.", "80 ClearCriticalWaitChat Noor K.", "90 EndAgent Noor K.", "91 LeaveAgent Noor K."}},
		{"TR34 (R130): a visitor who wrote nothing waits for nothing", func(t *testing.T) Ended {
			return requested(t).accept(0, noor).took(0, noor, 60, 0, 0).finish(310, noor)
		}, []string{"0 Accept Noor K.", "310 EndAgent Noor K.", "311 LeaveAgent Noor K."}},
		{"TR34 (R130): the end comes before it, or after it", func(t *testing.T) Ended {
			return waiting(t).text(20, noor.Party, "Yes?").text(30, visitor, "A").end(80, visitor, log.ByVisitor, log.Finished).shut(200, noor).close(200)
		}, []string{"0 Accept Noor K.", "80 EndVisitor", "200 LeaveAgent Noor K."}},
		{"TR34 (R131): reached and never answered, so never cleared", func(t *testing.T) Ended {
			return waiting(t).end(80, visitor, log.ByVisitor, log.Finished).shut(81, noor).close(81)
		}, []string{"0 Accept Noor K.", "70 AlertCriticalWaitChat Noor K.", "80 EndVisitor", "81 LeaveAgent Noor K."}},
		{"TR34 (R130): never, if the agent's setting is off", func(t *testing.T) Ended {
			return requested(t).accept(0, noor).took(0, noor, 0, 0, 0).text(10, visitor, "Hi").finish(900, noor)
		}, []string{"0 Accept Noor K.", "900 EndAgent Noor K.", "901 LeaveAgent Noor K."}},
		{"TR34 (R130): it stands among private entries where it happened", func(t *testing.T) Ended {
			return waiting(t).flags(65, noor, "Help").flags(75, noor, "Help!").text(80, noor.Party, "Hello").finish(90, noor)
		}, []string{"0 Accept Noor K.", "65 FlagRaised Noor K.: Help", "70 AlertCriticalWaitChat Noor K.", "75 FlagRaised Noor K.: Help!",
			"80 ClearCriticalWaitChat Noor K.", "90 EndAgent Noor K.", "91 LeaveAgent Noor K."}},
		{"TR34 (R131): whoever of a conference answers clears it, and who joined brings no setting", func(t *testing.T) Ended {
			return waiting(t).asks(20, noor, log.Conference, toIlse, "").comes(30, log.Joined, ilse).took(30, ilse, 5, 0, 0).text(80, ilse.Party, "Hello").
				leaves(85, noor).finish(90, ilse)
		}, []string{"0 Accept Noor K.", "20 ConferenceRequest Noor K.: to Ilse", "30 OperatorJoinedConference Ilse: invited by Noor K.",
			"70 AlertCriticalWaitChat", "80 ClearCriticalWaitChat Ilse", "85 OperatorLeftConference Noor K.", "90 EndAgent Ilse", "91 LeaveAgent Ilse"}},
		{"TR34 (R132): taken over before it was reached, it runs on under the receiver's setting", func(t *testing.T) Ended {
			return waiting(t).asks(20, noor, log.Transfer, toIlse, "").comes(30, log.Transferred, ilse).took(30, ilse, 90, 0, 0).text(120, ilse.Party, "Hi").finish(130, ilse)
		}, []string{"0 Accept Noor K.", "20 TransferRequest Noor K.: to Ilse", "30 Transfer Ilse: from Noor K.", "100 AlertCriticalWaitChat Ilse",
			"120 ClearCriticalWaitChat Ilse", "130 EndAgent Ilse", "131 LeaveAgent Ilse"}},
		{"TR34 (R130): while nobody is in the chat nobody is alerted; who takes it finds it due", func(t *testing.T) Ended {
			return waiting(t).passes(20, noor, "").comes(200, log.Transferred, ilse).took(200, ilse, 60, 0, 0).text(210, ilse.Party, "Hi").finish(220, ilse)
		}, []string{"0 Accept Noor K.", "20 TransferredToButton Noor K.: to the button Repairs", "200 Accept Ilse: from Noor K.",
			"200 AlertCriticalWaitChat Ilse", "210 ClearCriticalWaitChat Ilse", "220 EndAgent Ilse", "221 LeaveAgent Ilse"}},
		{"TR34 (R131): who takes it and answers at once finds nothing due", func(t *testing.T) Ended {
			return waiting(t).passes(20, noor, "").comes(200, log.Transferred, ilse).took(200, ilse, 60, 0, 0).text(200, ilse.Party, "Hi").finish(220, ilse)
		}, []string{"0 Accept Noor K.", "20 TransferredToButton Noor K.: to the button Repairs", "200 Accept Ilse: from Noor K.", "220 EndAgent Ilse", "221 LeaveAgent Ilse"}},
		{"TR34 (R130): reached before it was passed on", func(t *testing.T) Ended {
			return waiting(t).passes(80, noor, "").comes(200, log.Transferred, ilse).took(200, ilse, 60, 0, 0).text(210, ilse.Party, "Hi").finish(220, ilse)
		}, []string{"0 Accept Noor K.", "70 AlertCriticalWaitChat Noor K.", "80 TransferredToButton Noor K.: to the button Repairs",
			"200 Accept Ilse: from Noor K.", "210 ClearCriticalWaitChat Ilse", "220 EndAgent Ilse", "221 LeaveAgent Ilse"}},
		{"TR34 (R131): reached before it was taken over, the receiver's answer clears it", func(t *testing.T) Ended {
			return waiting(t).asks(75, noor, log.Transfer, toIlse, "").comes(80, log.Transferred, ilse).took(80, ilse, 60, 0, 0).text(85, ilse.Party, "Hi").finish(90, ilse)
		}, []string{"0 Accept Noor K.", "70 AlertCriticalWaitChat Noor K.", "75 TransferRequest Noor K.: to Ilse", "80 Transfer Ilse: from Noor K.",
			"85 ClearCriticalWaitChat Ilse", "90 EndAgent Ilse", "91 LeaveAgent Ilse"}},
	})
}

func TestIdleVisitors(t *testing.T) {
	// asked is a chat that warns after 60 s and ends after 90; Noor writes at 10 s.
	asked := func(t *testing.T) *script {
		return requested(t).accept(0, noor).took(0, noor, 0, 60, 90).text(10, noor.Party, "How can I help?")
	}
	checkEvents(t, []row{
		{"TR35 (R126, R127): shown, and cleared by the visitor", func(t *testing.T) Ended {
			return asked(t).text(80, visitor, "Sorry").finish(300, noor)
		}, []string{"0 Accept Noor K.", "70 ChasitorIdleTimeoutWarningTriggered", "80 ChasitorIdleTimeoutWarningCleared", "300 EndAgent Noor K.", "301 LeaveAgent Noor K."}},
		{"TR35 (R127): cleared by the agent, and running again from zero", func(t *testing.T) Ended {
			return asked(t).text(80, noor.Party, "Still there?").text(145, visitor, "Yes").finish(300, noor)
		}, []string{"0 Accept Noor K.", "70 ChasitorIdleTimeoutWarningTriggered", "80 ChasitorIdleTimeoutWarningCleared Noor K.",
			"140 ChasitorIdleTimeoutWarningTriggered", "145 ChasitorIdleTimeoutWarningCleared", "300 EndAgent Noor K.", "301 LeaveAgent Noor K."}},
		{"TR35 (R128): timed out", func(t *testing.T) Ended {
			return asked(t).end(100, log.System, log.BySystem, log.Idle).shut(110, noor).close(110)
		}, []string{"0 Accept Noor K.", "70 ChasitorIdleTimeoutWarningTriggered", "100 ChasitorIdleTimeout", "110 LeaveAgent Noor K."}},
		{"TR35 (R125): answered before, or at that very moment", func(t *testing.T) Ended {
			return asked(t).text(70, visitor, "Hi").finish(300, noor)
		}, []string{"0 Accept Noor K.", "300 EndAgent Noor K.", "301 LeaveAgent Noor K."}},
		{"TR35 (R124): not before the first message of an agent", func(t *testing.T) Ended {
			return requested(t).accept(0, noor).took(0, noor, 0, 60, 90).finish(300, noor)
		}, []string{"0 Accept Noor K.", "300 EndAgent Noor K.", "301 LeaveAgent Noor K."}},
		{"TR35 (R38, R124): her greeting is one", func(t *testing.T) Ended {
			return requested(t).accept(0, noor).say(0, log.Greeted, noor.Party, log.Payload{Text: "Hello"}).took(0, noor, 0, 60, 90).text(80, visitor, "Hi").finish(300, noor)
		}, []string{"0 Accept Noor K.", "60 ChasitorIdleTimeoutWarningTriggered", "80 ChasitorIdleTimeoutWarningCleared", "300 EndAgent Noor K.", "301 LeaveAgent Noor K."}},
		{"TR35 (R129): never, if it is off", func(t *testing.T) Ended {
			return requested(t).accept(0, noor).took(0, noor, 0, 60, 0).text(10, noor.Party, "Yes?").text(280, visitor, "Hi").finish(300, noor)
		}, []string{"0 Accept Noor K.", "300 EndAgent Noor K.", "301 LeaveAgent Noor K."}},
		{"TR35 (R126): due at once under the setting with which the chat was taken over", func(t *testing.T) Ended {
			return asked(t).comes(30, log.Transferred, ilse).took(30, ilse, 0, 15, 90).text(35, visitor, "Hi").finish(300, ilse)
		}, []string{"0 Accept Noor K.", "30 Transfer Ilse", "30 ChasitorIdleTimeoutWarningTriggered", "35 ChasitorIdleTimeoutWarningCleared", "300 EndAgent Ilse", "301 LeaveAgent Ilse"}},
		{"TR35 (R126): shown and not cleared when the agent ends the chat", func(t *testing.T) Ended {
			return asked(t).finish(75, noor)
		}, []string{"0 Accept Noor K.", "70 ChasitorIdleTimeoutWarningTriggered", "75 EndAgent Noor K.", "76 LeaveAgent Noor K."}},
	})
	t.Run("TR35 (R128): the system ended it, and the lines say why", func(t *testing.T) {
		d := Render(asked(t).end(100, log.System, log.BySystem, log.Idle).shut(110, noor).close(110))
		check(t, d, want{"Ended By": "System", "Status": "Completed"})
		if last := d.Lines[len(d.Lines)-1]; last.Text != "The chat ended: Mara did not answer in time." {
			t.Errorf("got %+v", last)
		}
	})
}
