package attachment

import (
	"encoding/xml"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/ooxml"
)

// slides is a PPTX file.
func slides(src []byte) Report {
	return office(src, func(p *parts, l *lines, r *Report) {
		for _, part := range p.Names {
			if where, ok := slideOf(part); ok {
				p.text = true
				p.read(part, &words{l: l, r: r, where: named(where)}, named(where), l, r)
			}
		}
		if len(p.With("ppt/comments/", ".xml"))+len(p.With("ppt/threadedComments/", ".xml")) > 0 {
			hidden(r, "有批注", "it has comments")
		}
	})
}

func slideOf(part string) (diag.Text, bool) {
	key := ooxml.Key(part)
	number := func(prefix string) (string, bool) {
		n, ok := strings.CutPrefix(key, prefix)
		if !ok || strings.Contains(n, "/") {
			return "", false
		}
		return strings.CutSuffix(n, ".xml")
	}
	if n, ok := number("ppt/slides/slide"); ok {
		return diag.Say("第 %s 张幻灯片", "slide %s", short(n)), true
	}
	if n, ok := number("ppt/notesslides/notesslide"); ok {
		return diag.Say("备注页 %s", "the notes %s", short(n)), true
	}
	if strings.HasPrefix(key, "ppt/comments/") || strings.HasPrefix(key, "ppt/threadedcomments/") {
		return diag.Say("批注", "a comment"), true
	}
	return diag.Text{}, false
}

// paragraphs adds the text of a part, a line for each element called line.
func (p *parts) paragraphs(part, line, run string, where place, l *lines, r *Report) {
	var b strings.Builder
	in := false
	flush := func() {
		if b.Len() > 0 {
			l.line(b.String(), where)
			b.Reset()
		}
	}
	r.trouble(p.Each(part,
		func(el xml.StartElement) { in = in || el.Name.Local == run || el.Name.Local == "text" },
		func(s string) {
			if in {
				b.WriteString(s)
			}
		},
		func(name string) {
			switch name {
			case run, "text":
				in = false
			}
			if name == line || name == "text" {
				flush()
			}
		}))
	flush()
}

// pagesOfOFD is an OFD file (GB/T 33190-2016), in which offices exchange their
// documents: pages of XML whose texts stand in TextCode.
func pagesOfOFD(src []byte) (r Report) {
	p, why := openParts(src)
	if p == nil {
		return Report{Unread: why}
	}
	var l lines
	texts := 0
	for _, part := range p.Names {
		key := ooxml.Key(part)
		if !strings.HasSuffix(key, ".xml") {
			continue
		}
		switch {
		case strings.Contains(key, "/pages/"), strings.Contains(key, "/tpls/"):
			before := l.text.Len()
			p.paragraphs(part, "TextCode", "TextCode", named(diag.Say("页面 %s", "the page %s", short(part))), &l, &r)
			texts += l.text.Len() - before
		case strings.Contains(key, "/annots/"):
			hidden(&r, "有批注", "it has annotations")
			p.paragraphs(part, "TextCode", "TextCode", named(diag.Say("批注", "an annotation")), &l, &r)
		case strings.Contains(key, "/attachs/") || strings.Contains(key, "/attachments"):
			hidden(&r, "嵌入了别的文件，没有检查", "it holds embedded files, which were not looked into")
		}
	}
	authors, err := p.Texts("OFD.xml", "Author")
	r.trouble(err)
	people(&r, authors...)
	l.scan(&r)
	if texts < fewLetters && r.Unread.ZH == "" {
		r.Unread = noText
	}
	return r
}
