package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/routing"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
)

// watchLife is how long a watch of the panel lasts without a beat; panelDelay how long changes gather before they are
// told (R202).
const (
	watchLife  = 5 * time.Minute
	panelDelay = time.Second
	panelRows  = 100 // agents of one list
)

// Watch lets a supervisor watch the panel or a chat, or stop. Neither agents nor the visitor learn of it (R200–R204).
func (d *Desk) Watch(ctx context.Context, by Caller, f protocol.Watch) (*protocol.Ack, error) {
	if err := onlyAgents(by); err != nil {
		return nil, err
	}
	if !by.Has(session.GroupSupervisor) {
		return nil, fault.New(fault.Forbidden, "Only supervisors watch.")
	}
	ack := &protocol.Ack{Type: "ack", Re: f.Action, ID: f.ID, Chat: f.Chat, At: d.Now().UnixMilli()}
	switch {
	case f.Chat != "" && f.Off:
		return ack, d.Store.Commit(ctx, store.DropPartyConn(f.Chat, store.Watching, by.Conn))
	case f.Chat != "":
		view, err := d.watchChat(ctx, by, f.Chat)
		ack.View = view
		return ack, err
	case f.Off:
		return ack, d.unwatch(ctx, by.Person, by.Conn)
	}
	var err error
	ack.Panels, err = d.watchPanel(ctx, by)
	return ack, err
}

