package attachment

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/ooxml"
)

// The numbers are vectors of standards, and nobody's.
const (
	id     = "11010519491231002X"
	mobile = "13800138000"
)

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	return entered(t, maps.All(parts))
}

// entered is an archive of entries by name and text.
func entered(t testing.TB, entries iter.Seq2[string, string]) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range entries {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// book is a workbook of sheets; a name that begins with - is of a hidden one.
func book(t testing.TB, more map[string]string, sheets ...[2]string) []byte {
	parts := map[string]string{}
	var list, rels strings.Builder
	for i, s := range sheets {
		name, state := s[0], ""
		if n, ok := strings.CutPrefix(name, "-"); ok {
			name, state = n, ` state="veryHidden"`
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"%s/>`, name, i+1, i+1, state)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = `<worksheet>` + s[1] + `</worksheet>`
	}
	parts["xl/workbook.xml"] = `<workbook><sheets>` + list.String() + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships>` + rels.String() + `</Relationships>`
	for k, v := range more {
		parts[k] = v
	}
	return zipped(t, parts)
}

// cells is a row of inline texts and numbers.
func cells(n int, attrs string, values ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d" %s>`, n, attrs)
	for i, v := range values {
		ref := fmt.Sprintf("%c%d", 'A'+i, n)
		if number, ok := strings.CutPrefix(v, "="); ok {
			fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, ref, number)
			continue
		}
		fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, v)
	}
	return b.String() + `</row>`
}

func doc(t testing.TB, body string, more map[string]string) []byte {
	parts := map[string]string{"word/document.xml": `<w:document><w:body>` + body + `</w:body></w:document>`}
	for k, v := range more {
		parts[k] = v
	}
	return zipped(t, parts)
}

// told is a report in one line.
func told(r Report) string {
	var list []string
	for _, h := range r.Hits {
		list = append(list, h.Where.ZH+" "+h.Masked)
	}
	for _, h := range r.Hidden {
		list = append(list, h.ZH)
	}
	if r.Unread.ZH != "" {
		list = append(list, r.Unread.ZH)
	}
	return strings.Join(list, "; ")
}

