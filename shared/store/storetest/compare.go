package storetest

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"switchboard/shared/store"
)

// Compare does n random operations on a small key space with both drivers and wants every answer to be the same, and
// the state too, every hundred operations and at the end (Q6). Both drivers must hold nothing in the partitions
// COMPARE#<seed>#…; equal seeds do equal operations.
func Compare(t *testing.T, a, b store.Driver, seed uint64, n int) {
	c := &comparison{T: t, ctx: t.Context(), a: a, b: b, random: newRandom(seed)}
	for i := range n {
		c.step = i
		c.one()
		if i%100 == 99 {
			c.state()
		}
	}
	c.state()
	t.Logf("seed %d: %d operations, %d written, %d unmet, %d refused, %d read", seed, n, c.written, c.unmet, c.refused, c.read)
	if n >= 500 && (c.written == 0 || c.unmet == 0 || c.refused == 0 || c.read == 0) {
		t.Error("a kind of answer never came: the comparison proves too little")
	}
}

type comparison struct {
	*testing.T
	ctx    context.Context
	a, b   store.Driver
	random *random
	step   int

	written, unmet, refused, read int
}

func (c *comparison) one() {
	switch c.random.IntN(10) {
	case 0, 1:
		c.get(c.random.key())
	case 2, 3:
		c.query(c.random.stretch())
	default:
		c.write(c.random.ops())
	}
}

func (c *comparison) get(key store.Key) {
	c.read++
	x, errX := c.a.Get(c.ctx, key)
	y, errY := c.b.Get(c.ctx, key)
	if errX != nil || errY != nil || !same(x, y) {
		c.Fatalf("step %d: get %v: %s, %v against %s, %v", c.step, key, show(x), errX, show(y), errY)
	}
}

func (c *comparison) query(r store.Range) {
	c.read++
	x, errX := c.a.Query(c.ctx, r)
	y, errY := c.b.Query(c.ctx, r)
	if errX != nil || errY != nil || !sameAll(x, y) {
		c.Fatalf("step %d: query %+v: %v%s\nagainst %v%s", c.step, r, errX, showAll(x), errY, showAll(y))
	}
}

func (c *comparison) write(ops []store.Op) {
	x, y := c.a.Write(c.ctx, ops), c.b.Write(c.ctx, ops)
	kindX, opsX := meaning(x)
	kindY, opsY := meaning(y)
	if kindX != kindY || !slices.Equal(opsX, opsY) {
		c.Fatalf("step %d: write %+v:\n%s %v (%v)\nagainst %s %v (%v)", c.step, ops, kindX, opsX, x, kindY, opsY, y)
	}
	switch kindX {
	case "written":
		c.written++
	case "unmet":
		c.unmet++
	default:
		c.refused++
	}
}

// meaning drops the words of an error, which are each driver's own.
func meaning(err error) (string, []int) {
	var unmet *store.Unmet
	switch {
	case err == nil:
		return "written", nil
	case errors.As(err, &unmet):
		return "unmet", unmet.Ops
	}
	return "refused", nil
}

func (c *comparison) state() {
	for _, table := range c.random.tables {
		for _, pk := range c.random.pks {
			c.query(store.Range{Table: table, PK: pk, To: "~"})
		}
	}
}

func newRandom(seed uint64) *random {
	return &random{Rand: rand.New(rand.NewPCG(seed, seed)), tables: []store.Table{store.Chats, store.Desk},
		pks: partitionsOf(seed), sks: []string{"E#1", "E#2", "E#3", "HEAD"}, names: []string{"a", "b", "c"}}
}
