package protocol

// SentFrames is every frame that a client sends, an example of each: what is generated is generated from these, and the
// golden frames are these.
func SentFrames() map[string]any {
	return map[string]any{
		"resume":     Resume{Action: "resume", ID: "r1", Have: []Held{{Chat: "c1", After: 4, AfterPrivate: 1}}},
		"beat":       Beat{Action: "beat", ID: "b1", Have: []Held{{Chat: "c1", After: 4}}, ListRev: 7},
		"request":    Request{Action: "request", ID: "q1", Button: "support", Name: "Mara", Question: "Where is my lamp?", Details: []Detail{{Label: "Order", Value: "4711", Shown: true}}, VisitorKey: "k1", Page: "https://shop.example/lamps", Referrer: "https://search.example/", Language: "en", Screen: "1440x900", Platform: "Linux", Browser: "Chromium 140", Targets: []Target{{Agent: "noor", Button: "support"}}, Position: true},
		"message":    Message{Action: "message", ID: "m1", Chat: "c1", After: 2, Text: "Hello"},
		"typing":     Typing{Action: "typing", Chat: "c1", On: true, Text: "I would li", Position: 3},
		"accept":     Accept{Action: "accept", ID: "a1", Chat: "c1", After: 1, Kind: "choice"},
		"decline":    Decline{Action: "decline", ID: "d1", Chat: "c1", After: 1},
		"end":        End{Action: "end", ID: "e1", Chat: "c1", After: 4},
		"close":      Close{Action: "close", ID: "x1", Chat: "c1", After: 5},
		"offered":    Offered{Action: "offered", Chat: "c1"},
		"transfer":   Transfer{Action: "transfer", ID: "t1", Chat: "c1", After: 4, To: "skill", Target: "Billing", Note: "Wants a refund"},
		"conference": Conference{Action: "conference", ID: "f1", Chat: "c1", After: 4, Skill: "Billing", Agent: "ilse"},
		"withdraw":   Withdraw{Action: "withdraw", ID: "w1", Chat: "c1", After: 4},
		"leave":      Leave{Action: "leave", ID: "l1", Chat: "c1", After: 4},
		"block":      Block{Action: "block", ID: "k1", Chat: "c1", After: 4, Comment: "Threats"},
		"flag":       Flag{Action: "flag", ID: "g1", Chat: "c1", After: 4, Text: "Is this covered?"},
		"whisper":    Whisper{Action: "whisper", ID: "h1", Chat: "c1", Text: "Offer a voucher"},
		"watch":      Watch{Action: "watch", ID: "v1", Chat: "c1"},
		"signal":     Signal{Action: "signal", ID: "s1", Chat: "c1", After: 4, Type: "basket", Data: "lamp 3"},
		"visit":      Visit{Action: "visit", ID: "n1", Chat: "c1", Page: "https://shop.example/refunds"},
		"presence":   Presence{Action: "presence", ID: "p1", Status: "Online", Tab: "t1"},
	}
}

// ReceivedFrames is every frame that a client receives, an example of each; see SentFrames.
func ReceivedFrames() map[string]any {
	visitor := &Visitor{Name: "Mara", Question: "Where is my lamp?", Address: "203.0.113.24", Browser: "Chromium 140"}
	waiting := Waiting{Chat: "c1", Button: "support", ButtonName: "Support", Site: "Lantern & Loom", RequestedAt: 1772366400000, After: 1, Visitor: visitor}
	screen := &Screen{Rev: 3, Status: "Online", Load: 1, Capacity: 4, Epoch: 1, Tab: "t1", Name: "Noor K.", Person: "noor", Offers: []string{"c2"}}
	said := Event{Seq: 3, ID: "m1", At: 1772366460000, Who: "v", Kind: "said", Text: "Hello"}
	chat := Chat{Chat: "c1", State: "engaged", Button: "Support", Site: "Lantern & Loom", RequestedAt: 1772366400000, AcceptedAt: 1772366430000,
		Parties: []Party{{Party: "v", Name: "Mara"}, {Party: "a1", Name: "Noor K.", Me: true}}, Visitor: visitor, Tail: 3, Events: []Event{said}, Peek: true, Idle: &Idle{Warning: 60000, Timeout: 120000}, Critical: 90000,
		Invite: &Invite{Kind: "transfer", To: "skill", Target: "Billing", Name: "Billing", At: 1772366460000, Until: 1772366520000},
		Flag:   &Raised{Text: "Is this covered?", At: 1772366460000}}
	offer := waiting
	offer.Kind, offer.Until, offer.From, offer.Note = "transfer", 1772366520000, "Ilse B.", "Wants a refund"
	panel := Panel{Queue: "skill:Billing", Name: "Billing", Rev: 9, Online: 1, Open: 3, Agents: []PanelAgent{{Person: "noor", Name: "Noor K.",
		Status: "Online", Chats: 1, Load: 1, Capacity: 4, LoginAt: 1772366400000, LastAt: 1772366430000, Flags: []PanelFlag{{Chat: "c1", Text: "Is this covered?", At: 1772366460000}}}}}
	return map[string]any{
		"resumed":   Resumed{Type: "resumed", ID: "r1", At: 1772366460000, Chats: []Chat{chat}, Clocks: Clocks{Beat: 120000, Lease: 15000, Idle: 60000}, Expires: 1772370000000, Screen: screen, ListRev: 7, Requests: []Waiting{waiting}},
		"beat":      Beaten{Type: "beat", ID: "b1", At: 1772366460000, Tails: []Held{{Chat: "c1", After: 3}}, Screen: screen, ListRev: 7},
		"ack":       Ack{Type: "ack", Re: "message", ID: "m1", Chat: "c1", Seq: 3, At: 1772366460000},
		"error":     Error{Type: "error", Re: "accept", ID: "a2", Chat: "c1", Kind: "conflict", Message: "Already taken by Ilse B."},
		"events":    Events{Type: "events", Chat: "c1", Events: []Event{said}},
		"typing":    TypingSeen{Type: "typing", Chat: "c1", Who: "a1", On: true},
		"waiting":   WaitingShown{Type: "waiting", Request: offer},
		"absent":    Absent{Type: "absent", Chat: "c1", Who: "a1", On: true},
		"opened":    Opened{Type: "opened", View: chat, Screen: screen},
		"shut":      Shut{Type: "shut", Chat: "c1", By: "Ilse B."},
		"chat":      ChatShown{Type: "chat", Chat: "c1", Parties: chat.Parties, Invite: chat.Invite, Flag: chat.Flag},
		"place":     Place{Type: "place", Chat: "c1", Place: 2, Wait: 60000},
		"panel":     PanelShown{Type: "panel", Panel: panel},
		"withdrawn": Withdrawn{Type: "withdrawn", Chat: "c1", By: "Ilse B."},
		"screen":    ScreenShown{Type: "screen", Screen: *screen},
	}
}
