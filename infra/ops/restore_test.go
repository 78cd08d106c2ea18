package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"switchboard/shared/desk"
	filesmemory "switchboard/shared/files/memory"
	"switchboard/shared/protocol"
	pushmemory "switchboard/shared/push/memory"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/store"
	"switchboard/shared/store/dynamo"
	"switchboard/shared/store/dynamotest"
	timermemory "switchboard/shared/timer/memory"
)

func TestMain(m *testing.M) { dynamotest.Main(m) }

// drill is a desk over DynamoDB Local whose tables may be lost.
type drill struct {
	t         *testing.T
	ctx       context.Context
	now       time.Time
	client    *dynamodb.Client
	documents *filesmemory.Documents
	desk      *desk.Desk
}

// opens has the desk work on these tables, as functions do that were told their names.
func (d *drill) opens(tables map[store.Table]string) {
	now := func() time.Time { return d.now }
	d.desk = desk.New(desk.Parts{
		Store: store.New(dynamo.New(d.client, tables)), Push: pushmemory.New(), Timers: timermemory.New(now), Documents: d.documents, Now: now,
		Log: slog.New(slog.DiscardHandler),
	})
}

func (d *drill) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// talks is a chat between two people that is still open.
func (d *drill) talks() (chat string) {
	_, err := d.desk.Configure(d.ctx, settings.Configuration{
		Skills: []settings.Skill{{ID: "general", Name: "General"}}, Buttons: []settings.Button{{ID: "support", Name: "Support", Skill: "general"}},
		Deployments:         []settings.Deployment{{ID: "demo", Site: "Lantern", Buttons: []string{"support"}}},
		AgentConfigurations: []settings.AgentConfiguration{{ID: "standard", Name: "Standard", Capacity: 4}},
	})
	d.must(err)
	_, err = d.desk.PutPerson(d.ctx, settings.Person{Person: "noor", First: "Noor", Skills: []string{"general"}, Configuration: "standard", Permissions: []settings.Permission{settings.ApiEnabled}})
	d.must(err)
	expires := d.now.Add(24 * time.Hour)
	noor := desk.Caller{Conn: "conn-a", Identity: session.Identity{Role: session.Agent, Person: "noor", Groups: []string{"agent"}, Expires: expires}}
	mara := desk.Caller{Conn: "conn-v", Identity: session.Identity{Role: session.Visitor, Person: session.Hash("mara"), Deployment: "demo", Expires: expires}}
	for _, by := range []desk.Caller{noor, mara} {
		_, err = d.desk.Resume(d.ctx, by, protocol.Resume{ID: "r"})
		d.must(err)
	}
	_, err = d.desk.Presence(d.ctx, noor, protocol.Presence{Action: "presence", ID: "p", Status: "Online", Tab: "t"})
	d.must(err)
	asked, err := d.desk.Request(d.ctx, mara, protocol.Request{Action: "request", ID: "q", Button: "support", Name: "Mara"})
	d.must(err)
	_, err = d.desk.Accept(d.ctx, noor, protocol.Accept{Action: "accept", ID: "a", Chat: asked.Chat, After: 1})
	d.must(err)
	for i := range 60 {
		_, err = d.desk.Message(d.ctx, mara, protocol.Message{Action: "message", ID: fmt.Sprint("m", i), Chat: asked.Chat, After: 2 + i, Text: fmt.Sprint("line ", i)})
		d.must(err)
	}
	return asked.Chat
}

func (d *drill) copies(from, to string) *copying {
	return &copying{client: d.client, from: from, to: to, say: func(string, ...any) {}, wait: func(context.Context, time.Duration) error { return nil }}
}

