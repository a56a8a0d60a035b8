package table_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gongkai/generator/diag"
	"gongkai/generator/table"
)

var spending = &table.Schema{Kind: "general", Title: "一般公共预算支出表", Unit: table.WanYuan, Columns: []table.Column{
	{Key: "code", Name: "科目编码", Kind: table.Words},
	{Key: "name", Name: "科目名称", Also: []string{"功能分类科目名称"}, Kind: table.Words, Must: true},
	{Key: "total", Name: "合计", Kind: table.Amount, Must: true},
	{Key: "basic", Name: "基本支出", Kind: table.Amount},
	{Key: "project", Name: "项目支出", Kind: table.Amount},
}, Sums: []table.Sum{table.Across("total", "basic", "project"), table.Tree("code", "total", "basic", "project")}}

// told reads a CSV text and prints what is found, and what does not add up.
func told(t *testing.T, schema *table.Schema, text string) (*table.Table, []string) {
	t.Helper()
	file := &diag.File{Path: "t.csv"}
	g, found := table.ReadCSV(file, []byte(text))
	tab, more := schema.Read(&g)
	found = append(found, more...)
	places := diag.NewSources(fstest.MapFS{"t.csv": {Data: []byte(text)}}, nil)
	var lines []string
	for _, f := range found {
		at := places.Place(f.Span)
		lines = append(lines, fmt.Sprintf("%d:%d %s %s", at.Line, at.Column, f.Rule, f.Message.ZH))
	}
	for _, s := range tab.Slips() {
		at := places.Place(s.Cell.At)
		lines = append(lines, fmt.Sprintf("%d:%d %v %v %s", at.Line, at.Column, s.Got, s.Want, s.How.ZH))
	}
	return tab, lines
}

const good = `2026年一般公共预算支出表,,,,
,,,,单位：万元
科目编码,功能分类科目名称,合计,基本支出,项目支出
205,教育支出,"1,234.56",1000,234.56
20501,教育管理事务,34.56,0,34.56
2050101,行政运行,34.56,-,34.56
20502,普通教育,"1,200.00",1000,200
,合计,1234.56,"１,０００",234.56
注：四舍五入。,,,,
`

func TestReadsATableAsSpreadsheetsMakeIt(t *testing.T) {
	tab, lines := told(t, spending, good)
	if len(lines) > 0 {
		t.Fatal(strings.Join(lines, "\n"))
	}
	if len(tab.Rows) != 5 || cmp.Diff(tab.Notes, []string{"注：四舍五入。"}) != "" {
		t.Fatalf("%d rows, notes %q", len(tab.Rows), tab.Notes)
	}
	if v, _ := tab.Total("total"); v.Number.Fixed(2) != "1,234.56" {
		t.Errorf("the total is %s", v.Number.Fixed(2))
	}
	if v, _ := tab.Amount("普通教育", "project"); v.Number != table.Whole(200) {
		t.Errorf("普通教育 has %v", v.Number)
	}
}

