package table

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/ooxml"
)

// Grid is a table as it stands in a file, before anyone knows what it is
// about.
type Grid struct {
	File   *diag.File
	Sheet  string // of a workbook; "" of a CSV file
	Rows   [][]Cell
	Merged []string // ranges of merged cells: A1:C1
}

// Cell of a grid. Row and Col count from 0.
type Cell struct {
	Text     string
	At       diag.Span // of a CSV file the cell, of a workbook the file
	Row, Col int32
	Formula  bool
	number   bool // a workbook has it as a number
}

// Ref is the cell's name in a spreadsheet: B7.
func (c Cell) Ref() string { return ooxml.Letters(int(c.Col)) + strconv.Itoa(int(c.Row)+1) }

// Blank reports whether the cell holds nothing.
func (c Cell) Blank() bool { return strings.TrimSpace(c.Text) == "" }

// Bounds of a table: more than any that a county publishes in one piece.
const (
	MaxRows    = 300_000
	MaxColumns = 256
	maxCells   = 4_000_000    // of a file: rows may be full, or empty but for their last cell
	maxWords   = ooxml.MaxXML // bytes of all cells: many may share one long text
)

// ReadCSV reads a CSV file, or one whose cells are parted by tabs. src is
// normalised and in UTF-8; offsets count in it.
func ReadCSV(file *diag.File, src []byte) (Grid, diag.List) {
	g := Grid{File: file}
	var found diag.List
	rest := &bounded{from: src}
	in := csv.NewReader(rest)
	in.FieldsPerRecord = -1
	if line, _, _ := bytes.Cut(src, []byte("\n")); bytes.IndexByte(line, '\t') >= 0 && bytes.IndexByte(line, ',') < 0 {
		in.Comma = '\t'
	}
	starts := lineStarts(src)
	cells := 0
	for {
		rest.left = longestRow
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			return g, found
		}
		if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
			found.Add("table-form", diag.At(file, starts[min(wrong.StartLine-1, len(starts)-1)], 0),
				diag.Say("这一行的引号不成对，从这里起读不下去", "a quotation mark of this row has no partner: the rest cannot be read"),
				diag.Say("单元格里有英文引号的，在表格软件里打开后重新另存为“CSV UTF-8”", "open the file in a spreadsheet program and save it as CSV UTF-8 again"))
			return g, found
		}
		first := 0
		if err == nil {
			first, _ = in.FieldPos(0)
		}
		cells += len(fields)
		if err != nil || first > MaxRows || len(fields) > MaxColumns || cells > maxCells { // the error is of rest alone
			found.Add("table-form", diag.At(file, 0, 0), tooLarge.message, tooLarge.help)
			return g, found
		}
		for len(g.Rows) < first-1 { // empty lines, which the reader passes over
			g.Rows = append(g.Rows, nil)
		}
		row := make([]Cell, len(fields))
		for i, text := range fields {
			line, column := in.FieldPos(i)
			off := starts[line-1] + column - 1
			row[i] = Cell{Text: text, Row: int32(len(g.Rows)), Col: int32(i), At: diag.At(file, off, fieldLen(src[off:], len(text))), Formula: strings.HasPrefix(text, "=") && len(text) > 1}
		}
		g.Rows = append(g.Rows, row)
	}
}

// longestRow is more bytes than any row has.
const longestRow = 4 << 20

// bounded hands out a CSV file until it has a row that is wider than any table:
// the reader makes a string of each cell of a row before it can be counted.
type bounded struct {
	from []byte
	left int // bytes of the row
}

var errWide = errors.New("the row is too wide")

func (r *bounded) Read(b []byte) (int, error) {
	switch {
	case len(r.from) == 0:
		return 0, io.EOF
	case r.left < 0:
		return 0, errWide
	}
	n := copy(b, r.from)
	r.from, r.left = r.from[n:], r.left-n
	return n, nil
}

// fieldLen is how many bytes of the line a field takes, without its quotes.
func fieldLen(src []byte, n int) int {
	if end := bytes.IndexByte(src[:min(n, len(src))], '\n'); end >= 0 {
		return end
	}
	return min(n, len(src))
}

