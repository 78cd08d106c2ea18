package main

import "switchboard/infra/permissions/testdata/toy/shop"

func main() {
	var s shop.Seller = &shop.Shop{}
	s.Sell("")
}
