package transcript

import (
	"strings"
	"testing"
	"unicode/utf8"

	"switchboard/shared/log"
	"switchboard/shared/spectest"
)

func TestEveryRuleHasARow(t *testing.T) { spectest.EveryRuleHasARow(t) }

func TestFields(t *testing.T) {
	rows := []struct {
		title string
		in    func(*testing.T) Ended
		want  want
	}{
		{"TR1 (R225): an answered chat is Completed", ordinary, want{"Status": "Completed"}},
		{"TR1 (R220, R225): an unanswered request is Missed", func(t *testing.T) Ended { return missed(t, log.System, log.BySystem, log.NoAgent) }, want{"Status": "Missed"}},
		{"TR1 (R220, R225): a request stopped by an address rule is Blocked", func(t *testing.T) Ended { return missed(t, log.System, log.BySystem, log.Barred) }, want{"Status": "Blocked"}},
		{"TR1 (R225): an answered chat stays Completed when the system ends it", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).end(2, log.System, log.BySystem, log.Gone).close(3)
		}, want{"Status": "Completed"}},

		{"TR1 (R225, R318): passed on and taken by nobody, it stays Completed, ended by the system", func(t *testing.T) Ended {
			return requested(t).accept(5, noor).passes(20, noor, "").passFails(30, noor).end(30, log.System, log.BySystem, log.NoAgent).close(30)
		}, want{"Status": "Completed", "Ended By": "System", "Wait Time": "5", "Chat Duration": "25", "Abandoned After": ""}},

		{"TR2 (R222): an answered chat, in whole seconds rounded down", ordinary,
			want{"Wait Time": "12", "Chat Duration": "87", "Abandoned After": "", "Request Time": "2026-03-01T12:00:00.000Z", "Start Time": "2026-03-01T12:00:12.900Z", "End Time": "2026-03-01T12:01:40.400Z"}},
		{"TR2 (R222): a refusal at once waits 0 s and has no duration", func(t *testing.T) Ended {
			return requested(t).end(0, log.System, log.BySystem, log.QueueFull).close(0)
		}, want{"Wait Time": "0", "Chat Duration": "", "Start Time": "", "Abandoned After": ""}},
		{"TR2 (R222): a second agent changes neither start nor wait", func(t *testing.T) Ended {
			return requested(t).accept(5, noor).accept(60, ilse).end(65, ilse.Party, log.ByAgent, log.Finished).close(66)
		}, want{"Wait Time": "5", "Chat Duration": "60"}},

		{"TR3 (R101, R222): the visitor cancels", func(t *testing.T) Ended { return missed(t, log.Visitor, log.ByVisitor, log.Cancelled) }, want{"Abandoned After": "7", "Wait Time": "7"}},
		{"TR3 (R102, R222): the visitor disconnects while waiting", func(t *testing.T) Ended { return missed(t, log.System, log.ByVisitor, log.Gone) }, want{"Abandoned After": "7", "Wait Time": "7"}},
		{"TR3 (R222): no agent", func(t *testing.T) Ended { return missed(t, log.System, log.BySystem, log.NoAgent) }, want{"Abandoned After": "", "Wait Time": "7"}},
		{"TR3 (R222): no room", func(t *testing.T) Ended { return missed(t, log.System, log.BySystem, log.QueueFull) }, want{"Abandoned After": ""}},
		{"TR3 (R222): blocked", func(t *testing.T) Ended { return missed(t, log.System, log.BySystem, log.Barred) }, want{"Abandoned After": ""}},
		{"TR3 (R222): refused by all", func(t *testing.T) Ended {
			return requested(t).decline(1, dana).decline(2, ilse).end(3, log.System, log.BySystem, log.NoAgent).close(3)
		}, want{"Abandoned After": "", "Wait Time": "3"}},
		{"TR3 (R222): an answered chat that the visitor ends", func(t *testing.T) Ended {
			return requested(t).accept(1, noor).end(2, log.Visitor, log.ByVisitor, log.Finished).close(3)
		}, want{"Abandoned After": ""}},

		{"TR4 (R226): the agent ended it", ordinary, want{"Ended By": "Agent"}},
		{"TR4 (R226): the visitor cancelled it", func(t *testing.T) Ended { return missed(t, log.Visitor, log.ByVisitor, log.Cancelled) }, want{"Ended By": "Visitor"}},
		{"TR4 (R226): the system refused it", func(t *testing.T) Ended { return missed(t, log.System, log.BySystem, log.QueueFull) }, want{"Ended By": "System"}},

		{"TR10 (R332): audit fields of an answered chat", ordinary, want{
			"Created By": "Noor K., 2026-03-01T12:01:50.000Z", "Created Date": "2026-03-01T12:01:50.000Z",
			"Last Modified By": "Noor K., 2026-03-01T12:01:50.000Z", "Last Modified Date": "2026-03-01T12:01:50.000Z"}},
		{"TR10 (R332): audit fields of a missed one", func(t *testing.T) Ended { return missed(t, log.System, log.BySystem, log.NoAgent) }, want{
			"Created By": "System, 2026-03-01T12:00:07.800Z", "Created Date": "2026-03-01T12:00:07.800Z"}},
		{"TR11 (R328): button, deployment and request time are the original ones", func(t *testing.T) Ended {
			return requested(t).accept(5, noor).accept(9, ilse).end(10, ilse.Party, log.ByAgent, log.Finished).close(11)
		}, want{"Chat Button": "Support", "Deployment": "Lantern & Loom", "Request Time": "2026-03-01T12:00:00.000Z"}},
		{"TR11 (R328): also after a pass to another button", func(t *testing.T) Ended {
			return requested(t).accept(5, noor).passes(9, noor, "").comes(20, log.Transferred, ilse).finish(30, ilse)
		}, want{"Chat Button": "Support", "Deployment": "Lantern & Loom", "Request Time": "2026-03-01T12:00:00.000Z", "Wait Time": "5", "Start Time": "2026-03-01T12:00:05.000Z"}},
		{"TR11 (R328): without names their ids", func(t *testing.T) Ended {
			in := ordinary(t)
			in.ButtonName, in.Site = "", ""
			return in
		}, want{"Chat Button": "support", "Deployment": "demo"}},
		{"TR12 (R221, R227): what nobody knows is empty", ordinary, want{"Location": "", "Network": "", "Account Name": "", "Case": "", "Contact Name": "", "Lead": "",
			"Agent Skill": "", "Supervisor Transcript Body": "", "Live Chat Transcript": "", "Browser": "", "Referring Site": ""}},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) { check(t, Render(r.in(t)), r.want) })
	}
}

