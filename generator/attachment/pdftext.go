package attachment

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"

	"gongkai/generator/diag"
)

// Bounds of what is read of a PDF beside its pages, and of one page.
const (
	mostKids   = 20 * maxPages // of the tree of pages
	deepKids   = 50
	mostForms  = 300 // that a page draws: pieces of it that lie elsewhere
	deepForms  = 8
	mostAnnots = 10_000 // of a file
	mostFields = 10_000
	deepFields = 20
	mostTitles = 10_000           // of the outline
	mostXMP    = 1 << 20          // bytes
	mostDrawn  = 3 * mostUnfolded // bytes of streams, each as often as it is drawn
	mostCodes  = 1024             // names that a font gives to its codes
)

// pdfReader reads the text of a PDF. The library finds a page by counting from
// the first one and its fonts by going up the tree, which takes a file of
// thousands of pages ever longer; so the tree is walked here, once.
type pdfReader struct {
	r        *Report
	l        *lines
	held     *leash
	reads    int // that a page may take
	deadline time.Time

	kids, pages, read, letters int
	odd                        bool            // the tree of pages has more than any
	late                       bool            // pages are left for want of time
	left                       int             // the first page that was not read to its end
	besides                    bool            // something beside the pages could not be read
	known                      map[string]bool // pages and annotations by their references: one may be shown a thousand times

	annots, fields int
	forms          map[string]bool // of the page at hand: each is read once

	drawnBytes int                  // of all streams, each as often as it was drawn
	sizes      map[string]int       // of streams, by what the file says of them and where they lie
	fonts      map[string]*pdf.Font // by what the file says of them
}

// guard runs what may meet things that the library stumbles over.
func (d *pdfReader) guard(do func()) {
	defer func() {
		if recover() != nil {
			d.besides = true
		}
	}()
	d.held.left = d.reads
	do()
}

// properties are what a document tells of itself.
func (d *pdfReader) properties(info pdf.Value) {
	people(d.r, info.Key("Author").Text(), info.Key("Company").Text())
	for _, key := range []string{"Title", "Subject", "Keywords"} {
		d.line(info.Key(key).Text(), theProperties)
	}
}

var (
	theProperties = named(diag.Say("文档属性", "its properties"))
	theOutline    = named(diag.Say("书签", "its outline"))
	theForm       = named(diag.Say("表单", "its form"))
)

func (d *pdfReader) line(s string, where place) {
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			d.l.line(line, where)
		}
	}
}

var errTree = errors.New("the tree of pages has no end")

// walk reads the pages below a node, in their order. What a page has no
// resources of its own for, it has from the nodes above.
func (d *pdfReader) walk(node, resources pdf.Value, depth int) {
	if depth > deepKids {
		panic(errTree)
	}
	if own := node.Key("Resources"); !own.IsNull() {
		resources = own
	}
	kids := node.Key("Kids")
	refs := references(kids)
	for i := range kids.Len() {
		if d.kids++; d.kids > mostKids {
			d.odd = true
			return
		}
		if d.pages > maxPages {
			return
		}
		if d.late = d.late || !time.Now().Before(d.deadline); d.late || d.l.full || d.l.long {
			return
		}
		d.held.left = d.reads
		if refs != nil && d.known[refs[i]] {
			d.pages++
			continue
		}
		kid := kids.Index(i)
		switch {
		case kid.Kind() != pdf.Dict:
		case kid.Key("Kids").Kind() == pdf.Array:
			d.walk(kid, resources, depth+1)
		default:
			if refs != nil {
				d.known[refs[i]] = true
			}
			if d.pages++; d.pages <= maxPages {
				d.read++
				d.page(kid, resources)
			}
		}
	}
}

// references are the references that an array is made of, nil if it holds
// anything else.
func references(array pdf.Value) []string {
	words := strings.Fields(strings.Trim(array.String(), "[]"))
	if len(words) != 3*array.Len() {
		return nil
	}
	refs := make([]string, array.Len())
	for i := range refs {
		if words[3*i+2] != "R" {
			return nil
		}
		refs[i] = words[3*i] + " " + words[3*i+1]
	}
	return refs
}

// page reads a page, and what lies on it.
func (d *pdfReader) page(page, resources pdf.Value) {
	where := named(diag.Say("第 %d 页", "page %d", d.pages))
	text, whole := d.drawn(func() (pdf.Value, pdf.Value) {
		if own := page.Key("Resources"); !own.IsNull() {
			resources = own
		}
		return page.Key("Contents"), resources
	})
	d.letters += len(strings.TrimSpace(text))
	if !whole && d.left == 0 {
		d.left = d.pages
	}
	for line := range strings.SplitSeq(text, "\n") {
		d.l.line(line, where)
	}
	d.guard(func() {
		d.actions(page.Key("AA"))
		d.annotations(page.Key("Annots"), resources)
	})
}

