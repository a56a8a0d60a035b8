package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// objects is a PDF of these objects, from 1, with a page in 3 whose text is in
// 5. extra stands in the trailer.
func objects(extra string, list ...string) []byte {
	return fileOf(extra, append([]string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F 6 0 R >> >> >>", "<< >>"}, list...)...)
}

// fileOf is a PDF of these objects, from 1.
func fileOf(extra string, list ...string) []byte {
	var b bytes.Buffer
	var offsets []int
	b.WriteString("%PDF-1.4\n")
	for i, o := range list {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, strings.ReplaceAll(extra, "{xref}", fmt.Sprint(at)), at)
	return b.Bytes()
}

func stream(dict, text string) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(text), dict, text)
}

func deflated(text string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.String()
}

// TestPDFBombs: files that would have the library take all memory, or never
// come back, are not looked into, and told.
func TestPDFBombs(t *testing.T) {
	blank := strings.Repeat(" ", mostUnfolded+1)
	var in85 bytes.Buffer
	e := ascii85.NewEncoder(&in85)
	_, _ = e.Write([]byte(deflated(blank)))
	_ = e.Close()
	words := stream("", "BT (a page with enough letters) Tj ET")
	cmap := func(text string) []string {
		return []string{stream("", "/F 9 Tf ("+strings.Repeat("a", 1000)+") Tj"), "<< /Type /Font /ToUnicode 7 0 R >>", stream("", text)}
	}
	for name, c := range map[string]struct {
		src  []byte
		want string
	}{
		"sound":           {objects("", words, "<< >>"), ""},
		"unfolds":         {objects("", stream("/Filter /FlateDecode", deflated(blank)), "<< >>"), unfolds.ZH},
		"unfolds, in two": {objects("", stream("/Filter /FlateDecode", deflated(blank[:mostUnfolded/2])), stream("/Filter /FlateDecode", deflated(blank[:mostUnfolded/2+2]))), unfolds.ZH},
		"twice folded":    {objects("", stream("/Filter [/FlateDecode /FlateDecode]", deflated(deflated(blank)))), unfolds.ZH},
		"in ASCII85":      {objects("", stream("/Filter [/ASCII85Decode /FlateDecode]", in85.String()+"~>")), unfolds.ZH},
		"as a picture":    {objects("", stream("/Subtype /Image /Filter /FlateDecode", deflated(blank)), "<< >>"), "第 1 页没有读完"},
		"no picture":      {objects("", stream("/X (/Subtype /Image) /Filter /FlateDecode", deflated(blank)), "<< >>"), unfolds.ZH},
		"size":            {objects("/Size 99999999999", words), unusual.ZH},
		"escaped size":    {objects("/S#69ze %\n 99999999999", words), unusual.ZH},
		"columns":         {objects("", stream("/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 99999999999 >>", deflated("a"))), unusual.ZH},
		"columns afar":    {objects("", stream("/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 8 0 R >>", deflated("a"))), unusual.ZH},
		"parms afar":      {objects("", stream("/Filter /FlateDecode /DecodeParms [ 8 0 R ]", deflated("a"))), unusual.ZH},
		"section":         {bytes.Replace(objects("", words), []byte("xref\n0 6"), []byte("xref\n2000000000 6"), 1), unusual.ZH},
		"section behind":  {append([]byte("%PDF-1.4\nxref\n0 1 x\nstartxref\n1\n"), bytes.Replace(objects("", words), []byte("xref\n0 6"), []byte("xref\n2000000000 6"), 1)...), unusual.ZH},
		"streams":         {append(objects("", words), strings.Repeat("stream\n", 4<<20)...), unfolds.ZH},
		"streams, ended":  {append(objects("", words), strings.Repeat("stream\nendstream\n", 2<<20)...), unusual.ZH},
		"encrypted":       {objects("/Encrypt 4 0 R", words), lockedIn.ZH},
		"round":           {objects("/Prev {xref}", words), damaged.ZH},
		"pages round":     {bytes.Replace(objects("", words), []byte("/Kids [3 0 R]"), []byte("/Kids [2 0 R]"), 1), damaged.ZH},
		"long string":     {objects("", stream("", "("+strings.Repeat("a", longestWord+9)+") Tj")), unusual.ZH},
		"long codes":      {objects("", cmap("1 beginbfchar <61> <"+strings.Repeat("0061", 9999)+"> endbfchar")...), unusual.ZH},
		"many codes":      {objects("", cmap("99999999999 beginbfchar endbfchar")...), unusual.ZH},
		"many, by a name": {objects("", cmap("1 dict begin /a 99999999999 def a beginbfchar endbfchar")...), unusual.ZH},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := told(Look(".pdf", c.src))
			runtime.ReadMemStats(&after)
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 1<<30 {
				t.Errorf("%d MiB were allocated", n>>20)
			}
		})
	}
}

