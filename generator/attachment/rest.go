package attachment

import (
	"encoding/xml"
	"net/http"
	"path"
	"strings"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/ooxml"
)

// What readers of office files do not know. They look for parts by what those
// are called and are related to; a program that opens the file may go by other
// ways, and show what no reader saw. So every part that is left is looked
// through for its bare words, and in the parts that are read, what stands
// beside the text.

// A reader takes the elements of a part.
type reader interface {
	start(el xml.StartElement)
	text(s string) (taken bool)
	end(name string)
}

// read hands a part to its reader, and looks through what that leaves.
func (p *parts) read(part string, by reader, where place, l *lines, r *Report) {
	p.taken[ooxml.Key(part)] = true
	silent := plainAttributes(part)
	if own, ok := by.(interface{ ownAttributes() bool }); ok {
		silent = own.ownAttributes()
	}
	var left loose
	r.trouble(p.Walk(part, func(token xml.Token) {
		switch t := token.(type) {
		case xml.StartElement:
			if !silent {
				left.attributes(t)
			}
			by.start(t)
		case xml.EndElement:
			by.end(t.Name.Local)
		case xml.CharData:
			if s := string(t); !by.text(s) {
				left.add(s)
			}
		case xml.Comment:
			left.add(string(t))
		case xml.Directive:
			left.add(string(t))
		}
	}))
	if by, ok := by.(interface{ finish() }); ok {
		by.finish()
	}
	left.to(l, where)
}

// plainAttributes reports whether a part is one of those that every office file
// has and whose attributes are about fonts and shapes.
func plainAttributes(part string) bool {
	dir, base := path.Split(ooxml.Key(part))
	switch base {
	case "styles.xml", "styleswitheffects.xml", "fonttable.xml", "websettings.xml", "numbering.xml", "calcchain.xml",
		"presprops.xml", "viewprops.xml", "tablestyles.xml":
		return true
	}
	return strings.HasSuffix(dir, "/theme/")
}

// loose is what stands beside the text of a part, in values of attributes,
// remarks and words out of place, as far as it may hold somebody's number. It is
// kept until the part ends, for it would cut a table.
type loose struct {
	list []string
	size int
	full bool
}

func (o *loose) attributes(el xml.StartElement) {
	for _, a := range el.Attr {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			o.add(a.Value)
		}
	}
}

func (o *loose) add(s string) {
	switch {
	case !numbered(s):
	case o.size+len(s) > maxText || len(o.list) >= maxLine:
		o.full = true
	default:
		o.list = append(o.list, s)
		o.size += len(s)
	}
}

// to adds what was kept, behind the part.
func (o *loose) to(l *lines, where place) {
	l.full = l.full || o.full
	if len(o.list) == 0 {
		return
	}
	l.part("", where)
	for _, s := range o.list {
		l.line(s, where)
	}
}

// fewestDigits are those of a telephone number, the shortest that is looked for
// where no word stands beside it.
const fewestDigits = 11

// numbered reports whether a text has digits enough for somebody's number, with
// no more between two than a blank, a dash or what nobody sees.
func numbered(s string) bool {
	if len(s) < fewestDigits {
		return false
	}
	n, between := 0, 0
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9', c > 0x7f && unicode.IsNumber(c):
			if n++; n == fewestDigits {
				return true
			}
			between = 0
		case between < 4 && (c > 0x7f || strings.ContainsRune(" -*_`\\", c)):
			between++
		default:
			n, between = 0, 0
		}
	}
	return false
}

// partPlace is a part by its name.
func partPlace(part string) place {
	if strings.HasPrefix(ooxml.Key(part), "docprops/") {
		return named(diag.Say("文档属性", "its properties"))
	}
	return named(diag.Say("部件“%s”", "the part %q", short(part)))
}

// others looks through the parts that no reader has taken.
func (p *parts) others(l *lines, r *Report) {
	for _, part := range p.Names {
		if !p.taken[ooxml.Key(part)] {
			p.other(part, l, r)
		}
	}
}

func (p *parts) other(part string, l *lines, r *Report) {
	p.taken[ooxml.Key(part)] = true
	head, err := p.Head(part)
	if err != nil {
		if !silentPart(part) {
			r.trouble(err)
		}
		return
	}
	where := partPlace(part)
	switch {
	case ooxml.IsXML(head):
		l.part("", where)
		p.read(part, &root{p: p, part: part, where: where, l: l, r: r}, where, l, r)
	case len(head) == 0 || silentPart(part) || shownOnly(head):
	default: // text of another kind, such as a page that a document takes in
		r.unread(part)
		src, _ := p.Bytes(part, maxText)
		if text, ok := decoded(src); ok {
			l.part("", where)
			for line := range strings.SplitSeq(string(text), "\n") {
				l.line(line, where)
			}
		}
	}
}

