package markdown

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// flanks reports whether a run of a delimiter may open and may close emphasis
// between two characters.
//
// CommonMark takes a run beside punctuation for one that belongs to a word on
// the other side only if there is a space. Chinese has no spaces, so that
// `**“两公开”**工作` would stay as it is written. As in the amendment known as
// CJK-friendly emphasis, Chinese punctuation does not count as punctuation
// here, and Chinese characters beside the run count like a space does. Where
// both characters are ASCII this is CommonMark's rule exactly.
func flanks(char byte, before, after rune) (opens, closes bool) {
	beforeSpace, afterSpace := util.IsSpaceRune(before), util.IsSpaceRune(after)
	beforeMark, afterMark := util.IsPunctRune(before), util.IsPunctRune(after)
	beforeHan, afterHan := chinese(before), chinese(after)

	left := !afterSpace && (!afterMark || afterHan || beforeSpace || beforeMark || beforeHan)
	right := !beforeSpace && (!beforeMark || beforeHan || afterSpace || afterMark || afterHan)
	if char == '_' {
		return left && (!right || beforeMark), right && (!left || afterMark)
	}
	return left, right
}

// delimit reads the run of a delimiter at which the reader stands, and returns
// nil if it is not of a length that least and most allow.
func delimit(block text.Reader, least, most int, kind parser.DelimiterProcessor) *parser.Delimiter {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	char, n := line[0], 1
	for n < len(line) && line[n] == char {
		n++
	}
	if n < least || n > most {
		return nil
	}
	after := ' '
	if n < len(line) {
		after, _ = utf8.DecodeRune(line[n:])
	}
	opens, closes := flanks(char, before, after)
	d := parser.NewDelimiter(opens, closes, n, char, kind)
	d.Segment = segment.WithStop(segment.Start + n)
	block.Advance(n)
	return d
}

type emphasisParser struct{}

func (emphasisParser) Trigger() []byte { return []byte{'*', '_'} }

func (emphasisParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	d := delimit(block, 1, 1<<30, emphasisKind{})
	if d == nil {
		return nil
	}
	pc.PushDelimiter(d)
	return d
}

type emphasisKind struct{}

func (emphasisKind) IsDelimiter(c byte) bool { return c == '*' || c == '_' }

func (emphasisKind) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (emphasisKind) OnMatch(n int) ast.Node { return ast.NewEmphasis(n) }

// strikeParser reads ~~deleted~~. A single tilde is none: `3~5天，7~10天` is
// how Chinese writes ranges.
type strikeParser struct{}

func (strikeParser) Trigger() []byte { return []byte{'~'} }

func (strikeParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if block.PrecendingCharacter() == '~' { // within a longer run
		return nil
	}
	d := delimit(block, 2, 2, strikeKind{})
	if d == nil {
		return nil
	}
	pc.PushDelimiter(d)
	return d
}

type strikeKind struct{}

func (strikeKind) IsDelimiter(c byte) bool { return c == '~' }

func (strikeKind) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (strikeKind) OnMatch(int) ast.Node { return extension.NewStrikethrough() }
