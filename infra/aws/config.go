package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"switchboard/infra/manifest"
)

// Config is everything in which one stage differs from another. Each stage is a file of its own, stage_<name>.go; change
// it and synthesise again. What is wrong is refused before anything reaches an account.
type Config struct {
	Stage string // in every name: switchboard-<stage>-…

	// What the functions are built for, and where their bootstraps lie: <Bootstraps>/<Architecture>/<function>/bootstrap.
	Architecture string // arm64, a fifth cheaper, or amd64
	Bootstraps   string

	// Keep holds tables, buckets and people when their stack is deleted, and refuses to delete them by accident.
	Keep bool
	// LogDays is how long logs live. They hold no message text and no names.
	LogDays int
	// FileDays is how long files that people sent in a chat are kept; 0: for ever.
	FileDays int
	// TranscriptDays is how long transcripts' documents are kept; 0: for ever. Their lines in the list of records stay, and
	// say when opened that the document was deleted.
	TranscriptDays int
	// FileOrigins are the pages from which browsers may post files, such as https://shop.example.com. Which pages may talk
	// at all is data in the table, which no bucket reads; empty: any page, for a post needs a form that we signed anyway.
	FileOrigins []string
	// XRay has every function send traces. They are billed, and hold times and table names, nothing that was said.
	XRay bool
	// SecondFactor demands an authenticator app of everybody who signs in; off, nobody is asked for one.
	SecondFactor bool

	// Domain is the site's own name, such as chat.example.com, and CertificateARN its certificate, which CloudFront takes
	// from us-east-1 only. Both empty: the site gets a name from CloudFront.
	Domain, CertificateARN string
	// WebACL is the ARN of a WAF web ACL of scope CLOUDFRONT, in us-east-1; empty: none, for it costs by the month.
	WebACL string
	// ExtraOrigins may sign in and call the API beside the site itself: a console on a developer's machine.
	ExtraOrigins []string
	// SignInPrefix begins the address of the sign-in page. That name is global, so the account's number is added to it.
	SignInPrefix string

	// SocketLogs says who sets the role by which API Gateway may write logs. It is one setting per account and region,
	// shared with all other APIs there, and access logs of a WebSocket API fail to deploy without it.
	SocketLogs SocketLogs

	Socket Throttle            // for every socket route that has no row of its own
	Routes map[string]Throttle // by route key
	HTTP   Throttle            // for the whole HTTP API

	// Reserved sets aside concurrency for a function, by name. Empty by default: a fresh account has ten in all.
	Reserved map[string]int

	// AlarmEmail gets the alarms; empty: the topic has no subscriber until somebody adds one.
	AlarmEmail string
	// AlarmWait is how many seconds a visitor may wait while agents are Online before the alarm speaks; 0: it never does.
	AlarmWait int
	// Probe is how often the synthetic chat is had, in whole minutes; 0: never. Each run is a chat that is paid for.
	Probe time.Duration
	// Runbook is where people of this stage read docs/aws.md, such as https://wiki.example.com/switchboard; the dashboard
	// links its headings. Empty: it names them.
	Runbook string
	// MonthlyUSD is the forecast or real cost of the account per month from which on the budget speaks; 0: no budget.
	MonthlyUSD int
}

// Throttle is a token bucket: steady rate per second, and how much may come at once.
type Throttle struct{ Rate, Burst int }

// SocketLogs is what this app does about API Gateway's account-wide role.
type SocketLogs string

// The safe choice changes nothing in the account.
const (
	SocketLogsOff      SocketLogs = "off"      // no access logs of the socket API
	SocketLogsExisting SocketLogs = "existing" // the account has its role
	SocketLogsCreate   SocketLogs = "create"   // this stage makes the role and leaves it behind when it is deleted
)

// logDays are the only retentions that CloudWatch Logs knows below a year.
var logDays = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365}

var (
	stageShape  = regexp.MustCompile(`^[a-z][a-z0-9]{1,9}$`)
	prefixShape = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)
	domainShape = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$`)
	pageShape   = regexp.MustCompile(`^https://[a-zA-Z0-9./_~-]+$`)
	originShape = regexp.MustCompile(`^https?://[a-z0-9.-]+(:[0-9]{1,5})?$`)
)

