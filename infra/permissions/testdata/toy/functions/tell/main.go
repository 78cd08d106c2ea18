package main

import "switchboard/infra/permissions/testdata/toy/shop"

func main() { (&shop.Shop{}).Tell("") }
