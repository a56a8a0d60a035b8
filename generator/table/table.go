// Package table reads the tables that clerks keep in spreadsheets, as CSV or
// XLSX, into rows whose values have types and places.
//
// Idea: a table of the county has a declared Schema: columns with names, types
// and a unit. What a clerk hands in is a Grid, as spreadsheets make it: with a
// title above the head, a line 单位：万元, thousands separators, notes below.
// Read finds the head, takes the rows below it, and says of every cell that
// does not fit where it is, what would be right, and what it takes it for. It
// guesses nothing: a number whose unit nobody states is a finding, and not an
// amount.
//
// Design: numbers are Decimals, exact to a millionth. Sums that must hold are
// declared beside the schema (sums.go), so that a rule can say which cell is
// off by how much. A cell of a CSV file has its place in the text; one of a
// workbook is named by sheet and cell, as the clerk's own program names it.
//
// Limits: one table a sheet; a head of one row. Formulas and merged cells are
// refused, for what they show depends on the program that opens them.
package table

import (
	"slices"
	"strings"

	"golang.org/x/text/width"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
)

// Kind of a column's values.
type Kind uint8

const (
	Words  Kind = iota // text
	Amount             // money, in the table's unit
	Count              // a whole number, not negative
	Number             // any number
	Day                // a date
	Choice             // one of Options
)

// Column of a schema.
type Column struct {
	Key, Name string
	Also      []string // other headings it is known by
	Kind      Kind
	Must      bool // each row has a value
	Optional  bool // the whole column may be absent
	Options   []string
}

// Schema is the form of a table.
type Schema struct {
	Kind, Title string // "three-public", 一般公共预算“三公”经费支出表
	Unit        Unit   // of its amounts on the page; files may have another
	Columns     []Column
	Fixed       []string // what the first column must hold, row by row; nil where rows are free
	Sums        []Sum
}

// Unit of money.
type Unit string

const (
	Yuan    Unit = "元"
	WanYuan Unit = "万元" // ten thousand yuan
	YiYuan  Unit = "亿元" // a hundred million yuan
)

var yuanIn = map[Unit]int64{Yuan: 1, WanYuan: 10_000, YiYuan: 100_000_000}

// Column is the index of a column by its key; -1 where there is none.
func (s *Schema) Column(key string) int {
	return slices.IndexFunc(s.Columns, func(c Column) bool { return c.Key == key })
}

// Money reports whether the table has amounts.
func (s *Schema) Money() bool {
	return slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Kind == Amount })
}

// Table is what was read.
type Table struct {
	Schema *Schema
	File   *diag.File
	Sheet  string // of a workbook
	Head   diag.Span
	Rows   []Row
	Notes  []string // what stands below the rows: 注：…
	// Flawed says that something of it could not be read. Its sums are then not
	// judged: they would not add up for that reason alone.
	Flawed bool
}

// Row of a table: a value for each column of the schema.
type Row []Value

// Value of a cell. Text is as written; Number of amounts is in the schema's
// unit.
type Value struct {
	Text   string
	Number Decimal
	Day    calendar.Date
	Given  bool
	Cell   Cell
}

// Total reports whether the row is the table's total.
func (r Row) Total() bool {
	for _, v := range r {
		if v.Given && v.Cell.Text != "" {
			if t := Plain(v.Text); t == "合计" || t == "总计" {
				return true
			}
		}
	}
	return false
}

// At names a cell where the file's lines do not: in a workbook.
func (t *Table) At(c Cell) diag.Text { return at(t.Sheet, c) }

func at(sheet string, c Cell) diag.Text {
	if sheet == "" {
		return diag.Text{}
	}
	return diag.Say("工作表“%s”的 %s：", "sheet %q, cell %s: ", sheet, c.Ref())
}

// Add adds a finding about a cell.
func (t *Table) Add(found *diag.List, rule string, c Cell, message, help diag.Text, notes ...diag.Note) {
	where := t.At(c)
	found.Add(rule, c.At, diag.Text{ZH: where.ZH + message.ZH, EN: where.EN + message.EN}, help, notes...)
}

// Read reads a grid by the form of a schema.
func (s *Schema) Read(g *Grid) (*Table, diag.List) {
	r := reader{schema: s, grid: g, headings: s.headings(), table: &Table{Schema: s, File: g.File, Sheet: g.Sheet, Head: diag.At(g.File, 0, 0)}}
	if r.merged(); !r.head() {
		r.table.Flawed = true
		return r.table, r.found
	}
	r.unit()
	for _, cells := range g.Rows[r.headRow+1:] {
		r.row(cells)
	}
	r.fixed()
	r.table.Flawed = len(r.found) > 0
	return r.table, r.found
}

