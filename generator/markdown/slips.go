package markdown

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/text"
)

// Who knows Word and not Markdown writes blocks that are nearly headings and
// tables, or leaves the words of a template. They come out as a paragraph,
// whose lines are at hand when it is closed: one look at the beginning of each
// tells nearly all there is. One slip of a kind is told a block.

var (
	wideBar  = []byte("｜")
	wideHash = []byte("＃")
	template = []byte("（在这里写")
	sample   = []byte("【请改")

	sampleEnd = []byte("】")
)

// slip is a problem of these kinds: the first of them are enough for anybody, and a
// text may have one for each few bytes.
func (n *notebook) slip(kind, what string, start, end int) {
	if n.told++; n.told <= maxProblems {
		n.problem(kind, what, start, end)
	}
}

// slips tells what the lines of a paragraph were meant to be, and reports
// whether that is a table.
func (n *notebook) slips(lines *text.Segments, src []byte) (table bool) {
	if !suspicious(lines, src) {
		return false
	}
	n.leftover(lines, src)
	heading, last := false, line{}
	for i := range lines.Len() {
		at := lines.At(i)
		l := lineAt(at, src, lines.Len() > 1)
		if right := nearlyHeading(l.text); right != "" && !heading {
			heading = true
			n.slip("nearly-heading", shortened(right), l.start, l.end)
		}
		if kind := last.before(l); kind != "" && !table {
			table = true
			n.slip(kind, "", last.start, last.end)
		}
		last = l
	}
	return table
}

// suspicious reports, quickly, whether a paragraph may have a slip: nearly none has.
func suspicious(lines *text.Segments, src []byte) bool {
	several := lines.Len() > 1
	var line []byte
	for i := range lines.Len() {
		at := lines.At(i)
		line = src[at.Start:at.Stop]
		for len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
			line = line[1:]
		}
		if len(line) == 0 {
			continue
		}
		switch line[0] {
		case '#', '|':
			return true
		case wideBar[0]: // that of all full-width forms
			if bytes.HasPrefix(line, wideBar) || bytes.HasPrefix(line, wideHash) || bytes.HasPrefix(line, template) {
				return true
			}
		case sample[0]:
			if bytes.HasPrefix(line, sample) {
				return true
			}
		}
		if several && bytes.IndexByte(line, '\t') >= 0 {
			return true
		}
	}
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == ' ' || line[len(line)-1] == '\t') {
		line = line[:len(line)-1]
	}
	return bytes.HasSuffix(line, sampleEnd)
}

// leftover tells of the words of a template, or of a sample, at the ends of a
// paragraph.
func (n *notebook) leftover(lines *text.Segments, src []byte) {
	if lines.Len() == 0 {
		return
	}
	first, last := lineAt(lines.At(0), src, false), lineAt(lines.At(lines.Len()-1), src, false)
	switch {
	case bytes.HasPrefix(first.text, template):
		n.slip("template-text", shortened(string(first.text)), first.start, first.end)
	case bytes.HasPrefix(first.text, sample):
		n.slip("sample-text", shortened(string(first.text)), first.start, first.end)
	case bytes.HasSuffix(last.text, sampleEnd):
		if at := bytes.LastIndex(last.text, sample); at >= 0 {
			n.slip("sample-text", shortened(string(last.text[at:])), last.start+at, last.end)
		}
	}
}

// line of a paragraph without the blanks around it.
type line struct {
	text       []byte
	start, end int
	bar        bool // it begins with a vertical line
	wide       bool // which is a full-width one
	tabs       int  // within it
	ends       bool // it keeps its end: a hard break
}

func lineAt(at text.Segment, src []byte, several bool) line {
	whole := src[at.Start:at.Stop]
	l := line{text: bytes.TrimLeft(whole, " \t"), end: at.Start + len(bytes.TrimRight(whole, " \t\n"))}
	l.start = at.Stop - len(l.text)
	l.text = src[l.start:max(l.start, l.end)]
	if !several {
		return l
	}
	l.wide = bytes.HasPrefix(l.text, wideBar)
	l.bar = l.wide || bytes.HasPrefix(l.text, []byte("|"))
	l.tabs = bytes.Count(l.text, []byte("\t"))
	l.ends = bytes.HasSuffix(whole, []byte("  \n")) || bytes.HasSuffix(whole, []byte("\\\n"))
	return l
}

