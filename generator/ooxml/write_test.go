package ooxml_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gongkai/generator/ooxml"
)

var pages = []ooxml.Page{
	{Name: "“三公”经费 [县级]/2026", Head: 2, Rows: [][]ooxml.Value{
		{{Text: "“三公”经费支出表"}},
		{{Text: "项目"}, {Text: "金额（万元）"}},
		{{Text: "公务接待费 <国内>&外"}, {Number: "1234.5"}},
		{{Text: " 前后有空格 "}, {}, {Text: "第三列"}},
	}},
	{Name: "“三公”经费 [县级]/2026"},
}

// TestSpreadsheetsOpenWhatWeWrite reads a workbook with a library that knows
// the format better than we do.
func TestSpreadsheetsOpenWhatWeWrite(t *testing.T) {
	var b bytes.Buffer
	if err := ooxml.Write(&b, pages); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if d := cmp.Diff([]string{"“三公”经费 （县级）／2026", "“三公”经费 （县级）／2026_2"}, f.GetSheetList()); d != "" {
		t.Error(d)
	}
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"“三公”经费支出表"}, {"项目", "金额（万元）"}, {"公务接待费 <国内>&外", "1234.5"}, {" 前后有空格 ", "", "第三列"}}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
	if kind, _ := f.GetCellType(f.GetSheetName(0), "B3"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a number is written as %v", kind)
	}
}

func TestSamePagesSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	if err := ooxml.Write(&a, pages); err != nil {
		t.Fatal(err)
	}
	if err := ooxml.Write(&b, pages); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two writings differ")
	}
}

func TestNamesOfColumns(t *testing.T) {
	for n, name := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := ooxml.Letters(n); got != name {
			t.Errorf("column %d is %s, want %s", n, got, name)
		}
		if got := ooxml.Column(name+"7", -1); got != n {
			t.Errorf("%s is column %d, want %d", name, got, n)
		}
	}
}
