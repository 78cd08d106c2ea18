package dynamo

import (
	"flag"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"switchboard/shared/store"
	"switchboard/shared/store/dynamotest"
	"switchboard/shared/store/memory"
	"switchboard/shared/store/storetest"
)

// The ordinary run is short; a soak passes its own figures after -args.
var (
	compared = flag.Int("compared", 2000, "random operations compared with the memory driver (Q6)")
	raced    = flag.Int("raced", 20, "races of 50 for one item (Q9)")
	seed     = flag.Uint64("seed", 1, "seed of the random operations")
)

func TestMain(m *testing.M) { dynamotest.Main(m) }

func TestContract(t *testing.T) {
	d := New(dynamotest.Client(t, manyConnections), dynamotest.Tables(t))
	storetest.Run(t, func(*testing.T) store.Driver { return d })
}

func TestQ6MemoryAndDynamoDBLocalAgree(t *testing.T) {
	d := New(dynamotest.Client(t), dynamotest.Tables(t))
	storetest.Compare(t, memory.New(), d, *seed, *compared)
}

func TestQ9RaceOnDynamoDBLocal(t *testing.T) {
	d := New(dynamotest.Client(t, manyConnections), dynamotest.Tables(t))
	storetest.Race(t, d, *raced)
}

// manyConnections keeps one open for each of the contenders.
func manyConnections(o *dynamodb.Options) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	o.HTTPClient = &http.Client{Transport: transport}
}