func TestWorkbooks(t *testing.T) {
	clean := cells(1, "", "姓名", "村", "金额（元）") + cells(2, "", "王*", "白果村", "=300")
	for _, c := range []struct {
		name string
		src  []byte
		want string
	}{
		{"nothing to tell", book(t, nil, [2]string{"名单", clean}), ""},
		{"a number under its header", book(t, nil, [2]string{"名单", cells(1, "", "补贴名单") + cells(2, "", "姓名", "存折账号") + cells(3, "", "王*", "=880100123456789")}), "工作表“名单”第 3 行 8801***********"},
		{"a number that lost digits", book(t, nil, [2]string{"名单", cells(1, "", "姓名", "身份证号") + cells(2, "", "王*", "=5.1152619900307002E+17")}), "工作表“名单”第 2 行 5.1***************E+17"},
		{"a hidden sheet", book(t, nil, [2]string{"名单", clean}, [2]string{"-底册", cells(7, "", "电话", mobile)}), "工作表“底册”第 7 行 138********; 工作表“底册”是隐藏的"},
		{"hidden columns and rows", book(t, nil, [2]string{"名单", `<cols><col min="3" max="3" hidden="1"/></cols>` + cells(1, `hidden="true"`, "甲", id)}),
			"工作表“名单”第 1 行 110***************; 工作表“名单”有隐藏的列; 工作表“名单”有隐藏的行"},
		{"shared strings", book(t, map[string]string{"xl/sharedStrings.xml": `<sst><si><t>甲</t></si><si><r><t>1380013</t></r><r><t>8000</t></r><rPh><t>读音</t></rPh></si></sst>`},
			[2]string{"名单", `<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>99</v></c></row>`}), "工作表“名单”第 1 行 138********"},
		{"comments", book(t, map[string]string{"xl/comments1.xml": `<comments><comment ref="B2"><text><r><t>电话` + mobile + `</t></r></text></comment></comments>`}, [2]string{"名单", clean}), "批注 138********; 有批注"},
		{"a pivot table's cache", book(t, map[string]string{"xl/pivotCache/pivotCacheRecords1.xml": `<r><s v="` + id + `"/></r>`}, [2]string{"名单", clean}), "数据透视表的缓存 110***************; 数据透视表的缓存里有原始数据"},
		{"an author", book(t, map[string]string{"docProps/core.xml": `<cp><dc:creator>王小明</dc:creator><cp:lastModifiedBy/></cp>`}, [2]string{"名单", clean}), "文档属性里有作者或单位“王*”"},
		{"macros", book(t, map[string]string{"xl/vbaProject.bin": "x"}, [2]string{"名单", clean}), "有宏"},
		{"no archive", []byte("PK not"), damaged.ZH},
		{"cut off", book(t, nil, [2]string{"名单", clean})[:200], damaged.ZH},
		{"bad XML", book(t, nil, [2]string{"名单", "<row><c></row>"}), ""},
		{"a password", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "加了密码，或者是改了名称的旧格式文件，检查不了"},
	} {
		if got := told(Look(".xlsx", c.src)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDocuments(t *testing.T) {
	p := func(s string) string { return `<w:p><w:r><w:t>` + s + `</w:t></w:r></w:p>` }
	for _, c := range []struct {
		name string
		src  []byte
		want string
	}{
		{"nothing to tell", doc(t, p("各乡镇人民政府："), nil), ""},
		{"a number in two runs", doc(t, `<w:p><w:r><w:t>电话1380013</w:t></w:r><w:r><w:t>8000</w:t></w:r></w:p>`, nil), "正文 138********"},
		{"a table", doc(t, `<w:tbl><w:tr><w:tc>`+p("姓名")+`</w:tc><w:tc>`+p("存折账号")+`</w:tc></w:tr><w:tr><w:tc>`+p("王*")+`</w:tc><w:tc>`+p("880100123456789")+`</w:tc></w:tr></w:tbl>`, nil), "正文 8801***********"},
		{"tracked changes", doc(t, `<w:p><w:del><w:r><w:delText>`+id+`</w:delText></w:r></w:del></w:p>`, nil), "正文 110***************; 有修订记录，删去的文字还在文件里"},
		{"hidden text", doc(t, `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r></w:p>`, nil), "有隐藏文字"},
		{"text that is shown again", doc(t, `<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>公开</w:t></w:r></w:p>`, nil), ""},
		{"comments", doc(t, p("正文"), map[string]string{"word/comments.xml": `<w:comments><w:comment><w:p><w:r><w:t>问` + mobile + `</w:t></w:r></w:p></w:comment></w:comments>`}), "批注 138********; 有批注"},
		{"a page header", doc(t, p("正文"), map[string]string{"word/header1.xml": `<w:hdr>` + p(mobile) + `</w:hdr>`}), "页眉 138********"},
	} {
		if got := told(Look(".docx", c.src)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTexts(t *testing.T) {
	for _, c := range []struct{ kind, src, want string }{
		{".csv", "姓名,存折账号\n王*,880100123456789\n", "第 2 行 8801***********"},
		{".csv", "甲,\"乙\n丙\"\n丁," + mobile + "\n", "第 3 行 138********"},
		{".csv", "\xd0\xd5\xc3\xfb," + mobile + "\n", "第 1 行 138********"}, // GBK
		{".csv", "\xff\xff\xff,1\n", "不是 UTF-8 也不是 GBK 编码，检查不了；另存为 UTF-8"},
		{".csv", "a,\"b\nc," + mobile, "第 1 行 138********"}, // a quote that is never closed
		{".txt", "甲\n" + id + "\n", "第 2 行 110***************"},
		{".txt", "", ""},
		{".mp4", "\x00", ""},
	} {
		if got := told(Look(c.kind, []byte(c.src))); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.kind, c.src, got, c.want)
		}
	}
}

// TestManyNamesDoNotHideANumber: thousands of hits of one kind leave room for
// others.
func TestManyNamesDoNotHideANumber(t *testing.T) {
	text := "姓名,备注\n" + strings.Repeat("王小明,无\n", 3000) + "李四," + id + "\n"
	r := Look(".csv", []byte(text))
	if last := r.Hits[len(r.Hits)-1]; last.Masked != "110***************" || last.Where.ZH != "第 3002 行" || len(r.Hits) != maxHits+1 {
		t.Errorf("%d hits, the last is %+v", len(r.Hits), last)
	}
}

func TestSlidesAndOFD(t *testing.T) {
	slide := func(text string) string {
		return `<p:sld show="0"><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></p:sld>`
	}
	for _, c := range []struct {
		kind string
		src  []byte
		want string
	}{
		{".pptx", zipped(t, map[string]string{"ppt/slides/slide2.xml": slide("电话1380013</a:t></a:r><a:r><a:t>8000")}), "第 2 张幻灯片 138********; 有隐藏的幻灯片"},
		{".pptx", zipped(t, map[string]string{"ppt/notesSlides/notesSlide1.xml": "<a:p><a:r><a:t>" + id + "</a:t></a:r></a:p>"}), "备注页 1 110***************"},
		{".pptx", zipped(t, map[string]string{"ppt/comments/comment1.xml": "<p:cm><p:text>" + mobile + "</p:text></p:cm>"}), "批注 138********; 有批注"},
		{".ofd", zipped(t, map[string]string{"Doc_0/Pages/Page_0/Content.xml": "<ofd:TextObject><ofd:TextCode>" + id + "</ofd:TextCode></ofd:TextObject>"}), "页面 Doc_0/Pages/Page_0/Content.xml 110***************"},
		{".ofd", zipped(t, map[string]string{"Doc_0/Pages/Page_0/Content.xml": "<ofd:ImageObject/>"}), noText.ZH},
		{".ofd", []byte("x"), damaged.ZH},
	} {
		if got := told(Look(c.kind, c.src)); got != c.want {
			t.Errorf("%s: %q, want %q", c.kind, got, c.want)
		}
	}
}

// page is a PDF of pages with text in a standard font.
func pdfOf(info string, texts ...string) []byte {
	var b bytes.Buffer
	var offsets []int
	b.WriteString("%PDF-1.4\n")
	object := func(s string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), s)
	}
	var kids strings.Builder
	for i := range texts {
		fmt.Fprintf(&kids, "%d 0 R ", 5+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(texts)))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	object("<< " + info + " >>")
	for i, text := range texts {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", 6+2*i))
		stream := ""
		if text != "" {
			stream = "BT /F1 12 Tf 72 700 Td (" + text + ") Tj ET"
		}
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream))
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, at)
	return b.Bytes()
}

