package attachment

import (
	"encoding/xml"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/ooxml"
)

// document is a DOCX file.
func document(src []byte) Report {
	return office(src, func(p *parts, l *lines, r *Report) {
		main, err := p.Main("word/document.xml")
		r.trouble(err)
		for _, part := range p.Names {
			name, ok := storyOf(part, main)
			if !ok {
				continue
			}
			where := named(name)
			l.part("", where)
			p.text = true
			p.read(part, &story{l: l, r: r, where: where}, where, l, r)
		}
		const notes = "word/comments.xml"
		if !p.Has(notes) {
			return
		}
		w := &story{l: l, r: r, where: aComment}
		if p.read(notes, w, aComment, l, r); w.any {
			hidden(r, "有批注", "it has comments")
		}
	})
}

var aComment = named(diag.Say("批注", "a comment"))

// mostNested is how many tables may lie in one another; of deeper ones the words
// count, and not the columns.
const mostNested = 100

// storyOf tells which parts hold text, and what a clerk calls them. main is the
// part that the file begins with.
func storyOf(part, main string) (diag.Text, bool) {
	key := ooxml.Key(part)
	if key == ooxml.Key(main) {
		return diag.Say("正文", "the text"), true
	}
	name, ok := strings.CutPrefix(key, "word/")
	if !ok || strings.Contains(name, "/") || !strings.HasSuffix(name, ".xml") {
		return diag.Text{}, false
	}
	switch {
	case name == "document.xml":
		return diag.Say("正文", "the text"), true
	case strings.HasPrefix(name, "header"):
		return diag.Say("页眉", "a page header"), true
	case strings.HasPrefix(name, "footer"):
		return diag.Say("页脚", "a page footer"), true
	case name == "footnotes.xml", name == "endnotes.xml":
		return diag.Say("脚注", "a footnote"), true
	}
	return diag.Text{}, false
}

// story reads the text of a part of a document.
type story struct {
	l     *lines
	r     *Report
	where place

	b     strings.Builder
	in    bool
	field bool            // it is the instruction of a field
	asks  strings.Builder // the instructions of a paragraph
	any   bool            // there were texts
	rows  [][]string      // of the tables that are open, the row at hand of each
}

func (w *story) start(el xml.StartElement) {
	switch el.Name.Local {
	case "t", "delText":
		w.in, w.any = true, true
	case "instrText", "delInstrText":
		w.in, w.field = true, true
	case "fldSimple":
		w.instruction(ooxml.Attr(el, "instr"))
	case "altChunk":
		w.r.unread("altChunk")
	case "tab":
		w.b.WriteByte('\t')
	case "br", "cr":
		w.b.WriteByte(' ')
	case "sym": // a character by its place in a font
		if code, err := strconv.ParseUint(ooxml.Attr(el, "char"), 16, 16); err == nil {
			if code&0xff00 == 0xf000 { // of fonts with signs of their own
				code &= 0xff
			}
			w.b.WriteRune(rune(code))
		}
	case "noBreakHyphen":
		w.b.WriteByte('-')
	case "ins", "del", "moveFrom", "moveTo":
		hidden(w.r, "有修订记录，删去的文字还在文件里", "it has tracked changes: deleted words are still there")
	case "vanish":
		if v := ooxml.Attr(el, "val"); v == "0" || v == "false" {
			return
		}
		hidden(w.r, "有隐藏文字", "it has hidden text")
	case "tbl":
		if len(w.rows) < mostNested {
			w.rows = append(w.rows, nil)
		}
		w.l.part("", w.where)
	case "tr":
		if n := len(w.rows); n > 0 {
			w.rows[n-1] = nil
		}
	}
}

func (w *story) text(s string) bool {
	if w.in {
		w.b.WriteString(s)
	}
	if w.field && w.asks.Len() < longestField {
		w.asks.WriteString(s)
	}
	return w.in
}

// longestField is more than any instruction of a field has.
const longestField = 4096

// instruction judges a field.
func (w *story) instruction(s string) {
	if runsField(s[:min(len(s), longestField)]) {
		w.r.runs(startsProgram)
	}
}

func (w *story) end(name string) {
	switch name {
	case "t", "delText":
		w.in = false
	case "instrText", "delInstrText":
		w.in, w.field = false, false
	case "p":
		w.instruction(w.asks.String())
		w.asks.Reset()
		if len(w.rows) == 0 {
			w.paragraph()
		} else {
			w.b.WriteByte(' ')
		}
	case "tc":
		if n := len(w.rows); n > 0 && len(w.rows[n-1]) < widest {
			w.rows[n-1] = append(w.rows[n-1], strings.TrimSpace(w.b.String()))
			w.b.Reset()
		}
	case "tr":
		if n := len(w.rows); n > 0 && len(w.rows[n-1]) > 0 {
			w.l.row(w.rows[n-1], w.where)
		}
	case "tbl":
		if n := len(w.rows); n > 0 {
			w.rows = w.rows[:n-1]
			w.l.part("", w.where)
		}
	}
}

func (w *story) finish() {
	w.instruction(w.asks.String())
	w.paragraph()
}

// paragraph ends a paragraph outside of tables.
func (w *story) paragraph() {
	if w.b.Len() > 0 {
		w.l.line(w.b.String(), w.where)
		w.b.Reset()
	}
}
