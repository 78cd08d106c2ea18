package main

// seldom are grants that the story can do without, each with the moment that needs it. What is computed from the code
// (infra/permissions) is what may be needed once in ten thousand chats, too.
var seldom = map[string]string{
	"typing dynamodb:GetItem chats":    "read at the cold start, only to open the connection, and when a visitor's last socket turns out to be gone",
	"typing dynamodb:DeleteItem chats": "a socket that turns out to be gone is forgotten; infra/local/stack proves it (F4)",
	"typing dynamodb:UpdateItem chats": "it was the visitor's last one: since when she is away is noted (F4)",
	"typing sqs:SendMessage timers":    "and a look is sent for after her grace (F4)",
}
