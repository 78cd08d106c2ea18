package chat

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/log"
)

var (
	half = noon.Add(30 * time.Second)

	toOda = Asking{
		Person: noor.Person, ID: "i1", Kind: log.Transfer, To: log.ToAgent, Target: oda.Person, Name: "Oda Berg", Note: "Two invoices",
		At: noon, Until: half,
	}
	toBilling = Asking{
		Person: noor.Person, ID: "i2", Kind: log.Transfer, To: log.ToSkill, Target: "billing", Name: "Billing", At: noon, Until: half,
	}
	join = Asking{
		Person: noor.Person, ID: "i3", Kind: log.Conference, To: log.ToSkill, Target: "billing", Name: "Billing", At: noon, Until: half,
	}
	withOda = Asking{
		Person: noor.Person, ID: "i4", Kind: log.Conference, To: log.ToAgent, Target: oda.Person, Name: "Oda Berg", At: noon, Until: half,
	}
)

// asked is an engaged chat in which Noor asks for somebody.
func asked(t *testing.T, by Asking) Chat {
	t.Helper()
	return must(Ask(engaged(t), by))(t).Chat
}

// note is what an invitation's fate looks like in the private log.
func note(kind log.Kind, id string, who log.Party, by Asking, p log.Payload) log.Draft {
	p.Invite, p.To, p.Target = by.Kind, by.To, by.Target
	if p.Name == "" {
		p.Name = by.Name
	}
	return log.Draft{Kind: kind, ID: id, Who: who, Payload: p}
}

func TestAsk(t *testing.T) {
	rows := []struct {
		title string
		in    Chat
		by    Asking
	}{
		{"CH21 (R136, R315): one agent to take it over, with a message", engaged(t), toOda},
		{"CH21 (R138, R315): all with a skill to take it over, without one", engaged(t), toBilling},
		{"CH21 (R158): all with a skill to join", engaged(t), join},
		{"CH21 (R158): one agent to join", engaged(t), withOda},
		{"CH21 (R159): a further agent to join by a further request", joined(t), withOda},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			change := must(Ask(r.in, r.by))(t)
			same(t, "the invitation", change.Chat.Invite, &Invite{
				Kind: r.by.Kind, ID: r.by.ID, From: noor.Person, To: r.by.To, Target: r.by.Target, Name: r.by.Name, Note: r.by.Note,
				At: noon.UnixMilli(), Until: half.UnixMilli(),
			})
			same(t, "agents", change.Chat.Agents, r.in.Agents)
			wrote(t, change.Public)
			wrote(t, change.Private, note(log.Invited, r.by.ID, "a1", r.by, log.Payload{Agent: noor.Person, Text: r.by.Note}))
		})
	}
}

func TestNotAsked(t *testing.T) {
	ask := func(c Chat, by Asking, change func(*Asking)) error {
		change(&by)
		return why(Ask(c, by))
	}
	as := func(person string) func(*Asking) { return func(a *Asking) { a.Person = person } }
	says := func(note string) func(*Asking) { return func(a *Asking) { a.Note = note } }
	plain, herself := says(""), func(a *Asking) { a.Target = ilse.Person }
	long := says(strings.Repeat("é", MaxNote+1))
	refusals(t, []no{
		{"CH21 (R151): not while another transfer is pending", ask(asked(t, toBilling), toOda, plain), fault.Conflict, "asked already"},
		{"CH21 (R170): no conference while a transfer is pending", ask(asked(t, toOda), join, plain), fault.Conflict, "asked already"},
		{"CH21 (R151): no transfer while a conference is asked for", ask(asked(t, join), toOda, plain), fault.Conflict, "asked already"},
		{"CH21 (R170): no transfer while several agents are in it", ask(joined(t), toBilling, plain), fault.Conflict, "Several agents"},
		{"CH21 (R138): not an agent who is in it", ask(joined(t), withOda, herself), fault.Conflict, "in the chat already"},
		{"CH21 (R136): not by somebody who is not in it", ask(engaged(t), toOda, as(ilse.Person)), fault.Forbidden, "not in this chat"},
		{"CH21 (R136): not by an agent who has left", ask(left(t), withOda, as(ilse.Person)), fault.Forbidden, "not in this chat"},
		{"CH21 (R136): not before the answer", ask(waiting(), toOda, plain), fault.Conflict, "going on"},
		{"CH21 (R136): not after the end", ask(ended(t), toOda, plain), fault.Conflict, "going on"},
		{"CH21 (R315): not with 1,001 characters", ask(engaged(t), toOda, long), fault.Invalid, "1001 characters, at most 1000"},
	})
	t.Run("CH21 (R170): a transfer again, once the others have left", func(t *testing.T) { must(Ask(left(t), toOda))(t) })
	t.Run("CH21 (R315): with 1,000 characters", func(t *testing.T) {
		if err := ask(engaged(t), toOda, says(strings.Repeat("é", MaxNote))); err != nil {
			t.Error(err)
		}
	})
}

