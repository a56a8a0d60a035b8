package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// autolink is an address that stands in the text as itself.
type autolink struct {
	ast.BaseInline
	label text.Segment // the address as written
	whole text.Segment // with its angle brackets if it has any
	mail  bool         // an e-mail address: the link's is mailto:
}

var kindAutolink = ast.NewNodeKind("GongkaiAutolink")

func (*autolink) Kind() ast.NodeKind { return kindAutolink }

func (a *autolink) Dump(src []byte, _ int) { fmt.Printf("autolink %q\n", a.label.Value(src)) }

// angleParser reads <http://…> and <someone@…>.
type angleParser struct{}

func (angleParser) Trigger() []byte { return []byte{'<'} }

func (angleParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, at := block.PeekLine()
	mail := true
	n := util.FindEmailIndex(line[1:])
	if n < 0 {
		mail = false
		n = util.FindURLIndex(line[1:])
	}
	if n < 0 || n+1 >= len(line) || line[n+1] != '>' {
		return nil
	}
	a := &autolink{mail: mail}
	a.label = text.NewSegment(at.Start+1, at.Start+1+n)
	a.whole = text.NewSegment(at.Start, at.Start+n+2)
	block.Advance(n + 2)
	return a
}

// bareParser reads http:// and https:// addresses in running text.
//
// It starts at the colon and takes the scheme back from the text before it,
// because in Chinese no space comes before an address: 详见http://… It ends at
// the first character that is not ASCII, because none comes after it either.
type bareParser struct{}

func (bareParser) Trigger() []byte { return []byte{':'} }

func (bareParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, at := block.PeekLine()
	if len(line) < 4 || line[1] != '/' || line[2] != '/' || at.Padding != 0 || pc.IsInLinkLabel() {
		return nil
	}
	before, ok := parent.LastChild().(*ast.Text)
	if !ok || before.IsRaw() || before.SoftLineBreak() || before.Segment.Stop != at.Start {
		return nil
	}
	scheme := webScheme(block.Source()[before.Segment.Start:before.Segment.Stop])
	if scheme == 0 {
		return nil
	}
	n := 3 + addressLength(line[3:])
	if n == 3 {
		return nil
	}
	before.Segment = before.Segment.WithStop(at.Start - scheme)
	if before.Segment.IsEmpty() {
		parent.RemoveChild(parent, before)
	}
	block.Advance(n)
	where := text.NewSegment(at.Start-scheme, at.Start+n)
	return &autolink{label: where, whole: where}
}

// webScheme returns the length of the "http" or "https" with which v ends, 0
// if it doesn't, or if that is the end of a longer word.
func webScheme(v []byte) int {
	for _, scheme := range []string{"https", "http"} {
		rest := len(v) - len(scheme)
		if rest < 0 || !bytes.EqualFold(v[rest:], []byte(scheme)) {
			continue
		}
		if rest > 0 && util.IsAlphaNumeric(v[rest-1]) {
			return 0
		}
		return len(scheme)
	}
	return 0
}

// addressLength returns how much of v, which follows ://, belongs to an
// address; 0 if its host has no dot.
func addressLength(v []byte) int {
	n := 0
	for n < len(v) && addressByte(v[n]) {
		n++
	}
	v = v[:n]
	if host := v[:hostLength(v)]; bytes.IndexByte(bytes.Trim(host, "."), '.') < 0 {
		return 0
	}
	open := bytes.Count(v, []byte{'('}) - bytes.Count(v, []byte{')'})
	for len(v) > 0 {
		switch v[len(v)-1] {
		case '?', '!', '.', ',', ':', ';', '_', '~':
		case ')':
			if open >= 0 {
				return len(v)
			}
			open++
		default:
			return len(v)
		}
		v = v[:len(v)-1]
	}
	return 0
}

func addressByte(c byte) bool {
	return util.IsAlphaNumeric(c) || c < 0x80 && bytes.IndexByte([]byte("-._~:/?#@!$&()+,;=%"), c) >= 0
}

func hostLength(v []byte) int {
	for i, c := range v {
		if !util.IsAlphaNumeric(c) && c != '-' && c != '.' && c != '_' {
			return i
		}
	}
	return len(v)
}