func TestVisitorFields(t *testing.T) {
	in := ordinary(t)
	in.Visitor = VisitorDetails{
		Name: "Mara", Address: "2001:db8::7", Browser: "Firefox 140", Language: "nl", Screen: "1440x900", Platform: "Linux",
		UserAgent: "Mozilla/5.0", Page: "https://shop.example/help", Referrer: "https://search.example/?q=help", Key: "k-1",
		Place: "Portland, Oregon", Network: "AS64500",
	}
	t.Run("TR7 (R221): what the visitor's browser said stands in its fields", func(t *testing.T) {
		check(t, Render(in), want{"Visitor IP Address": "2001:db8::7", "Browser": "Firefox 140", "Browser Language": "nl", "Screen Resolution": "1440x900",
			"Platform": "Linux", "User Agent": "Mozilla/5.0", "Referring Site": "https://search.example/?q=help", "Live Chat Visitor": "k-1"})
	})
	t.Run("TR7 (R221, R227): where she was, as far as it is known", func(t *testing.T) {
		check(t, Render(in), want{"Location": "Portland, Oregon", "Network": "AS64500"})
	})
	referrers := map[string]string{
		"https://search.example/":       "https://search.example/",
		"https://shop.example/products": "",
		"https://SHOP.example/":         "",
		"":                              "",
		"android-app://com.example":     "android-app://com.example",
	}
	for referrer, w := range referrers {
		t.Run("TR13 (R228): referring site "+referrer, func(t *testing.T) {
			in := in
			in.Visitor.Referrer = referrer
			check(t, Render(in), want{"Referring Site": w})
		})
	}
	t.Run("TR13 (R228): without a page of ours the referrer stands as it is", func(t *testing.T) {
		in := in
		in.Visitor.Page = ""
		check(t, Render(in), want{"Referring Site": "https://search.example/?q=help"})
	})
}

