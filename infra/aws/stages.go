package main

// stages is every stage there is, by name. A further one is a further file, and a line here.
func stages() map[string]Config {
	return map[string]Config{"dev": stageDev(), "prod": stageProd()}
}

// common is what stages have in common: change it here for all of them, or in a stage's own file for that one.
func common(stage string) Config {
	return Config{
		Stage:        stage,
		Architecture: "arm64",
		Bootstraps:   ".build/lambda",
		SignInPrefix: "switchboard",
		SocketLogs:   SocketLogsOff,
		Socket:       Throttle{Rate: 200, Burst: 400},
		// What opens a socket or asks for a chat is dear and rare; what is said in one is cheap and frequent.
		Routes: map[string]Throttle{
			"$connect": {Rate: 400, Burst: 450}, // the account takes 500 new connections a second
			"request":  {Rate: 50, Burst: 100},
			"message":  {Rate: 1000, Burst: 2000},
			"typing":   {Rate: 500, Burst: 1000},
		},
		HTTP: Throttle{Rate: 200, Burst: 400},
	}
}
