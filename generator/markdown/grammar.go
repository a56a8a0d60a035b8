package markdown

import (
	"bytes"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// grammar returns the parser, which keeps nothing from one text to the next.
// The numbers are priorities; the order of the blocks and inlines that
// CommonMark has is CommonMark's.
var grammar = sync.OnceValue(func() parser.Parser {
	return newGrammar(util.Prioritized(runParser{}, 800))
})

func newGrammar(more ...util.PrioritizedValue) parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(shallow{extension.NewDefinitionListParser()}, 110),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 120),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(shallowList{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(shortLine{parser.NewATXHeadingParser()}, 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(htmlParser{parser.NewHTMLBlockParser()}, 900),
			util.Prioritized(footnoteParser{}, 950),
			util.Prioritized(paragraphParser{parser.NewParagraphParser()}, 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(guarded{parser.NewCodeSpanParser()}, 100),
			util.Prioritized(guarded{footnoteMarkParser{}}, 150),
			util.Prioritized(linkParser{parser.NewLinkParser()}, 200),
			util.Prioritized(guarded{angleParser{}}, 300),
			util.Prioritized(guarded{parser.NewRawHTMLParser()}, 400),
			util.Prioritized(guarded{emphasisParser{}}, 500),
			util.Prioritized(guarded{strikeParser{}}, 600),
			util.Prioritized(guarded{bareParser{}}, 700),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(fewReferences{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(smallTable{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithInlineParsers(more...),
	)
}

// notebook is what the parsers of one text tell the renderer, and each other,
// beside the tree.
type notebook struct {
	nodes     *nodes
	problems  []Problem            // Pos and Len in the cleaned text
	ends      map[ast.Node]int     // where links and images end
	footnotes map[string]*footnote // by label
	written   []*footnote          // the same, in order

	told int // slips so far

	// What guarded knows.
	block   ast.Node // the block that is being parsed
	plain   bool     // it is to be plain text
	spent   int      // cost of the blocks so far
	missing int      // cells that short rows of tables were filled up with so far
	tooFar  bool     // nesting has been reported
}

var notebookKey = parser.NewContextKey()

func notebookOf(pc parser.Context) *notebook { return pc.Get(notebookKey).(*notebook) }

func (n *notebook) problem(kind, what string, start, end int) {
	n.problems = append(n.problems, Problem{kind, what, start, end - start})
}

// linkParser adds to goldmark's the place where a link ends, and tells of
// brackets that were meant for a link.
type linkParser struct{ parser.InlineParser }

func (p linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	notes := notebookOf(pc)
	if notes.mustBePlain(parent, block.Source()) {
		return nil
	}
	_, from := block.Position()
	n := p.InlineParser.Parse(parent, block, pc)
	if n == nil && block.Source()[from.Start] == ']' {
		notes.nearlyLink(block.Source(), from.Start)
	}
	if n == nil || n.Kind() != ast.KindLink && n.Kind() != ast.KindImage {
		return n
	}
	_, at := block.Position()
	if notes.ends == nil {
		notes.ends = map[ast.Node]int{}
	}
	notes.ends[n] = at.Start
	return n
}

// CloseBlock lets goldmark turn brackets that opened no link into text.
func (p linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	p.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// htmlParser leaves a line that starts with <br> to the paragraph parser, so
// that the text after it is read as Markdown.
type htmlParser struct{ parser.BlockParser }

func (p htmlParser) Open(parent ast.Node, block text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := block.PeekLine()
	line = bytes.TrimLeft(line, " ")
	if len(line) > 3 && line[0] == '<' && line[1]|0x20 == 'b' && line[2]|0x20 == 'r' && !util.IsAlphaNumeric(line[3]) {
		return nil, parser.NoChildren
	}
	return p.BlockParser.Open(parent, block, pc)
}