func TestInvited(t *testing.T) {
	billing := []string{"returns", "billing"}
	spurned := must(Spurn(asked(t, toBilling), oda, false))(t).Chat
	rows := []struct {
		title  string
		in     Chat
		person string
		skills []string
		want   bool
	}{
		{"CH22 (R138): the one agent who is asked", asked(t, toOda), oda.Person, nil, true},
		{"CH22 (R138): nobody else, whatever her skills", asked(t, toOda), ilse.Person, billing, false},
		{"CH22 (R138): each who has the skill", asked(t, toBilling), ilse.Person, billing, true},
		{"CH22 (R138): nobody without it", asked(t, toBilling), ilse.Person, []string{"returns"}, false},
		{"CH22 (R138): not an agent who is in the chat", asked(t, toBilling), noor.Person, billing, false},
		{"CH23 (R138): not who has declined", spurned, oda.Person, billing, false},
		{"CH23 (R138): still her colleagues", spurned, ilse.Person, billing, true},
		{"CH22 (R158): nobody where nobody is asked", engaged(t), oda.Person, billing, false},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) { same(t, r.person, r.in.Invited(r.person, r.skills), r.want) })
	}
}

func TestCome(t *testing.T) {
	take := log.Draft{Kind: log.Took, ID: "t3", Who: log.System, Payload: log.Payload{Agent: oda.Person, Name: "Oda"}}
	rows := []struct {
		title    string
		by       Asking
		kind     log.Kind
		in       []string // who is in it then
		senderIn bool
	}{
		{"CH22 (R138, R143): the agent takes it over, and the sender is out", toOda, log.Transferred, []string{oda.Person}, false},
		{"CH22 (R138, R143): so does the first with the skill", toBilling, log.Transferred, []string{oda.Person}, false},
		{"CH22 (R158, R160): the agent joins", withOda, log.Joined, []string{noor.Person, oda.Person}, true},
		{"CH22 (R158, R160): so does the first with the skill, in a conference", join, log.Joined, []string{noor.Person, oda.Person}, true},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			change := must(Come(asked(t, r.by), oda))(t)
			c, in := change.Chat, []string{}
			for _, a := range c.In() {
				in = append(in, a.Person)
			}
			same(t, "in it", in, r.in)
			if c.Invite != nil || c.State != Engaged || c.Holds(noor.Person) != r.senderIn || c.AcceptedAt != noor.At.UnixMilli() {
				t.Errorf("got %+v", c)
			}
			wrote(t, change.Public, log.Draft{Kind: r.kind, ID: "t3", Who: "a2", Payload: log.Payload{Party: "a2", Name: "Oda"}})
			wrote(t, change.Private, take)
			refused(t, why(Come(c, ilse)), fault.Conflict, "Nobody is asked")
		})
	}
	t.Run("CH22 (R143, R144): who comes back has the handle that she had", func(t *testing.T) {
		c := must(Come(asked(t, toOda), oda))(t).Chat
		c = must(Ask(c, Asking{Person: oda.Person, Kind: log.Transfer, To: log.ToAgent, Target: noor.Person, Until: half}))(t).Chat
		c = must(Come(c, noor))(t).Chat
		if c.Party(noor.Person) != "a1" || c.Party(oda.Person) != "a2" || len(c.Agents) != 2 || !c.Has(noor.Person) || c.Has(oda.Person) {
			t.Errorf("got %+v", c.Agents)
		}
	})
	t.Run("CH22 (R144): sender and visitor go on writing until somebody comes", func(t *testing.T) {
		for _, who := range []log.Party{"a1", log.Visitor} {
			if _, err := Message(asked(t, toOda), who, "m1", "Hello"); err != nil {
				t.Errorf("%s: %v", who, err)
			}
		}
		_, err := Message(must(Come(asked(t, toOda), oda))(t).Chat, "a1", "m1", "Hello")
		refused(t, err, fault.Forbidden, "not in this chat")
	})
}

