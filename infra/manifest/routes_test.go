package manifest

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEachRouteIsNamedOnceAndRunsAnHTTPFunction(t *testing.T) {
	shape := regexp.MustCompile(`^(GET|POST|PUT|DELETE) (/([a-z]+|\{[a-z]+\}))+$`)
	seen := map[string]bool{Preflight().Key(): true}
	for _, r := range Routes() {
		if seen[r.Key()] {
			t.Errorf("%s stands twice", r.Key())
		}
		seen[r.Key()] = true
		if !shape.MatchString(r.Key()) {
			t.Errorf("%q is no method and path", r.Key())
		}
		if f, found := Find(r.Function); !found || f.Trigger.Kind != HTTP {
			t.Errorf("%s runs %q, which is no HTTP function", r.Key(), r.Function)
		}
	}
}

// A route is open because it stands here, not because somebody forgot the token.
func TestOpenRoutesAreTheVisitorsOnly(t *testing.T) {
	open := []string{"POST /visitor/ticket", "POST /visitor/leave", "GET /deployments/{deployment}", "GET /availability"}
	for _, r := range Routes() {
		if want := !slices.Contains(open, r.Key()); r.Authenticated != want {
			t.Errorf("%s authenticated %v, want %v", r.Key(), r.Authenticated, want)
		}
	}
	if Preflight().Authenticated {
		t.Error("a browser asks before it sends the token")
	}
}

func TestTablesExpireOrHaveIndexesNeverBoth(t *testing.T) {
	names := []string{}
	for _, table := range Tables() {
		names = append(names, table.Name)
		if table.Expires != "" && len(table.Indexes) > 0 {
			t.Errorf("%s expires and has indexes", table.Name)
		}
		for _, index := range table.Indexes {
			if index.Name == "" || index.PartitionKey == "" || index.PartitionKey == PartitionKey {
				t.Errorf("%s: index %+v is not sparse", table.Name, index)
			}
		}
	}
	if !slices.Equal(names, []string{ChatsTable, DeskTable}) {
		t.Errorf("tables %v", names)
	}
}

// F41: the stream carries what TTL deletes, so the table that has it is the one in which things expire.
func TestF41TheTableThatExpiresIsTheOneWithTheStream(t *testing.T) {
	for _, table := range Tables() {
		if (table.Expires != "") != (table.Stream != "") {
			t.Errorf("%s: expires %q, stream %q", table.Name, table.Expires, table.Stream)
		}
	}
}

func TestEnvironmentFollowsFromTheRow(t *testing.T) {
	for name, want := range map[string]string{
		"authorize":  "CHATS_TABLE SITE_ORIGINS",
		"connect":    "",
		"message":    "CHATS_TABLE DESK_TABLE TIMER_QUEUE_URL CONNECTIONS_URL METRICS",
		"offered":    "CHATS_TABLE TIMER_QUEUE_URL METRICS",
		"disconnect": "CHATS_TABLE DESK_TABLE TIMER_QUEUE_URL CONNECTIONS_URL METRICS",
		"finalise":   "CHATS_TABLE DESK_TABLE TRANSCRIPTS_BUCKET TIMER_QUEUE_URL CONNECTIONS_URL METRICS",
		"sweep":      "CHATS_TABLE DESK_TABLE TRANSCRIPTS_BUCKET TIMER_QUEUE_URL CONNECTIONS_URL PEOPLE_POOL METRICS",
		"api":        "CHATS_TABLE DESK_TABLE TRANSCRIPTS_BUCKET TIMER_QUEUE_URL CONNECTIONS_URL SOCKET_URL SITE_ORIGINS ORIGIN_SECRET METRICS",
		"probe":      "CHATS_TABLE DESK_TABLE TIMER_QUEUE_URL CONNECTIONS_URL SOCKET_URL METRICS",
		"nobody":     "",
	} {
		if got := strings.Join(Environment(name), " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestEachVariableIsReadBySomebody(t *testing.T) {
	read := map[string]bool{}
	for _, f := range Functions() {
		for _, variable := range Environment(f.Name) {
			read[variable] = true
		}
	}
	for _, variable := range Variables() {
		if !read[variable] {
			t.Errorf("nobody gets %s", variable)
		}
	}
}