func lineStarts(src []byte) []int {
	starts := []int{0}
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

type words struct{ message, help diag.Text }

var tooLarge = words{
	diag.Say("表格超过 %d 行、%d 列或者 %d 万个单元格，没有读完", "the table has more than %d rows, %d columns or %d0,000 cells and was not read to its end", MaxRows, MaxColumns, maxCells/10_000),
	diag.Say("按乡镇或者月份分成几个文件", "cut it into several files, by township or month"),
}

// ReadWorkbook reads the sheets of an XLSX file. Sheets without any text are
// left out. Places are the file's; messages name sheet and cell.
func ReadWorkbook(file *diag.File, src []byte) ([]Grid, diag.List) {
	var found diag.List
	p, err := ooxml.Open(src)
	if err != nil {
		found.Add("table-form", diag.At(file, 0, 0), diag.Say("这个表格文件打不开，可能损坏、加了密码，或者是改了名称的旧格式", "this workbook cannot be opened: it is damaged, encrypted, or in an old format under a new name"),
			diag.Say("在表格软件里打开，去掉密码，另存为 .xlsx 或“CSV UTF-8”", "open it in a spreadsheet program and save it as .xlsx or CSV UTF-8"))
		return nil, found
	}
	shared, err := p.Strings()
	if err == nil {
		var grids []Grid
		if grids, err = sheets(file, p, shared, &found); err == nil {
			return grids, found
		}
	}
	found.Add("table-form", diag.At(file, 0, 0), diag.Say("这个表格文件读不完：内容损坏，或者展开后太大", "this workbook cannot be read to its end: it is damaged, or unfolds to too much"),
		diag.Say("把要公开的表复制到一个新文件里再保存", "copy what is to be published into a new file"))
	return nil, found
}

func sheets(file *diag.File, p *ooxml.Package, shared []string, found *diag.List) ([]Grid, error) {
	list, err := p.Sheets()
	if err != nil {
		return nil, err
	}
	var grids []Grid
	left := maxCells
	for _, s := range list {
		r := sheetReader{grid: Grid{File: file, Sheet: s.Name}, shared: shared, left: &left}
		if err := p.Each(s.Part, r.start, r.text, r.end); err != nil {
			return nil, err
		}
		if r.full {
			found.Add("table-form", diag.At(file, 0, 0), diag.Text{ZH: "工作表“" + s.Name + "”：" + tooLarge.message.ZH, EN: "sheet " + s.Name + ": " + tooLarge.message.EN}, tooLarge.help)
		}
		if r.any {
			grids = append(grids, r.grid)
		}
	}
	return grids, nil
}

// sheetReader takes the elements of a sheet.
type sheetReader struct {
	grid      Grid
	shared    []string
	cell      Cell
	kind      string
	value     strings.Builder
	in        bool
	any, full bool
	size      int  // bytes of the cells
	left      *int // rows and cells that may still be made, for all sheets
}

// take takes n rows or cells off what is left.
func (r *sheetReader) take(n int) bool {
	if *r.left -= n; *r.left < 0 {
		r.full = true
	}
	return !r.full
}

func (r *sheetReader) start(el xml.StartElement) {
	switch el.Name.Local {
	case "row":
		n, err := strconv.Atoi(ooxml.Attr(el, "r"))
		if err != nil {
			n = len(r.grid.Rows) + 1
		}
		if n > MaxRows || !r.take(max(1, n-len(r.grid.Rows))) {
			r.full = true
			return
		}
		for len(r.grid.Rows) < n {
			r.grid.Rows = append(r.grid.Rows, nil)
		}
	case "c":
		next := 0
		if n := len(r.grid.Rows); n > 0 {
			next = len(r.grid.Rows[n-1])
		}
		r.cell = Cell{At: diag.At(r.grid.File, 0, 0), Row: int32(len(r.grid.Rows) - 1), Col: int32(min(ooxml.Column(ooxml.Attr(el, "r"), next), MaxColumns))}
		r.kind = ooxml.Attr(el, "t")
		r.value.Reset()
	case "f":
		r.cell.Formula = true
	case "v", "t":
		r.in = true
	case "mergeCell":
		if len(r.grid.Merged) < mostFound {
			r.grid.Merged = append(r.grid.Merged, ooxml.Attr(el, "ref"))
		}
	}
}

func (r *sheetReader) text(s string) {
	if r.in {
		r.value.WriteString(s)
	}
}

func (r *sheetReader) end(name string) {
	switch name {
	case "v", "t":
		r.in = false
	case "c":
		r.put()
	}
}

// put takes the cell that has just ended.
func (r *sheetReader) put() {
	n := len(r.grid.Rows) - 1
	if n < 0 || r.full || r.cell.Col >= MaxColumns {
		return
	}
	r.cell.Text = r.value.String()
	switch r.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(r.cell.Text))
		r.cell.Text = ""
		if err == nil && i >= 0 && i < len(r.shared) {
			r.cell.Text = r.shared[i]
		}
	case "", "n":
		r.cell.number = true
	}
	if r.size += len(r.cell.Text); r.size > maxWords {
		r.full = true
		return
	}
	if !r.take(max(1, int(r.cell.Col)+1-len(r.grid.Rows[n]))) {
		return
	}
	for len(r.grid.Rows[n]) <= int(r.cell.Col) {
		r.grid.Rows[n] = append(r.grid.Rows[n], Cell{At: diag.At(r.grid.File, 0, 0), Row: int32(n), Col: int32(len(r.grid.Rows[n]))})
	}
	r.grid.Rows[n][r.cell.Col] = r.cell
	r.any = r.any || !r.cell.Blank()
}

// decimal is the number of a cell. A workbook keeps binary numbers of fifteen
// digits: 0.1 + 0.2 is 0.30000000000000004 there and means 0.3.
func (c Cell) decimal() (Decimal, bool) {
	if !c.number {
		return ParseDecimal(c.Text)
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(c.Text), 64)
	if err != nil || v > most || v < -most {
		return 0, false
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	return ParseDecimal(strconv.FormatFloat(v, 'f', -1, 64))
}

// day is the date of a cell. A workbook keeps dates as days since 1900, which
// its authors took for a leap year.
func (c Cell) day() (calendar.Date, bool) {
	if n, err := strconv.Atoi(strings.TrimSpace(c.Text)); c.number && err == nil {
		if n < 61 || n > 80_000 {
			return calendar.Date{}, false
		}
		base, _ := calendar.On(1899, 12, 30)
		return base.AddDays(n), true
	}
	m, ok := calendar.Parse(c.Text)
	return m.Date, ok && !m.HasTime
}