func TestPDFs(t *testing.T) {
	long := "A page with text that is long enough"
	for _, c := range []struct {
		name string
		src  []byte
		want string
	}{
		{"nothing to tell", pdfOf("", long), ""},
		{"a number on the second page", pdfOf("", long, long+" "+id), "第 2 页 110***************"},
		{"a scan", pdfOf("", "", ""), "没有文字，像是扫描件，检查不了；请附上文字版"},
		{"an author", pdfOf("/Author (Wang Xiaoming)", long), "文档属性里有作者或单位“W*”"},
		{"no PDF", []byte("<html>"), damaged.ZH},
		{"cut off", pdfOf("", long)[:300], damaged.ZH},
		{"thousands of pages", pdfOf("", strings.Split(strings.Repeat(long+"\n", 1010), "\n")[:1010]...), "有 1010 页，只检查了前 1000 页"},
	} {
		if got := told(Look(".pdf", c.src)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestBombs: what unfolds to more than a document does is left alone, and told.
// photo is a photograph as a telephone takes it: it knows the place, the owner,
// and what somebody noted about it. All of that is invented.
func photo(t testing.TB) []byte {
	t.Helper()
	src, err := os.ReadFile("testdata/photo.jpg")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// bare is a picture with nothing but what it shows.
func bare(t testing.TB, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPictures(t *testing.T) {
	taken := photo(t)
	drawn := bare(t, png.Encode)
	flat := bare(t, func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) })
	moving := bare(t, func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) })
	// As PNG keeps it: the same block in a chunk of its own.
	exif := taken[bytes.Index(taken, []byte("II*\x00")):bytes.Index(taken, []byte("\xff\xdb"))]
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(exif)))
	body := append([]byte("eXIf"), exif...)
	chunk = binary.BigEndian.AppendUint32(append(chunk, body...), crc32.ChecksumIEEE(body))
	const head = 33 // bytes of a PNG's signature and first chunk
	marked := slices.Concat(drawn[:head], chunk, drawn[head:])

	// And as programs keep it that retouch photographs.
	packet := `http://ns.adobe.com/xap/1.0/` + "\x00" + `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="28,26N">` +
		`<dc:creator><rdf:Seq><rdf:li>王小明</rdf:li></rdf:Seq></dc:creator><dc:description><rdf:Alt><rdf:li xml:lang="x-default">电话` + mobile + `</rdf:li></rdf:Alt></dc:description>` +
		`</rdf:Description></rdf:RDF></x:xmpmeta>`
	segment := binary.BigEndian.AppendUint16([]byte("\xff\xe1"), uint16(len(packet)+2))
	retouched := slices.Concat(flat[:2], segment, []byte(packet), flat[2:])

	const all = "说明 138********; 照片里记着拍摄的地点（经纬度）; 文档属性里有作者或单位“王*”"
	for _, c := range []struct {
		name, kind string
		src        []byte
		want       string
	}{
		{"a photograph", ".jpg", taken, all},
		{"the same, by its other ending", ".jpeg", taken, all},
		{"a picture with the same noted in it", ".png", marked, all},
		{"a photograph that was retouched", ".jpg", retouched, all},
		{"a picture", ".png", drawn, ""},
		{"a photograph without notes", ".jpg", flat, ""},
		{"an animation", ".gif", moving, ""},
		{"more behind the end", ".jpg", append(bytes.Clone(flat), "more"...), ""},
		{"a photograph that is cut off", ".jpg", taken[:len(taken)-40], all + "; " + damagedPicture.ZH},
		{"a photograph with a smaller one in its notes that is cut off", ".jpg", slices.Concat(flat[:2], []byte("\xff\xe2\x00\x06\xff\xda\xff\xd9"), flat[2:len(flat)-2]), damagedPicture.ZH},
		{"a picture that is cut off", ".png", drawn[:len(drawn)-9], damagedPicture.ZH},
		{"an animation that is cut off", ".gif", moving[:len(moving)-1], damagedPicture.ZH},
		{"a page that calls itself a picture", ".png", []byte("<html><script>x()</script>"), damagedPicture.ZH},
		{"a photograph that calls itself a drawing", ".png", flat, damagedPicture.ZH},
		{"nothing", ".webp", nil, damagedPicture.ZH},
		{"a web picture", ".webp", []byte("RIFF\x0c\x00\x00\x00WEBPVP8 \x00\x00\x00\x00"), ""},
		{"a web picture that is cut off", ".webp", []byte("RIFF\x0d\x00\x00\x00WEBPVP8 \x00\x00\x00\x00"), damagedPicture.ZH},
		{"a scan of nothing", ".tif", []byte("II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"), ""},
		{"a bitmap that is cut off", ".bmp", []byte("BM\xff\x00\x00\x00"), damagedPicture.ZH},
		{"a text that calls itself one", ".avif", []byte("公开公开公开"), damagedPicture.ZH},
	} {
		if got := told(Look(c.kind, c.src)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a hundred megabytes")
	}
	blank := strings.Repeat(" ", 80<<20)
	src := zipped(t, map[string]string{"xl/workbook.xml": `<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`, "xl/worksheets/sheet1.xml": "<worksheet>" + blank})
	if len(src) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(src))
	}
	if got := told(Look(".xlsx", src)); !strings.HasPrefix(got, "展开后超过") {
		t.Error(got)
	}
	many := map[string]string{}
	for i := range ooxml.MaxParts + 1 {
		many[fmt.Sprintf("xl/p%d.xml", i)] = ""
	}
	if got := told(Look(".xlsx", zipped(t, many))); !strings.Contains(got, "部件超过") {
		t.Error(got)
	}
}

