package build_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A simple selector: a name, an id, classes and attributes, such as
// `a#x.y[data-z=1]`.
type simple struct {
	name  string
	attrs [][2]string // of an attribute that must only be there, the second is "*"
}

// parseSelector reads simple selectors divided by spaces: each stands for an
// element somewhere inside the one before. An attribute's value holds no space.
func parseSelector(s string) ([]simple, error) {
	var out []simple
	for _, word := range strings.Fields(s) {
		var one simple
		for word != "" {
			end := strings.IndexAny(word[1:], "#.[") + 1
			if word[0] == '[' {
				end = strings.IndexByte(word, ']') + 1
			}
			if end <= 0 {
				end = len(word)
			}
			part := word[:end]
			word = word[end:]
			switch part[0] {
			case '#':
				one.attrs = append(one.attrs, [2]string{"id", part[1:]})
			case '.':
				one.attrs = append(one.attrs, [2]string{"class", part[1:]})
			case '[':
				if !strings.HasSuffix(part, "]") {
					return nil, fmt.Errorf("selector %q: no ]", s)
				}
				key, value, given := strings.Cut(part[1:len(part)-1], "=")
				if !given {
					value = "*"
				}
				one.attrs = append(one.attrs, [2]string{key, value})
			default:
				one.name = part
			}
		}
		out = append(out, one)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("an empty selector")
	}
	return out, nil
}

func (s simple) matches(n *html.Node) bool {
	if n.Type != html.ElementNode || s.name != "" && s.name != n.Data {
		return false
	}
	for _, want := range s.attrs {
		value, ok := attribute(n, want[0])
		switch {
		case !ok:
			return false
		case want[1] == "*":
		case want[0] == "class":
			if !slices.Contains(strings.Fields(value), want[1]) {
				return false
			}
		case value != want[1]:
			return false
		}
	}
	return true
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// find returns the elements of a page that a selector means, in their order.
func find(t testing.TB, page, selector string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	steps, err := parseSelector(selector)
	if err != nil {
		t.Fatal(err)
	}
	nodes := []*html.Node{root}
	for _, step := range steps {
		var next []*html.Node
		for _, n := range nodes {
			for d := range n.Descendants() {
				if step.matches(d) && !slices.Contains(next, d) {
					next = append(next, d)
				}
			}
		}
		nodes = next
	}
	return nodes
}

// text is the text of an element with its white space joined.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// inline elements do not begin a line of their own in goldens.
const inline = " a abbr b br button code em i img input label option span strong sub summary sup text time title dt th td "

// void elements have no end tag.
const void = " br col hr img input link meta "

// show writes an element so that a person can review it: one line an element
// that holds nothing but text and inline elements, children set in otherwise.
func show(b *strings.Builder, n *html.Node, indent string) {
	switch n.Type {
	case html.TextNode:
		if s := squeeze(n.Data); strings.TrimSpace(s) != "" {
			b.WriteString(indent + strings.TrimSpace(s) + "\n")
		}
		return
	case html.ElementNode:
	default:
		return
	}
	if flat(n) {
		b.WriteString(indent)
		flow(b, n)
		b.WriteString("\n")
		return
	}
	b.WriteString(indent + open(n) + "\n")
	for c := range n.ChildNodes() {
		show(b, c, indent+"  ")
	}
	b.WriteString(indent + "</" + n.Data + ">\n")
}

// flat tells whether an element goes on one line.
func flat(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && !strings.Contains(inline, " "+d.Data+" ") {
			return false
		}
	}
	return true
}

func flow(b *strings.Builder, n *html.Node) {
	switch n.Type {
	case html.TextNode:
		b.WriteString(squeeze(n.Data))
	case html.ElementNode:
		b.WriteString(open(n))
		for c := range n.ChildNodes() {
			flow(b, c)
		}
		if !strings.Contains(void, " "+n.Data+" ") {
			b.WriteString("</" + n.Data + ">")
		}
	}
}

func open(n *html.Node) string {
	var b strings.Builder
	b.WriteString("<" + n.Data)
	for _, a := range n.Attr {
		fmt.Fprintf(&b, ` %s="%s"`, a.Key, html.EscapeString(a.Val))
	}
	return b.String() + ">"
}

// squeeze joins white space as a browser does; the ideographic space stays.
func squeeze(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}
