package desk_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/shared/chat"
	"switchboard/shared/log"
	"switchboard/shared/routing"
	"switchboard/shared/store"
	"switchboard/shared/timer"
)

func clockOf(t store.Thing) string { return t.String() }

// silent checks that a visitor who is counted as gone has not been heard of for long enough.
func (m *mirror) silent(c *mirroredChat, e log.Event) {
	k := m.clocks[clockOf(store.ChatThing(c.head.ID))]
	word := k["seen"]
	for _, earlier := range c.public {
		if earlier.Who == log.Visitor {
			word = max(word, earlier.At.UnixMilli())
		}
	}
	now := m.s.now.UnixMilli()
	left := k["lost"] > 0 && k["lost"] >= word && now >= k["lost"]+k["grace"]
	if now < word+(5*time.Minute).Milliseconds() && !left {
		m.s.violate("chat %s ended as silent %d ms after a word", c.head.ID, now-word)
	}
}

// headMoved notes what a change of state means for the promise of a transcript.
func (m *mirror) headMoved(c *mirroredChat, was chat.Chat) {
	m.s.log("chat", c.head.ID, was.State, "->", c.head.State)
	if was.State == "" && m.visitorGone(c.head.Visitor) {
		c.visitor = m.s.now
	}
	if was.State == "" && c.head.State == chat.Waiting && c.head.Queue != "" {
		m.admitted = append(m.admitted, c.head)
	}
	if !slices.Contains(follows[was.State], c.head.State) {
		m.s.violate("chat %s goes from %q to %s", c.head.ID, was.State, c.head.State)
	}
	for _, a := range was.Agents {
		if was.Holds(a.Person) && !c.head.Holds(a.Person) {
			c.left[a.Person] = m.s.now
		}
	}
	if was.Open() && c.head.State == chat.Ended {
		c.ended = never
		if c.head.EndedBy == log.BySystem || c.head.Holder() == nil {
			c.ended = m.s.now
		} else {
			c.visitor = never
		}
	}
	m.holdersLost(c)
	if was.State == chat.Ended && c.head.State == chat.Closed {
		m.tabIsClosed(c)
	}
}

