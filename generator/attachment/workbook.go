package attachment

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/ooxml"
)

// workbook is an XLSX file.
func workbook(src []byte) Report {
	return office(src, func(p *parts, l *lines, r *Report) {
		r.trouble(p.strings())
		sheets, err := p.sheets(r)
		r.trouble(err)
		for _, s := range sheets {
			where := named(diag.Say("工作表“%s”", "sheet %q", s.Name))
			l.part(s.Name, where)
			if !p.Has(s.Part) {
				r.unread(s.Name)
				continue
			}
			p.text = true
			p.read(s.Part, &rows{sheet: s, where: where, shared: &p.shared, l: l, r: r}, where, l, r)
		}
		p.notes(l, r)
		for _, part := range p.With("xl/pivotCache/", ".xml") {
			where := named(diag.Say("数据透视表的缓存", "the cache of a pivot table"))
			p.read(part, &cached{l: l, where: where}, where, l, r)
		}
	})
}

// texts are the strings that the cells of a workbook share, and which of them a
// cell has: those are told there, below the header of their column.
type texts struct {
	list []string
	used []bool
}

// at is the text of a cell that names one by its number.
func (t *texts) at(number string) string {
	i, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || i < 0 || i >= len(t.list) {
		return ""
	}
	t.used[i] = true
	return t.list[i]
}

func (p *parts) strings() error {
	part, err := p.StringsPart()
	if err != nil {
		return err
	}
	p.taken[ooxml.Key(part)] = true
	p.shared.list, err = p.Strings()
	p.shared.used = make([]bool, len(p.shared.list))
	return err
}

// spare looks through the shared strings that no cell has, in whichever part:
// words that were deleted and are still there.
func (p *parts) spare(l *lines) {
	var left loose
	for i, s := range p.shared.list {
		if !p.shared.used[i] {
			left.add(s)
		}
	}
	left.to(l, named(diag.Say("没有单元格用到的文字", "a text that no cell uses")))
}

// cached reads what a pivot table keeps of its source.
type cached struct {
	l     *lines
	where place
}

func (c *cached) start(el xml.StartElement) {
	if v := ooxml.Attr(el, "v"); v != "" {
		c.l.line(v, c.where)
	}
}

func (c *cached) text(string) bool    { return false }
func (c *cached) end(string)          {}
func (c *cached) ownAttributes() bool { return true }

// notes reads the comments of all sheets.
func (p *parts) notes(l *lines, r *Report) {
	for _, part := range append(p.With("xl/comments", ".xml"), p.With("xl/threadedComments/", ".xml")...) {
		w := &words{where: aComment, l: l, r: r}
		if p.read(part, w, aComment, l, r); w.any {
			hidden(r, "有批注", "it has comments")
		}
	}
}

// sheets are the sheets of a workbook; hidden ones are told of.
func (p *parts) sheets(r *Report) ([]ooxml.Sheet, error) {
	list, err := p.Sheets()
	for i := range list {
		list[i].Name = short(list[i].Name)
		if list[i].Hidden {
			hidden(r, "工作表“%s”是隐藏的", "the sheet %q is hidden", list[i].Name)
		}
	}
	return list, err
}

// rows reads the cells of a sheet.
type rows struct {
	sheet  ooxml.Sheet
	where  place // of the sheet
	shared *texts
	l      *lines
	r      *Report

	number int
	cells  []string
	kind   string // of the cell's value
	column int
	size   int // bytes of the row
	value  strings.Builder
	in     bool

	beside  string          // the element at hand that is neither cell nor row: a formula, a page header
	words   strings.Builder // of it
	aside   loose           // what formulas hold
	margins []string        // page headers and footers

	hiddenColumns, hiddenRows bool // told already
}

func (w *rows) start(el xml.StartElement) {
	switch el.Name.Local {
	case "macrosheet":
		hidden(w.r, "有宏", "it holds macros")
	case "col":
		if !w.hiddenColumns && ooxml.On(el, "hidden") {
			w.hiddenColumns = true
			hidden(w.r, "工作表“%s”有隐藏的列", "the sheet %q has hidden columns", w.sheet.Name)
		}
	case "row":
		w.number++
		if n, err := strconv.Atoi(ooxml.Attr(el, "r")); err == nil {
			w.number = n
		}
		w.cells, w.size = w.cells[:0], 0
		if !w.hiddenRows && ooxml.On(el, "hidden") {
			w.hiddenRows = true
			hidden(w.r, "工作表“%s”有隐藏的行", "the sheet %q has hidden rows", w.sheet.Name)
		}
	case "c":
		w.kind = ooxml.Attr(el, "t")
		w.column = ooxml.Column(ooxml.Attr(el, "r"), len(w.cells))
		w.value.Reset()
	case "v", "t":
		w.in = true
	case "f", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
		w.beside = el.Name.Local
		w.words.Reset()
	}
}

func (w *rows) text(s string) bool {
	switch {
	case w.in:
		w.value.WriteString(s)
	case w.beside != "":
		w.words.WriteString(s)
	default:
		return false
	}
	return true
}

// besides takes a formula, or the header or footer of the printed page.
func (w *rows) besides() {
	s := w.words.String()
	if w.beside != "f" {
		w.margin(s)
		return
	}
	if runsFormula(s) {
		w.r.runs(startsProgram)
	}
	w.aside.add(joinedTexts.Replace(s))
}

// margin takes the header or footer of the printed page, without the codes that
// part it and name its fonts. Where a number follows the size of a font, nobody
// knows where one ends and the other begins.
func (w *rows) margin(s string) {
	if len(w.margins) >= maxHits {
		return
	}
	w.margins = append(w.margins, marginCodes.ReplaceAllString(s, " "))
	if sizeAndMore.MatchString(s) {
		w.margins = append(w.margins, marginCodes.ReplaceAllString(shortSize.ReplaceAllString(s, "  "), " "))
	}
}

var (
	marginCodes = regexp.MustCompile(`&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[A-Za-z]|[0-9]{1,2})`)
	sizeAndMore = regexp.MustCompile(`&[0-9]{3}`)
	shortSize   = regexp.MustCompile(`&[0-9]`)
	joinedTexts = strings.NewReplacer(`"&"`, "", `" & "`, "")
)

// finish tells what stands beside the cells, behind them.
func (w *rows) finish() {
	w.aside.to(w.l, w.where)
	for _, s := range w.margins {
		where := w.where
		if name := where.name; name != nil {
			where = named(diag.Text{ZH: name.ZH + "的页眉页脚", EN: name.EN + ", its page header or footer"})
		}
		w.l.part("", where)
		w.l.line(s, where)
	}
}

// widest is how many columns of a row are kept apart: more than any table has.
const widest = 512

func (w *rows) end(name string) {
	switch name {
	case "v", "t":
		w.in = false
	case "f", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
		w.besides()
		w.beside = ""
	case "c":
		v := w.value.String()
		if w.kind == "s" {
			v = w.shared.at(v)
		}
		if w.size += len(v); w.size > maxText { // a long text that many cells share
			w.l.full = true
			return
		}
		for len(w.cells) < min(w.column, widest) {
			w.cells = append(w.cells, "")
		}
		if len(w.cells) <= widest {
			w.cells = append(w.cells, v)
			return
		}
		w.cells[widest] += " " + v // no table is that wide, but its words count
	case "row":
		if len(w.cells) > 0 {
			w.l.row(w.cells, place{w.where.name, w.number})
		}
	}
}