// before reports of which kind of failed table two lines are, "" if of none.
func (l line) before(next line) string {
	switch {
	case l.bar && next.bar && (l.wide || next.wide):
		return "wide-bars"
	case l.bar && next.bar && delimiterRow(next.text) > 0:
		return "uneven-table"
	case l.bar && next.bar:
		return "undashed-table"
	case l.tabs > 0 && l.tabs == next.tabs && !l.ends:
		return "tab-table"
	}
	return ""
}

// nearlyHeading is the heading that a line was meant to be: ## without a
// half-width space after it, or with full-width marks. A single mark is none
// (#1号楼), nor are marks that stand for what is left out (##县##镇).
func nearlyHeading(line []byte) string {
	rest, marks, wide := line, 0, false
	for {
		if bytes.HasPrefix(rest, wideHash) {
			rest, wide = rest[len(wideHash):], true
		} else if bytes.HasPrefix(rest, []byte("#")) {
			rest = rest[1:]
		} else {
			break
		}
		marks++
	}
	if marks < 2 || marks > 6 || !wide && len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') {
		return ""
	}
	title := strings.Trim(string(rest), " \t　")
	if title == "" || strings.Contains(title, "##") || strings.Contains(title, "＃＃") {
		return ""
	}
	return strings.Repeat("#", marks) + " " + title
}

// How far around a ] is looked for the rest of a link, in bytes, and how many
// closing brackets the name of a file may have.
const (
	longestLink  = 400
	mostBrackets = 4
)

// nearlyLink tells what was meant for a link and is none, for its address stands
// in full-width brackets or has a space. closing is where its ] stands.
func (n *notebook) nearlyLink(src []byte, closing int) {
	rest := src[closing+1 : min(len(src), closing+1+longestLink)]
	wide := bytes.HasPrefix(rest, []byte("（"))
	if !wide && !bytes.HasPrefix(rest, []byte("(")) {
		return
	}
	dest, size, wideEnd := destination(rest)
	spaced := strings.ContainsAny(dest, " \t　")
	start, ok := opening(src, closing)
	if dest == "" || !ok || !wide && !wideEnd && !spaced {
		return
	}
	kind := "wide-link"
	if !wide && !wideEnd {
		kind = "spaced-link"
	}
	if spaced {
		dest = "<" + dest + ">"
	}
	n.slip(kind, shortened(string(src[start:closing])+"]("+dest+")"), start, closing+1+size)
}

// opening is where the bracket stands, with the mark of a picture before it,
// that a ] closes.
func opening(src []byte, closing int) (at int, ok bool) {
	before := src[max(0, closing-longestLink):closing]
	n := bytes.LastIndexAny(before, "[]\n")
	if n < 0 || before[n] != '[' {
		return 0, false
	}
	if n > 0 && before[n-1] == '!' {
		n--
	}
	return closing - len(before) + n, true
}

// destination is what stands in the brackets that rest begins with, "" if it is
// no address; size is that of all of it. The name of a file may have brackets too.
func destination(rest []byte) (dest string, size int, wideEnd bool) {
	_, inner := utf8.DecodeRune(rest)
	tried := 0
	for at, r := range string(rest[inner:]) {
		if r == '\n' || tried == mostBrackets {
			break
		}
		if r != ')' && r != '）' {
			continue
		}
		tried++
		if dest = strings.Trim(string(rest[inner:inner+at]), " \t　"); looksLikeAddress(dest) {
			return dest, inner + at + utf8.RuneLen(r), r == '）'
		}
	}
	return "", 0, false
}

// looksLikeAddress tells an address, or the name of a file, from a remark:
// 见附件1.xlsx is none.
func looksLikeAddress(s string) bool {
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return true
	}
	ext := path.Ext(s)
	if len(ext) < 2 || len(ext) > 6 || ext == s || strings.ContainsAny(s, "，。；：、") || strings.HasPrefix(s, "见") || strings.HasPrefix(s, "详见") {
		return false
	}
	letters := strings.Trim(strings.ToLower(ext[1:]), "0123456789")
	return letters != "" && strings.Trim(letters, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}