// Validate says everything that is wrong with a configuration at once; nil if nothing is.
func (c Config) Validate() error {
	var wrong []error
	refuse := func(bad bool, format string, args ...any) {
		if bad {
			wrong = append(wrong, fmt.Errorf("stage %s: "+format, append([]any{c.Stage}, args...)...))
		}
	}
	refuse(!stageShape.MatchString(c.Stage), "a stage is 2 to 10 lower-case letters and digits")
	refuse(c.Architecture != "arm64" && c.Architecture != "amd64", "architecture %q is neither arm64 nor amd64", c.Architecture)
	refuse(c.Bootstraps == "", "no folder with the functions' bootstraps")
	refuse(c.FileDays < 0, "files kept %d days; 0 keeps them for ever", c.FileDays)
	refuse(c.TranscriptDays < 0, "transcripts kept %d days; 0 keeps them for ever", c.TranscriptDays)
	refuse(!slices.Contains(logDays, c.LogDays), "logs cannot be kept %d days, only %v", c.LogDays, logDays)
	refuse(!slices.Contains([]SocketLogs{SocketLogsOff, SocketLogsExisting, SocketLogsCreate}, c.SocketLogs), "socket logs %q", c.SocketLogs)
	c.validateWatch(refuse)
	c.validateNames(refuse)
	c.validateLimits(refuse)
	return errors.Join(wrong...)
}

func (c Config) validateWatch(refuse func(bool, string, ...any)) {
	refuse(c.MonthlyUSD < 0, "a budget of %d dollars", c.MonthlyUSD)
	refuse(c.AlarmEmail != "" && !strings.Contains(c.AlarmEmail, "@"), "alarm e-mail %q", c.AlarmEmail)
	refuse(c.AlarmWait < 0, "nobody waits for %d seconds; 0 switches the alarm off", c.AlarmWait)
	refuse(c.Runbook != "" && !pageShape.MatchString(c.Runbook), "runbook %q is not an https address without a query or a heading", c.Runbook)
	_, err := rateOf(c.Probe)
	refuse(c.Probe != 0 && err != nil, "probe: %v; 0 switches it off", err)
	refuse(c.Probe > time.Hour, "probe: every %v is too seldom for its alarm; an hour is the most, 0 switches it off", c.Probe)
}

func (c Config) validateNames(refuse func(bool, string, ...any)) {
	refuse((c.Domain == "") != (c.CertificateARN == ""), "a domain and its certificate come together")
	refuse(c.Domain != "" && !domainShape.MatchString(c.Domain), "domain %q", c.Domain)
	for name, arn := range map[string]string{"certificate": c.CertificateARN, "web ACL": c.WebACL} {
		refuse(arn != "" && !strings.Contains(arn, ":us-east-1:"), "%s %q does not lie in us-east-1, where CloudFront looks for it", name, arn)
	}
	for _, origin := range slices.Concat(c.ExtraOrigins, c.FileOrigins) {
		refuse(!originShape.MatchString(origin), "origin %q is not scheme://host without a slash at the end", origin)
	}
	refuse(!prefixShape.MatchString(c.SignInPrefix), "sign-in prefix %q", c.SignInPrefix)
	for _, word := range []string{"aws", "amazon", "cognito"} {
		refuse(strings.Contains(c.SignInPrefix, word), "Cognito takes no sign-in prefix with %q in it", word)
	}
}

func (c Config) validateLimits(refuse func(bool, string, ...any)) {
	limits := map[string]Throttle{"socket": c.Socket, "HTTP": c.HTTP}
	for route, limit := range c.Routes {
		limits["route "+route] = limit
		refuse(!socketRoutes()[route], "there is no socket route %q to throttle", route)
	}
	for name, limit := range limits {
		refuse(limit.Rate < 1 || limit.Burst < limit.Rate, "%s: rate %d and burst %d; a burst is no less than its rate", name, limit.Rate, limit.Burst)
	}
	for name, count := range c.Reserved {
		_, found := manifest.Find(name)
		refuse(!found || count < 1, "concurrency %d reserved for %q", count, name)
	}
}

func socketRoutes() map[string]bool {
	routes := map[string]bool{}
	for _, f := range manifest.Functions() {
		if f.Trigger.Kind == manifest.Socket {
			routes[f.Trigger.Route] = true
		}
	}
	return routes
}
