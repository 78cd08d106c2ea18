package chat

import (
	"slices"
	"time"

	"switchboard/shared/log"
)

// step is one rule that somebody applies; a refusal changes nothing.
type step func(Chat) (Change, bool)

func accepted(change Change, err error) (Change, bool) { return change, err == nil }

func said(c Chat, d log.Draft, err error) (Change, bool) {
	return Change{Chat: c, Public: []log.Draft{d}}, err == nil
}

func noted(c Chat, d log.Draft, err error) (Change, bool) {
	return Change{Chat: c, Private: []log.Draft{d}}, err == nil
}

func moved(c Chat, ok bool) (Change, bool) { return Change{Chat: c}, ok }

// onlyIf applies a rule where the desk does: for what is pending there.
func onlyIf(may func(Chat) bool, rule func(Chat) Change) step {
	return func(c Chat) (Change, bool) {
		if !may(c) {
			return Change{}, false
		}
		return rule(c), true
	}
}

func hasOffer(c Chat) bool  { return c.Offer != nil }
func hasInvite(c Chat) bool { return c.Invite != nil }
func isPassed(c Chat) bool  { return c.State == Waiting && c.Back != "" }
func waits(c Chat) bool     { return c.State == Waiting }

// steps are all the rules, by whoever may try them.
var steps = map[string]step{
	"End by Mara":   func(c Chat) (Change, bool) { return accepted(End(c, log.Visitor, "e", end1)) },
	"EndUnanswered": unanswered,
	"EndGone":       gone,
	"EndIdle":       func(c Chat) (Change, bool) { return EndIdle(c, end1) },
	"Close":         Close,
	"Queue":         onlyIf(waits, Queue),
	"Show":          onlyIf(waits, Show),
	"Lapse":         onlyIf(hasOffer, Lapse),
	"PassOver":      onlyIf(hasOffer, PassOver),
	"TakeBack":      onlyIf(hasOffer, TakeBack),
	"Fall":          func(c Chat) (Change, bool) { return moved(Fall(c, end1)) },
	"Reoffer":       func(c Chat) (Change, bool) { return moved(Reoffer(c, 2, end1)) },
	"Expire":        onlyIf(hasInvite, Expire),
	"Recall":        func(c Chat) (Change, bool) { return accepted(Recall(c, "", "")) },
	"GiveBack":      onlyIf(isPassed, func(c Chat) Change { return GiveBack(c, byPerson(c.Back)) }),
	"EndPassed":     onlyIf(isPassed, func(c Chat) Change { return EndPassed(c, end1) }),
	"Whisper by Pia": func(c Chat) (Change, bool) {
		d, err := Whisper(c, "p-pia", "Pia", "w", "Hello")
		return noted(c, d, err)
	},
	"LowerFlag":       func(c Chat) (Change, bool) { return accepted(LowerFlag(c, "p-pia", "f", LoweredBySupervisor)) },
	"Message by Mara": func(c Chat) (Change, bool) { d, err := Message(c, log.Visitor, "m", "Hello"); return said(c, d, err) },
	"Signal by Mara":  func(c Chat) (Change, bool) { d, err := Signal(c, log.Visitor, "g", "cart", ""); return said(c, d, err) },
	"Visit by Mara":   func(c Chat) (Change, bool) { d, err := Visit(c, log.Visitor, "n", "/"); return noted(c, d, err) },
}

func byPerson(person string) Taking {
	all := []Taking{noor, ilse, oda}
	return all[slices.IndexFunc(all, func(a Taking) bool { return a.Person == person })]
}

// Each agent may try everything that agents do.
func init() {
	for _, a := range []Taking{noor, ilse, oda} {
		for name, s := range stepsOf(a) {
			steps[name+" by "+a.Name] = s
		}
	}
}

func stepsOf(a Taking) map[string]step {
	ask := Asking{Person: a.Person, ID: "i", Kind: log.Transfer, To: log.ToSkill, Target: "billing", At: noon, Until: noon.Add(time.Minute)}
	confer, direct, pass := ask, ask, ask
	confer.Kind = log.Conference
	direct.To, direct.Target = log.ToAgent, oda.Person
	pass.Target = "sales"
	return map[string]step{
		"Accept":        func(c Chat) (Change, bool) { return accepted(Accept(c, a)) },
		"Decline":       func(c Chat) (Change, bool) { return accepted(Decline(c, a)) },
		"Give":          func(c Chat) (Change, bool) { return Give(c, Offer{Person: a.Person}, nil) },
		"Acknowledge":   func(c Chat) (Change, bool) { return moved(c.Acknowledge(a.Person)) },
		"Ask one":       func(c Chat) (Change, bool) { return accepted(Ask(c, direct)) },
		"Ask all":       func(c Chat) (Change, bool) { return accepted(Ask(c, ask)) },
		"Confer":        func(c Chat) (Change, bool) { return accepted(Ask(c, confer)) },
		"Come":          invited(a, func(c Chat) (Change, error) { return Come(c, a) }),
		"Spurn":         invited(a, func(c Chat) (Change, error) { return Spurn(c, a, false) }),
		"Spurn as last": invited(a, func(c Chat) (Change, error) { return Spurn(c, a, true) }),
		"Recall":        func(c Chat) (Change, bool) { return accepted(Recall(c, a.Person, "x")) },
		"Pass":          func(c Chat) (Change, bool) { return accepted(Pass(c, pass)) },
		"PassNowhere":   func(c Chat) (Change, bool) { return accepted(PassNowhere(c, pass)) },
		"Leave":         func(c Chat) (Change, bool) { return accepted(Leave(c, c.Party(a.Person), "l")) },
		"Drop lost":     func(c Chat) (Change, bool) { return Drop(c, a.Person, false, end1) },
		"Drop exit":     func(c Chat) (Change, bool) { return Drop(c, a.Person, true, end1) },
		"Block":         func(c Chat) (Change, bool) { return accepted(Block(c, c.Party(a.Person), "b", "", end1)) },
		"RaiseFlag":     func(c Chat) (Change, bool) { return accepted(RaiseFlag(c, c.Party(a.Person), "f", "Help", noon)) },
		"End":           func(c Chat) (Change, bool) { return accepted(End(c, c.Party(a.Person), "e", end1)) },
		"ShutTab":       func(c Chat) (Change, bool) { return accepted(ShutTab(c, a.Person, "s")) },
		"Message": func(c Chat) (Change, bool) {
			d, err := Message(c, c.Party(a.Person), "m", "Hello")
			return said(c, d, err)
		},
	}
}

// invited applies a rule where the desk does: for who may answer the invitation.
func invited(a Taking, rule func(Chat) (Change, error)) step {
	return func(c Chat) (Change, bool) {
		if !c.Invited(a.Person, []string{"billing"}) {
			return Change{}, false
		}
		return accepted(rule(c))
	}
}
