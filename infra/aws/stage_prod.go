package main

// stageProd is where people talk. Its tables, buckets and people stay whatever becomes of its stacks.
func stageProd() Config {
	c := common("prod")
	c.Keep = true
	c.SecondFactor = true // everybody sets up an authenticator app at her first sign-in
	c.LogDays = 90
	c.MonthlyUSD = 100
	c.AlarmWait = 120 // seconds that a visitor may wait while agents are Online

	// What you may want to set before the first deployment (config.go says what each means):
	//
	//	c.Domain, c.CertificateARN = "chat.example.com", "arn:aws:acm:us-east-1:…"
	//	c.AlarmEmail = "ops@example.com"
	//	c.SocketLogs = SocketLogsCreate // an access log of the socket API; one setting for the whole account
	//	c.Probe = 5 * time.Minute       // the synthetic chat, some $2.20 a month (import "time")
	//	c.FileDays = 365 // otherwise files are kept for ever
	//	c.FileOrigins = []string{"https://shop.example.com"}
	return c
}
