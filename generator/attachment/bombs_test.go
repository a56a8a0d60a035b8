package attachment

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// fill repeats a text until it has n bytes.
func fill(text string, n int) string { return strings.Repeat(text, n/len(text)) }

// archiveOf is an archive of entries of one text, whose names may be the same.
func archiveOf(t testing.TB, text string, names ...string) []byte {
	t.Helper()
	return entered(t, func(yield func(string, string) bool) {
		for _, name := range names {
			if !yield(name, text) {
				return
			}
		}
	})
}

var (
	directoryEntry = []byte("PK\x01\x02")
	directoryEnd   = []byte("PK\x05\x06")
)

// claiming is an archive of one entry whose directory claims that it unfolds to
// so many bytes.
func claiming(src []byte, size uint32) []byte {
	src = bytes.Clone(src)
	binary.LittleEndian.PutUint32(src[bytes.LastIndex(src, directoryEntry)+24:], size)
	return src
}

// overlapping is an archive whose directory lists its one entry n times, by
// names of the same length: all of them unfold the same bytes.
func overlapping(src []byte, n int, name func(i int) string) []byte {
	start, end := bytes.LastIndex(src, directoryEntry), bytes.LastIndex(src, directoryEnd)
	out := bytes.Clone(src[:start])
	for i := range n {
		entry := bytes.Clone(src[start:end])
		copy(entry[46:], name(i))
		out = append(out, entry...)
	}
	tail := bytes.Clone(src[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(n))
	binary.LittleEndian.PutUint16(tail[10:], uint16(n))
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(out)-start))
	return append(out, tail...)
}