func TestInspect(t *testing.T) {
	files := fstest.MapFS{
		"a.CSV": {Data: []byte(mobile)}, "b.doc": {Data: []byte("x")}, "c.zip": {Data: []byte("PK")}, "d.mp4": {Data: []byte("x")}, "e.odt": {Data: []byte("x")},
	}
	for name, want := range map[string]string{"a.CSV": "第 1 行 138********", "b.doc": oldOffice.ZH, "c.zip": archive.ZH, "d.mp4": "", "e.odt": unknownKind.ZH} {
		r, err := Inspect(files, name, int64(len(files[name].Data)), nil)
		if err != nil || told(r) != want {
			t.Errorf("%s: %q %v, want %q", name, told(r), err, want)
		}
	}
	if r, err := Inspect(files, "a.CSV", MaxSize+1, nil); err != nil || !strings.Contains(r.Unread.ZH, "没有检查") {
		t.Errorf("too large: %v %v", r, err)
	}
	for _, name := range []string{"a.svg.gz", "a.SVG.BR", "b.html.gz", "c.csv.br", "d.js.zst"} {
		if r, err := Inspect(files, name, 10, nil); err != nil || r.Active.ZH != asCopy.ZH {
			t.Errorf("%s: %v %v", name, r, err)
		}
	}
	if r, err := Inspect(files, "a.tar.gz", 10, nil); err != nil || r.Active.ZH != "" {
		t.Errorf("an archive: %v %v", r, err)
	}
	if _, err := Inspect(files, "gone.csv", 1, nil); !os.IsNotExist(err) {
		t.Error(err)
	}
}

