package site_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/site"
)

// TestListsHoldEachNoticeOnce: over random counties, each notice stands on
// exactly one page of each list that it belongs to, newest first, and a page
// of the archive that is there stays as it is when a newer notice comes.
func TestListsHoldEachNoticeOnce(t *testing.T) {
	for seed := range uint64(12) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		files := map[string]string{}
		add := func(i int, day string) {
			files[fmt.Sprintf("content/notices/%s/n%03d.md", day[:4], i)] = strings.NewReplacer(
				"agency: office", "agency: "+[]string{"office", "health"}[rnd.IntN(2)],
				"category: projects", "category: "+[]string{"projects", "regulations-documents", "first"}[rnd.IntN(3)],
			).Replace(notice(fmt.Sprintf("index: 1/2026-%d\npublished: %s\ntopic: %s", i, day, []string{"farming", "health"}[rnd.IntN(2)]), "文。"))
		}
		count := rnd.IntN(45)
		for i := range count {
			add(i, fmt.Sprintf("20%02d-%02d-%02d", 24+rnd.IntN(3), 1+rnd.IntN(10), 1+rnd.IntN(28)))
		}
		s, found := assemble(t, files, site.Options{})
		if len(found) > 0 {
			t.Fatal(brief(found))
		}
		before := pagesOnce(t, s)
		for i := range 7 {
			add(count+i, fmt.Sprintf("2026-11-%02d", 1+i))
			s, _ = assemble(t, files, site.Options{})
			after := pagesOnce(t, s)
			for address, page := range before {
				if page.Number > 0 && !slices.Equal(addresses(page.Notices), addresses(after[address].Notices)) {
					t.Errorf("seed %d: the archive page %s changes", seed, address)
				}
			}
			before = after
		}
	}
}

func addresses(list []*site.Notice) []string {
	var out []string
	for _, n := range list {
		out = append(out, n.Address)
	}
	return out
}

// pagesOnce checks the lists of a site and returns their pages by address.
func pagesOnce(t *testing.T, s *site.Site) map[string]site.ListPage {
	t.Helper()
	all := map[string]site.ListPage{}
	times := map[string]map[*site.Notice]int{} // by kind of list
	for _, l := range s.Lists() {
		if times[l.Kind] == nil {
			times[l.Kind] = map[*site.Notice]int{}
		}
		pages := l.Pages()
		var shown []*site.Notice
		for i, p := range pages {
			if _, taken := all[p.Address]; taken {
				t.Errorf("two pages are at %s", p.Address)
			}
			all[p.Address] = p
			shown = append(shown, p.Notices...)
			wantNumber := len(pages) - i
			if i == 0 {
				wantNumber = 0
			}
			if p.Number != wantNumber {
				t.Errorf("%s has the number %d, want %d", p.Address, p.Number, wantNumber)
			}
			if i > 0 && (p.Newer != pages[i-1].Address || pages[i-1].Older != p.Address) {
				t.Errorf("%s and %s do not lead to one another", p.Address, pages[i-1].Address)
			}
			if size := s.Portal.PageSize(); i > 0 && len(p.Notices) != size || i == 0 && len(p.Notices) >= 2*size || i == 0 && len(pages) > 1 && len(p.Notices) < size {
				t.Errorf("%s holds %d", p.Address, len(p.Notices))
			}
		}
		if pages[0].Newer != "" || pages[len(pages)-1].Older != "" {
			t.Errorf("%s goes on beyond its ends", l.Address)
		}
		backwards := slices.Clone(l.Notices)
		slices.Reverse(backwards)
		if !slices.Equal(shown, backwards) {
			t.Errorf("%s shows %q, want %q", l.Address, addresses(shown), addresses(backwards))
		}
		for _, n := range l.Notices {
			times[l.Kind][n]++
		}
	}
	for _, n := range s.Notices {
		want := 1
		if n.Category.Class != nil {
			want = 2 // in its own category and in the class that takes it in
		}
		if times["category"][n] != want || times["agency"][n] != 1 || times["topic"][n] != 1 || times["year"][n] != 1 {
			t.Errorf("%s: %d categories, %d agencies, %d topics, %d years", n.Address, times["category"][n], times["agency"][n], times["topic"][n], times["year"][n])
		}
	}
	return all
}

// TestNeighbours: previous and next go through the category, oldest to newest.
func TestNeighbours(t *testing.T) {
	files := map[string]string{}
	for i := range 9 {
		c := "category: projects"
		if i%3 == 0 {
			c = "category: first" // which regulations-documents are taken into
		}
		if i%3 == 1 {
			c = "category: regulations-documents"
		}
		files[fmt.Sprintf("content/notices/2026/n%d.md", i)] = strings.Replace(notice(fmt.Sprintf("index: 1/2026-%d\npublished: 2026-01-0%d", i, i+1), "文。"), "category: projects", c, 1)
	}
	s, _ := assemble(t, files, site.Options{})
	for i, n := range s.Notices {
		if want := i - 3; want >= 0 && n.Prev != s.Notices[want] || want < 0 && n.Prev != nil {
			t.Errorf("before %s comes %v", n.Slug, n.Prev)
		}
		if want := i + 3; want < 9 && n.Next != s.Notices[want] || want >= 9 && n.Next != nil {
			t.Errorf("after %s comes %v", n.Slug, n.Next)
		}
	}
}
