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

// pageOfOFD reads a part of an OFD file: texts are lines, and of the rest what
// may be somebody's number. Shapes and places of letters are numbers only.
type pageOfOFD struct {
	where place
	l     *lines

	b         strings.Builder
	in, shape bool
	letters   int
}

func (w *pageOfOFD) ownAttributes() bool { return true }

func (w *pageOfOFD) start(el xml.StartElement) {
	switch el.Name.Local {
	case "TextCode":
		w.in = true
	case "AbbreviatedData":
		w.shape = true
	}
}

func (w *pageOfOFD) text(s string) bool {
	if w.in {
		w.b.WriteString(s)
	}
	return w.in || w.shape
}

func (w *pageOfOFD) end(name string) {
	switch name {
	case "TextCode":
		w.in = false
		w.finish()
	case "AbbreviatedData":
		w.shape = false
	}
}

func (w *pageOfOFD) finish() {
	if w.b.Len() > 0 {
		w.l.line(w.b.String(), w.where)
		w.letters += w.b.Len()
		w.b.Reset()
	}
}

// pagesOfOFD is an OFD file (GB/T 33190-2016), in which offices exchange their
// documents: pages of XML whose texts stand in TextCode. Where a page lies is
// for its document to say, so all parts are read.
func pagesOfOFD(src []byte) (r Report) {
	p, why := openParts(src)
	if p == nil {
		return Report{Unread: why}
	}
	var l lines
	letters := 0
	for _, part := range p.Names {
		key := ooxml.Key(part)
		where := partPlace(part)
		switch {
		case !strings.HasSuffix(key, ".xml"):
			if head, _ := p.Head(part); !ooxml.IsXML(head) {
				continue
			}
		case strings.Contains(key, "/pages/"), strings.Contains(key, "/tpls/"):
			where = named(diag.Say("页面 %s", "the page %s", short(part)))
		case strings.Contains(key, "/annots/"):
			hidden(&r, "有批注", "it has annotations")
			where = named(diag.Say("批注", "an annotation"))
		case strings.Contains(key, "/attachs/") || strings.Contains(key, "/attachments"):
			hidden(&r, "嵌入了别的文件，没有检查", "it holds embedded files, which were not looked into")
		}
		page := &pageOfOFD{l: &l, where: where}
		p.read(part, page, where, &l, &r)
		letters += page.letters
	}
	authors, err := p.Texts("OFD.xml", "Author")
	r.trouble(err)
	people(&r, authors...)
	l.scan(&r)
	if letters < fewLetters && r.Unread.ZH == "" {
		r.Unread = noText
	}
	return r
}
