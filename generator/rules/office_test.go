package rules_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"
)

// office makes the file that the lines of a block stand for.
//
//	as=xlsx   "# 名称" begins a sheet, "# 名称 隐藏" a hidden one, "! 文字" is a
//	          comment, "@ 姓名" the author; other lines are rows of cells
//	as=docx   "! 文字" is a comment, "- 文字" deleted text; others are paragraphs
//	as=scan   a PDF page without text
//	as=png    a picture with nothing in it; as=jpg too
//	as=photo  a photograph that notes where it was taken and by whom, and
//	          what was written of it; "cut" leaves its end out
func office(t *testing.T, as string, lines []string) []byte {
	t.Helper()
	switch as {
	case "xlsx":
		return zipped(t, workbook(lines))
	case "docx":
		return zipped(t, document(lines))
	case "scan":
		return blankPDF()
	case "png", "jpg":
		return picture(t, as)
	case "photo":
		src, err := os.ReadFile("../attachment/testdata/photo.jpg")
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(lines, "cut") {
			return src[:len(src)-40]
		}
		return src
	}
	t.Fatalf("no such kind of file: %s", as)
	return nil
}

// picture is a small grey picture.
func picture(t *testing.T, as string) []byte {
	t.Helper()
	grey := image.NewGray(image.Rect(0, 0, 4, 3))
	var b bytes.Buffer
	err := png.Encode(&b, grey)
	if as == "jpg" {
		b.Reset()
		err = jpeg.Encode(&b, grey, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// blankPDF is a page of a PDF without text.
func blankPDF() []byte {
	var b bytes.Buffer
	var offsets []int
	b.WriteString("%PDF-1.4\n")
	for i, object := range []string{"/Type /Catalog /Pages 2 0 R", "/Type /Pages /Kids [3 0 R] /Count 1", "/Type /Page /Parent 2 0 R /MediaBox [0 0 600 800]"} {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n<< %s >>\nendobj\n", i+1, object)
	}
	at := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", at)
	return b.Bytes()
}

func zipped(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func workbook(lines []string) map[string]string {
	parts := map[string]string{}
	var list, rels string
	var sheets []string
	for _, line := range lines {
		switch kind, rest, _ := strings.Cut(line, " "); kind {
		case "#":
			name, state := rest, ""
			if n, ok := strings.CutSuffix(rest, " 隐藏"); ok {
				name, state = n, ` state="hidden"`
			}
			sheets = append(sheets, "")
			list += fmt.Sprintf(`<sheet name="%s" r:id="r%d"%s/>`, name, len(sheets), state)
			rels += fmt.Sprintf(`<Relationship Id="r%d" Target="worksheets/sheet%d.xml"/>`, len(sheets), len(sheets))
		case "!":
			parts["xl/comments1.xml"] += "<text><t>" + rest + "</t></text>"
		case "@":
			parts["docProps/core.xml"] = "<p><creator>" + rest + "</creator></p>"
		default:
			cells, _ := csv.NewReader(strings.NewReader(line)).Read()
			row := "<row>"
			for _, c := range cells {
				row += `<c t="inlineStr"><is><t>` + c + "</t></is></c>"
			}
			sheets[len(sheets)-1] += row + "</row>"
		}
	}
	for i, s := range sheets {
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = "<worksheet>" + s + "</worksheet>"
	}
	parts["xl/workbook.xml"] = "<workbook>" + list + "</workbook>"
	parts["xl/_rels/workbook.xml.rels"] = "<r>" + rels + "</r>"
	if c := parts["xl/comments1.xml"]; c != "" {
		parts["xl/comments1.xml"] = "<comments>" + c + "</comments>"
	}
	return parts
}

func document(lines []string) map[string]string {
	parts := map[string]string{}
	var body, notes string
	for _, line := range lines {
		switch kind, rest, _ := strings.Cut(line, " "); kind {
		case "!":
			notes += "<t>" + rest + "</t>"
		case "-":
			body += "<p><del><r><delText>" + rest + "</delText></r></del></p>"
		default:
			body += "<p><r><t>" + line + "</t></r></p>"
		}
	}
	parts["word/document.xml"] = "<document>" + body + "</document>"
	if notes != "" {
		parts["word/comments.xml"] = "<comments>" + notes + "</comments>"
	}
	return parts
}