// TestPDFInItself: an object that lies in a stream whose length it states would
// be looked for without end.
func TestPDFInItself(t *testing.T) {
	body := "9 0 7"
	src := []byte("%PDF-1.5\n")
	add := func(s string) int {
		at := len(src)
		src = append(src, s...)
		return at
	}
	one := add("1 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj\n")
	eight := add(fmt.Sprintf("8 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length 9 0 R >>\nstream\n%s\nendstream\nendobj\n", body))
	var table bytes.Buffer
	entry := func(kind, a, b int) { table.Write([]byte{byte(kind), byte(a >> 8), byte(a), byte(b)}) }
	entry(0, 0, 0)
	entry(1, one, 0)
	for range 6 {
		entry(0, 0, 0)
	}
	entry(1, eight, 0)
	entry(2, 8, 0)
	at := add(fmt.Sprintf("10 0 obj\n<< /Type /XRef /Size 10 /W [1 2 1] /Root 1 0 R /Length %d >>\nstream\n", table.Len()) + table.String() + "\nendstream\nendobj\n")
	add(fmt.Sprintf("startxref\n%d\n%%%%EOF\n", at))
	if got := told(Look(".pdf", src)); got == "" {
		t.Error("nothing is told")
	}
}

// TestPDFsBesideTheirPages: what a PDF shows, holds and runs beside the text of
// its pages.
func TestPDFsBesideTheirPages(t *testing.T) {
	words := stream("", "BT /F 9 Tf (a page with enough letters) Tj ET /X Do /X Do")
	const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
	// The page is in 3, its text in 4, a font in 5; others follow from 6.
	file := func(root, page string, more ...string) []byte {
		return fileOf("", append([]string{"<< /Type /Catalog /Pages 2 0 R " + root + " >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>",
			"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + page + " >>", words, font}, more...)...)
	}
	annotation := func(s string) []byte {
		return file("", "/Annots [6 0 R]", "<< /Type /Annot "+s+" >>", stream("/Subtype /Form", "BT ("+id+") Tj ET"))
	}
	long := strings.Repeat(" ", 1000)
	for _, c := range []struct {
		name string
		src  []byte
		want string
		runs bool
	}{
		{"nothing", file("/OpenAction [3 0 R /Fit] /Names << /JavaScript << /Names [] >> /EmbeddedFiles << >> >>", ""), "", false},
		{"a form", file("", "", stream("/Subtype /Form /Resources << /Font << /F 5 0 R >> >>", "BT /F 9 Tf ("+id+") Tj ET")), "第 1 页 " + masked, false},
		{"a form in itself", file("", "", stream("/Subtype /Form", "BT ("+id+") Tj ET /X Do")), "第 1 页 " + masked, false},
		{"a picture", file("", "", stream("/Subtype /Image /Width 1", id)), "", false},
		{"a free text", annotation("/Subtype /FreeText /Contents (" + id + ")"), "批注 " + masked, false},
		{"a free text by its looks", annotation("/Subtype /FreeText /AP << /N 7 0 R >>"), "批注 " + masked, false},
		{"a free text by both", annotation("/Subtype /FreeText /Contents (" + id + ") /AP << /N 7 0 R >>"), "批注 " + masked, false},
		{"a note", annotation("/Subtype /Text /Contents (see)"), "有批注", false},
		{"a link", annotation("/Subtype /Link /A << /S /URI /URI (https://www.gov.cn/) >>"), "", false},
		{"a link that starts a program", annotation("/Subtype /Link /A << /S /Launch /F (cmd.exe) >>"), "", true},
		{"a button with a script", annotation("/Subtype /Widget /A << /S /JavaScript /JS (x) >>"), "有脚本", false},
		{"a file at a place", annotation("/Subtype /FileAttachment /FS << >>"), "嵌入了别的文件，没有检查", false},
		{"a script at once", file("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", ""), "有脚本", false},
		{"a program at once", file("/OpenAction << /S /GoTo /Next [<< /S /Launch /F (cmd.exe) >>] >>", ""), "", true},
		{"a script by name", file("/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>", ""), "有脚本", false},
		{"files", file("/Names << /EmbeddedFiles << /Names [(a) << >>] >> >>", ""), "嵌入了别的文件，没有检查", false},
		{"a field", file("/AcroForm << /Fields [<< /T (a) /V ("+id+") >>] >>", ""), "表单 " + masked, false},
		{"a form of its own kind", file("/AcroForm << /XFA (x) >>", ""), besidePages.ZH, false},
		{"a title", file("/Outlines << /First << /Title ("+id+") >> >>", ""), "书签 " + masked, false},
		{"properties", file("/Metadata 6 0 R", "", stream("/Type /Metadata /Subtype /XML", "<x><dc:description>"+id+"</dc:description></x>")), "文档属性 " + masked, false},
		{"a page of no type", bytes.Replace(file("", "", stream("/Subtype /Form", "BT ("+id+") Tj ET")), []byte("/Type /Page "), []byte("            "), 1), "第 1 页 " + masked, false},
		{"more pages than are counted", bytes.Replace(file("", "", stream("/Subtype /Form", "BT ("+id+") Tj ET")), []byte("/Count 1"), []byte("/Count 0"), 1), "第 1 页 " + masked, false},
		{"a filter that is not known", file("", "", stream("/Subtype /Form /Filter /LZWDecode", id)), "第 1 页没有读完", false},
		{"a text that is broken off", file("", "/X ("+long+")", stream("/Subtype /Form", "BT ("+id+") Tj ET <zz> Tj")), "第 1 页 " + masked + "; 第 1 页没有读完", false},
	} {
		r := Look(".pdf", c.src)
		if got := told(r); got != c.want || (r.Active.ZH != "") != c.runs {
			t.Errorf("%s: %q %q, want %q", c.name, got, r.Active.ZH, c.want)
		}
	}
}

func TestEnding(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "<": true, "<<": false, "<<<": true, "<< <": true, "<41": true, "BT <41\n ": true, "<41>": false, "<41> <": true,
		"<41> Tj": false, "(a < b) Tj": false, "<< /d": false, "<4<": true, "<x": false, "<\x00": true,
	} {
		if got := hangs([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
		var e ending
		for i := range len(text) { // in pieces
			e.Write([]byte{text[i]})
		}
		if e.open != want {
			t.Errorf("%q in pieces: %v", text, e.open)
		}
	}
}

// TestPDFThatNeverEnds: a text or an object that breaks off within a string of
// digits, or whose length does, is told of at once.
func TestPDFThatNeverEnds(t *testing.T) {
	pages := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"}
	file := func(last string) []byte { return fileOf("", append(slices.Clone(pages), last)...) }
	for _, c := range []struct {
		name string
		src  []byte
		want string
	}{
		{"a text", file(stream("", "BT (words enough to count) Tj <41")), "第 1 页没有读完"},
		{"a text by its length", bytes.Replace(file("<< /Length 10 >>\nstream\nBT (a) Tj <41> Tj\nendstream"), []byte("/Length 10"), []byte("/Length 12"), 1), "第 1 页没有读完"},
		{"objects", file(stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", deflated("9 0 <41"))), unusual.ZH},
		{"objects that are not packed", file(stream("/Type /ObjStm /N 1 /First 4", "9 0 <41>")), unusual.ZH},
		{"objects by another spelling", file(stream("/Type /Obj#53tm /N 1 /First 4", "9 0 <41>")), unusual.ZH},
	} {
		if got := told(Look(".pdf", c.src)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestPDFPagesWithoutEnd: the tree of pages is walked once, however often it
// names a page, and whatever lies above it.
func TestPDFPagesWithoutEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("draws hundreds of megabytes")
	}
	words := stream("", "BT (a page with enough letters "+id+") Tj ET /X Do")
	heavy := stream("/Filter /FlateDecode", deflated("BT ("+id+") Tj ET "+strings.Repeat("1 0 m ", 4<<20)))
	// pagesOf is a thousand pages that differ, with words in 3 and a stream in 4.
	pagesOf := func(page, stream string) []byte {
		list := []string{"<< /Type /Catalog /Pages 2 0 R >>", manyKids(5, 1000, 1000), words, stream}
		for i := range 1000 {
			list = append(list, "<< /Type /Page /Parent 2 0 R /N "+fmt.Sprint(i)+" "+page+" >>")
		}
		return fileOf("", list...)
	}
	kids := func(n int) string {
		return fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Repeat("3 0 R ", n), n)
	}
	for _, c := range []struct {
		name string
		src  []byte
		want string
	}{
		{"one page a hundred thousand times", fileOf("", "<< /Type /Catalog /Pages 2 0 R >>", kids(300_000), "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", words), "有 300000 页，只检查了前 1000 页"},
		{"a thousand pages below as many", fileOf("", append([]string{"<< /Type /Catalog /Pages 2 0 R >>", manyKids(5, 1000, 300_000), "<< >>", words},
			slices.Repeat([]string{"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"}, 1000)...)...), "第 1 页"},
		{"nothing a hundred thousand times", fileOf("", "<< /Type /Catalog /Pages 2 0 R >>", strings.ReplaceAll(kids(300_000), "3 0 R", "null"), "<< >>", words), unusual.ZH},
		{"a large page a thousand times", fileOf("", "<< /Type /Catalog /Pages 2 0 R >>", kids(1000), "<< /Type /Page /Contents 4 0 R /X ["+strings.Repeat("3 0 R ", 300_000)+"] >>", words), "第 1 页"},
		{"an annotation a hundred thousand times", fileOf("", "<< /Type /Catalog /Pages 2 0 R >>", kids(1), "<< /Type /Page /Contents 4 0 R /Annots ["+strings.Repeat("5 0 R ", 300_000)+"] >>", words,
			"<< /Subtype /FreeText /Contents (x) /X ["+strings.Repeat("3 0 R ", 300_000)+"] >>"), "第 1 页"},
		{"a large text on a thousand pages", pagesOf("/Contents 4 0 R", heavy), "读了很久，只检查了前"},
		{"a large piece of a text on a thousand pages", pagesOf("/Contents [4 0 R 3 0 R]", heavy), "读了很久，只检查了前"},
		{"a large form on a thousand pages", pagesOf("/Contents 3 0 R /Resources << /XObject << /X 4 0 R >> >>", stream("/Subtype /Form /Filter /FlateDecode", deflated(strings.Repeat("1 0 m ", 4<<20)))), "读了很久，只检查了前"},
	} {
		start := time.Now()
		got := told(Look(".pdf", c.src))
		t.Logf("%s: %d KB, %v", c.name, len(c.src)>>10, time.Since(start))
		if !strings.Contains(got, c.want) { // that it comes back before its patience ends, which is told otherwise
			t.Errorf("%s: %.300q, want %q", c.name, got, c.want)
		}
	}
}

// manyKids is a node of pages from an object on, and then of nothing.
func manyKids(from, n, all int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d 0 R ", from+i)
	}
	return fmt.Sprintf("<< /Type /Pages /Kids [%s %s] /Count %d >>", b.String(), strings.Repeat("null ", all-n), n)
}
