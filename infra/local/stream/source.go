package stream

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

// source is a stream to read: its name, its shards now, and each shard from behind a sequence number (from the trim
// horizon if that is empty).
type source struct {
	arn    string
	shards func(context.Context) ([]shard, error)
	open   func(shardID, after string) reader
}

// reader returns the next page; closed means that the shard has no more.
type reader func(context.Context) (page []Record, closed bool, err error)

// find looks the table's stream up. A table has at most one that is open; older ones are listed before it.
func find(ctx context.Context, endpoint, table, region string) (*source, error) {
	client := dynamodbstreams.New(dynamodbstreams.Options{
		Region: region, BaseEndpoint: aws.String(endpoint),
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
	out, err := client.ListStreams(ctx, &dynamodbstreams.ListStreamsInput{TableName: &table})
	if err != nil {
		return nil, fmt.Errorf("stream: streams of table %q: %w", table, err)
	}
	if len(out.Streams) == 0 {
		return nil, fmt.Errorf("stream: table %q has no stream", table)
	}
	arn := aws.ToString(out.Streams[len(out.Streams)-1].StreamArn)
	return &source{
		arn:    arn,
		shards: func(ctx context.Context) ([]shard, error) { return describe(ctx, client, arn) },
		open: func(shardID, after string) reader {
			c := &cursor{client: client, arn: arn, region: region, shardID: shardID, after: after}
			return c.read
		},
	}, nil
}

func describe(ctx context.Context, client *dynamodbstreams.Client, arn string) ([]shard, error) {
	var shards []shard
	in := &dynamodbstreams.DescribeStreamInput{StreamArn: &arn}
	for {
		out, err := client.DescribeStream(ctx, in)
		if err != nil {
			return nil, fmt.Errorf("stream: describe: %w", err)
		}
		for _, s := range out.StreamDescription.Shards {
			shards = append(shards, shard{id: aws.ToString(s.ShardId), parent: aws.ToString(s.ParentShardId)})
		}
		in.ExclusiveStartShardId = out.StreamDescription.LastEvaluatedShardId
		if in.ExclusiveStartShardId == nil {
			return shards, nil
		}
	}
}

// cursor is a place in one shard.
type cursor struct {
	client               *dynamodbstreams.Client
	arn, region, shardID string
	after                string
	iterator             *string
}

// read returns the next page. An iterator that expired is replaced, a place that was trimmed is left for the horizon.
func (c *cursor) read(ctx context.Context) ([]Record, bool, error) {
	if c.iterator == nil {
		if err := c.place(ctx); err != nil {
			return nil, false, err
		}
	}
	out, err := c.client.GetRecords(ctx, &dynamodbstreams.GetRecordsInput{ShardIterator: c.iterator})
	var expired *types.ExpiredIteratorException
	var trimmed *types.TrimmedDataAccessException
	switch {
	case errors.As(err, &trimmed):
		c.after, c.iterator = "", nil
		return nil, false, nil
	case errors.As(err, &expired):
		c.iterator = nil
		return nil, false, nil
	case err != nil:
		c.iterator = nil
		return nil, false, fmt.Errorf("stream: shard %s: %w", c.shardID, err)
	}
	page := make([]Record, 0, len(out.Records))
	for _, r := range out.Records {
		page = append(page, convert(r, c.arn, c.region))
	}
	if len(page) > 0 {
		c.after = page[len(page)-1].Change.SequenceNumber
	}
	c.iterator = out.NextShardIterator
	return page, out.NextShardIterator == nil, nil
}

func (c *cursor) place(ctx context.Context) error {
	in := &dynamodbstreams.GetShardIteratorInput{
		StreamArn: &c.arn, ShardId: &c.shardID, ShardIteratorType: types.ShardIteratorTypeTrimHorizon,
	}
	if c.after != "" {
		in.ShardIteratorType, in.SequenceNumber = types.ShardIteratorTypeAfterSequenceNumber, &c.after
	}
	out, err := c.client.GetShardIterator(ctx, in)
	var trimmed *types.TrimmedDataAccessException
	if errors.As(err, &trimmed) {
		c.after = ""
		return nil
	}
	if err != nil {
		return fmt.Errorf("stream: shard %s: %w", c.shardID, err)
	}
	c.iterator = out.ShardIterator
	return nil
}
