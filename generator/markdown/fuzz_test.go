package markdown

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/parser"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// FuzzRender holds what every caller relies on, for any input.
func FuzzRender(f *testing.F) {
	for _, src := range seeds(f) {
		f.Add([]byte(src))
	}
	slow := newGrammar()
	f.Fuzz(func(t *testing.T, src []byte) {
		const base = 7
		b := Render(src, base)
		checkHTML(t, b.HTML)
		checkLinks(t, b)
		inside := func(pos, length int) {
			if pos < base || length < 0 || pos+length > base+len(src) {
				t.Errorf("place %d+%d is not in a source of %d bytes", pos-base, length, len(src))
			}
		}
		for _, l := range b.Links {
			inside(l.Pos, l.Len)
		}
		for _, p := range b.Problems {
			inside(p.Pos, p.Len)
			if p.Kind == "" {
				t.Error("a problem without a kind")
			}
		}
		for _, table := range b.Tables {
			inside(table.Pos, table.Len)
		}
		ids := map[string]bool{}
		for _, h := range b.Headings {
			inside(h.Pos, h.Len)
			if h.Level < 2 || h.Level > 6 || h.ID == "" || ids[h.ID] || strings.ContainsAny(h.ID, " \t\n\"<>&:") {
				t.Errorf("heading %+v", h)
			}
			ids[h.ID] = true
		}
		if text := b.Text(); !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			t.Errorf("text %q", text)
		}
		again, html, rest, err := DecodeBody(string(b.AppendBinary(nil)))
		again.HTML = b.HTML
		if err != nil || html != len(b.HTML) || len(rest) != 0 || !reflect.DeepEqual(again, b) {
			t.Errorf("decoded %+v, %v, want %+v", again, err, b)
		}
		if bytes.IndexByte(src, '\\') < 0 { // goldmark carries an escape over line ends
			checkRuns(t, slow, src, b)
		}
	})
}

// checkRuns compares with a parser that takes no runs of text at once.
func checkRuns(t *testing.T, slow parser.Parser, src []byte, b Body) {
	t.Helper()
	if want := render(slow, nil, src, 7); !bytes.Equal(want.HTML, b.HTML) || !reflect.DeepEqual(want, b) {
		t.Errorf("with runs\n%q\nwithout\n%q", b.HTML, want.HTML)
	}
}

func checkLinks(t *testing.T, b Body) {
	t.Helper()
	at := 0
	for _, l := range b.Links {
		if l.Start < at || l.End < l.Start || l.End >= len(b.HTML) {
			t.Fatalf("link %+v is out of order or range", l)
		}
		at = l.End
		if got := string(b.HTML[l.Start:l.End]); html.UnescapeString(got) != l.Dest || got != string(appendAttribute(nil, l.Dest)) {
			t.Errorf("link %q holds %q", l.Dest, got)
		}
		if b.HTML[l.Start-1] != '"' || b.HTML[l.End] != '"' {
			t.Errorf("link %q is no attribute's value", l.Dest)
		}
	}
}

// checkHTML takes a fragment apart twice: by its tags, which must be balanced
// and of our own making, and as a browser does, which must find the same.
func checkHTML(t *testing.T, fragment []byte) {
	t.Helper()
	if !utf8.Valid(fragment) || slices.ContainsFunc(fragment, func(c byte) bool { return c < ' ' && c != '\n' && c != '\t' }) {
		t.Errorf("not clean: %q", fragment)
	}
	var open, tags []string
	ids := map[string]bool{}
	z := html.NewTokenizer(bytes.NewReader(fragment))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		switch kind {
		case html.StartTagToken:
			checkTag(t, token, ids)
			tags = append(tags, token.Data)
			if token.Data != "br" && token.Data != "hr" && token.Data != "img" {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> while %v are open in %q", token.Data, open, fragment)
			}
			open = open[:len(open)-1]
		case html.TextToken:
		default:
			t.Errorf("token %v %q in %q", kind, token.Data, fragment)
		}
	}
	if len(open) > 0 {
		t.Errorf("%v left open in %q", open, fragment)
	}
	nodes, err := html.ParseFragment(bytes.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatalf("%v in %q", err, fragment)
	}
	var found []string
	for _, n := range nodes {
		found = elements(n, found)
	}
	if !slices.Equal(found, tags) {
		t.Errorf("a browser finds %v, not %v, in %q", found, tags, fragment)
	}
}

func elements(n *html.Node, found []string) []string {
	if n.Type == html.ElementNode {
		found = append(found, n.Data)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		found = elements(c, found)
	}
	return found
}

var ours = strings.Fields(`a blockquote br caption code dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr img li ol p pre section
	strong sup table tbody td th thead tr ul`)

var ourAttributes = strings.Fields(`alt aria-label class decoding href id loading rel role scope src start tabindex title`)

func checkTag(t *testing.T, token html.Token, ids map[string]bool) {
	t.Helper()
	if !slices.Contains(ours, token.Data) {
		t.Errorf("element %s", token.Data)
	}
	for _, a := range token.Attr {
		if !slices.Contains(ourAttributes, a.Key) {
			t.Errorf("attribute %s of %s", a.Key, token.Data)
		}
		switch a.Key {
		case "href", "src":
			if _, ok := allowed(scheme(a.Val), token.Data == "img"); !ok {
				t.Errorf("address %q", a.Val)
			}
			if token.Data == "img" && external(scheme(a.Val), a.Val) {
				t.Errorf("a picture of another host: %q", a.Val)
			}
		case "id":
			if a.Val == "" || ids[a.Val] {
				t.Errorf("id %q is empty or taken", a.Val)
			}
			ids[a.Val] = true
		}
	}
}

// seeds are the cases of testdata and what else has been trouble.
func seeds(f *testing.F) []string {
	out := []string{document(300), "\xff\x00\r\n> \t- [a](b)\r", "[^1]\n\n> [^1]: a\n> [^1]\n", "- [^1]:\t- x\n[^1]", "a\n: b\n\n    : c\n"}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range strings.Split(string(src), "--- in\n")[1:] {
			in, _, _ := strings.Cut(c, "\n--- out")
			out = append(out, in)
		}
	}
	return out
}

// FuzzDecodeBody checks that no bytes upset the decoder, and that what it
// takes for a body is one.
func FuzzDecodeBody(f *testing.F) {
	for _, src := range seeds(f) {
		f.Add(Render([]byte(src), 3).AppendBinary(nil))
	}
	f.Add([]byte{codecVersion, 0, 0, 0, 0, 0, 'r', 'e', 's', 't'})
	f.Fuzz(func(t *testing.T, src []byte) {
		b, html, rest, err := DecodeBody(string(src))
		if err != nil || html > 1<<20 {
			return
		}
		if !bytes.HasSuffix(src, []byte(rest)) {
			t.Error("the rest is not what follows")
		}
		b.HTML = make([]byte, html)
		var w bytes.Buffer
		b.Splice(&w, make([]string, len(b.Links)), nil)
		b.Splice(&w, slices.Repeat([]string{"x"}, len(b.Links)), slices.Repeat([]Size{{1, 2}}, len(b.Links)))
		b.Text()
		again, _, _, err := DecodeBody(string(b.AppendBinary(nil)))
		again.HTML = b.HTML
		if err != nil || !reflect.DeepEqual(again, b) {
			t.Errorf("decoded %+v, %v, want %+v", again, err, b)
		}
	})
}
