package dynamo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"switchboard/shared/store"
)

// Write does all operations or none: see the package's doc for what is retried and how.
func (d *Driver) Write(ctx context.Context, ops []store.Op) error {
	if len(ops) == 0 {
		return ctx.Err()
	}
	requests, err := d.requests(ops)
	if err != nil {
		return err
	}
	if len(ops) == 1 && requests[0].ConditionCheck == nil {
		return d.single(ctx, requests[0], len(ops[0].Adds) == 0)
	}
	return d.transaction(ctx, requests)
}

// requests refuses what DynamoDB would; DynamoDB Local looks at conditions before it finds a key that stands twice.
func (d *Driver) requests(ops []store.Op) ([]types.TransactWriteItem, error) {
	if len(ops) > store.MaxOps {
		return nil, fmt.Errorf("dynamo: %d operations in one write, at most %d", len(ops), store.MaxOps)
	}
	requests := make([]types.TransactWriteItem, len(ops))
	for i, op := range ops {
		for _, earlier := range ops[:i] {
			if earlier.Item.Key == op.Item.Key {
				return nil, fmt.Errorf("dynamo: %s/%s stands twice in one write", op.Item.PK, op.Item.SK)
			}
		}
		var err error
		if requests[i], err = d.request(op); err != nil {
			return nil, err
		}
	}
	return requests, nil
}

// request is one operation as a part of a transaction, which has all that a single request needs too.
func (d *Driver) request(op store.Op) (r types.TransactWriteItem, err error) {
	table, err := d.table(op.Item.Table)
	if err != nil {
		return r, err
	}
	var e expression
	condition := e.condition(op)
	switch op.Verb {
	case store.Put:
		r.Put = &types.Put{TableName: table, Item: itemAttributes(op.Item), ConditionExpression: condition,
			ExpressionAttributeNames: e.names, ExpressionAttributeValues: e.values}
	case store.Delete:
		r.Delete = &types.Delete{TableName: table, Key: keyAttributes(op.Item.Key), ConditionExpression: condition,
			ExpressionAttributeNames: e.names, ExpressionAttributeValues: e.values}
	case store.Set:
		r = setRequest(table, op, e, condition)
	case store.Check:
		r = checkRequest(table, op, e, condition)
	default:
		return r, fmt.Errorf("dynamo: there is no verb %d", op.Verb)
	}
	return r, nil
}

// setRequest makes a Set that changes nothing the Check that it is: DynamoDB refuses an update of nothing.
func setRequest(table *string, op store.Op, e expression, condition *string) (r types.TransactWriteItem) {
	update := e.update(op)
	if update == nil {
		return checkRequest(table, op, e, condition)
	}
	r.Update = &types.Update{TableName: table, Key: keyAttributes(op.Item.Key), ConditionExpression: condition,
		UpdateExpression: update, ExpressionAttributeNames: e.names, ExpressionAttributeValues: e.values}
	return r
}

func checkRequest(table *string, op store.Op, e expression, condition *string) (r types.TransactWriteItem) {
	r.ConditionCheck = &types.ConditionCheck{TableName: table, Key: keyAttributes(op.Item.Key),
		ConditionExpression: condition, ExpressionAttributeNames: e.names, ExpressionAttributeValues: e.values}
	return r
}

// single sends one operation as a plain write: half the price of a transaction.
func (d *Driver) single(ctx context.Context, r types.TransactWriteItem, twice bool) error {
	replay := harmless
	if !twice {
		replay = harmful
	}
	err := d.try(ctx, replay, func(outcome) error { return d.send(ctx, r) })
	var failed *types.ConditionalCheckFailedException
	if errors.As(err, &failed) {
		return &store.Unmet{Ops: []int{0}}
	}
	return err
}

func (d *Driver) send(ctx context.Context, r types.TransactWriteItem) (err error) {
	switch {
	case r.Put != nil:
		_, err = d.client.PutItem(ctx, &dynamodb.PutItemInput{TableName: r.Put.TableName, Item: r.Put.Item,
			ConditionExpression:      r.Put.ConditionExpression,
			ExpressionAttributeNames: r.Put.ExpressionAttributeNames, ExpressionAttributeValues: r.Put.ExpressionAttributeValues}, once)
	case r.Update != nil:
		_, err = d.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{TableName: r.Update.TableName, Key: r.Update.Key,
			ConditionExpression: r.Update.ConditionExpression, UpdateExpression: r.Update.UpdateExpression,
			ExpressionAttributeNames: r.Update.ExpressionAttributeNames, ExpressionAttributeValues: r.Update.ExpressionAttributeValues}, once)
	case r.Delete != nil:
		_, err = d.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: r.Delete.TableName, Key: r.Delete.Key,
			ConditionExpression:      r.Delete.ConditionExpression,
			ExpressionAttributeNames: r.Delete.ExpressionAttributeNames, ExpressionAttributeValues: r.Delete.ExpressionAttributeValues}, once)
	}
	return err
}

// transaction sends several. A new attempt has a new token if the last one surely did nothing, so that it is decided
// afresh; it keeps the token if the last one may have happened or still does, so that it happens once.
func (d *Driver) transaction(ctx context.Context, requests []types.TransactWriteItem) error {
	in := &dynamodb.TransactWriteItemsInput{TransactItems: requests}
	err := d.try(ctx, harmless, func(last outcome) error {
		if last != unknown {
			in.ClientRequestToken = aws.String(rand.Text())
		}
		_, err := d.client.TransactWriteItems(ctx, in, once)
		return err
	})
	var cancelled *types.TransactionCanceledException
	if !errors.As(err, &cancelled) {
		return err
	}
	if unmet := unmetOf(cancelled); unmet != nil {
		return unmet
	}
	return err
}

// unmetOf names the failed conditions, if they were the only reason: beside a conflict others may not have been looked at.
func unmetOf(c *types.TransactionCanceledException) *store.Unmet {
	var unmet []int
	for i, reason := range c.CancellationReasons {
		switch aws.ToString(reason.Code) {
		case "None", "":
		case conditionFailed:
			unmet = append(unmet, i)
		default:
			return nil
		}
	}
	if len(unmet) == 0 {
		return nil
	}
	return &store.Unmet{Ops: unmet}
}