// The drill of docs/aws.md, "Restore": the tables are gone, what point-in-time recovery brought back is copied into the
// stage's new ones, and the conversation that was open goes on to its transcript, nobody doing anything.
func TestR306AConversationOutlivesItsTables(t *testing.T) {
	d := &drill{t: t, ctx: t.Context(), now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), client: dynamotest.Client(t), documents: filesmemory.New()}
	recovered, stages := dynamotest.Tables(t), dynamotest.Tables(t)
	d.opens(recovered)
	chat := d.talks()
	for table := range recovered {
		c := d.copies(recovered[table], stages[table])
		if empty, err := c.targetIsEmpty(d.ctx); err != nil || !empty {
			t.Fatalf("a new table is empty: %v %v", empty, err)
		}
		d.must(c.start(d.ctx))
		if err := c.start(d.ctx); err == nil || !strings.Contains(err.Error(), "-merge") {
			t.Errorf("a table that is not empty is refused with %v", err)
		}
		if got, want := d.all(stages[table]), d.all(recovered[table]); got != want || int64(strings.Count(want, "\n")) != c.copied.Load() {
			t.Errorf("%s: %d items were copied, and the tables differ: %v", table, c.copied.Load(), got != want)
		}
		c.merge = true
		d.must(c.start(d.ctx)) // once more does no harm
		if got, want := d.all(stages[table]), d.all(recovered[table]); got != want {
			t.Errorf("%s differs after the second run", table)
		}
	}
	d.opens(stages)
	for range 30 {
		d.now = d.now.Add(time.Minute)
		_, err := d.desk.Sweep(d.ctx)
		d.must(err)
	}
	doc, err := d.desk.Transcript(d.ctx, chat)
	d.must(err)
	said := 0
	for _, e := range doc.Lines {
		if e.Text == fmt.Sprint("line ", said) {
			said++
		}
	}
	if said != 60 || !doc.Chain.Intact {
		t.Errorf("the transcript holds %d of 60 lines in their order, its chain intact: %v", said, doc.Chain.Intact)
	}
}

// Over what is there: the recovered item wins, and what only the stage's table has stays.
func TestMergingKeepsWhatIsNotInTheRecoveredTable(t *testing.T) {
	d := &drill{t: t, ctx: t.Context(), client: dynamotest.Client(t)}
	recovered, stages := dynamotest.Tables(t)[store.Chats], dynamotest.Tables(t)[store.Chats]
	d.puts(recovered, "both", "as it was")
	d.puts(recovered, "lost", "as it was")
	d.puts(stages, "both", "spoilt")
	d.puts(stages, "later", "since then")
	c := d.copies(recovered, stages)
	c.merge = true
	d.must(c.start(d.ctx))
	want := "map[pk:both sk:x words:as it was]\nmap[pk:later sk:x words:since then]\nmap[pk:lost sk:x words:as it was]\n"
	if got := d.all(stages); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// puts writes one item past the desk.
func (d *drill) puts(table, key, words string) {
	d.t.Helper()
	text := func(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }
	_, err := d.client.PutItem(d.ctx, &dynamodb.PutItemInput{
		TableName: aws.String(table), Item: map[string]types.AttributeValue{"pk": text(key), "sk": text("x"), "words": text(words)},
	})
	d.must(err)
}

// all is every item of a table, in an order of its own.
func (d *drill) all(table string) string {
	var lines []string
	pages := dynamodb.NewScanPaginator(d.client, &dynamodb.ScanInput{TableName: aws.String(table)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(d.ctx)
		d.must(err)
		for _, item := range page.Items {
			lines = append(lines, fmt.Sprintf("%v\n", plain(item)))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// plain is an item that prints the same whenever it is the same.
func plain(item map[string]types.AttributeValue) map[string]string {
	text := map[string]string{}
	for name, value := range item {
		switch v := value.(type) {
		case *types.AttributeValueMemberS:
			text[name] = v.Value
		case *types.AttributeValueMemberN:
			text[name] = v.Value
		case *types.AttributeValueMemberB:
			text[name] = fmt.Sprintf("%x", v.Value)
		}
	}
	return text
}

func TestACopyIntoATableThatIsNotThereSaysSo(t *testing.T) {
	d := &drill{t: t, ctx: t.Context(), client: dynamotest.Client(t)}
	tables := dynamotest.Tables(t)
	if _, err := d.copies(tables[store.Chats], "nowhere").targetIsEmpty(d.ctx); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("it says %v", err)
	}
	if err := d.copies("nowhere", tables[store.Chats]).run(d.ctx); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("it says %v", err)
	}
	o := &operation{from: "a", to: "a"}
	if err := restore(d.ctx, o); err == nil || !strings.Contains(err.Error(), "-from") {
		t.Errorf("it says %v", err)
	}
}