func min2(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// tabIsClosed checks that no transcript is begun while the agent who held the chat is there with its tab open.
func (m *mirror) tabIsClosed(c *mirroredChat) {
	h := c.head.Holder()
	if c.head.EndedBy == log.BySystem || h == nil {
		return
	}
	a := m.agentNamed(h.Person)
	lease := time.UnixMilli(m.clocks[clockOf(store.AgentThing(h.Person))]["seen"])
	if a.there && a.standing.Status != routing.Offline && h.Epoch > a.standing.Out && m.s.now.Before(lease.Add(40*time.Second)) {
		m.s.violate("chat %s is closed while its tab is open", c.head.ID)
	}
}

// standing follows an agent, and checks that she is not put out while she is there.
func (m *mirror) standing(a *mirroredAgent, op store.Op) {
	was := a.standing
	a.standing = routing.Agent{}
	if err := log.Decode(op.Item.Body, &a.standing); err != nil {
		m.s.violate("an agent cannot be read: %v", err)
	}
	is := a.standing
	m.s.log("agent", is.Person, is.Status, "load", is.Load, "epoch", is.Epoch, "out", is.Out)
	if was.Status == routing.Offline || is.Status != routing.Offline {
		return
	}
	if is.Exit {
		m.exited++
	} else {
		m.outed++
	}
	seen := time.UnixMilli(m.clocks[clockOf(store.AgentThing(is.Person))]["seen"])
	lost := was.LostAt(seen, 45*time.Second, 150*time.Second).Add(90 * time.Second)
	switch {
	case is.Exit && a.exit.IsZero():
		m.s.violate("%s is out by an exit that she never asked for", is.Person)
	case !is.Exit && m.s.now.Before(lost):
		m.s.violate("%s is counted out %s before her time", is.Person, lost.Sub(m.s.now))
	case !is.Exit && a.there && m.s.now.Sub(a.heard) < 45*time.Second:
		m.s.violate("%s is counted out although she was just heard", is.Person)
	}
}

// check is what must hold after every write.
func (m *mirror) check() {
	loads, waiting := map[string]int{}, map[string]bool{}
	for id, c := range m.chats {
		m.checkChat(id, c, loads)
		for _, queue := range listsOf(c.head) {
			waiting[queue+"/"+id] = true
		}
	}
	if !maps.Equal(waiting, m.waiting) {
		m.s.violate("the lists hold %v; %v should stand there", m.waiting, waiting)
	}
	for person, a := range m.agents {
		loads[person] += m.checkHands(a.standing)
		if a.standing.Load != loads[person] {
			m.s.violate("the load of %s is %d and she holds %d", person, a.standing.Load, loads[person])
		}
		if clock := m.clocks[clockOf(store.AgentThing(person))]; clock == nil && (loads[person] > 0 || a.standing.Status != routing.Offline) {
			m.s.violate("%s has no clock", person)
		}
	}
	m.checkFootprints()
	m.checkClocks()
}

// listsOf are the queues in whose lists a chat must stand.
func listsOf(c chat.Chat) []string {
	switch {
	case c.State == chat.Waiting && c.Offer == nil && c.Queue != "":
		return []string{c.Queue}
	case c.State == chat.Engaged && c.Invite != nil && c.Invite.To == log.ToSkill:
		return []string{routing.SkillQueue(c.Invite.Target)}
	}
	return nil
}

// checkFootprints checks that counts, lists and orders are exactly what the agents and the lists of requests leave there.
func (m *mirror) checkFootprints() {
	counts, listed, ranked := map[string]routing.Count{}, map[string]bool{}, map[string]bool{}
	for person, a := range m.agents {
		f := a.standing.Footprint()
		for queue, n := range f.Counts {
			counts[queue] = routing.Count{Online: counts[queue].Online + n.Online, Open: counts[queue].Open + n.Open}
		}
		for _, list := range f.Lists {
			listed[list+"/"+person] = true
		}
		for rank, place := range f.Places {
			ranked[rank+"/"+place] = true
		}
	}
	for queue, r := range m.rosters {
		waiting := int64(0)
		for name := range m.waiting {
			if strings.HasPrefix(name, queue+"/") {
				waiting++
			}
		}
		if n := counts[queue]; r["online"] != int64(n.Online) || r["open"] != int64(n.Open) || r["waiting"] != waiting {
			m.s.violate("the counts of %s are %v; %+v and %d waiting are right", queue, r, n, waiting)
		}
	}
	if !maps.Equal(listed, m.listed) || !maps.Equal(ranked, m.ranked) {
		m.s.violate("lists and orders hold %v, %v; %v, %v are right", m.listed, m.ranked, listed, ranked)
	}
}

func (m *mirror) checkChat(id string, c *mirroredChat, loads map[string]int) {
	if c.head.ID == "" {
		m.s.violate("chat %s has no head", id)
	}
	for _, a := range c.head.Agents {
		if c.head.Loads(a.Person) {
			loads[a.Person]++
		}
		if (a.In || a.TabOpen) != c.holders[a.Person] {
			m.s.violate("%s holds chat %s: head and holding disagree", a.Person, id)
		}
	}
	m.checkPlace(id, c)
	if c.records > 1 {
		m.s.violate("chat %s has %d transcripts", id, c.records)
	}
	if clock := m.clocks[clockOf(store.ChatThing(id))]; (clock != nil) != (c.records == 0) {
		m.s.violate("chat %s has %d transcripts, and its clock runs: %v", id, c.records, clock != nil)
	}
}

func (m *mirror) checkClocks() {
	for thing, k := range m.clocks {
		if due := m.dues[thing]; len(due) != 1 || !due[fmt.Sprintf("%013d", k["due"])] {
			m.s.violate("%s is due at %d and its entries say %v", thing, k["due"], slices.Collect(maps.Keys(due)))
		}
		if n := m.looks[timer.Look{Thing: thing, At: time.UnixMilli(k["timer"]).UTC()}]; n > 1 {
			m.s.violate("%s has %d live timers", thing, n)
		}
	}
	for thing, due := range m.dues {
		if len(due) > 0 && m.clocks[thing] == nil {
			m.s.violate("%s is finished and still due", thing)
		}
	}
}

// sent and fired count the looks on their way; a look sent again for the same time is the same look.
func (m *mirror) sent(l timer.Look)  { m.looks[look(l)] = 1 }
func (m *mirror) fired(l timer.Look) { delete(m.looks, look(l)) }

func look(l timer.Look) timer.Look {
	l.At = time.UnixMilli(l.At.UnixMilli()).UTC()
	return l
}

func (m *mirror) recorded(c *mirroredChat) {
	c.records++
	loss := min2(c.visitor, min2(c.agent, c.ended))
	took := m.s.now.Sub(loss)
	m.s.log("TRANSCRIPT", c.head.ID, strconv.Itoa(int(took.Seconds())))
	if took > 30*time.Minute {
		m.s.violate("R219: the transcript of %s comes %s after the loss", c.head.ID, took)
	}
	m.worst = max(m.worst, took)
}
