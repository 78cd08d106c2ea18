package stream

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

// Record is a stream record as Lambda sends it to a function.
type Record struct {
	EventID      string    `json:"eventID"`
	EventName    string    `json:"eventName"` // INSERT, MODIFY or REMOVE
	EventVersion string    `json:"eventVersion"`
	EventSource  string    `json:"eventSource"`
	Region       string    `json:"awsRegion"`
	Change       Change    `json:"dynamodb"`
	Identity     *Identity `json:"userIdentity,omitempty"` // who did it, if it was not a caller
	SourceARN    string    `json:"eventSourceARN"`
}

// Change is what happened to the item.
type Change struct {
	Created        int64                `json:"ApproximateCreationDateTime"` // Unix seconds
	Keys           map[string]Attribute `json:"Keys"`
	NewImage       map[string]Attribute `json:"NewImage,omitempty"`
	OldImage       map[string]Attribute `json:"OldImage,omitempty"`
	SequenceNumber string               `json:"SequenceNumber"`
	SizeBytes      int64                `json:"SizeBytes"`
	StreamViewType string               `json:"StreamViewType"`
}

// Identity of a TTL deletion is {Service, dynamodb.amazonaws.com} (F41).
type Identity struct {
	Type        string `json:"type"`
	PrincipalID string `json:"principalId"`
}

// Attribute is an attribute value in DynamoDB's JSON: exactly one field is set.
type Attribute struct {
	S    *string               `json:"S,omitempty"`
	N    *string               `json:"N,omitempty"`
	B    *[]byte               `json:"B,omitempty"`
	BOOL *bool                 `json:"BOOL,omitempty"`
	NULL *bool                 `json:"NULL,omitempty"`
	L    *[]Attribute          `json:"L,omitempty"`
	M    *map[string]Attribute `json:"M,omitempty"`
	SS   []string              `json:"SS,omitempty"`
	NS   []string              `json:"NS,omitempty"`
	BS   [][]byte              `json:"BS,omitempty"`
}

// Text is a string attribute's value, empty for any other.
func (a Attribute) Text() string { return aws.ToString(a.S) }

// Time is when it was written: to the second on AWS, to the minute with DynamoDB Local.
func (r Record) Time() time.Time { return time.Unix(r.Change.Created, 0) }

// Expired says whether this is a deletion by TTL.
func (r Record) Expired() bool {
	return r.EventName == "REMOVE" && r.Identity != nil &&
		r.Identity.Type == "Service" && r.Identity.PrincipalID == ttlPrincipal
}

const ttlPrincipal = "dynamodb.amazonaws.com"

// convert turns what the streams API returned into what Lambda sends.
func convert(r types.Record, streamARN, region string) Record {
	out := Record{
		EventID: aws.ToString(r.EventID), EventName: string(r.EventName), EventVersion: aws.ToString(r.EventVersion),
		EventSource: "aws:dynamodb", Region: region, SourceARN: withRegion(streamARN, region),
	}
	if out.EventVersion == "" {
		out.EventVersion = "1.1"
	}
	if r.UserIdentity != nil {
		out.Identity = &Identity{Type: aws.ToString(r.UserIdentity.Type), PrincipalID: aws.ToString(r.UserIdentity.PrincipalId)}
	}
	if d := r.Dynamodb; d != nil {
		out.Change = Change{
			Created: aws.ToTime(d.ApproximateCreationDateTime).Unix(), Keys: images(d.Keys),
			NewImage: images(d.NewImage), OldImage: images(d.OldImage),
			SequenceNumber: aws.ToString(d.SequenceNumber), SizeBytes: aws.ToInt64(d.SizeBytes),
			StreamViewType: string(d.StreamViewType),
		}
	}
	expiry(&out)
	return out
}

// engineExpire is what DynamoDB Local 3.3 calls a deletion by TTL: its own word for it does not fit the API's, and it
// leaves the identity out. It has no other operation that the API does not know. A build that says it as the API does
// is understood as well.
const engineExpire = "UNKNOWN_TO_SDK_VERSION"

// expiry says a deletion by TTL as the API does.
func expiry(r *Record) {
	if r.EventName == engineExpire && r.Identity == nil && r.Change.NewImage == nil {
		r.EventName, r.Identity = "REMOVE", &Identity{Type: "Service", PrincipalID: ttlPrincipal}
	}
}

// withRegion puts the region in the place where DynamoDB Local writes ddblocal.
func withRegion(arn, region string) string {
	parts := strings.SplitN(arn, ":", 5)
	if len(parts) < 5 {
		return arn
	}
	parts[3] = region
	return strings.Join(parts, ":")
}

func images(in map[string]types.AttributeValue) map[string]Attribute {
	if in == nil {
		return nil
	}
	out := make(map[string]Attribute, len(in))
	for name, value := range in {
		out[name] = attribute(value)
	}
	return out
}

func attribute(value types.AttributeValue) Attribute {
	switch v := value.(type) {
	case *types.AttributeValueMemberS:
		return Attribute{S: &v.Value}
	case *types.AttributeValueMemberN:
		return Attribute{N: &v.Value}
	case *types.AttributeValueMemberB:
		return Attribute{B: &v.Value}
	case *types.AttributeValueMemberBOOL:
		return Attribute{BOOL: &v.Value}
	case *types.AttributeValueMemberNULL:
		return Attribute{NULL: &v.Value}
	case *types.AttributeValueMemberL:
		list := make([]Attribute, 0, len(v.Value))
		for _, element := range v.Value {
			list = append(list, attribute(element))
		}
		return Attribute{L: &list}
	case *types.AttributeValueMemberM:
		members := make(map[string]Attribute, len(v.Value))
		for name, member := range v.Value {
			members[name] = attribute(member)
		}
		return Attribute{M: &members}
	case *types.AttributeValueMemberSS:
		return Attribute{SS: v.Value}
	case *types.AttributeValueMemberNS:
		return Attribute{NS: v.Value}
	case *types.AttributeValueMemberBS:
		return Attribute{BS: v.Value}
	}
	return Attribute{}
}
