package markdown

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxLabel is CommonMark's limit for the labels of links, in bytes here.
const maxLabel = 999

// footnote is `[^label]: text`, with further paragraphs indented by four
// spaces. It stays in the tree where it was written; the renderer shows the
// footnotes at the end, in the order of their marks.
type footnote struct {
	ast.BaseBlock
	label  string
	number int // from 1 in the order of marks; 0 has no mark
	marks  int // shown so far
}

var kindFootnote = ast.NewNodeKind("GongkaiFootnote")

func (*footnote) Kind() ast.NodeKind { return kindFootnote }

func (f *footnote) Dump([]byte, int) { fmt.Printf("footnote %q\n", f.label) }

type footnoteParser struct{}

func (footnoteParser) Trigger() []byte { return []byte{'['} }

func (footnoteParser) Open(_ ast.Node, block text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := block.PeekLine()
	offset := pc.BlockOffset()
	if offset < 0 {
		return nil, parser.NoChildren
	}
	label, n := footnoteLabel(line[offset:])
	if n == 0 || offset+n >= len(line) || line[offset+n] != ':' || tooDeep(block, pc) {
		return nil, parser.NoChildren
	}
	f := &footnote{label: string(label)}
	notes := notebookOf(pc)
	if _, taken := notes.footnotes[f.label]; taken {
		start := at.Start + max(offset-at.Padding, 0)
		notes.problem("duplicate-footnote", f.label, start, min(start+n, at.Stop))
	} else {
		if notes.footnotes == nil {
			notes.footnotes = map[string]*footnote{}
		}
		notes.footnotes[f.label] = f
		notes.written = append(notes.written, f)
	}
	block.Advance(offset + n + 1)
	return f, parser.HasChildren
}

func (footnoteParser) Continue(_ ast.Node, block text.Reader, _ parser.Context) parser.State {
	line, _ := block.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	pos, padding := util.IndentPosition(line, block.LineOffset(), 4)
	if pos < 0 {
		return parser.Close
	}
	block.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

func (footnoteParser) Close(ast.Node, text.Reader, parser.Context) {}

func (footnoteParser) CanInterruptParagraph() bool { return true }

func (footnoteParser) CanAcceptIndentedLine() bool { return false }

// footnoteLabel reads `[^label]` at the start of v, and returns the label and
// the length of the whole, or 0.
func footnoteLabel(v []byte) ([]byte, int) {
	if len(v) < 4 || v[0] != '[' || v[1] != '^' {
		return nil, 0
	}
	end := bytes.IndexByte(v[:min(len(v), maxLabel)], ']')
	if end < 3 || bytes.IndexByte(v[2:end], '[') >= 0 || util.IsBlank(v[2:end]) || bytes.IndexByte(v[2:end], '\n') >= 0 {
		return nil, 0
	}
	return v[2:end], end + 1
}

// footnoteMark is `[^label]` in running text.
type footnoteMark struct {
	ast.BaseInline
	to *footnote
}

var kindFootnoteMark = ast.NewNodeKind("GongkaiFootnoteMark")

func (*footnoteMark) Kind() ast.NodeKind { return kindFootnoteMark }

func (m *footnoteMark) Dump([]byte, int) { fmt.Printf("mark of footnote %q\n", m.to.label) }

type footnoteMarkParser struct{}

// Trigger has the exclamation mark because `![^1]` is not an image.
func (footnoteMarkParser) Trigger() []byte { return []byte{'[', '!'} }

func (footnoteMarkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, at := block.PeekLine()
	skip := 0
	if line[0] == '!' {
		skip = 1
	}
	label, n := footnoteLabel(line[skip:])
	if n == 0 || skip+n < len(line) && line[skip+n] == '(' {
		return nil
	}
	notes := notebookOf(pc)
	f, ok := notes.footnotes[string(label)]
	if !ok {
		if skip == 0 {
			notes.problem("missing-footnote", string(label), at.Start, at.Start+n)
		}
		return nil
	}
	if skip == 1 {
		ast.MergeOrAppendTextSegment(parent, at.WithStop(at.Start+1))
	}
	block.Advance(skip + n)
	return &footnoteMark{to: f}
}

// footnoteMark writes the mark. The note's own number is that of its first
// mark; where a link can't stand, within another link, it is the number alone.
func (r *renderer) footnoteMark(m *footnoteMark) {
	f := m.to
	if f.number == 0 {
		r.noted = append(r.noted, f)
		f.number = len(r.noted)
	}
	f.marks++
	r.write(`<sup class="footnote-ref" id="`)
	r.footnoteID("fnref:", f.number, f.marks)
	r.write(`">`)
	number := strconv.Itoa(f.number)
	if r.inLink {
		r.write(number)
	} else {
		r.write(`<a href="#fn:`)
		r.write(number)
		r.write(`" role="doc-noteref" aria-label="注 `)
		r.write(number)
		r.write(`">`)
		r.write(number)
		r.write(`</a>`)
	}
	r.write(`</sup>`)
	r.content = r.content || !r.inHeading
}

// footnoteID writes an id. The colon keeps it apart from every heading's.
func (r *renderer) footnoteID(kind string, number, mark int) {
	r.write(kind)
	r.out = strconv.AppendInt(r.out, int64(number), 10)
	if mark > 1 {
		r.write(":")
		r.out = strconv.AppendInt(r.out, int64(mark), 10)
	}
}

// footnotes writes the notes that have marks, each with a way back to every
// mark before it, and reports those that have none.
func (r *renderer) footnotes() {
	if len(r.noted) > 0 {
		r.write("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"脚注\">\n<ol>\n")
		for i := 0; i < len(r.noted); i++ { // a note may have the first mark of another
			r.footnote(r.noted[i])
		}
		r.write("</ol>\n</section>\n")
	}
	for _, f := range r.notes.written {
		if f.number == 0 {
			start := max(f.Pos(), 0)
			r.problem("unused-footnote", f.label, start, start+len("[^]")+len(f.label))
		}
	}
}

func (r *renderer) footnote(f *footnote) {
	r.write(`<li id="`)
	r.footnoteID("fn:", f.number, 1)
	r.write("\">\n")
	last, inside := f.LastChild().(*ast.Paragraph)
	for c := f.FirstChild(); c != nil; c = c.NextSibling() {
		if inside && c == ast.Node(last) {
			r.write("<p>")
			r.lines(last)
			r.write(" ")
			r.backlinks(f)
			r.write("</p>\n")
		} else {
			r.block(c)
		}
	}
	if !inside {
		r.write("<p>")
		r.backlinks(f)
		r.write("</p>\n")
	}
	r.write("</li>\n")
}

// backlinks writes the ways back. Where there are several, they are numbered,
// and what a link is called in full begins with what is seen of it.
func (r *renderer) backlinks(f *footnote) {
	marks := f.marks
	for i := 1; i <= marks; i++ {
		if i > 1 {
			r.write(" ")
		}
		seen := "返回正文"
		if marks > 1 {
			seen += " " + strconv.Itoa(i)
		}
		r.write(`<a class="footnote-back" href="#`)
		r.footnoteID("fnref:", f.number, i)
		r.write(`" role="doc-backlink" aria-label="`)
		r.write(seen)
		r.write("（注 ")
		r.out = strconv.AppendInt(r.out, int64(f.number), 10)
		r.write(`）">`)
		r.write(seen)
		r.write(`</a>`)
	}
}