func TestAllFieldsInOrder(t *testing.T) {
	const all = `Abandoned=Abandoned After;AccountId=Account Name;AverageResponseTimeOperator=Agent Average Response Time;MaxResponseTimeOperator=Agent Maximum Response Time;OperatorMessageCount=Agent Message Count;SkillId=Agent Skill;Body=Body;Browser=Browser;BrowserLanguage=Browser Language;CaseId=Case;LiveChatButtonId=Chat Button;ChatDuration=Chat Duration;ContactId=Contact Name;CreatedById=Created By;CreatedDate=Created Date;LiveChatDeploymentId=Deployment;EndTime=End Time;EndedBy=Ended By;LastModifiedById=Last Modified By;LastModifiedDate=Last Modified Date;LeadId=Lead;Name=Live Chat Transcript;LiveChatVisitorId=Live Chat Visitor;Location=Location;VisitorNetwork=Network;OwnerId=Owner;Platform=Platform;ReferrerUri=Referring Site;RequestTime=Request Time;ScreenResolution=Screen Resolution;StartTime=Start Time;Status=Status;SupervisorTranscriptBody=Supervisor Transcript Body;UserAgent=User Agent;AverageResponseTimeVisitor=Visitor Average Response Time;MaxResponseTimeVisitor=Visitor Maximum Response Time;IpAddress=Visitor IP Address;VisitorMessageCount=Visitor Message Count;WaitTime=Wait Time`
	t.Run("TR7 (R221): all 39 fields, labels and API names, in order", func(t *testing.T) {
		for _, d := range []Document{Render(ordinary(t)), Render(missed(t, log.System, log.BySystem, log.NoAgent))} {
			var got []string
			for _, f := range d.Fields {
				got = append(got, f.Name+"="+f.Label)
			}
			if len(got) != 39 || strings.Join(got, ";") != all {
				t.Errorf("%d fields: %s", len(got), strings.Join(got, ";"))
			}
		}
	})
}

func TestCutFields(t *testing.T) {
	long := strings.Repeat("𝄞", 300) // one character, four bytes
	in := ordinary(t)
	in.Visitor = VisitorDetails{Browser: long, Language: long, Screen: long, Platform: long, UserAgent: long, Referrer: long, Address: long, Key: long, Place: long, Network: long}
	in.ButtonName, in.Site = long, long
	d := Render(in)
	lengths := map[string]int{
		"Browser": 200, "Browser Language": 200, "Screen Resolution": 200, "Platform": 200, "User Agent": 200, "Referring Site": 200, "Location": 200, "Network": 200,
		"Visitor IP Address": 39, "Live Chat Visitor": 255, "Chat Button": 255, "Deployment": 255,
	}
	for label, w := range lengths {
		t.Run("TR8 (R229): "+label+" is cut at its length", func(t *testing.T) {
			got := value(t, d, label)
			if utf8.RuneCountInString(got) != w || !utf8.ValidString(got) {
				t.Errorf("%d characters, want %d", utf8.RuneCountInString(got), w)
			}
		})
	}
	t.Run("TR8 (R229): a value at the limit stays whole", func(t *testing.T) {
		in.Visitor.UserAgent = strings.Repeat("é", 200)
		check(t, Render(in), want{"User Agent": in.Visitor.UserAgent})
	})
}
