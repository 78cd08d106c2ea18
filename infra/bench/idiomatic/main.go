// Command idiomatic is an anchor: the three calls of a durable message (query, conditional put, push) as the SDK's own
// examples write them, without any of the product's checks.
package main

import (
	"context"
	"encoding/json"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/apigatewaymanagementapi"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

type message struct {
	Chat string `json:"chat"`
	ID   string `json:"id"`
	Text string `json:"text"`
}

type item struct {
	PK   string `dynamodbav:"pk"`
	SK   string `dynamodbav:"sk"`
	ID   string `dynamodbav:"id"`
	Text string `dynamodbav:"text"`
}

type function struct {
	tables  *dynamodb.Client
	sockets *apigatewaymanagementapi.Client
	table   *string
	to      *string
}

func main() {
	c, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		panic(err)
	}
	f := function{
		tables: dynamodb.NewFromConfig(c),
		sockets: apigatewaymanagementapi.NewFromConfig(c, func(o *apigatewaymanagementapi.Options) {
			o.BaseEndpoint = aws.String(os.Getenv("CONNECTIONS_URL"))
		}),
		table: aws.String(os.Getenv("CHATS_TABLE")), to: aws.String(os.Getenv("TO")),
	}
	lambda.Start(f.handle)
}

func (f function) handle(ctx context.Context, e events.APIGatewayWebsocketProxyRequest) (events.APIGatewayProxyResponse, error) {
	var m message
	if err := json.Unmarshal([]byte(e.Body), &m); err != nil {
		return events.APIGatewayProxyResponse{StatusCode: 400}, nil //nolint:nilerr // the caller is told
	}
	out, err := f.tables.Query(ctx, &dynamodb.QueryInput{
		TableName: f.table, ConsistentRead: aws.Bool(true), Limit: aws.Int32(4), KeyConditionExpression: aws.String("pk = :pk"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":pk": &types.AttributeValueMemberS{Value: "BENCH#" + m.Chat}},
	})
	if err != nil {
		return events.APIGatewayProxyResponse{}, err
	}
	var held []item
	if err := attributevalue.UnmarshalListOfMaps(out.Items, &held); err != nil {
		return events.APIGatewayProxyResponse{}, err
	}
	next, err := attributevalue.MarshalMap(item{PK: "BENCH#" + m.Chat, SK: strconv.FormatInt(time.Now().UnixNano(), 10), ID: m.ID, Text: m.Text})
	if err != nil {
		return events.APIGatewayProxyResponse{}, err
	}
	if _, err := f.tables.PutItem(ctx, &dynamodb.PutItemInput{TableName: f.table, Item: next, ConditionExpression: aws.String("attribute_not_exists(pk)")}); err != nil {
		return events.APIGatewayProxyResponse{}, err
	}
	if _, err := f.sockets.PostToConnection(ctx, &apigatewaymanagementapi.PostToConnectionInput{ConnectionId: f.to, Data: []byte(e.Body)}); err != nil {
		return events.APIGatewayProxyResponse{}, err
	}
	return events.APIGatewayProxyResponse{StatusCode: 200, Body: strconv.Itoa(len(held))}, nil
}
