package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Table is a table with the string keys pk and sk.
type Table struct {
	Name         string
	TTLAttribute string // empty: nothing expires
	Stream       bool   // new and old images
	Indexes      []Index
}

// Index is a sparse index over two string attributes that projects everything.
type Index struct {
	Name         string
	PartitionKey string
	SortKey      string // empty: none
}

// CreateTables makes what is not there yet and switches on what it needs; a second run finds the data as it was.
// A table with both an index and a TTL is refused: see the package's doc. What a table that is there has besides
// (another stream, other indexes) is not changed.
func CreateTables(ctx context.Context, endpoint string, tables []Table) error {
	client := Client(endpoint)
	for _, table := range tables {
		if table.TTLAttribute != "" && len(table.Indexes) > 0 {
			return fmt.Errorf("dynamo: table %q: what expires has no index, what is indexed does not expire", table.Name)
		}
		if err := create(ctx, client, table); err != nil {
			return fmt.Errorf("dynamo: table %q: %w", table.Name, err)
		}
	}
	return nil
}

func create(ctx context.Context, client *dynamodb.Client, table Table) error {
	_, err := client.CreateTable(ctx, definition(table))
	var there *types.ResourceInUseException
	if err != nil && !errors.As(err, &there) {
		return err
	}
	name := &dynamodb.DescribeTableInput{TableName: &table.Name}
	if err := dynamodb.NewTableExistsWaiter(client).Wait(ctx, name, startLimit, briskly); err != nil {
		return err
	}
	return expire(ctx, client, table)
}

// briskly waits milliseconds where the cloud would take seconds.
func briskly(o *dynamodb.TableExistsWaiterOptions) {
	o.MinDelay, o.MaxDelay = 20*time.Millisecond, 500*time.Millisecond
}

// expire switches TTL on unless it is: switching it on again is an error.
func expire(ctx context.Context, client *dynamodb.Client, table Table) error {
	if table.TTLAttribute == "" {
		return nil
	}
	out, err := client.DescribeTimeToLive(ctx, &dynamodb.DescribeTimeToLiveInput{TableName: &table.Name})
	if err != nil {
		return err
	}
	if now := out.TimeToLiveDescription; now != nil && now.TimeToLiveStatus == types.TimeToLiveStatusEnabled {
		if aws.ToString(now.AttributeName) != table.TTLAttribute {
			return fmt.Errorf("TTL is on attribute %q, not on %q", aws.ToString(now.AttributeName), table.TTLAttribute)
		}
		return nil
	}
	_, err = client.UpdateTimeToLive(ctx, &dynamodb.UpdateTimeToLiveInput{
		TableName: &table.Name,
		TimeToLiveSpecification: &types.TimeToLiveSpecification{
			AttributeName: &table.TTLAttribute, Enabled: aws.Bool(true),
		},
	})
	return err
}

func definition(table Table) *dynamodb.CreateTableInput {
	in := &dynamodb.CreateTableInput{
		TableName: &table.Name, BillingMode: types.BillingModePayPerRequest, KeySchema: keys("pk", "sk"),
	}
	attributes := map[string]bool{"pk": true, "sk": true}
	for _, index := range table.Indexes {
		attributes[index.PartitionKey] = true
		if index.SortKey != "" {
			attributes[index.SortKey] = true
		}
		in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes, types.GlobalSecondaryIndex{
			IndexName: aws.String(index.Name), KeySchema: keys(index.PartitionKey, index.SortKey),
			Projection: &types.Projection{ProjectionType: types.ProjectionTypeAll},
		})
	}
	for name := range attributes {
		in.AttributeDefinitions = append(in.AttributeDefinitions, types.AttributeDefinition{
			AttributeName: aws.String(name), AttributeType: types.ScalarAttributeTypeS,
		})
	}
	if table.Stream {
		in.StreamSpecification = &types.StreamSpecification{
			StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewAndOldImages,
		}
	}
	return in
}

func keys(partition, sort string) []types.KeySchemaElement {
	schema := []types.KeySchemaElement{{AttributeName: aws.String(partition), KeyType: types.KeyTypeHash}}
	if sort != "" {
		schema = append(schema, types.KeySchemaElement{AttributeName: aws.String(sort), KeyType: types.KeyTypeRange})
	}
	return schema
}
