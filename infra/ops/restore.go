package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// restore copies every item of one table into another of the same keys: what point-in-time recovery brings back lies in a
// table of another name, and a stage's tables keep theirs. It may be run again: an item that was copied is copied over.
// docs/aws.md has the whole procedure.
func restore(ctx context.Context, o *operation) error {
	if o.from == "" || o.to == "" || o.from == o.to {
		return errors.New("name both tables: go run ./infra/ops restore -from <the restored table> -to <the stage's table>; make outputs prints the stage's")
	}
	c := copying{client: dynamodb.NewFromConfig(o.Config), from: o.from, to: o.to, merge: o.merge, say: o.say, wait: wait}
	return c.start(ctx)
}

// segments is how many parts of a table are read at once.
const segments = 4

// batch is the most that one request writes.
const batch = 25

// copying is one run.
type copying struct {
	client   *dynamodb.Client
	from, to string
	merge    bool // into a table that holds something
	say      func(string, ...any)
	wait     func(context.Context, time.Duration) error
	copied   atomic.Int64
}

// start refuses a table that holds something already, unless it may be merged into.
func (c *copying) start(ctx context.Context) error {
	if c.merge {
		return c.run(ctx)
	}
	empty, err := c.targetIsEmpty(ctx)
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("%s is not empty: with -merge the items of %s are written over its own, and what only it has stays", c.to, c.from)
	}
	return c.run(ctx)
}

func (c *copying) targetIsEmpty(ctx context.Context) (bool, error) {
	page, err := c.client.Scan(ctx, &dynamodb.ScanInput{TableName: aws.String(c.to), Limit: aws.Int32(1), ConsistentRead: aws.Bool(true)})
	if err != nil {
		return false, fmt.Errorf("the table %s: %w", c.to, err)
	}
	return len(page.Items) == 0, nil
}

func (c *copying) run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	for segment := range int32(segments) {
		all.Go(func() {
			if err := c.segment(ctx, segment); err != nil {
				cancel(err) // the others need not go on
			}
		})
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return fmt.Errorf("%d items were copied, then: %w; run it again with -merge", c.copied.Load(), err)
	}
	c.say("%d items are in %s", c.copied.Load(), c.to)
	return nil
}

// segment copies its part, a page at a time.
func (c *copying) segment(ctx context.Context, segment int32) error {
	pages := dynamodb.NewScanPaginator(c.client, &dynamodb.ScanInput{
		TableName: aws.String(c.from), ConsistentRead: aws.Bool(true), Segment: aws.Int32(segment), TotalSegments: aws.Int32(segments),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("the table %s: %w", c.from, err)
		}
		for items := page.Items; len(items) > 0; {
			n := min(batch, len(items))
			if err := c.put(ctx, items[:n]); err != nil {
				return fmt.Errorf("the table %s: %w", c.to, err)
			}
			items = items[n:]
		}
		if n := c.copied.Load(); len(page.Items) > 0 {
			c.say("%d items so far", n)
		}
	}
	return nil
}

// put writes a batch, and again what the table did not take, ever later.
func (c *copying) put(ctx context.Context, items []map[string]types.AttributeValue) error {
	var requests []types.WriteRequest
	for _, item := range items {
		requests = append(requests, types.WriteRequest{PutRequest: &types.PutRequest{Item: item}})
	}
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, 10*time.Second) {
		answer, err := c.client.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{c.to: requests}})
		if err != nil {
			return err
		}
		left := answer.UnprocessedItems[c.to]
		c.copied.Add(int64(len(requests) - len(left)))
		if requests = left; len(requests) == 0 {
			return nil
		}
		if err := c.wait(ctx, pause); err != nil {
			return err
		}
	}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
