package manifest

// The environment contract: what a function reads once at its cold start. A function gets exactly the variables it has a
// use for, so that reading one it does not hold fails in the first test and not in production.
const (
	// EnvChatsTable is the deployed name of the table chats.
	EnvChatsTable = "CHATS_TABLE"
	// EnvDeskTable is the deployed name of the table desk.
	EnvDeskTable = "DESK_TABLE"
	// EnvTranscriptsBucket is the name of the bucket that holds transcripts.
	EnvTranscriptsBucket = "TRANSCRIPTS_BUCKET"
	// EnvTimerQueueURL is the address of the queue that timers are sent to.
	EnvTimerQueueURL = "TIMER_QUEUE_URL"
	// EnvConnectionsURL is the https address, stage included, under which the socket API takes what is to be posted to a
	// connection.
	EnvConnectionsURL = "CONNECTIONS_URL"
	// EnvSocketURL is the wss address, stage included, that is handed out with a ticket.
	EnvSocketURL = "SOCKET_URL"
	// EnvSiteOrigins is the origins of our own site, comma-separated, each as a browser sends it: https://host without a
	// slash at the end. The origins of the owner's pages are not here: they are data in the table.
	EnvSiteOrigins = "SITE_ORIGINS"
	// EnvOriginSecret is what CloudFront sends with each call that it passes on, so that what it says of visitors can be
	// believed.
	EnvOriginSecret = "ORIGIN_SECRET"
	// EnvPeoplePool is the id of the user pool of those who work here.
	EnvPeoplePool = "PEOPLE_POOL"
	// EnvMetrics says where figures are written to, <namespace>/<stage>; empty: nobody measures.
	EnvMetrics = "METRICS"
)

// Variables is the whole contract, in order.
func Variables() []string {
	return []string{EnvChatsTable, EnvDeskTable, EnvTranscriptsBucket, EnvTimerQueueURL, EnvConnectionsURL, EnvSocketURL, EnvSiteOrigins, EnvOriginSecret, EnvPeoplePool, EnvMetrics}
}

// Environment is the variables that the function of that name gets, in the order of the contract; nil if there is no such
// function or it needs none. They follow from its row: who may write a table knows its name, who hands out tickets knows
// where a socket opens.
func Environment(name string) []string {
	f, found := Find(name)
	if !found {
		return nil
	}
	needs := map[string]bool{
		EnvChatsTable:        len(f.Chats) > 0,
		EnvDeskTable:         len(f.Desk) > 0,
		EnvTranscriptsBucket: len(f.Transcripts) > 0,
		EnvTimerQueueURL:     f.Timers,
		EnvConnectionsURL:    f.Connections,
		EnvSocketURL:         f.Trigger.Kind == HTTP || f.Probes,
		EnvOriginSecret:      f.Trigger.Kind == HTTP,
		EnvSiteOrigins:       f.Trigger.Kind == HTTP || f.Trigger.Kind == Authorizer,
		EnvPeoplePool:        f.Directory,
		EnvMetrics:           f.Trigger.Kind == Socket && len(f.Chats) > 0 || f.Connections || f.Probes,
	}
	var got []string
	for _, variable := range Variables() {
		if needs[variable] {
			got = append(got, variable)
		}
	}
	return got
}
