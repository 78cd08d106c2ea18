package meter

import (
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// transaction is what a transaction costs: as reported, but at least what its items come to. DynamoDB Local reports
// one item for each table, however many there are; DynamoDB reports them all.
func transaction(parameters any, out *dynamodb.TransactWriteItemsOutput) float64 {
	var units float64
	for i := range out.ConsumedCapacity {
		units += reported(&out.ConsumedCapacity[i])
	}
	if in, ok := parameters.(*dynamodb.TransactWriteItemsInput); ok {
		units = max(units, counted(in.TransactItems))
	}
	return units
}

// counted takes two units for each started kilobyte of a Put. How large the item of another operation is cannot be seen
// from outside: it counts as one kilobyte, which is what the items that change in place are held to.
func counted(items []types.TransactWriteItem) float64 {
	var units float64
	for _, item := range items {
		kilobytes := 1
		if item.Put != nil {
			kilobytes = (size(item.Put.Item) + 1023) / 1024
		}
		units += 2 * float64(kilobytes)
	}
	return units
}

func size(item map[string]types.AttributeValue) int {
	n := 0
	for name, value := range item {
		n += len(name)
		switch v := value.(type) {
		case *types.AttributeValueMemberS:
			n += len(v.Value)
		case *types.AttributeValueMemberB:
			n += len(v.Value)
		case *types.AttributeValueMemberN:
			n += len(v.Value)/2 + 2
		}
	}
	return n
}
