package main

// seldom are grants that the story can do without, by function and action, each with the moment that needs it. What is
// computed from the code (infra/permissions) is what may be needed once in ten thousand chats, too.
var seldom = map[string]string{}
