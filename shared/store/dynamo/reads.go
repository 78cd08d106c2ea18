package dynamo

import (
	"context"
	"errors"
	"math"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"switchboard/shared/store"
)

// Get returns one item as last written, or nil.
func (d *Driver) Get(ctx context.Context, key store.Key) (*store.Item, error) {
	table, err := d.table(key.Table)
	if err != nil {
		return nil, err
	}
	in := &dynamodb.GetItemInput{TableName: table, Key: keyAttributes(key), ConsistentRead: aws.Bool(true)}
	var out *dynamodb.GetItemOutput
	err = d.try(ctx, harmless, func(outcome) (err error) {
		out, err = d.client.GetItem(ctx, in, once)
		return err
	})
	if err != nil || len(out.Item) == 0 {
		return nil, err
	}
	return itemOf(key.Table, out.Item)
}

// Query returns the items of a range, reading as many pages as it needs. An empty From is the start of the partition.
func (d *Driver) Query(ctx context.Context, r store.Range) ([]store.Item, error) {
	in, err := d.queryInput(r)
	if err != nil {
		return nil, err
	}
	if r.From > r.To {
		return nil, ctx.Err() // DynamoDB would call this stretch a mistake; it is merely empty
	}
	var items []store.Item
	for {
		if r.Limit > 0 {
			in.Limit = aws.Int32(int32(min(r.Limit-len(items), math.MaxInt32)))
		}
		out, err := d.page(ctx, in)
		if err != nil {
			return nil, err
		}
		if items, err = appendItems(items, r.Table, out.Items); err != nil {
			return nil, err
		}
		if len(out.LastEvaluatedKey) == 0 || len(items) == r.Limit {
			return items, nil
		}
		in.ExclusiveStartKey = out.LastEvaluatedKey
	}
}

var (
	between = aws.String("pk = :p AND sk BETWEEN :f AND :t")
	upTo    = aws.String("pk = :p AND sk <= :t")
)

func (d *Driver) queryInput(r store.Range) (*dynamodb.QueryInput, error) {
	table, err := d.table(r.Table)
	if err != nil {
		return nil, err
	}
	if r.PK == "" || r.To == "" {
		return nil, errors.New("dynamo: a range needs a partition and the sort key it ends at")
	}
	in := &dynamodb.QueryInput{
		TableName:                 table,
		ConsistentRead:            aws.Bool(true),
		KeyConditionExpression:    upTo,
		ExpressionAttributeValues: attributes{":p": text(r.PK), ":t": text(r.To)},
		ScanIndexForward:          aws.Bool(!r.Backward),
	}
	if r.From != "" {
		in.KeyConditionExpression = between
		in.ExpressionAttributeValues[":f"] = text(r.From)
	}
	return in, nil
}

func (d *Driver) page(ctx context.Context, in *dynamodb.QueryInput) (out *dynamodb.QueryOutput, err error) {
	err = d.try(ctx, harmless, func(outcome) (err error) {
		out, err = d.client.Query(ctx, in, once)
		return err
	})
	return out, err
}

func appendItems(items []store.Item, table store.Table, found []attributes) ([]store.Item, error) {
	if items == nil && len(found) > 0 {
		items = make([]store.Item, 0, len(found))
	}
	for _, a := range found {
		item, err := itemOf(table, a)
		if err != nil {
			return nil, err
		}
		items = append(items, *item)
	}
	return items, nil
}
