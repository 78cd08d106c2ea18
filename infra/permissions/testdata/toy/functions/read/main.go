package main

import "switchboard/infra/permissions/testdata/toy/store"

func start(do func(string) string) { do("") }

func main() { start(store.New(nil).Read) }