// watchChat copies a supervisor's connection under a chat and answers with the chat as it stands.
func (d *Desk) watchChat(ctx context.Context, by Caller, chatID string) (*protocol.Chat, error) {
	own, err := d.person(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	w, err := d.Store.Standing(ctx, chatID)
	if err != nil {
		return nil, err
	}
	if !w.Complete {
		return nil, errAbsent
	}
	if err := d.oversees(ctx, by, w.Head.Chat); err != nil {
		return nil, err
	}
	if !own.Configuration.Monitoring {
		return nil, fault.New(fault.Forbidden, "Your configuration does not allow you to watch chats.")
	}
	if err := d.Store.Commit(ctx, store.PutWatching(chatID, by.Person, by.Conn, d.Now())); err != nil {
		return nil, err
	}
	if w, err = d.Store.Standing(ctx, chatID); err != nil {
		return nil, err
	}
	v, err := d.chatPage(ctx, by, w.Head.Chat, protocol.Held{Chat: chatID}, newPages(""))
	v.Watching = true
	return &v, err
}

// overview are the queues that a supervisor's panel shows: her skills, and the buttons that ask for one of them.
func overview(c settings.Configuration, set settings.AgentConfiguration) []string {
	var queues []string
	for _, s := range c.Skills {
		if supervises(set, []string{s.ID}) {
			queues = append(queues, routing.SkillQueue(s.ID))
		}
	}
	for _, b := range c.Buttons {
		if supervises(set, b.AllSkills()) {
			queues = append(queues, b.ID)
		}
	}
	return queues
}

// watchPanel registers a connection for every queue of her panel, and answers with all of them.
func (d *Desk) watchPanel(ctx context.Context, by Caller) ([]protocol.Panel, error) {
	c, err := d.Configuration(ctx)
	if err != nil {
		return nil, err
	}
	own, err := d.person(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	queues := overview(c, own.Configuration)
	if err := d.keepWatch(ctx, by, queues, true); err != nil {
		return nil, err
	}
	for _, q := range queues { // a process that knows of no watcher yet tells of nothing for as long as watchedLife
		if err := d.arm(ctx, store.QueueThing(q), d.Now().Add(watchedLife), false); err != nil {
			return nil, err
		}
	}
	panels := []protocol.Panel{}
	for _, q := range queues {
		p, err := d.panel(ctx, c, q)
		if err != nil {
			return nil, err
		}
		panels = append(panels, p)
	}
	return panels, nil
}

// keepWatch writes or renews the watches of a connection, as many at once as a commit takes. Dirty ones are told with the
// next look of their queue, whether anything stirred or not.
func (d *Desk) keepWatch(ctx context.Context, by Caller, queues []string, dirty bool) error {
	for batch := range slices.Chunk(queues, store.MaxOps) {
		var ops []store.Op
		for _, q := range batch {
			ops = append(ops, store.PutWatcher(store.Watcher{Queue: q, Person: by.Person, Conn: by.Conn, Dirty: dirty}, d.Now().Add(watchLife)))
		}
		if err := d.Store.Commit(ctx, ops...); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) unwatch(ctx context.Context, person, conn string) error {
	watchers, err := d.Store.Watchers(ctx)
	if err != nil {
		return err
	}
	for _, w := range watchers {
		if w.Person == person && w.Conn == conn {
			if err := d.Store.Commit(ctx, store.DropWatcher(w)); err != nil {
				return err
			}
		}
	}
	return nil
}

// panel reads one list of the panel.
func (d *Desk) panel(ctx context.Context, c settings.Configuration, queue string) (protocol.Panel, error) {
	r, err := d.Store.Roster(ctx, queue)
	if err != nil {
		return protocol.Panel{}, err
	}
	p := protocol.Panel{Queue: queue, Name: queueName(c, queue), Rev: r.Stir, Waiting: r.Waiting, Online: r.Online, Open: r.Open}
	oldest, err := d.Store.Waiting(ctx, queue, 1)
	if err != nil {
		return p, err
	}
	if len(oldest) > 0 {
		p.Longest = oldest[0].RequestedAt
	}
	agents, err := d.Store.Listed(ctx, queue, panelRows)
	for _, a := range agents {
		p.Agents = append(p.Agents, panelAgent(a.Agent))
		p.Rev += a.Rev
	}
	return p, err
}

func queueName(c settings.Configuration, queue string) string {
	if b, ok := c.Button(queue); ok {
		return b.Name
	}
	for _, s := range c.Skills {
		if routing.SkillQueue(s.ID) == queue {
			return s.Name
		}
	}
	return queue
}

func panelAgent(a routing.Agent) protocol.PanelAgent {
	line := protocol.PanelAgent{
		Person: a.Person, Name: a.Name, Status: string(a.Status), Chats: a.Engaged, Offers: len(a.Offers), Load: a.Load, Capacity: a.Capacity,
		LoginAt: a.Session.LoginAt, LastAt: a.Last,
	}
	for _, f := range a.Flags {
		line.Flags = append(line.Flags, protocol.PanelFlag{Chat: f.Chat, Text: f.Text, At: f.At})
	}
	return line
}

// stir lets supervisors know what a move changed: the first change marks what they watch and has the queue looked at a
// second later; nothing while nobody watches.
func (d *Desk) stir(ctx context.Context, m moved) {
	var queues []string
	for _, e := range append(lists(m.before), lists(m.after)...) {
		queues = append(queues, e.Queue)
	}
	for _, a := range m.agents {
		queues = append(queues, a.was.Queues()...)
		queues = append(queues, a.is.Queues()...)
	}
	d.stirQueues(ctx, queues)
}

func (d *Desk) stirQueues(ctx context.Context, queues []string) {
	watchers, err := d.watchers(ctx)
	if err != nil {
		d.Log.Warn("stir", "error", err)
		return
	}
	var armed []string
	for _, w := range watchers {
		if w.Dirty || !slices.Contains(queues, w.Queue) || w.Until < d.Now().UnixMilli() {
			continue
		}
		if err := d.Store.Commit(ctx, store.SoilWatcher(w)); err != nil || slices.Contains(armed, w.Queue) {
			continue // marked by somebody else, who has it looked at
		}
		armed = append(armed, w.Queue)
		if err := d.arm(ctx, store.QueueThing(w.Queue), d.Now().Add(panelDelay), false); err != nil {
			d.Log.Warn("stir", "error", err)
		}
	}
}

// watchedLife is how old what a process knows of watchers may be: with panelDelay within the two seconds of R202.
const watchedLife = time.Second

// watched is who watches, as this process read it last.
type watched struct {
	mu   sync.Mutex
	read time.Time
	held []store.Watcher
}

func (d *Desk) watchers(ctx context.Context) ([]store.Watcher, error) {
	d.watched.mu.Lock()
	held, fresh := d.watched.held, !d.watched.read.IsZero() && d.Now().Sub(d.watched.read) < watchedLife
	d.watched.mu.Unlock()
	if fresh && len(held) == 0 {
		return nil, nil
	}
	all, err := d.Store.Watchers(ctx)
	if err == nil {
		d.watched.mu.Lock()
		d.watched.read, d.watched.held = d.Now(), all
		d.watched.mu.Unlock()
	}
	return all, err
}

// tellPanel tells those who watch a queue what has changed in it.
func (d *Desk) tellPanel(ctx context.Context, c settings.Configuration, queue string) error {
	watchers, err := d.Store.Watchers(ctx)
	if err != nil {
		return err
	}
	var to []listener
	for _, w := range watchers {
		if w.Queue != queue || !w.Dirty {
			continue
		}
		if err := d.Store.Commit(ctx, store.CleanWatcher(w)); err != nil {
			return ignoreMoved(err)
		}
		to = append(to, listener{Conn: store.Conn{Party: store.Watching, ID: w.Conn}, Person: w.Person})
	}
	if len(to) == 0 {
		return nil
	}
	p, err := d.panel(ctx, c, queue)
	if err == nil {
		d.tell(ctx, to, protocol.PanelShown{Type: "panel", Panel: p})
	}
	return err
}
