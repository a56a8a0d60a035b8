package site

import (
	"strings"
	"testing"
)

// TestSlugsWithoutEnd: a list may have as many villages as rows, whose names
// have no letters, or very many.
func TestSlugsWithoutEnd(t *testing.T) {
	const villages = 300_000
	l := ladder{year: &FundYear{Address: "funds/a/2026.html"}, townships: map[string]*FundTownship{}, villages: map[[2]string]*FundVillage{}, names: slugs{}}
	seen := map[string]bool{}
	for i := range villages {
		seen[l.village("☃", strings.Repeat("☃", 1+i%3)+string(rune(0x10000+i))).Address] = true
	}
	if len(seen) != villages || len(l.year.Townships) != 1 {
		t.Errorf("%d villages have %d addresses in %d townships", villages, len(seen), len(l.year.Townships))
	}
	if a := l.village(strings.Repeat("县", 1000), "甲").Address; len(a) > 200 {
		t.Errorf("a name of a thousand characters makes an address of %d bytes", len(a))
	}
}
