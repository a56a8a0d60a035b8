package ooxml

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Page is a sheet to be written: rows of cells, the first Head of which are
// bold.
type Page struct {
	Name string
	Head int
	Rows [][]Value
}

// Value of a cell to be written: a number where Number is not "", else a text.
type Value struct{ Text, Number string }

// Write writes a workbook. The same pages give the same bytes.
func Write(w io.Writer, pages []Page) error {
	z := zip.NewWriter(w)
	var list, rels, types strings.Builder
	for i, p := range pages {
		n := i + 1
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(sheetName(p.Name, pages[:i])), n, n)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, officeRelations, n)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%s.worksheet+xml"/>`, n, sheetTypes)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(pages)+1, officeRelations)
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + sheetTypes + `.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + sheetTypes + `.styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packageRelations + `"><Relationship Id="rId1" Type="` + officeRelations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + mainSpace + `" xmlns:r="` + officeRelations + `"><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packageRelations + `">` + rels.String() + `</Relationships>`},
		{"xl/styles.xml", styles},
	}
	for i, p := range pages {
		parts = append(parts, [2]string{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), p.xml()})
	}
	for _, part := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, xml.Header+part[1]); err != nil {
			return err
		}
	}
	return z.Close()
}

const (
	mainSpace        = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeRelations  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"
	sheetTypes       = "application/vnd.openxmlformats-officedocument.spreadsheetml"
	// styles: 0 plain, 1 bold.
	styles = `<styleSheet xmlns="` + mainSpace + `"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`
)

// xml is the sheet. Columns are as wide as their longest value, within reason.
func (p Page) xml() string {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="` + mainSpace + `">`)
	if p.Head > 0 {
		fmt.Fprintf(&b, `<sheetViews><sheetView workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`, p.Head, p.Head+1)
	}
	var widths []int
	for _, row := range p.Rows {
		for i, v := range row {
			for len(widths) <= i {
				widths = append(widths, 10)
			}
			if len(row) > 1 {
				widths[i] = min(60, max(widths[i], cellWidth(v)))
			}
		}
	}
	if len(widths) > 0 {
		b.WriteString("<cols>")
		for i, w := range widths {
			fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, w)
		}
		b.WriteString("</cols>")
	}
	b.WriteString("<sheetData>")
	for i, row := range p.Rows {
		style := ""
		if i < p.Head {
			style = ` s="1"`
		}
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for k, v := range row {
			ref := Letters(k) + strconv.Itoa(i+1)
			switch {
			case v.Number != "":
				b.WriteString(`<c r="` + ref + `"` + style + `><v>` + escape(v.Number) + `</v></c>`)
			case v.Text != "":
				b.WriteString(`<c r="` + ref + `" t="inlineStr"` + style + `><is><t xml:space="preserve">` + escape(v.Text) + `</t></is></c>`)
			}
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData></worksheet>")
	return b.String()
}

// cellWidth counts a character of Chinese as two.
func cellWidth(v Value) int {
	n := 2
	for _, c := range v.Text + v.Number {
		if n++; c > 0x2e80 {
			n++
		}
	}
	return n
}

// sheetName is a name as spreadsheets allow it: 31 characters without some
// marks, and not twice.
func sheetName(name string, before []Page) string {
	clean := func(s string, n int) string {
		r := []rune(strings.NewReplacer("[", "（", "]", "）", ":", "：", "*", "", "?", "？", "/", "／", `\`, "＼", "'", "").Replace(s))
		return string(r[:min(len(r), n)])
	}
	for i, p := range before {
		if clean(p.Name, 31) == clean(name, 31) {
			return clean(name, 27) + "_" + strconv.Itoa(i+2)
		}
	}
	return clean(name, 31)
}

func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}