// TestSaysWhatIsWrongAndWhere has one slip of a clerk a line: the line of the
// good table that it replaces, and what must be told.
func TestSaysWhatIsWrongAndWhere(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		want           []string
	}{
		{"a hundredth too much", "合计,1234.56", "合计,1234.57", []string{"8:5 1234.57 1234.56 应等于同一行“基本支出”、“项目支出”之和", "8:5 1234.57 1234.56 应等于各项之和"}},
		{"a part that is off", "2050101,行政运行,34.56,-,34.56", "2050101,行政运行,34.55,-,34.55", []string{"5:14 34.56 34.55 应等于它下面各项之和", "5:22 34.56 34.55 应等于它下面各项之和"}},
		{"words for a number", "20501,教育管理事务,34.56,0", "20501,教育管理事务,34.56,无", []string{"5:20 bad-value “基本支出”应填金额，这里是“无”"}},
		{"a unit in the cell", "20501,教育管理事务,34.56", "20501,教育管理事务,34.56万元", []string{"5:14 bad-value “合计”应填金额，这里是“34.56万元”"}},
		{"separators at the wrong places", `"1,234.56",1000`, `"12,34.56",1000`, []string{"4:10 bad-value “合计”应填金额，这里是“12,34.56”"}},
		{"no unit", ",,,,单位：万元", ",,,,", []string{"3:1 table-form 没有写金额的单位"}},
		{"a column that is not known", "科目编码,功能分类科目名称,合计,基本支出,项目支出", "科目编码,科目名称,合计,基本支出,项目支岀", []string{"3:19 table-form 《一般公共预算支出表》没有“项目支岀”这一列", "3:1 table-form 《一般公共预算支出表》没有“项目支出”这一列"}},
		{"two rows of headings", "205,教育支出", ",,小计,基本支出,\n205,教育支出", []string{"4:6 table-form 表头有两行，这一行还有列名“基本支出”"}},
		{"a formula", "20502,普通教育,\"1,200.00\"", "20502,普通教育,=SUM(D7:E7)", []string{"7:12 table-form “合计”这一格是公式"}},
		{"an open quotation mark", "205,教育支出", "205,\"教育支出", []string{"4:1 table-form 这一行的引号不成对，从这里起读不下去"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(good, c.from) {
				t.Fatalf("%q is not there", c.from)
			}
			_, lines := told(t, spending, strings.Replace(good, c.from, c.to, 1))
			if c.name == "two rows of headings" || c.name == "an open quotation mark" {
				lines = lines[:1]
			}
			if d := cmp.Diff(c.want, lines); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestUnits(t *testing.T) {
	tab, lines := told(t, spending, "科目编码,科目名称,合计（元）,基本支出,项目支出\n205,教育支出,123456.78,123456.78,0\n")
	if len(lines) > 0 {
		t.Fatal(lines)
	}
	if got := tab.Rows[0][2].Number.Fixed(2); got != "12.345678" {
		t.Errorf("123456.78元 are %s万元", got)
	}
	_, lines = told(t, spending, "单位：元\n科目编码,科目名称,合计（万元）,基本支出,项目支出\n205,教育支出,1,1,0\n")
	if d := cmp.Diff([]string{"2:11 table-form 单位写了两种：元、万元"}, lines); d != "" {
		t.Error(d)
	}
}

// workbook makes an XLSX file with a library, as a clerk's program would.
func workbook(t *testing.T, make func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	make(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	rows := [][]any{{"一般公共预算支出表"}, {"单位：万元"}, {"科目编码", "科目名称", "合计", "基本支出", "项目支出"}, {"205", "教育支出", 0.1 + 0.2, 0.3, 0}, {"", "合计", 0.3, "0.30", nil}}
	src := workbook(t, func(f *excelize.File) {
		f.SetSheetName("Sheet1", "支出")
		for i, r := range rows {
			f.SetSheetRow("支出", fmt.Sprintf("A%d", i+1), &r)
		}
		f.MergeCell("支出", "A1", "E1")
		f.NewSheet("空表")
	})
	grids, found := table.ReadWorkbook(&diag.File{Path: "t.xlsx"}, src)
	if len(found) > 0 || len(grids) != 1 || grids[0].Sheet != "支出" {
		t.Fatalf("%d sheets, %v", len(grids), found)
	}
	tab, found := spending.Read(&grids[0])
	if len(found) > 0 || len(tab.Slips()) > 0 {
		t.Fatalf("%v %v", found, tab.Slips())
	}
	if v := tab.Rows[0][2]; v.Number.String() != "0.3" {
		t.Errorf("0.1+0.2 is read as %v", v.Number)
	}
}

func TestWorkbookNamesSheetAndCell(t *testing.T) {
	src := workbook(t, func(f *excelize.File) {
		for i, r := range [][]any{{"单位：万元"}, {"科目编码", "科目名称", "合计", "基本支出", "项目支出"}, {"205", "教育支出", 3, 3, 0}, {"", "合计", nil, "三", 0}} {
			f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r)
		}
		f.SetCellFormula("Sheet1", "C4", "SUM(C3:C3)")
		f.MergeCell("Sheet1", "A3", "A4")
	})
	grids, found := table.ReadWorkbook(&diag.File{Path: "t.xlsx"}, src)
	_, more := spending.Read(&grids[0])
	var lines []string
	for _, f := range append(found, more...) {
		lines = append(lines, f.Rule+" "+f.Message.ZH)
	}
	want := []string{"table-form 工作表“Sheet1”的 A3:A4 是合并单元格", "table-form 工作表“Sheet1”的 C4：“合计”这一格是公式", "bad-value 工作表“Sheet1”的 D4：“基本支出”应填金额，这里是“三”"}
	if d := cmp.Diff(want, lines[:min(3, len(lines))]); d != "" {
		t.Error(d)
	}
}

func TestDecimals(t *testing.T) {
	for in, want := range map[string]string{"1,234.50": "1,234.50", "１２．３": "12.30", "-0.5": "-0.50", "−7": "-7.00", "0": "0.00", "0.123456": "0.123456", "1000000": "1,000,000.00", "12.3400000000": "12.34", "12.": "12.00", "999,999": "999,999.00"} {
		if d, ok := table.ParseDecimal(in); !ok || d.Fixed(2) != want {
			t.Errorf("%q is read as %s, %v; want %s", in, d.Fixed(2), ok, want)
		}
	}
	for _, in := range []string{"", "-", "1,23", "1,2345", ",123", "1.2.3", "1e5", "12元", "0.1234567", "1000000000001", "--1", "٣", "1 2"} {
		if d, ok := table.ParseDecimal(in); ok {
			t.Errorf("%q is read as %v", in, d)
		}
	}
	for _, c := range []struct {
		d, of int
		want  string
	}{{1, 3, "33.3%"}, {2, 3, "66.7%"}, {-1, 8, "-12.5%"}, {0, 5, "0.0%"}, {1, 0, "—"}, {1, 2000, "0.1%"}, {300, 200, "150.0%"}, {-1, 100000, "0.0%"}} {
		if got := table.Whole(c.d).Percent(table.Whole(c.of)); got != c.want {
			t.Errorf("%d of %d is %s, want %s", c.d, c.of, got, c.want)
		}
	}
}

// TestSumsAreExact makes tables at random whose totals are right, and moves one
// cell by a hundredth: each time that cell's row or total must be told.
func TestSumsAreExact(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 6))
	for range 500 {
		rows := [][]int{}
		var sum [3]int
		for range 1 + r.IntN(8) {
			basic, project := r.IntN(1e7), r.IntN(1e7)
			rows = append(rows, []int{basic + project, basic, project})
			for i, v := range rows[len(rows)-1] {
				sum[i] += v
			}
		}
		rows = append(rows, sum[:])
		if _, lines := told(t, spending, printed(rows)); len(lines) > 0 {
			t.Fatalf("%s\n%s", printed(rows), strings.Join(lines, "\n"))
		}
		i, k := r.IntN(len(rows)), r.IntN(3)
		rows[i][k]++
		if _, lines := told(t, spending, printed(rows)); len(lines) == 0 {
			t.Fatalf("row %d, column %d is a hundredth too much and nobody says so:\n%s", i, k, printed(rows))
		}
	}
}

func printed(rows [][]int) string {
	var b strings.Builder
	b.WriteString("单位：万元\n科目编码,科目名称,合计,基本支出,项目支出\n")
	for i, row := range rows {
		code, name := fmt.Sprint(201+i), "支出"
		if i == len(rows)-1 {
			code, name = "", "合计"
		}
		fmt.Fprintf(&b, "%s,%s", code, name)
		for _, v := range row {
			fmt.Fprintf(&b, ",%d.%02d", v/100, v%100)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func FuzzCSV(f *testing.F) {
	f.Add(good)
	f.Add("\"a\nb\",c\n,\"\"\"\"\n")
	f.Add("a\tb\n1\t2")
	f.Fuzz(func(t *testing.T, text string) {
		file := &diag.File{Path: "t.csv"}
		g, _ := table.ReadCSV(file, diag.Normalise([]byte(text)))
		tab, found := spending.Read(&g)
		tab.Slips()
		for _, f := range found {
			if int(f.Span.Off+f.Span.Len) > len(text) {
				t.Errorf("a finding lies behind the end: %+v", f.Span)
			}
		}
	})
}

func FuzzWorkbook(f *testing.F) {
	f.Fuzz(func(t *testing.T, sheet string) {
		src := zipped(t, map[string]string{
			"xl/workbook.xml":            `<workbook><sheets><sheet name="s" id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml":   sheet,
		})
		grids, _ := table.ReadWorkbook(&diag.File{Path: "t.xlsx"}, src)
		for i := range grids {
			tab, _ := spending.Read(&grids[i])
			tab.Slips()
		}
	})
}