type memory map[[32]byte]bool

func (m memory) Clean(key [32]byte) bool { return m[key] }
func (m memory) SetClean(key [32]byte)   { m[key] = true }

func TestMemoRemembersWhatIsClean(t *testing.T) {
	m := memory{}
	files := fstest.MapFS{"a.csv": {Data: []byte("甲,乙\n")}, "b.csv": {Data: []byte(mobile)}}
	for range 2 {
		for name, want := range map[string]string{"a.csv": "", "b.csv": "第 1 行 138********"} {
			if r, err := Inspect(files, name, 10, m); err != nil || told(r) != want {
				t.Errorf("%s: %v %v", name, r, err)
			}
		}
	}
	if len(m) != 1 {
		t.Errorf("%d files are remembered as clean, want 1", len(m))
	}
}

func FuzzLook(f *testing.F) {
	f.Add(".xlsx", book(f, nil, [2]string{"名单", cells(1, "", "姓名", id)}))
	f.Add(".docx", doc(f, "<w:p><w:r><w:t>"+id+"</w:t></w:r></w:p>", nil))
	f.Add(".pdf", pdfOf("", "text "+id))
	f.Add(".csv", []byte("a,b\n\"c"))
	f.Add(".svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><text onclick="x()">`+id+`</text></svg>`))
	f.Add(".pdf", objects("/Prev {xref}", stream("/Filter /FlateDecode", deflated("BT (a) Tj ET")), "<< /ToUnicode 7 0 R >>", stream("", "1 beginbfchar <61> <0061> endbfchar")))
	f.Add(".pdf", objects("", stream("/Filter [/ASCII85Decode /FlateDecode] /DecodeParms [<< /Columns 4 /Predictor 12 >>]", "GhT9~>")))
	f.Add(".jpg", photo(f))
	f.Add(".png", bare(f, png.Encode))
	f.Fuzz(func(t *testing.T, kind string, src []byte) {
		r := Look(kind, src)
		for _, h := range r.Hits {
			if h.Where.ZH == "" {
				t.Errorf("a hit without a place: %+v", h)
			}
		}
	})
}
