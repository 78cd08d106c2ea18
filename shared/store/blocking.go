package store

import "context"

// An address rule lies under the address if it names one, so that a request finds it with one read; ranges lie together
// and are few.
const (
	blockPK       = "BLOCKS"
	singlePrefix  = "S#"
	stretchPrefix = "R#"
)

// Block is a stored address rule.
type Block struct {
	Single string // the one address, canonical; "" for a range
	ID     string
	Body   []byte
}

func (b Block) key() Key {
	if b.Single != "" {
		return Key{Desk, blockPK, singlePrefix + b.Single}
	}
	return Key{Desk, blockPK, stretchPrefix + b.ID}
}

// PutBlock writes an address rule.
func PutBlock(b Block) Op { return Op{Verb: Put, Item: Item{Key: b.key(), Body: b.Body}} }

// DropBlock deletes an address rule; it acts with the next request.
func DropBlock(b Block) Op { return Op{Verb: Delete, Item: Item{Key: b.key()}} }

// BlocksOf reads the rules that may hit an address: the one that names it, and every range.
func (s *Store) BlocksOf(ctx context.Context, address string) ([]Block, error) {
	it, err := s.driver.Get(ctx, Key{Desk, blockPK, singlePrefix + address})
	if err != nil {
		return nil, err
	}
	if it != nil {
		return []Block{readBlock(*it)}, nil
	}
	return s.blocks(ctx, stretchPrefix, 0)
}

// Blocks lists every address rule, at most limit.
func (s *Store) Blocks(ctx context.Context, limit int) ([]Block, error) {
	ranges, err := s.blocks(ctx, stretchPrefix, limit)
	if err != nil {
		return nil, err
	}
	singles, err := s.blocks(ctx, singlePrefix, limit)
	return append(ranges, singles...), err
}

func (s *Store) blocks(ctx context.Context, prefix string, limit int) ([]Block, error) {
	items, err := s.driver.Query(ctx, Range{Table: Desk, PK: blockPK, From: prefix, To: prefix + "~", Limit: limit})
	if err != nil {
		return nil, err
	}
	rules := make([]Block, len(items))
	for i, it := range items {
		rules[i] = readBlock(it)
	}
	return rules, nil
}

func readBlock(it Item) Block {
	b := Block{Body: it.Body}
	if it.SK[:len(singlePrefix)] == singlePrefix {
		b.Single = it.SK[len(singlePrefix):]
	} else {
		b.ID = it.SK[len(stretchPrefix):]
	}
	return b
}