// reader is the state of one Read.
type reader struct {
	schema   *Schema
	grid     *Grid
	table    *Table
	found    diag.List
	headings map[string]int // what the schema's columns may be called
	headRow  int
	columns  []int // by column of the grid: the schema's, or -1
	own      Unit  // of the file; "" if nobody says
}

// mostFound is how many findings of a table are told.
const mostFound = 2000

func (r *reader) add(rule string, c Cell, message, help diag.Text) {
	if len(r.found) >= mostFound {
		return
	}
	r.table.Add(&r.found, rule, c, message, help)
}

// merged refuses merged cells: in a file they are one value and blanks, and
// nobody can tell which rows it is meant for.
func (r *reader) merged() {
	for _, m := range r.grid.Merged {
		row, rest := 0, strings.TrimLeft(strings.ToUpper(m), "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		for _, c := range rest {
			if c < '0' || c > '9' || row > MaxRows {
				break
			}
			row = row*10 + int(c-'0')
		}
		if row-1 < r.likelyHead() {
			continue // the title above the head
		}
		r.found.Add("table-form", diag.At(r.grid.File, 0, 0), diag.Say("工作表“%s”的 %s 是合并单元格", "sheet %q: %s are merged cells", r.grid.Sheet, m),
			diag.Say("选中后取消合并，每个单元格各填各的值；表头只留一行", "unmerge them and fill in every cell; keep one row of headings"))
	}
}