// laughs is a text that ten lines of entities make a thousand million times as
// long.
func laughs(use string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "` + mobile + `">`)
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, `<!ENTITY a%d "%s">`, i, strings.Repeat(fmt.Sprintf("&a%d;", i-1), 10))
	}
	return b.String() + "]>" + use
}

// TestArchiveBombs: archives that are cheap to send and dear to unfold, those
// whose parts lie about themselves, and XML that is dear to read. Each is told
// of, or read for what it is. The bound of what is allocated is far from what
// it takes.
func TestArchiveBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("unfolds hundreds of megabytes")
	}
	const mega = 1 << 20
	text := "<w:p><w:r><w:t>" + fill("字", 30<<10) + "</w:t></w:r></w:p>"
	part := func(s string) func() []byte { return func() []byte { return doc(t, s, nil) } }
	sheets := func(n int, columns string) (list [][2]string) {
		for i := range n {
			list = append(list, [2]string{fmt.Sprintf("-%03d", i), columns})
		}
		return list
	}
	for _, c := range []struct {
		name, kind string
		src        func() []byte
		want       string
	}{
		{"ratio of OFD", ".ofd", func() []byte { return archiveOf(t, fill(" ", 65*mega), "Doc_0/Pages/Page_0/Content.xml") }, "展开后超过"},
		{"archives in archives", ".docx", func() []byte {
			inner := archiveOf(t, fill(" ", 32*mega), "word/document.xml")
			for range 5 {
				inner = archiveOf(t, string(inner), "word/document.xml", "word/header1.xml")
			}
			return inner
		}, damaged.ZH},
		{"an archive in each of thousands", ".docx", func() []byte {
			more := map[string]string{}
			inner := string(archiveOf(t, "", "a", "b", "c", "d"))
			for i := range 3000 {
				more[fmt.Sprintf("word/embeddings/%d.docx", i)] = inner
			}
			return doc(t, text, more)
		}, "嵌入了别的文件"},
		{"thousands of entries", ".docx", func() []byte { return archiveOf(t, "", slices.Repeat([]string{"word/a.xml"}, 5000)...) }, "部件超过"},
		{"a million entries", ".docx", func() []byte {
			return overlapping(archiveOf(t, "", "word/0000000.xml"), 500_000, func(i int) string { return fmt.Sprintf("word/%07d.xml", i) })
		}, "部件超过"},
		{"overlapping entries", ".docx", func() []byte {
			return overlapping(archiveOf(t, fill(text, 1<<20), "word/header000.xml"), 999, func(i int) string { return fmt.Sprintf("word/header%03d.xml", i) })
		}, "文字太多"},
		{"entries of one name", ".docx", func() []byte { return archiveOf(t, text, "word/document.xml", "word/document.xml") }, strangeForm.ZH},
		{"claims to be small", ".docx", func() []byte { return claiming(archiveOf(t, text, "word/document.xml"), 10) }, damaged.ZH},
		{"claims to be huge", ".docx", func() []byte { return claiming(archiveOf(t, text, "word/document.xml"), 0xfffffff0) }, damaged.ZH},
		{"laughs", ".docx", part(laughs("<w:p><w:t>&a9;</w:t></w:p>")), strangeForm.ZH},
		{"laughs beside a number", ".docx", part(laughs("<w:p><w:t>&a9; " + mobile + "</w:t></w:p>")), "正文 138"},
		{"entities without end", ".docx", part("<!DOCTYPE a [" + fill(`<!ENTITY a "a">`, 16*mega) + "]>"), strangeForm.ZH},
		{"deep", ".docx", part(fill("<a>", 9*mega)), ""},
		{"deep tables", ".docx", part(fill("<tbl>", 6*mega)), "行数太多"},
		{"a tag of attributes", ".docx", part("<a" + fill(` a=""`, 32*mega) + ">"), strangeForm.ZH},
		{"a comment", ".docx", part("<!--" + fill("a", 32*mega) + "-->"), strangeForm.ZH},
		{"paragraphs", ".docx", part(fill("<p><t>a</t></p>", 17*mega)), "行数太多"},
		{"comments", ".docx", func() []byte { return doc(t, "", map[string]string{"word/comments.xml": fill("<t></t>", 8*mega)}) }, "有批注"},
		{"texts of cells", ".xlsx", func() []byte { return book(t, map[string]string{"xl/sharedStrings.xml": fill("<si/>", 6*mega)}) }, strangeForm.ZH},
		{"rows", ".xlsx", func() []byte { return book(t, nil, [2]string{"a", fill("<row><c/></row>", 18*mega)}) }, "行数太多"},
		{"hidden columns", ".xlsx", func() []byte {
			return book(t, nil, append(sheets(998, `<col hidden="1"/>`), [2]string{"-last", fill(`<col hidden="1"/>`, 4*mega)})...)
		}, "隐藏的列"},
		{"a long name of a sheet", ".xlsx", func() []byte {
			return book(t, nil, [2]string{fill("名", 1<<19), fill("<row><c><v>"+mobile+"</v></c></row>", 2*mega)})
		}, "名名…”第 1 行 138"},
		{"numbers in attributes", ".docx", func() []byte {
			return doc(t, "", map[string]string{"customXml/a.xml": fill(`<a b="`+mobile+`0"/>`, 24*mega)})
		}, "行数太多"},
		{"words of a part", ".docx", func() []byte { return doc(t, "", map[string]string{"customXml/a.xml": fill("<a>1</a>", 10*mega)}) }, "行数太多"},
		{"a word of a part", ".docx", func() []byte { return doc(t, "", map[string]string{"customXml/a.xml": fill("<t>1</t>", 10*mega)}) }, ""},
		{"relations", ".xlsx", func() []byte { return archiveOf(t, fill("<Relationship/>", 17*mega), "_rels/.rels") }, strangeForm.ZH},
		{"formulas", ".xlsx", func() []byte { return book(t, nil, [2]string{"a", fill("<f>"+mobile+"|</f>", 22*mega)}) }, "行数太多"},
		{"page headers", ".xlsx", func() []byte {
			return book(t, nil, [2]string{"a", fill("<oddHeader>"+fill("&amp;123", mega)+"</oddHeader>", 30*mega)})
		}, ""},
		{"fields", ".docx", part(fill("<instrText>DDE</instrText>", 10*mega)), ""},
		{"a part of bytes", ".docx", func() []byte { return doc(t, "", map[string]string{"a.dat": fill("1\x00", 30*mega)}) }, "有没检查的部分"},
		{"escapes", ".json", func() []byte { return []byte(fill(`\u0031`, 31*mega)) }, ""},
		{"letters of a drawing", ".svg", func() []byte {
			return []byte("<svg>" + fill("<text>1</text>", 1*mega) + "</svg>")
		}, ""},
		{"formulas of a text", ".csv", func() []byte { return []byte(fill("=A1(|", 31*mega)) }, "当公式运行"},
		{"blank lines", ".txt", func() []byte { return []byte(fill("\n", 31*mega)) }, "行数太多"},
		{"numbers", ".txt", func() []byte { return []byte(fill(mobile+"\n", 4*mega)) }, "第 1000 行 138"},
		{"numbers in a line", ".txt", func() []byte { return []byte(fill(mobile+" ", 4*mega)) }, "第 1 行 138"},
		{"a number of megabytes", ".txt", func() []byte { return []byte(fill("1", 31*mega)) }, "文字太多"},
		{"columns", ".csv", func() []byte { return []byte(fill(",", 31*mega)) }, "文字太多"},
		{"columns across lines", ".csv", func() []byte { return []byte(fill(`,,,"`+"\n"+`",,`, 31*mega)) }, "行数太多"},
		{"bars", ".md", func() []byte { return []byte("|姓名|\n|-|\n" + fill("|", 31*mega)) }, "文字太多"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := c.src()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := told(Look(c.kind, src))
			runtime.ReadMemStats(&after)
			if !strings.Contains(got, c.want) || c.want == "" && got != "" {
				t.Errorf("%.300q, want %q", got, c.want)
			}
			if n := (after.TotalAlloc - before.TotalAlloc) >> 20; n > 4<<10 {
				t.Errorf("%d MiB were allocated", n)
			}
			if len(got) > 1<<20 {
				t.Errorf("%d bytes are told", len(got))
			}
		})
	}
}
