package main

// stageDev is for trying things out: it holds no real conversations, and goes with everything in it when it is destroyed.
func stageDev() Config {
	c := common("dev")
	c.LogDays = 7
	c.FileDays = 7
	c.MonthlyUSD = 10                                  // the alarms' topic is told when somebody forgot something; AlarmEmail has it mailed
	c.ExtraOrigins = []string{"http://localhost:5173"} // a console on a developer's machine
	return c
}