// likelyHead is the row that names most columns of the schema.
func (r *reader) likelyHead() int {
	best, most := -1, 0
	for i, cells := range r.grid.Rows[:min(len(r.grid.Rows), 12)] {
		n := 0
		for _, c := range cells {
			if r.columnOf(c.Text) >= 0 {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	if most < min(2, len(r.schema.Columns)) {
		return -1
	}
	return best
}

// Head is the row of headings of an empty form.
func (s *Schema) Head() []string {
	head := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		head[i] = c.Name
	}
	return head
}

// headings are the names of the columns, plain.
func (s *Schema) headings() map[string]int {
	m := make(map[string]int, len(s.Columns))
	for i, c := range s.Columns {
		m[Plain(c.Name)] = i
		for _, also := range c.Also {
			m[Plain(also)] = i
		}
	}
	return m
}

// columnOf finds the column that a heading names, whatever its unit.
func (r *reader) columnOf(heading string) int {
	if len(heading) > 200 {
		return -1
	}
	if k, ok := r.headings[Plain(heading)]; ok {
		return k
	}
	return -1
}

// Plain is a heading without white space, width of characters, quotation marks
// and unit.
func Plain(s string) string {
	s = width.Fold.String(s)
	return plainly.Replace(s)
}

var plainly = strings.NewReplacer("(万元)", "", "(元)", "", "(亿元)", "", "(单位:万元)", "", "(单位:元)", "", " ", "", "\t", "", "\n", "", "\r", "", "\u3000", "", "“", "", "”", "", "\"", "")

// head finds the row of headings and what its columns mean.
func (r *reader) head() bool {
	r.headRow = r.likelyHead()
	if r.headRow < 0 {
		names := r.names()
		r.add("table-form", Cell{At: diag.At(r.grid.File, 0, 0)}, diag.Say("找不到《%s》的表头", "the row of headings of 《%s》 is missing", r.schema.Title),
			diag.Say("表头写成一行，依次是：%s", "write the headings in one row: %s", strings.Join(names, "、")))
		return false
	}
	cells := r.grid.Rows[r.headRow]
	r.columns = make([]int, len(cells))
	seen := map[int]bool{}
	for i, c := range cells {
		k := r.columnOf(c.Text)
		r.columns[i] = k
		switch {
		case k >= 0 && seen[k]:
			r.columns[i] = -1
			r.add("table-form", c, diag.Say("“%s”这一列写了两次", "the column %q stands here twice", c.Text), diag.Say("删去多余的一列", "remove one"))
		case k >= 0:
			seen[k] = true
		case !c.Blank():
			r.unknown(c)
		}
	}
	if len(cells) > 0 {
		r.table.Head = cells[0].At
	}
	r.secondHead()
	missing := false
	for k, c := range r.schema.Columns {
		if !seen[k] && !c.Optional {
			missing = true
			r.add("table-form", cells[0], diag.Say("《%s》没有“%s”这一列", "%q has no column %q", r.schema.Title, c.Name),
				diag.Say("补上这一列；表头应为：%s", "add it; the headings are: %s", strings.Join(r.names(), "、")))
		}
	}
	return !missing
}

func (r *reader) names() []string {
	var names []string
	for _, c := range r.schema.Columns {
		names = append(names, c.Name)
	}
	return names
}

func (r *reader) unknown(c Cell) {
	help := diag.Say("本表的列是：%s；别的内容写进说明", "the columns are: %s; put anything else into the explanation", strings.Join(r.names(), "、"))
	if near := fields.Nearest(Plain(c.Text), r.names()); near != "" {
		help = diag.Say("是不是“%s”？", "did you mean %q?", near)
	}
	r.add("table-form", c, diag.Say("《%s》没有“%s”这一列", "%q has no column %q", r.schema.Title, strings.TrimSpace(c.Text)), help)
}

// secondHead refuses a head of two rows: which of them names a column nobody
// can tell.
func (r *reader) secondHead() {
	if r.headRow+1 >= len(r.grid.Rows) {
		return
	}
	for _, c := range r.grid.Rows[r.headRow+1] {
		if r.columnOf(c.Text) >= 0 && !c.number && Plain(c.Text) != "合计" {
			r.add("table-form", c, diag.Say("表头有两行，这一行还有列名“%s”", "there are two rows of headings: this one has the column name %q", strings.TrimSpace(c.Text)),
				diag.Say("合成一行，每列一个完整的列名", "make them one row with one whole name a column"))
			return
		}
	}
}

// unit finds out in which unit the file has its amounts: from a heading or from
// a line above the head.
func (r *reader) unit() {
	if !r.schema.Money() {
		return
	}
	for _, cells := range r.grid.Rows[:r.headRow+1] {
		for _, c := range cells {
			if u := unitIn(c.Text); u != "" && r.own == "" {
				r.own = u
			} else if u != "" && u != r.own {
				r.add("table-form", c, diag.Say("单位写了两种：%s、%s", "two units are stated: %s and %s", r.own, u), diag.Say("全表用一种单位", "use one unit for the whole table"))
			}
		}
	}
	if r.own == "" {
		r.add("table-form", r.grid.Rows[r.headRow][0], diag.Say("没有写金额的单位", "the unit of the amounts is not stated"),
			diag.Say("在表头上面写一行“单位：%s”，或者在列名后面写“（%s）”", "write 单位：%s above the headings, or （%s） behind a heading", r.schema.Unit, r.schema.Unit))
	}
}

// unitIn is the unit that a text states: 单位：万元, 金额（万元）.
func unitIn(s string) Unit {
	s = strings.NewReplacer(" ", "", "\u3000", "").Replace(width.Fold.String(s))
	for _, u := range []Unit{WanYuan, YiYuan, Yuan} {
		if strings.Contains(s, "单位:"+string(u)) || strings.Contains(s, "("+string(u)+")") || strings.Contains(s, "单位:人民币"+string(u)) {
			return u
		}
	}
	return ""
}

// row takes one row below the head.
func (r *reader) row(cells []Cell) {
	first := slices.IndexFunc(cells, func(c Cell) bool { return !c.Blank() })
	if first < 0 {
		return
	}
	if note := strings.TrimSpace(cells[first].Text); isNote(note) && !slices.ContainsFunc(cells[first+1:], func(c Cell) bool { return !c.Blank() }) {
		r.table.Notes = append(r.table.Notes, note)
		return
	}
	row := make(Row, len(r.schema.Columns))
	for i, c := range cells {
		if i >= len(r.columns) || r.columns[i] < 0 {
			if !c.Blank() && (i >= len(r.columns) || r.grid.Rows[r.headRow][i].Blank()) {
				r.add("table-form", c, diag.Say("“%s”写在没有列名的一列里", "%q stands in a column without a heading", strings.TrimSpace(c.Text)), diag.Say("移到该在的列，或者删去", "move it to its column, or remove it"))
			}
			continue
		}
		row[r.columns[i]] = r.value(r.schema.Columns[r.columns[i]], c)
	}
	for k, c := range r.schema.Columns {
		if c.Must && !row[k].Given && !(row.Total() && c.Kind == Words) && row[k].Cell.Text == "" {
			r.add("missing-field", cells[first], diag.Say("这一行没有填“%s”", "this row has no %q", c.Name), diag.Say("补上；没有的，数字填 0", "fill it in; a number that is nothing is 0"))
		}
	}
	r.table.Rows = append(r.table.Rows, row)
}

func isNote(s string) bool {
	for _, mark := range []string{"注：", "注:", "备注：", "备注:", "说明：", "说明:", "注1", "填表说明"} {
		if strings.HasPrefix(s, mark) {
			return true
		}
	}
	return false
}

// value is what a cell means in its column.
func (r *reader) value(c Column, cell Cell) Value {
	v := Value{Text: strings.TrimSpace(cell.Text), Cell: cell}
	if cell.Formula {
		r.add("table-form", cell, diag.Say("“%s”这一格是公式", "this cell of %q is a formula", c.Name),
			diag.Say("复制后用“选择性粘贴—数值”粘回去，再保存", "copy the cells, paste them back as values, and save"))
		return v
	}
	if v.Text == "" || c.Kind != Words && dash(v.Text) {
		v.Text = ""
		return v
	}
	ok := true
	switch c.Kind {
	case Words:
	case Choice:
		ok = slices.Contains(c.Options, v.Text)
	case Day:
		v.Day, ok = cell.day()
	default:
		v.Number, ok = cell.decimal()
	}
	if ok && c.Kind == Count {
		ok = v.Number.IsWhole() && v.Number >= 0
	}
	if ok && c.Kind == Amount && r.own != "" {
		v.Number, ok = r.inOwn(v.Number)
	}
	if !ok {
		r.bad(c, cell)
		return v
	}
	v.Given = true
	return v
}

// dash stands in a table for nothing.
func dash(s string) bool { return strings.Trim(s, "-—–－/") == "" }

// inOwn turns an amount of the file's unit into one of the schema's.
func (r *reader) inOwn(d Decimal) (Decimal, bool) {
	from, to := yuanIn[r.own], yuanIn[r.schema.Unit]
	if from >= to {
		return d.Times(from / to), true
	}
	return d.Over(to / from)
}

func (r *reader) bad(c Column, cell Cell) {
	text := strings.TrimSpace(cell.Text)
	want := wants[c.Kind]
	message := diag.Text{ZH: "“" + c.Name + "”应填" + want.ZH + "，这里是“" + text + "”", EN: c.Name + " takes " + want.EN + ", and here is “" + text + "”"}
	help := cures[c.Kind]
	if c.Kind == Choice {
		help = diag.Say("写其中一个：%s", "write one of: %s", strings.Join(c.Options, "、"))
	}
	r.add("bad-value", cell, message, help)
}

var wants = map[Kind]diag.Text{
	Amount: {ZH: "金额", EN: "an amount"}, Count: {ZH: "不小于 0 的整数", EN: "a whole number, 0 or more"}, Number: {ZH: "数字", EN: "a number"},
	Day: {ZH: "日期", EN: "a date"}, Choice: {ZH: "规定的一项", EN: "one of its options"},
}

var cures = map[Kind]diag.Text{
	Amount: {ZH: "只写数字，例如 1,234.50；单位写在表头，说明写在备注", EN: "write digits only, such as 1,234.50; the unit stands in the head, remarks in a note"},
	Count:  {ZH: "只写数字，没有就写 0", EN: "write digits only, and 0 for none"},
	Number: {ZH: "只写数字", EN: "write digits only"},
	Day:    {ZH: "写成 2026-03-05 这样", EN: "write it as 2026-03-05"},
}

// fixed holds the rows against the labels that the form prescribes.
func (r *reader) fixed() {
	if r.schema.Fixed == nil || len(r.table.Rows) == 0 {
		return
	}
	for i, want := range r.schema.Fixed {
		if i >= len(r.table.Rows) {
			last := r.table.Rows[len(r.table.Rows)-1][0].Cell
			r.add("table-form", last, diag.Say("这张表应有 %d 行，少了“%s”", "this table has %d rows; %q is missing", len(r.schema.Fixed), want), diag.Say("按表样补上，没有数字的填 0", "add the row as the form has it; nothing is 0"))
			return
		}
		cell := r.table.Rows[i][0]
		if !sameLabel(cell.Text, want) {
			r.add("table-form", cell.Cell, diag.Say("第 %d 行应是“%s”，这里是“%s”", "row %d should be %q, and is %q", i+1, want, cell.Text), diag.Say("行的名称和顺序照表样，不增不减", "keep the rows and their order as the form has them"))
			return
		}
	}
	if extra := len(r.schema.Fixed); len(r.table.Rows) > extra {
		cell := r.table.Rows[extra][0]
		r.add("table-form", cell.Cell, diag.Say("表样里没有“%s”这一行", "the form has no row %q", cell.Text), diag.Say("删去，或者写进说明", "remove it, or tell it in the text"))
	}
}

// sameLabel compares the labels of rows without regard to numbering, white
// space and width.
func sameLabel(a, b string) bool { return label(a) == label(b) }

var numbering = strings.NewReplacer("其中:", "", "(", "", ")", "", ".", "", "、", "", ",", "", ";", "", ":", "")

func label(s string) string {
	s = numbering.Replace(Plain(s))
	return strings.TrimLeft(s, "一二三四五六七八九十0123456789")
}
