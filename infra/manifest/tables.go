package manifest

// The names of the keys of both tables; every key is a string.
const (
	PartitionKey = "pk"
	SortKey      = "sk"
)

// The tables by the names that code and people use. The deployed names differ per stage and arrive by the environment.
const (
	ChatsTable = "chats"
	DeskTable  = "desk"
)

// Table is one DynamoDB table. What expires has no index, and what is indexed does not expire.
type Table struct {
	Name    string
	Expires string // the attribute with the time, in seconds, after which DynamoDB deletes an item; empty: nothing expires
	Stream  string // what a stream record carries beside the keys; empty: no stream
	Indexes []Index
}

// Index is a sparse one: only items that carry both attributes are in it. It finds candidates, never an answer.
type Index struct {
	Name         string
	PartitionKey string
	SortKey      string
	Carries      []string // attributes beside the keys; none: keys only
}

// Tables is both of them.
func Tables() []Table {
	return []Table{
		// The old image is enough: the one reader of the stream asks what has been deleted.
		{Name: ChatsTable, Expires: "expires", Stream: "OLD_IMAGE"},
		{Name: DeskTable},
	}
}
