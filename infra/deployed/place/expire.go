package place

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"switchboard/infra/manifest"
	"switchboard/infra/ops/account"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// expire does at once what TTL and the stream do within two days: the chat's marker is deleted, and finalise gets the
// record of it.
func (p Place) expire(ctx context.Context, a *account.Account, chat string) error {
	data, err := a.Stack(ctx, "Switchboard-"+p.Stage+"-Data")
	if err != nil {
		return err
	}
	pk, sk := "MARK#"+chat, "MARK"
	_, err = dynamodb.NewFromConfig(a.Config).DeleteItem(ctx, &dynamodb.DeleteItemInput{
		TableName: aws.String(data.Outputs["ChatsTable"]),
		Key: map[string]types.AttributeValue{
			manifest.PartitionKey: &types.AttributeValueMemberS{Value: pk}, manifest.SortKey: &types.AttributeValueMemberS{Value: sk},
		},
	})
	if err != nil {
		return err
	}
	record, err := json.Marshal(deletion(pk, sk))
	if err != nil {
		return err
	}
	answer, err := a.Invoke(ctx, p.function("finalise"), record)
	var said events.DynamoDBEventResponse
	if err := errors.Join(err, json.Unmarshal(answer, &said)); err != nil || len(said.BatchItemFailures) > 0 {
		return fmt.Errorf("finalise answers %s (%v)", answer, err)
	}
	return nil
}

// deletion is what the stream tells of an item that TTL has deleted.
func deletion(pk, sk string) events.DynamoDBEvent {
	return events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{{
		EventID: "by-hand", EventName: string(events.DynamoDBOperationTypeRemove), EventSource: "aws:dynamodb",
		UserIdentity: &events.DynamoDBUserIdentity{Type: "Service", PrincipalID: "dynamodb.amazonaws.com"},
		Change: events.DynamoDBStreamRecord{
			Keys: map[string]events.DynamoDBAttributeValue{
				manifest.PartitionKey: events.NewStringAttribute(pk), manifest.SortKey: events.NewStringAttribute(sk),
			},
			SequenceNumber: "1",
		},
	}}}
}
