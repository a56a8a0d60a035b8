package search

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var oddTexts = []string{
	"", " ", "植树", "植 树", "“", "“”", "\"", "-", "--", "- -", "-“植树”", "“植树 -防火”", "〔2026〕12号", "Ｄ级", "農村", "\x00", "\xff\xfe", "\xed\xa0\x80植树", "😀👨‍👩‍👧", "a\u0300\u0301",
	"ﷺ", "İIıi", "ß", "\u2028", "a b c d e f g h i j k l m n o p", strings.Repeat("长", 10000), strings.Repeat("a", 10000), strings.Repeat("- ", 5000), strings.Repeat("“", 5000), "12119 121 12", "\u200b\ufeff植树",
}

// FuzzSearch: no query panics, and the same one has the same answer.
func FuzzSearch(f *testing.F) {
	for _, s := range oddTexts {
		f.Add(s, 0, 10, uint8(0))
	}
	whole := site(f, collection())
	f.Fuzz(func(t *testing.T, text string, offset, limit int, flags uint8) {
		q := Query{Text: text, Offset: offset, Limit: min(limit, 50), Newest: flags&1 > 0, Counts: flags&2 > 0}
		if flags&4 > 0 {
			q.Agency, q.From = "office", "2021-01-01"
		}
		if flags&8 > 0 {
			q.To, q.Year = text, text
		}
		first := ask(t, open(t, whole), q)
		if len(first.Hits) > max(10, q.Limit) || len(first.Missing) > 0 || first.Total < 0 || first.Total > 26 {
			t.Errorf("%d hits of %d, missing %q", len(first.Hits), first.Total, first.Missing)
		}
		for _, h := range first.Hits {
			for _, p := range h.Passage {
				if !utf8.ValidString(p.Text) || p.Text == "" {
					t.Errorf("a piece of %s is %q", h.Address, p.Text)
				}
			}
		}
		if diff := cmp.Diff(first, ask(t, open(t, whole), q)); diff != "" {
			t.Errorf("asked again:\n%s", diff)
		}
	})
}

// FuzzBrokenFile: any bytes in the place of any file.
func FuzzBrokenFile(f *testing.F) {
	whole := site(f, collection())
	for i, name := range []string{"search/meta.js", "search/i/0/0.js", "search/f/0/3.js", "search/c/agency.js", "search/c/date.js", "search/suggest.js", "search/s/0/0.js"} {
		f.Add(uint8(i), whole[name].Data)
		f.Add(uint8(i), []byte(strings.Replace(string(whole[name].Data), "#", "~~~~~", 1)))
	}
	names := []string{"search/meta.js", "search/i/0/0.js", "search/f/0/3.js", "search/c/agency.js", "search/c/date.js", "search/suggest.js", "search/s/0/0.js", "search/l/0/00000000.js"}
	f.Fuzz(func(t *testing.T, which uint8, content []byte) {
		x, err := Open(with(whole, names[int(which)%len(names)], content))
		if err != nil {
			return
		}
		if x.meta.Documents > 1e6 {
			return // a table for so many is honest memory
		}
		for _, q := range []Query{{Text: "植树"}, {Text: "春季直树 -防火", Counts: true}, {Agency: "office", From: "2020-01-01", Newest: true}} {
			ask(t, x, q)
		}
		x.Suggest("关于做好")
		x.Agencies("czj")
	})
}

// FuzzShard: any lists in a shard whose script is whole.
func FuzzShard(f *testing.F) {
	whole := site(f, collection())
	args, err := parseScript(whole["search/i/0/0.js"].Data, kindShard)
	var is int
	var lists string
	if err != nil || into(args, &is, &lists) != nil {
		f.Fatal(err)
	}
	f.Add(lists)
	f.Add(lists[:len(lists)/2])
	f.Add(strings.Repeat("~", 50))
	f.Add(strings.Repeat("#", 50))
	f.Fuzz(func(t *testing.T, lists string) {
		x := open(t, with(whole, "search/i/0/0.js", script(kindShard, 0, lists)))
		ask(t, x, Query{Text: "植树 防火", Counts: true})
		ask(t, x, Query{Text: "工"})
	})
}

func FuzzNumbers(f *testing.F) {
	for _, v := range []uint32{0, 1, 55, 56, 1959, 1960, 1961, 68600, 1<<31 - 1, 1<<32 - 1} {
		f.Add(v, "#")
	}
	f.Fuzz(func(t *testing.T, v uint32, tail string) {
		b := appendNumber(nil, v)
		for _, c := range b {
			if c < firstSymbol || c > '~' || c == '\\' {
				t.Errorf("%d is written with %q", v, c)
			}
		}
		n := numbers{text: string(b) + tail}
		if got, ok := n.next(); !ok || got != v || n.at != len(b) {
			t.Errorf("%d is read as %d, %v", v, got, ok)
		}
		for ok := true; ok; _, ok = n.next() {
		}
	})
}

// FuzzFold: what was folded stays as it is; places go up and are within the text.
func FuzzFold(f *testing.F) {
	for _, s := range oddTexts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := foldText(s)
		if again := foldText(string(once.text)); string(again.text) != string(once.text) && !strings.ContainsRune(string(once.text), utf8.RuneError) {
			t.Errorf("%q, folded again %q", string(once.text), string(again.text))
		}
		last := 0
		for _, at := range once.at {
			if at < last || at >= len(s) {
				t.Fatalf("place %d after %d in %d bytes", at, last, len(s))
			}
			last = at
		}
	})
}

// TestAnyTextIsFound: what is cut out of a document finds the document.
func TestAnyTextIsFound(t *testing.T) {
	var docs []Document
	for i := range 50 {
		docs = append(docs, doc(fmt.Sprintf("d%02d.html", i), "2026-01-01", fmt.Sprintf("第%d号", i), "", "office", invented(i, 200)))
	}
	var whole fs.FS = site(t, docs)
	for i := range docs {
		b, _ := docs[i].Text(nil)
		line, _, _ := strings.Cut(string(b), "\n")
		text := []rune(line)
		for length := 6; length <= 40; length += 17 {
			from := (i * 7) % (len(text) - length)
			q := string(text[from : from+length])
			r := ask(t, open(t, whole), Query{Text: q})
			if len(r.Hits) == 0 || r.Hits[0].Address != docs[i].Address || !r.Hits[0].Whole {
				t.Errorf("%q finds %q, want %s", q, addresses(r), docs[i].Address)
			}
		}
	}
}
