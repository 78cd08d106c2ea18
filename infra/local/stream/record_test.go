package stream

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

const localARN = "arn:aws:dynamodb:ddblocal:000000000000:table/chats/stream/2026-03-01T12:00:00.000"

func removed(name types.OperationType, who *types.Identity) Record {
	return convert(types.Record{
		EventID: aws.String("1"), EventName: name, UserIdentity: who,
		Dynamodb: &types.StreamRecord{
			Keys:                        map[string]types.AttributeValue{"pk": &types.AttributeValueMemberS{Value: "MARK#7"}},
			ApproximateCreationDateTime: aws.Time(time.Unix(1772366400, 0)), SequenceNumber: aws.String("000000000000000000007"),
			SizeBytes: aws.Int64(9), StreamViewType: types.StreamViewTypeNewAndOldImages,
		},
	}, localARN, "us-east-1")
}

func TestF41ATTLDeletionIsKnownInEitherOfTheEnginesWords(t *testing.T) {
	service := &types.Identity{PrincipalId: aws.String("dynamodb.amazonaws.com"), Type: aws.String("Service")}
	for name, c := range map[string]struct {
		record  Record
		expired bool
	}{
		"as the API says it":    {removed(types.OperationTypeRemove, service), true},
		"as the engine says it": {removed(engineExpire, nil), true},
		"by a caller":           {removed(types.OperationTypeRemove, nil), false},
		"an insertion":          {removed(types.OperationTypeInsert, nil), false},
	} {
		if c.record.Expired() != c.expired {
			t.Errorf("%s: %+v", name, c.record)
		}
	}
}

func TestARecordIsWrittenAsLambdaSendsIt(t *testing.T) {
	text, err := json.Marshal(removed(engineExpire, nil))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"eventID":"1","eventName":"REMOVE","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1",` +
		`"dynamodb":{"ApproximateCreationDateTime":1772366400,"Keys":{"pk":{"S":"MARK#7"}},` +
		`"SequenceNumber":"000000000000000000007","SizeBytes":9,"StreamViewType":"NEW_AND_OLD_IMAGES"},` +
		`"userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},` +
		`"eventSourceARN":"arn:aws:dynamodb:us-east-1:000000000000:table/chats/stream/2026-03-01T12:00:00.000"}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}