func TestSpurn(t *testing.T) {
	rows := []struct {
		title string
		by    Asking
		last  bool
		ends  bool
	}{
		{"CH23 (R146): a transfer to one agent", toOda, false, true},
		{"CH23 (R161): a conference with one agent", withOda, false, true},
		{"CH23 (R138): one of several with the skill", toBilling, false, false},
		{"CH23 (R138, R146): the last of them", toBilling, true, true},
		{"CH23 (R161): the last of them, in a conference", join, true, true},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			before := asked(t, r.by)
			change := must(Spurn(before, oda, r.last))(t)
			wrote(t, change.Public)
			same(t, "agents", change.Chat.Agents, before.Agents)
			if !r.ends {
				same(t, "refused", change.Chat.Invite.Refused, []string{oda.Person})
				wrote(t, change.Private)
				return
			}
			same(t, "the invitation", change.Chat.Invite, (*Invite)(nil))
			wrote(t, change.Private, note(log.Refused, "t3", log.System, r.by, log.Payload{Agent: oda.Person, Name: "Oda"}))
			must(Ask(change.Chat, toBilling))(t) // she may try another (R146)
		})
	}
	refusals(t, []no{
		{"CH23 (R146): nothing to decline where nobody is asked", why(Spurn(engaged(t), oda, true)), fault.Conflict, "Nobody is asked"},
	})
}

func TestExpireAndRecall(t *testing.T) {
	for _, r := range []struct {
		title, agent string
		by           Asking
	}{
		{"CH24 (R147): the agent has not answered", oda.Person, toOda},
		{"CH24 (R138, R147): nobody with the skill has", "", toBilling},
		{"CH24 (R147): nor in a conference", "", join},
	} {
		t.Run(r.title, func(t *testing.T) {
			change := Expire(asked(t, r.by))
			same(t, "the chat", change.Chat, engaged(t))
			wrote(t, change.Public)
			wrote(t, change.Private, note(log.Lapsed, "", log.System, r.by, log.Payload{Agent: r.agent}))
		})
	}
	for _, r := range []struct {
		title, person, id string
		by                Asking
	}{
		{"CH25 (R148, R149): the sender changes her mind", noor.Person, "x1", toOda},
		{"CH25 (R162): so does who asked for a conference", noor.Person, "x1", join},
		{"CH25 (R20): the one who was asked is not there any more", "", "", toOda},
	} {
		t.Run(r.title, func(t *testing.T) {
			change := must(Recall(asked(t, r.by), r.person, r.id))(t)
			if !reflect.DeepEqual(change.Chat, engaged(t)) {
				t.Errorf("got %+v", change.Chat)
			}
			wrote(t, change.Public)
			wrote(t, change.Private, note(log.Recalled, r.id, "a1", r.by, log.Payload{Agent: noor.Person}))
		})
	}
	answered := must(Come(asked(t, join), oda))(t).Chat
	refusals(t, []no{
		{"CH25 (R148): not by somebody who is not in the chat", why(Recall(asked(t, toOda), oda.Person, "x1")), fault.Forbidden, "not in this chat"},
		{"CH25 (R148): not once it is answered", why(Recall(answered, noor.Person, "x1")), fault.Conflict, "Nobody is being asked"},
		{"CH24 (R147): nothing is left for an answer", why(Come(Expire(asked(t, toOda)).Chat, oda)), fault.Conflict, "Nobody is asked"},
	})
}
