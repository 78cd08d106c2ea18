// Package dynamo is durable state in two DynamoDB tables: store.Driver over the SDK, with consistent reads only. An item
// is pk and sk, its bytes as b, p and s, each number as n_<name>, and expires in whole seconds for TTL. One operation is
// one plain request, several are one transaction.
//
// Retries are made here and nowhere else: the SDK is told to try once, because only here it is known what may be sent
// twice. What the table refused for the moment (a conflict with a transaction, throttling) is sent again, as a new
// request. Where it is unknown whether a write was applied (a 500, a broken connection), a transaction is sent again
// under its old token, which makes it happen once; a single write is sent again unless it adds to a number. Such a
// second attempt may find its own first one: a put that must be absent, applied with its answer lost, then returns
// *store.Unmet although it happened. Callers know that from the id they wrote: they read, and find it.
package dynamo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"switchboard/shared/store"
)

// Client is the part of *dynamodb.Client that a Driver calls.
type Client interface {
	GetItem(context.Context, *dynamodb.GetItemInput, ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error)
	Query(context.Context, *dynamodb.QueryInput, ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error)
	PutItem(context.Context, *dynamodb.PutItemInput, ...func(*dynamodb.Options)) (*dynamodb.PutItemOutput, error)
	UpdateItem(context.Context, *dynamodb.UpdateItemInput, ...func(*dynamodb.Options)) (*dynamodb.UpdateItemOutput, error)
	DeleteItem(context.Context, *dynamodb.DeleteItemInput, ...func(*dynamodb.Options)) (*dynamodb.DeleteItemOutput, error)
	TransactWriteItems(context.Context, *dynamodb.TransactWriteItemsInput, ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error)
}

// Driver is a store.Driver. It may be shared by goroutines.
type Driver struct {
	client Client
	tables map[store.Table]*string

	now    func() time.Time
	wait   func(context.Context, time.Duration) error
	random func(n int64) int64 // 0 to n-1
}

// New makes a Driver over a client, with the name that each table has in this account.
func New(client Client, tables map[store.Table]string) *Driver {
	d := &Driver{client: client, tables: make(map[store.Table]*string, len(tables)),
		now: time.Now, wait: wait, random: rand.Int64N}
	for table, name := range tables {
		d.tables[table] = aws.String(name)
	}
	return d
}

func (d *Driver) table(t store.Table) (*string, error) {
	if name := d.tables[t]; name != nil {
		return name, nil
	}
	return nil, fmt.Errorf("dynamo: there is no table %q", t)
}
