package main

import "switchboard/infra/permissions/testdata/unclear/store"

func main() { (&store.Store{}).Either(true) }
