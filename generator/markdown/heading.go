package markdown

import (
	"bytes"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// maxID is the longest id of a heading in characters, its number not counted.
const maxID = 80

func (r *renderer) heading(n *ast.Heading) {
	start, end := r.headingRange(n)
	if n.FirstChild() == nil {
		r.problem("empty-heading", "", start, end)
		return
	}
	text := r.plain(n)
	level := n.Level
	if level == 1 {
		r.problem("heading-one", text, start, end)
		level = 2
	}
	r.closeHeadings(level)
	id := r.uniqueID(text)
	pos, length := r.place(start, end)
	r.open = append(r.open, len(r.body.Headings))
	r.body.Headings = append(r.body.Headings, Heading{Level: level, ID: id, Text: text, Pos: pos, Len: length})

	tag := "h" + strconv.Itoa(level)
	r.write("<" + tag + ` id="`)
	r.write(id) // letters, digits, - and _ only
	r.write(`">`)
	r.inHeading = true
	r.lines(n)
	r.inHeading = false
	r.write("</" + tag + ">\n")
}

// headingRange returns where a heading starts and ends in the cleaned text,
// from its first # to the end of its text.
func (r *renderer) headingRange(n *ast.Heading) (start, end int) {
	start = max(n.Pos(), 0)
	lines := n.Lines()
	if lines.Len() == 0 {
		line, _, _ := bytes.Cut(r.src[min(start, len(r.src)):], []byte("\n"))
		return start, start + len(bytes.TrimRight(line, " \t"))
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	end = first.Start + len(bytes.TrimRight(r.src[first.Start:last.Stop], " \t\n"))
	return min(start, first.Start), end
}

// closeHeadings ends the sections that a heading of this level ends, having
// noted for all open ones whether something stood after the last heading.
// Level 0 ends all.
func (r *renderer) closeHeadings(level int) {
	if r.content {
		for _, i := range r.open {
			r.body.Headings[i].TextAfter = true
		}
	}
	r.content = false
	for len(r.open) > 0 && r.body.Headings[r.open[len(r.open)-1]].Level >= level {
		r.open = r.open[:len(r.open)-1]
	}
}

// uniqueID makes an id from a heading's text: letters and digits of any
// script stay, ASCII in lower case, spaces become hyphens, the rest goes.
func (r *renderer) uniqueID(text string) string {
	id := make([]byte, 0, len(text)+3)
	count := 0
	for _, c := range text {
		switch {
		case c == '-' || c == '_':
		case unicode.IsSpace(c):
			c = '-'
		case unicode.IsLetter(c), unicode.IsDigit(c), unicode.IsNumber(c), unicode.IsMark(c):
			c = unicode.ToLower(c)
		default:
			continue
		}
		id = utf8.AppendRune(id, c)
		if count++; count == maxID {
			break
		}
	}
	if len(id) == 0 {
		id = append(id, "section"...)
	}
	if r.ids == nil {
		r.ids = map[string]int{}
	}
	unique := string(id)
	taken := r.ids[unique]
	for i := taken; r.ids[unique] > 0; {
		i++
		unique = string(strconv.AppendInt(append(id, '-'), int64(i), 10))
		taken = i
	}
	r.ids[string(id)] = max(taken, 1)
	r.ids[unique] = max(r.ids[unique], 1)
	return unique
}
