package content

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gongkai/generator/attachment"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/table"
)

// maxTable bounds a table: 32 MiB are some hundred thousand rows.
const maxTable = 32 << 20

// IsTable tells the files that hold tables.
func IsTable(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".csv" || ext == ".xlsx"
}

// grids reads the tables of a file: one of a CSV file, one a sheet of a
// workbook.
func grids(source fs.FS, name string, found *diag.List) ([]table.Grid, error) {
	f, err := source.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxTable+1))
	if err != nil {
		return nil, err
	}
	file := &diag.File{Path: name}
	if len(src) > maxTable {
		found.Add("file-size", diag.At(file, 0, 0), diag.Say("表格文件超过 %d 兆", "the table has more than %d MiB", maxTable>>20), diag.Say("按乡镇或者年份分成几个文件", "cut it into several files"))
		return nil, nil
	}
	if strings.EqualFold(path.Ext(name), ".xlsx") {
		list, more := table.ReadWorkbook(file, src)
		*found = append(*found, more...)
		return list, nil
	}
	if !readable(file, src, found) {
		return nil, nil
	}
	g, more := table.ReadCSV(file, bytes.Clone(diag.Normalise(src)))
	*found = append(*found, more...)
	return []table.Grid{g}, nil
}

// ownTable reads the table of a file that is one by itself, and what looks like
// personal data in it.
func ownTable(source fs.FS, name string, schema *table.Schema, found *diag.List) (*table.Table, *table.Grid, attachment.Report, error) {
	list, err := grids(source, name, found)
	if err != nil || len(list) == 0 {
		return nil, nil, attachment.Report{}, err
	}
	if len(list) > 1 {
		found.Add("table-form", diag.At(list[0].File, 0, 0), diag.Say("文件有 %d 张工作表，只读了第一张", "the file has %d sheets; the first was read", len(list)), diag.Say("合成一张表", "put them into one"))
	}
	t, more := schema.Read(&list[0])
	*found = append(*found, more...)
	about, err := fs.Stat(source, name)
	if err != nil {
		return nil, nil, attachment.Report{}, err
	}
	report, err := attachment.Inspect(source, name, about.Size(), nil)
	return t, &list[0], report, err
}

// forms finds the schema of a grid by the name of its sheet or file; nil if
// none is called so.
type forms func(name string) *table.Schema

// tablesBeside reads the tables that lie beside a text. Which form a table has
// is said by its name: that of the file, or of the sheet where a workbook has
// several.
func tablesBeside(source fs.FS, dir string, files []Beside, known forms, names []string, found *diag.List) ([]*table.Table, error) {
	var list []*table.Table
	for _, f := range files {
		if !IsTable(f.Name) {
			continue
		}
		sheets, err := grids(source, dir+"/"+f.Name, found)
		if err != nil {
			return nil, err
		}
		for i := range sheets {
			g := &sheets[i]
			name := g.Sheet
			schema := known(name)
			if stem := strings.TrimSuffix(f.Name, path.Ext(f.Name)); schema == nil && len(sheets) == 1 {
				name = stem
				schema = known(stem)
			}
			if schema == nil {
				unknownTable(g, name, names, found)
				continue
			}
			t, more := schema.Read(g)
			*found = append(*found, more...)
			list = append(list, t)
		}
	}
	return list, nil
}

func unknownTable(g *table.Grid, name string, names []string, found *diag.List) {
	help := diag.Say("用规定的表名：%s", "use one of the names: %s", strings.Join(names, "、"))
	if near := fields.Nearest(name, names); near != "" {
		help = diag.Say("是不是“%s”？", "did you mean %q?", near)
	}
	what := diag.Say("不知道“%s”是哪一张表，没有读", "%q is no table that is known, and was not read", name)
	if g.Sheet != "" {
		what = diag.Say("不知道工作表“%s”是哪一张表，没有读", "the sheet %q is no table that is known, and was not read", g.Sheet)
	}
	found.Add("table-form", diag.At(g.File, 0, 0), what, help)
}

// inOrder sorts tables by the order of their forms. The second of two of one
// form is told of.
func inOrder(tables []*table.Table, order []*table.Schema, found *diag.List) []*table.Table {
	place := func(t *table.Table) int { return slices.Index(order, t.Schema) }
	slices.SortStableFunc(tables, func(a, b *table.Table) int { return place(a) - place(b) })
	return slices.CompactFunc(tables, func(a, b *table.Table) bool {
		if a.Schema != b.Schema {
			return false
		}
		found.Add("table-form", b.Head, diag.Say("《%s》有两张", "there are two tables %q", b.Schema.Title), diag.Say("留一张", "keep one"), diag.Note{Span: a.Head, Text: diag.Say("另一张在这里", "the other one")})
		return true
	})
}

// fiscalTables reads the tables of a budget or of accounts.
func fiscalTables(source fs.FS, t task, f *Fiscal, found *diag.List) (err error) {
	var order []*table.Schema
	var names []string
	for _, form := range FiscalForms {
		order = append(order, form.Schema)
		names = append(names, form.Title)
	}
	known := func(name string) *table.Schema {
		if form := FiscalFormOf(name); form != nil {
			return form.Schema
		}
		return nil
	}
	f.Tables, err = tablesBeside(source, path.Dir(t.path), t.beside, known, names, found)
	f.Tables = inOrder(f.Tables, order, found)
	for _, e := range f.Empty {
		if name := e.V.Table; name.V != "" && known(name.V) == nil {
			help := diag.Say("用规定的表名：%s", "use one of the names: %s", strings.Join(names, "、"))
			if near := fields.Nearest(name.V, names); near != "" {
				help = diag.Say("是不是“%s”？", "did you mean %q?", near)
			}
			found.Add("unknown-reference", name.At, diag.Say("没有“%s”这张表", "there is no table %q", name.V), help)
		}
	}
	return err
}