// drawn is the text that a stream draws with its resources, as far as it can be
// read.
func (d *pdfReader) drawn(get func() (stream, resources pdf.Value)) (text string, whole bool) {
	d.forms = map[string]bool{}
	var b strings.Builder
	whole = true
	defer func() {
		if recover() != nil {
			whole = false
		}
		text = b.String()
	}()
	stream, resources := get()
	if stream.IsNull() {
		return
	}
	if drawnAsPicture(stream) {
		return "", false
	}
	d.draw(&b, stream, resources, 0)
	return
}

// draw adds the text of a stream: of a page, of a form that it draws, of how an
// annotation looks.
func (d *pdfReader) draw(b *strings.Builder, stream, resources pdf.Value, depth int) {
	d.spend(stream)
	fonts := map[string]*pdf.Font{} // by the names that they have here: a text changes them often
	font := func(name string) *pdf.Font {
		f, ok := fonts[name]
		if !ok {
			f = d.font(resources.Key("Font").Key(name))
			fonts[name] = f
		}
		return f
	}
	decode := func(raw string) string { return raw }
	write := func(s string) {
		if b.Len() < maxText {
			b.WriteString(s)
		}
	}
	show := func(s string) { write(strings.ToValidUTF8(decode(s), "\ufffd")) }
	pdf.Interpret(stream, func(stack *pdf.Stack, op string) {
		args := make([]pdf.Value, stack.Len())
		for i := range args {
			args[len(args)-1-i] = stack.Pop()
		}
		last := pdf.Value{}
		if len(args) > 0 {
			last = args[len(args)-1]
		}
		switch op {
		case "BT", "T*":
			write("\n")
		case "Tf":
			decode = func(raw string) string { return raw }
			if len(args) == 2 {
				if f := font(args[0].Name()); f != nil {
					decode = f.Encoder().Decode
				}
			}
		case "Tj", "'", `"`:
			if op != "Tj" {
				write("\n")
			}
			show(last.RawString())
		case "TJ":
			for i := range last.Len() {
				if x := last.Index(i); x.Kind() == pdf.String {
					show(x.RawString())
				}
			}
		case "Do":
			d.form(b, resources.Key("XObject").Key(last.Name()), resources, depth+1)
		}
	})
}

// spend counts what is drawn. A stream of a kilobyte may unfold to a megabyte
// and be drawn on each of a thousand pages.
func (d *pdfReader) spend(stream pdf.Value) {
	for i := range stream.Len() { // a text may be in pieces
		d.spend(stream.Index(i))
	}
	if stream.Kind() != pdf.Stream {
		return
	}
	key := stream.String()
	var end ending
	n, known := d.sizes[key]
	if !known {
		size, _ := io.Copy(&end, stream.Reader())
		n = int(size)
	}
	if d.drawnBytes += n; d.drawnBytes > mostDrawn || time.Now().After(d.deadline) {
		d.late = true
		panic(errLeash)
	}
	if end.open {
		panic(errLeash)
	}
	d.sizes[key] = n
}

// font is a font that may be read, nil where there is none.
func (d *pdfReader) font(v pdf.Value) *pdf.Font {
	if v.IsNull() {
		return nil
	}
	key := v.String()
	if f, ok := d.fonts[key]; ok {
		return f
	}
	codes := v.Key("ToUnicode")
	if asPicture(codes) || v.Key("Encoding").Key("Differences").Len() > mostCodes {
		panic(errLeash)
	}
	d.spend(codes)
	d.fonts[key] = &pdf.Font{V: v}
	return d.fonts[key]
}

// form adds the text of a piece of a page that lies elsewhere.
func (d *pdfReader) form(b *strings.Builder, form, resources pdf.Value, depth int) {
	if form.Kind() != pdf.Stream || form.Key("Subtype").Name() != "Form" {
		return
	}
	name := form.String() // it tells where in the file the form lies
	if d.forms[name] {
		return
	}
	d.forms[name] = true
	if len(d.forms) > mostForms || depth > deepForms || time.Now().After(d.deadline) {
		panic(errLeash)
	}
	if own := form.Key("Resources"); !own.IsNull() {
		resources = own
	}
	b.WriteByte('\n')
	d.draw(b, form, resources, depth)
	b.WriteByte('\n')
}

// annotations reads what lies on a page.
func (d *pdfReader) annotations(list, resources pdf.Value) {
	refs := references(list)
	for i := range list.Len() {
		if refs != nil && d.known[refs[i]] {
			continue
		}
		if d.annots++; d.annots > mostAnnots || time.Now().After(d.deadline) {
			panic(errLeash)
		}
		if refs != nil {
			d.known[refs[i]] = true
		}
		d.held.left = d.reads
		d.annotation(list.Index(i), resources)
	}
}