// shownOnly reports whether a part begins as a picture or a recording does. Word
// keeps some of them under other endings.
func shownOnly(head []byte) bool {
	kind, _, _ := strings.Cut(http.DetectContentType(head), "/")
	return kind == "image" || kind == "audio" || kind == "video" || kind == "font"
}

// silentPart reports whether a part holds no words by its name, or is told of by
// it, as what is not looked into.
func silentPart(part string) bool {
	key := ooxml.Key(part)
	if pictureParts[path.Ext(key)] || strings.Contains(key, "/embeddings/") {
		return true
	}
	if path.Ext(key) != ".bin" {
		return false
	}
	for _, known := range []string{"/printersettings", "/vbaproject", "/activex", "/attachedtoolbars"} {
		if strings.Contains(key, known) {
			return true
		}
	}
	return false // workbooks have a form in which every part is one
}

// unread tells that a part was not looked into.
func (r *Report) unread(part string) {
	if r.Unread.ZH == "" {
		r.Unread = diag.Say("有没检查的部分：%s", "a part of it was not looked into: %s", short(part))
	}
}

// pictureParts are the endings of parts that hold no words: pictures, sounds,
// fonts. One that is XML all the same is read.
var pictureParts = func() map[string]bool {
	m := map[string]bool{}
	for _, e := range strings.Fields("png jpg jpeg jpe jfif gif bmp ico tif tiff webp heic avif wdp jxr hdp emf wmf emz wmz pict pct pcx eps " +
		"mp3 mp4 m4a m4v mov avi wmv wma wav mpg mpeg mid midi glb odttf fntdata ttf otf sigs") {
		m["."+e] = true
	}
	return m
}()

// root gives a part to a reader by its outermost element: what a part is does
// not hang on what it is called.
type root struct {
	p     *parts
	part  string
	where place
	l     *lines
	r     *Report
	by    reader
}

func (o *root) start(el xml.StartElement) {
	if o.by == nil {
		o.by = o.choose(el.Name.Local)
	}
	o.by.start(el)
}

func (o *root) choose(name string) reader {
	switch name {
	case "document", "hdr", "ftr", "footnotes", "endnotes", "glossaryDocument":
		o.p.text = true
		return &story{l: o.l, r: o.r, where: o.where}
	case "sld":
		o.p.text = true
	case "worksheet", "dialogsheet", "macrosheet":
		o.p.text = true
		return &rows{sheet: ooxml.Sheet{Name: short(o.part)}, where: o.where, shared: &o.p.shared, l: o.l, r: o.r}
	}
	return &words{where: o.where, l: o.l, r: o.r}
}

func (o *root) text(s string) bool { return o.by == nil || o.by.text(s) }

func (o *root) end(name string) {
	if o.by != nil {
		o.by.end(name)
	}
}

func (o *root) finish() {
	if by, ok := o.by.(interface{ finish() }); ok {
		by.finish()
	}
}

// words takes all character data of a part. Runs of a paragraph are put
// together; of other elements each is a line of its own.
type words struct {
	where place
	l     *lines
	r     *Report

	b      strings.Builder
	fresh  bool // the last that came was text
	values int  // how many lists of numbers are open
	any    bool // there was text
}

func (w *words) start(el xml.StartElement) {
	w.fresh = false
	switch el.Name.Local {
	case "numCache", "numLit", "numDim":
		w.values++
	case "tab", "br", "cr":
		w.b.WriteByte(' ')
	case "sld":
		if ooxml.Attr(el, "show") == "0" {
			hidden(w.r, "有隐藏的幻灯片", "it has hidden slides")
		}
	case "Relationship":
		w.r.relation(ooxml.RelationOf(el))
	case "ddeLink":
		w.r.runs(startsProgram)
	}
}

func (w *words) text(s string) bool {
	if t := strings.TrimSpace(s); t == "" || w.values > 0 && len(t) <= fewestDigits { // an amount, and no telephone number
		return true
	}
	w.b.WriteString(s)
	w.fresh, w.any = true, true
	if w.b.Len() > maxText {
		w.finish()
	}
	return true
}

func (w *words) end(name string) {
	switch name {
	case "numCache", "numLit", "numDim":
		w.values--
	case "t", "r", "delText", "instrText": // others may follow in the paragraph
		w.fresh = false
		return
	case "p", "si", "text", "comment":
		w.finish()
	}
	if w.fresh {
		w.finish()
	}
	w.fresh = false
}

func (w *words) finish() {
	if w.b.Len() > 0 {
		w.l.line(w.b.String(), w.where)
		w.b.Reset()
	}
}
