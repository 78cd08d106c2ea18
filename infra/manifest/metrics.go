package manifest

// MetricsNamespace is where our own metrics lie in CloudWatch, and MetricsStage their one dimension.
const (
	MetricsNamespace = "Switchboard"
	MetricsStage     = "Stage"
)

// The metrics that the functions write themselves, as shared/edge names them.
const (
	WaitingNow    = "WaitingNow"    // requests that nobody has taken, each minute while somebody is there
	LongestWait   = "LongestWait"   // seconds, of those that somebody Online could take, as often
	AgentsOnline  = "AgentsOnline"  // as often
	TimeToAccept  = "TimeToAccept"  // seconds, for each chat
	MessagesSaid  = "MessagesSaid"  // for each message
	FailedPushes  = "FailedPushes"  // when a post to a socket fails that is not gone
	FailedFrames  = "FailedFrames"  // when a frame is answered that something went wrong here
	ProbeTime     = "ProbeTime"     // milliseconds, twice a probe
	ProbeFailures = "ProbeFailures" // 1 or 0 for each probe
)

// Metrics are all of them.
func Metrics() []string {
	return []string{WaitingNow, LongestWait, AgentsOnline, TimeToAccept, MessagesSaid, FailedPushes, FailedFrames, ProbeTime, ProbeFailures}
}
