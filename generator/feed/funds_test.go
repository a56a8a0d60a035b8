package feed

import (
	"testing"

	"gongkai/generator/site"
)

// TestShardsAreBounded: a query reads a shard at a time, so none has more rows
// than a reader on a slow line can wait for, unless one village has.
func TestShardsAreBounded(t *testing.T) {
	township := &site.FundTownship{}
	rows := 0
	for _, n := range []int{1200, 700, 101, 0, 5000, 1, 1999, 2} {
		township.Villages = append(township.Villages, &site.FundVillage{Receivers: make([]site.Receiver, n)})
		rows += n
	}
	var sizes []int
	for _, villages := range shards(township) {
		n := 0
		for _, v := range villages {
			n += len(v.Receivers)
			rows -= len(v.Receivers)
		}
		if n > shardRows && len(villages) > 1 {
			t.Errorf("%d rows of %d villages in one shard", n, len(villages))
		}
		sizes = append(sizes, n)
	}
	if rows != 0 || len(sizes) != 5 {
		t.Errorf("shards of %v rows; %d are lost", sizes, rows)
	}
}
