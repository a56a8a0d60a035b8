package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Parsing Markdown takes time in proportion to the square of a block in some
// texts that no one writes by hand: thousands of brackets, asterisks or tags
// that never close. The limits below are far from what a document needs, and
// what is beyond them is shown as text and reported.
const (
	maxDepth = 64 // open blocks; a list in a list is two more

	// The cost of a block of text is its bytes times its bytes that may start
	// something.
	freeBlock  = 1 << 10 // bytes up to which a block costs nothing
	maxCost    = 1 << 26 // of one block: 8 kB of nothing but asterisks
	maxTotal   = 1 << 28 // of all blocks of a text
	maxHeading = 8 << 10 // bytes of a heading's line

	maxReferenceLines = 1000     // of a paragraph that starts with [
	maxReferenceBytes = 64 << 10 // likewise
	maxCells          = 1 << 17  // of a table, and of those that are missing in all short rows

	maxAddresses = 8 << 20 // bytes of addresses and titles: twice those of the longest text
	maxProblems  = 1000    // of one kind that are told
)

// mustBePlain reports whether a block costs too much to look for anything but
// text in it. It is asked at every place where an inline parser starts, and
// remembers its answer.
func (n *notebook) mustBePlain(block ast.Node, src []byte) bool {
	if n.block == block {
		return n.plain
	}
	n.block, n.plain = block, false
	lines := block.Lines()
	size := 0
	for i := range lines.Len() {
		l := lines.At(i)
		size += l.Stop - l.Start
	}
	if size <= freeBlock {
		return false
	}
	starts := 0
	for i := range lines.Len() {
		l := lines.At(i)
		for _, c := range src[l.Start:l.Stop] {
			switch c {
			case '*', '_', '[', ']', '<', '`', '~', '!':
				starts++
			}
		}
	}
	cost := size * starts
	if cost > maxCost || n.spent+cost > maxTotal {
		n.plain = true
		n.problem("too-complex", "", lines.At(0).Start, lines.At(lines.Len()-1).Stop)
		return true
	}
	n.spent += cost
	return false
}

// guarded asks before it lets a parser start.
type guarded struct{ parser.InlineParser }

func (g guarded) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if notebookOf(pc).mustBePlain(parent, block.Source()) {
		return nil
	}
	return g.InlineParser.Parse(parent, block, pc)
}

// tooDeep reports whether no further container may open on this line.
func tooDeep(block text.Reader, pc parser.Context) bool {
	if len(pc.OpenedBlocks()) < maxDepth {
		return false
	}
	if notes := notebookOf(pc); !notes.tooFar {
		notes.tooFar = true
		_, at := block.Position()
		notes.problem("too-deep", "", at.Start, at.Stop)
	}
	return true
}

// shallow keeps containers from nesting without end.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, block text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if tooDeep(block, pc) {
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, block, pc)
}

// shallowList does so for lists, whose parser must be asked in any case
// because it keeps a note of its own.
type shallowList struct{ parser.BlockParser }

func (s shallowList) Open(parent ast.Node, block text.Reader, pc parser.Context) (ast.Node, parser.State) {
	n, state := s.BlockParser.Open(parent, block, pc)
	if n != nil && tooDeep(block, pc) {
		return nil, parser.NoChildren
	}
	return n, state
}

// shortLine leaves an endless heading to the paragraph parser.
type shortLine struct{ parser.BlockParser }

func (s shortLine) Open(parent ast.Node, block text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line, _ := block.PeekLine(); len(line) > maxHeading {
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, block, pc)
}

// fewReferences reads no link definitions from endless lists of them.
type fewReferences struct{ parser.ParagraphTransformer }

func (f fewReferences) Transform(n *ast.Paragraph, block text.Reader, pc parser.Context) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	v := bytes.TrimLeft(first.Value(block.Source()), " ")
	if len(v) == 0 || v[0] != '[' {
		return // nothing that goldmark would find
	}
	if lines.Len() > maxReferenceLines || last.Stop-first.Start > maxReferenceBytes {
		notebookOf(pc).problem("too-complex", "", first.Start, last.Stop)
		return
	}
	f.ParagraphTransformer.Transform(n, block, pc)
}

// smallTable reads no table that would have far more cells than the text has
// bytes: a short row is filled up to the header's length. What stays a
// paragraph is looked at for slips.
type smallTable struct{ parser.ParagraphTransformer }

func (s smallTable) Transform(n *ast.Paragraph, block text.Reader, pc parser.Context) {
	lines, notes := n.Lines(), notebookOf(pc)
	for i := 1; i < lines.Len(); i++ {
		l := lines.At(i)
		columns := delimiterRow(block.Source()[l.Start:l.Stop])
		if columns == 0 {
			continue
		}
		notes.missing += missingCells(columns, lines, block.Source())
		if columns*lines.Len() > maxCells || notes.missing > maxCells {
			last := lines.At(lines.Len() - 1)
			notes.problem("too-complex", "", lines.At(0).Start, last.Stop)
			return
		}
		before := lines.Len()
		s.ParagraphTransformer.Transform(n, block, pc)
		made := lines.Len() < before
		if table := notes.slips(lines, block.Source()); !made && !table && columns > 1 {
			dashes := lineAt(l, block.Source(), false)
			notes.slip("uneven-table", "", dashes.start, dashes.end)
		}
		return
	}
	notes.slips(lines, block.Source())
}

// missingCells is how many cells a table's rows are filled up with, about.
func missingCells(columns int, rows *text.Segments, src []byte) int {
	cells := 0
	for i := range rows.Len() {
		l := rows.At(i)
		cells += bytes.Count(src[l.Start:l.Stop], []byte("|"))
	}
	return max(0, columns*rows.Len()-cells)
}

// delimiterRow returns the most columns that a line under a table's header
// may stand for, 0 if it is no such line.
func delimiterRow(line []byte) int {
	pipes, dashes := 0, 0
	for _, c := range line {
		switch c {
		case '|':
			pipes++
		case '-':
			dashes++
		case ':', ' ', '\t', '\n':
		default:
			return 0
		}
	}
	if dashes == 0 {
		return 0
	}
	return pipes + 1
}
