package build_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"gongkai/generator/build"
	"gongkai/generator/search"
	"gongkai/generator/site"
)

// qualityFile holds, for each class of queries, the least that the search must
// reach: go test -update writes what it reaches now.
const qualityFile = "testdata/search-quality.golden"

// perClass is how many queries of a class are made.
const perClass = 40

// TestSearchQuality asks the index for documents that are known to be there,
// in the ways in which people ask. The queries are made by a seeded script;
// the answers by looking through all texts. The made county has many notices
// of few phrases, the sample county few notices of many: two words that only
// few documents have together are in the latter only.
func TestSearchQuality(t *testing.T) {
	plainPass(t)
	dir := filepath.Join(t.TempDir(), "county")
	if out, err := exec.Command("go", "run", "gongkai/cmd/countygen", "-n", "600", "-length", "700", "-o", dir).CombinedOutput(); err != nil {
		t.Fatalf("countygen: %v\n%s", err, out)
	}
	floors := readFloors(t)
	var lines []string
	measure := func(county string, r *build.Result, classes ...string) {
		if r.Tree == nil {
			t.Fatal("the county does not build")
		}
		m := maker(t, r.Site)
		for _, class := range classes {
			name := county + "-" + class
			first, mrr := m.measure(t, r.Tree, class)
			lines = append(lines, fmt.Sprintf("%-18s first %.2f mrr %.2f", name, first, mrr))
			if f, ok := floors[name]; !*update && (!ok || first < f[0]-0.005 || mrr < f[1]-0.005) {
				t.Errorf("%s, not %.2f and %.2f at least", lines[len(lines)-1], f[0], f[1])
			}
		}
	}
	measure("made", run(t, options(os.DirFS(dir))), "title", "full", "phrase", "wrong", "width", "number")
	inSample, _ := sampleSite(t)
	measure("sample", inSample, "title", "full", "phrase", "pair", "wrong", "traditional", "short")
	t.Log("\n" + strings.Join(lines, "\n"))
	if *update {
		if err := os.WriteFile(qualityFile, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func maker(t *testing.T, s *site.Site) *known {
	t.Helper()
	m := &known{rand: rand.New(rand.NewPCG(1, 2))}
	for _, n := range s.Notices {
		body, err := n.Whole(nil)
		if err != nil {
			t.Fatal(err)
		}
		m.items = append(m.items, item{n.Address, n.Title.V, n.Number.V, body.Text(), bare(n.Title.V + body.Text())})
	}
	return m
}

// measure asks the queries of a class: the share of them whose first hit is
// right, and the mean of the inverse rank of the first right one.
func (m *known) measure(t *testing.T, tree fs.FS, class string) (first, mrr float64) {
	list := m.queries(class)
	if len(list) < perClass/2 {
		t.Errorf("%s: only %d queries: this tests little", class, len(list))
	}
	for _, q := range list {
		index, err := search.Open(tree)
		if err != nil {
			t.Fatal(err)
		}
		// Only notices are known; agencies and sections may come before them.
		got, err := index.Search(search.Query{Text: q.text, Kind: "notice"})
		if err != nil {
			t.Fatal(err)
		}
		rank := 1 + slices.IndexFunc(got.Hits, func(h search.Hit) bool { return slices.Contains(q.right, h.Address) })
		if rank == 0 {
			continue
		}
		if rank == 1 {
			first++
		}
		mrr += 1 / float64(rank)
	}
	n := float64(max(1, len(list)))
	return first / n, mrr / n
}

func readFloors(t *testing.T) map[string][2]float64 {
	t.Helper()
	floors := map[string][2]float64{}
	b, err := os.ReadFile(qualityFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		var class string
		var first, mrr float64
		if _, err := fmt.Sscanf(line, "%s first %f mrr %f", &class, &first, &mrr); err != nil {
			t.Fatalf("%s: %q: %v", qualityFile, line, err)
		}
		floors[class] = [2]float64{first, mrr}
	}
	return floors
}

// item is a document that is to be found.
type item struct{ address, title, number, text, bare string }

// asked is a query with the documents that it means.
type asked struct {
	text  string
	right []string
}

// known makes known-item queries.
type known struct {
	rand  *rand.Rand
	items []item
}

const maxRight = 3 // documents that a query means

func (m *known) queries(class string) []asked {
	var list []asked
	seen := map[string]bool{}
	for range perClass * 200 {
		if len(list) == perClass {
			break
		}
		it := m.items[m.rand.IntN(len(m.items))]
		if q, ok := m.query(class, it); ok && !seen[q.text] {
			seen[q.text] = true
			list = append(list, q)
		}
	}
	return list
}

func (m *known) query(class string, it item) (asked, bool) {
	switch class {
	case "full":
		return m.means(it.title, it.title, func(o item) string { return o.title })
	case "title":
		s := m.run(it.title, 2, 6)
		return m.means(s, s, func(o item) string { return o.title })
	case "phrase":
		s := m.run(it.text, 5, 10)
		return m.means(s, s, nil)
	case "pair":
		a, b := m.run(it.text, 2, 4), m.run(it.text, 2, 4)
		if a == "" || b == "" || strings.Contains(a, b) || strings.Contains(b, a) {
			return asked{}, false
		}
		var right []string
		for _, o := range m.items {
			if strings.Contains(o.bare, a) && strings.Contains(o.bare, b) {
				right = append(right, o.address)
			}
		}
		return asked{a + " " + b, right}, len(right) <= maxRight
	case "wrong":
		s := []rune(m.run(it.title, 5, 8))
		if len(s) == 0 {
			return asked{}, false
		}
		q, ok := m.means(string(s), string(s), func(o item) string { return o.title })
		s[m.rand.IntN(len(s))] = []rune("直放收建布")[m.rand.IntN(5)]
		if found, _ := m.means(string(s), string(s), nil); len(found.right) > 0 {
			return asked{}, false
		}
		q.text = string(s)
		return q, ok
	case "width", "number":
		if it.number == "" {
			return asked{}, false
		}
		q, ok := m.means(it.number, it.number, func(o item) string { return o.number })
		q.text = m.rewrite(class, it.number)
		return q, ok
	case "traditional":
		s := m.run(it.text, 6, 10)
		q, ok := m.means(s, s, nil)
		q.text = traditionalForms.Replace(s)
		return q, ok && q.text != s
	}
	s := m.run(it.text, 2, 3)
	return m.means(s, s, nil)
}

var traditionalForms = strings.NewReplacer("县", "縣", "规", "規", "划", "劃", "标", "標", "农", "農", "业", "業", "应", "應", "对", "對", "进", "進", "项", "項", "设", "設", "检", "檢", "发", "發", "关", "關", "务", "務")

// rewrite writes a document number as people do.
func (m *known) rewrite(class, number string) string {
	if class == "width" {
		return strings.Map(wideDigits, number)
	}
	brackets := [][2]string{{"[", "]"}, {"（", "）"}, {"(", ")"}, {" ", " "}, {"〔", "〕"}}[m.rand.IntN(5)]
	return strings.NewReplacer("〔", brackets[0], "〕", brackets[1]).Replace(number)
}

// means finds the documents that have a text: too many make no query.
func (m *known) means(text, query string, in func(item) string) (asked, bool) {
	q := asked{text: query}
	if text == "" {
		return q, false
	}
	for _, o := range m.items {
		where := o.bare
		if in != nil {
			where = in(o)
		}
		if strings.Contains(where, text) {
			q.right = append(q.right, o.address)
		}
	}
	return q, len(q.right) > 0 && len(q.right) <= maxRight
}

// run is a piece of a text, Han characters only, or "".
func (m *known) run(text string, least, most int) string {
	chars := []rune(text)
	n := least + m.rand.IntN(most-least+1)
	if len(chars) <= n {
		return ""
	}
	from := m.rand.IntN(len(chars) - n)
	piece := chars[from : from+n]
	if slices.ContainsFunc(piece, func(c rune) bool { return !unicode.Is(unicode.Han, c) }) {
		return ""
	}
	return string(piece)
}

// bare drops what is no letter or digit.
func bare(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return c
		}
		return -1
	}, s)
}
