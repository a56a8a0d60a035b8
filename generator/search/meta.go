package search

import "encoding/json"

// meta is what a reader knows before the first query.
type meta struct {
	Documents   int
	Shards      int    // number of shards
	PerFragment int    // documents in a fragment
	Stamp       string // changes with any file of the index; goes with each address that is asked for
}

func (m *meta) args() []any { return []any{kindMeta, m.Documents, m.Shards, m.PerFragment, m.Stamp} }

func (m *meta) parse(args []json.RawMessage) error {
	if err := into(args, &m.Documents, &m.Shards, &m.PerFragment, &m.Stamp); err != nil {
		return err
	}
	ok := m.Documents >= 0 && m.Documents <= maxDoc && m.Shards > 0 && m.Shards <= maxShards && m.PerFragment > 0
	if !ok {
		return errBroken
	}
	return nil
}
