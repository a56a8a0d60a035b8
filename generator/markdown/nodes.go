package markdown

import (
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// nodes are the two kinds of nodes that make up nearly all of a tree. They are
// lent to one tree after another, for a tree is dead as soon as it is rendered,
// and making them anew was a third of what a build allocates.
type nodes struct {
	texts      stock[ast.Text]
	paragraphs stock[ast.Paragraph]
}

var lent = sync.Pool{New: func() any { return &nodes{} }}

// back takes the nodes back. Nobody may have any of them afterwards.
func (n *nodes) back() {
	n.texts.back()
	n.paragraphs.back()
	lent.Put(n)
}

// text is ast.NewTextSegment.
func (n *nodes) text(at text.Segment) *ast.Text {
	t := n.texts.next()
	*t = ast.Text{Segment: at}
	return t
}

// paragraph is ast.NewParagraph, and has a first line.
func (n *nodes) paragraph(first text.Segment) *ast.Paragraph {
	p := n.paragraphs.next()
	lines := *p.Lines()
	if lines.Len() > 16 {
		lines.Clear() // somebody else's long paragraph
	}
	lines.SetSliced(0, 0)
	lines.Append(first)
	*p = ast.Paragraph{}
	p.SetLines(&lines)
	return p
}

// stock is a list of T that does not move when it grows.
type stock[T any] struct {
	sheets [][]T
	used   int
}

const (
	sheet      = 64
	mostSheets = 64 // that are kept; few documents have four thousand paragraphs
)

// next is a T, which may hold what it held in another tree.
func (s *stock[T]) next() *T {
	if s.used == len(s.sheets)*sheet {
		s.sheets = append(s.sheets, make([]T, sheet))
	}
	t := &s.sheets[s.used/sheet][s.used%sheet]
	s.used++
	return t
}

func (s *stock[T]) back() {
	if len(s.sheets) > mostSheets {
		clear(s.sheets[mostSheets:])
		s.sheets = s.sheets[:mostSheets]
	}
	s.used = 0
}

// paragraphParser is goldmark's, but for where the node comes from.
type paragraphParser struct{ parser.BlockParser }

func (paragraphParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := reader.PeekLine()
	if util.IsBlank(line) {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return notebookOf(pc).nodes.paragraph(at), parser.NoChildren
}
