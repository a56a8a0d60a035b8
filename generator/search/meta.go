package search

import "encoding/json"

// meta is what a reader knows before the first query.
type meta struct {
	Documents      int
	Shards         int    // number of shards
	Stamps         string // of shards, in the code of stamps
	PerFragment    int    // documents in a fragment
	FragmentStamps string // of folders of fragments, likewise
	Columns        []int  // stamps, in the order of facets, then of the dates
	Traditional    int    // stamp
}

func (m *meta) args() []any {
	return []any{kindMeta, m.Documents, m.Shards, m.Stamps, m.PerFragment, m.FragmentStamps, m.Columns, m.Traditional}
}

func (m *meta) parse(args []json.RawMessage) error {
	err := into(args, &m.Documents, &m.Shards, &m.Stamps, &m.PerFragment, &m.FragmentStamps,
		&m.Columns, &m.Traditional)
	if err != nil {
		return err
	}
	ok := m.Documents >= 0 && m.Documents <= maxDoc && m.Shards > 0 && m.Shards <= maxShards &&
		len(m.Stamps) == stampSize*m.Shards && m.PerFragment > 0 && len(m.Columns) == len(facets)+1
	if !ok {
		return errBroken
	}
	return nil
}
