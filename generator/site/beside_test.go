package site

import (
	"strconv"
	"testing"
)

// TestBeside: a new document changes its neighbours in the topic and nobody
// else.
func TestBeside(t *testing.T) {
	list := make([]*Notice, 6)
	for i := range list {
		list[i] = &Notice{Address: strconv.Itoa(i)}
	}
	list[1].Series = []*Notice{list[1], list[2]}
	for i, want := range []string{"21", "30", "4310", "5421", "532", "43"} {
		got := ""
		for _, n := range neighbours(list, i) {
			got += n.Address
		}
		if got != want {
			t.Errorf("beside %d: %s, want %s", i, got, want)
		}
	}
}