func (d *pdfReader) annotation(a, resources pdf.Value) {
	kind := a.Key("Subtype").Name()
	d.action(a.Key("A"), 0)
	if kind == "Link" || kind == "Popup" {
		return
	}
	d.actions(a.Key("AA"))
	words := a.Key("Contents").Text()
	d.line(words, aComment)
	switch kind {
	case "FileAttachment":
		d.embedded()
	case "Text", "Highlight", "Underline", "StrikeOut", "Squiggly", "Caret":
		if strings.TrimSpace(words) != "" {
			hidden(d.r, "有批注", "it has annotations")
		}
	}
	looks := a.Key("AP").Key("N")
	streams := []pdf.Value{looks}
	if looks.Kind() == pdf.Dict { // one for each state
		streams = streams[:0]
		for _, state := range looks.Keys()[:min(len(looks.Keys()), 8)] {
			streams = append(streams, looks.Key(state))
		}
	}
	for _, s := range streams {
		if s.Kind() != pdf.Stream || asPicture(s) {
			continue
		}
		if own := s.Key("Resources"); !own.IsNull() {
			resources = own
		}
		text, whole := d.drawn(func() (pdf.Value, pdf.Value) { return s, resources })
		d.besides = d.besides || !whole
		for line := range strings.SplitSeq(text, "\n") {
			if !strings.Contains(words, strings.TrimSpace(line)) {
				d.line(line, aComment)
			}
		}
	}
}

var pdfRuns = diag.Say("里面有会启动别的程序的链接或者动作；打印成新的 PDF", "it holds a link or an action that starts another program; print it to a new PDF")

func (d *pdfReader) embedded() {
	hidden(d.r, "嵌入了别的文件，没有检查", "it holds embedded files, which were not looked into")
}

// actions are those that a page, a field or a document has for what happens to
// it.
func (d *pdfReader) actions(list pdf.Value) {
	for _, when := range list.Keys() {
		d.action(list.Key(when), 0)
	}
}

// action judges what is done at a click, or when a file is opened. Scripts compute
// sums and print, within what readers of PDF let them: they are told, no more.
func (d *pdfReader) action(a pdf.Value, depth int) {
	const mostNext = 5
	if a.Kind() != pdf.Dict || depth > mostNext {
		return
	}
	switch a.Key("S").Name() {
	case "Launch":
		d.r.runs(pdfRuns)
	case "JavaScript":
		hidden(d.r, "有脚本", "it holds scripts")
	case "":
		return
	}
	switch next := a.Key("Next"); next.Kind() {
	case pdf.Dict:
		d.action(next, depth+1)
	case pdf.Array:
		for i := range min(next.Len(), 10) {
			d.action(next.Index(i), depth+1)
		}
	}
}

// catalogue reads what a document has beside its pages.
func (d *pdfReader) catalogue(root pdf.Value) {
	d.action(root.Key("OpenAction"), 0)
	d.actions(root.Key("AA"))
	names := root.Key("Names")
	if filled(names.Key("JavaScript")) {
		hidden(d.r, "有脚本", "it holds scripts")
	}
	if filled(names.Key("EmbeddedFiles")) || root.Key("AF").Len() > 0 || !root.Key("Collection").IsNull() {
		d.embedded()
	}
	form := root.Key("AcroForm")
	if !form.Key("XFA").IsNull() {
		d.besides = true
	}
	d.guard(func() { d.field(form.Key("Fields"), 0) })
	d.guard(func() { d.outline(root.Key("Outlines").Key("First"), 0) })
	d.guard(func() { d.metadata(root.Key("Metadata")) })
}

// filled reports whether a tree of names has any.
func filled(tree pdf.Value) bool { return tree.Key("Names").Len()+tree.Key("Kids").Len() > 0 }

// field reads what is filled in.
func (d *pdfReader) field(list pdf.Value, depth int) {
	for i := range list.Len() {
		if d.fields++; d.fields > mostFields || depth > deepFields || time.Now().After(d.deadline) {
			panic(errLeash)
		}
		d.held.left = d.reads
		f := list.Index(i)
		for _, key := range []string{"V", "DV"} {
			d.line(f.Key(key).Text(), theForm)
		}
		d.field(f.Key("Kids"), depth+1)
	}
}

// outline reads the titles of an outline.
func (d *pdfReader) outline(item pdf.Value, depth int) {
	for ; item.Kind() == pdf.Dict; item = item.Key("Next") {
		if d.fields++; d.fields > mostFields+mostTitles || depth > deepFields || time.Now().After(d.deadline) {
			panic(errLeash)
		}
		d.held.left = d.reads
		d.line(item.Key("Title").Text(), theOutline)
		d.action(item.Key("A"), 0)
		d.outline(item.Key("First"), depth+1)
	}
}

// metadata reads the properties that are kept as XML.
func (d *pdfReader) metadata(stream pdf.Value) {
	if stream.Kind() != pdf.Stream || asPicture(stream) {
		return
	}
	x := xml.NewDecoder(io.LimitReader(stream.Reader(), mostXMP))
	x.Strict = false
	for {
		token, err := x.RawToken()
		if err != nil {
			return // properties that can't be read are none to a program either
		}
		if text, ok := token.(xml.CharData); ok && numbered(string(text)) {
			d.line(string(text), theProperties)
		}
	}
}
