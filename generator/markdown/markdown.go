// Package markdown turns the text of a document into finished HTML.
//
// Idea: a body depends on its file alone. Render therefore returns everything
// that anyone later wants to know of it in one flat value: the HTML, the byte
// range of every link's address within that HTML, the outline, the tables and
// what was unsafe. Whoever knows the site splices its addresses into the
// ranges; nobody parses the text, or the HTML, a second time, and no syntax
// tree outlives the call.
//
// Design: goldmark's parser, built once, with parsers of ours where Chinese
// text, safety or exact places ask for them (emphasis.go, autolink.go,
// footnote.go, guard.go). The tree is walked by our own renderer, which
// appends to one buffer and so knows each offset as it writes. The input is
// Markdown by strangers: no HTML of theirs gets through, addresses pass an
// allow-list of schemes, and text built to cost time is shown as plain text
// and reported (guard.go).
//
// Limits: ids of headings are unique within a body, not against the ids of
// the layout around it. Attributes ({#id .class}), task lists and automatic
// typography are off. Text inside block-level HTML loses its tags and is not
// read as Markdown, as CommonMark has it.
package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Body is a rendered text. It holds no part of the source. Places (Pos, Len)
// are bytes of the file, that is, of the source with base added.
type Body struct {
	HTML     []byte    // a balanced fragment without scripts, handlers or styles
	Links    []Link    // in the order of their place in HTML
	Headings []Heading // the outline, in order
	Problems []Problem // sorted by place
	Tables   []Table   // in order
}

// Link is a link or an image that the author wrote. The generated links
// between a footnote and its mark are not among them.
type Link struct {
	Start, End int    // range of the attribute's value within HTML
	Dest       string // the address as meant: escapes and entities resolved
	Text       string // plain text of the link, alternative text of an image
	Image      bool
	Pos, Len   int // the whole link in the file
}

// Size of a picture in pixels; Width is 0 where it is not known.
type Size struct{ Width, Height int }

// Heading is a heading as it is shown: a level 1 in the source is a 2 here.
type Heading struct {
	Level     int
	ID, Text  string
	Pos, Len  int
	TextAfter bool // something other than headings stands before the next heading of the same or a higher level
}

// Table is a table as the author wrote it.
type Table struct {
	Pos, Len int
	Header   bool // the header row has text
}

// Problem is something unsafe or ill-formed. Kinds:
//
//	active-html         HTML or an address that could run code; dropped (What: "<script>", "onclick", "javascript:")
//	raw-html            other HTML; its tags are dropped, its text stays (What: "<font>")
//	link-scheme         an address with a scheme that is not allowed; the text stays (What: "ftp:")
//	outside-image       a picture of another host, which would learn of every reader; its text stays (What: its address)
//	heading-one         a heading of level 1, which is the page title's; shown as level 2 (What: its text)
//	empty-heading       a heading without text; dropped
//	missing-footnote    a mark without a footnote; shown as written (What: its label)
//	unused-footnote     a footnote without a mark; not shown (What: its label)
//	duplicate-footnote  a second footnote with the same label; not shown (What: its label)
//	lost-cells          what a row of a table has beyond the header's last column; not shown (What: it)
//	wide-bars           a table whose vertical lines are full-width ones; shown as written
//	undashed-table      a table without the row of dashes; shown as written
//	uneven-table        a table whose row of dashes has other columns than its header; shown as written
//	tab-table           lines with tabs, as they come from Word; they run together
//	nearly-heading      ## without a space, or in full width; shown as written (What: how it should be)
//	wide-link           a link with full-width brackets around its address; shown as written (What: how it should be)
//	spaced-link         a link with a space in its address; shown as written (What: how it should be)
//	template-text       words of a template that tell what to write (What: them)
//	sample-text         words of a sample that are to be replaced (What: them)
//	too-deep            blocks nested deeper than maxDepth; the rest is shown as text
//	too-complex         a block that would cost too much to parse; shown as plain text
type Problem struct {
	Kind     string
	What     string
	Pos, Len int
}

// Render turns the Markdown of a body into HTML. base is the body's place in
// its file. It is safe for use by many goroutines, and never fails: what can't
// be rendered is shown as text and reported in Problems.
func Render(src []byte, base int) Body {
	body := RenderInto(nil, src, base)
	body.HTML = append(make([]byte, 0, len(body.HTML)), body.HTML...) // without the room that was left over
	return body
}

// RenderInto is Render with the HTML in buf, which it overwrites and grows:
// the HTML is good until buf is used again, and is the buffer for the next
// text.
func RenderInto(buf, src []byte, base int) Body { return render(grammar(), buf, src, base) }

// RenderTidy is RenderInto of a text that is Tidy.
func RenderTidy(buf, src []byte, base int) Body { return renderClean(grammar(), buf, src, nil, base) }

func render(g parser.Parser, buf, src []byte, base int) Body {
	clean, shifts := cleaned(src)
	return renderClean(g, buf, clean, shifts, base)
}

func renderClean(g parser.Parser, buf, clean []byte, shifts []shift, base int) Body {
	// The capacity is cut because goldmark may append to a line of the source.
	clean = clean[:len(clean):len(clean)]
	notes := &notebook{nodes: lent.Get().(*nodes)}
	defer notes.nodes.back()
	pc := parser.NewContext()
	pc.Set(notebookKey, notes)
	doc := g.Parse(text.NewReader(clean), parser.WithContext(pc))

	r := renderer{src: clean, shifts: shifts, base: base, notes: notes}
	r.out = slices.Grow(buf[:0], len(clean)+len(clean)/2+512)
	r.blocks(doc)
	r.footnotes()
	r.closeHeadings(0)
	for _, p := range notes.problems {
		r.problem(p.Kind, p.What, p.Pos, p.Pos+p.Len)
	}
	slices.SortStableFunc(r.body.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.What, b.What))
	})
	r.body.HTML = bytes.TrimRight(r.out, "\n")
	return r.body
}

// Splice writes the HTML with the address of each link replaced: addresses[i]
// is that of Links[i], and "" keeps what the author wrote. Addresses are
// escaped here. sizes, which may be nil, are those of the pictures among the
// links: a browser that knows them keeps their room, so that nothing moves when
// they come.
func (b Body) Splice(w *bytes.Buffer, addresses []string, sizes []Size) {
	w.Grow(len(b.HTML))
	at := 0
	for i, l := range b.Links {
		if i >= len(addresses) {
			break
		}
		if addresses[i] == "" {
			continue
		}
		w.Write(b.HTML[at:l.Start])
		w.Write(appendAttribute(w.AvailableBuffer(), addresses[i]))
		if i < len(sizes) && l.Image && sizes[i].Width > 0 {
			// The quotation mark that ends the address ends the height instead.
			fmt.Fprintf(w, `" width="%d" height="%d`, sizes[i].Width, sizes[i].Height)
		}
		at = l.End
	}
	w.Write(b.HTML[at:])
}
