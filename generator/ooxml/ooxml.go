// Package ooxml reads the parts of Office files, which are ZIP archives of XML,
// and writes the simplest workbook there is.
//
// Files come from strangers, so everything has a bound: how many parts an
// archive has, and how many bytes all its parts unfold to together. A part is
// read as a stream of elements; no tree is built.
//
// Parts are found as office programs find them: by relations, by names without
// regard to case, kind of slash and escapes. What one program shows must not be
// missed here because its name is written otherwise.
//
// Limits: it knows the frame of an Office file and of a workbook, not what
// cells and paragraphs mean; that is for those who read them. What it writes
// are sheets of plain cells with a bold first row.
package ooxml

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Bounds of a file.
const (
	MaxParts  = 4000     // entries of an archive
	MaxXML    = 64 << 20 // bytes that its parts unfold to, together
	MaxSheets = 1000     // of a workbook
	MaxTexts  = 1 << 20  // that are put into one list, such as the strings of a workbook
	maxTag    = 1 << 20  // bytes from < to >: a tag, with its attributes, is kept as a whole
)

// Why a file is not read, or not to its end.
var (
	ErrProtected = errors.New("the file is encrypted or in a format of before 2007")
	ErrDamaged   = errors.New("the file is no archive")
	ErrParts     = errors.New("the file consists of too many parts")
	ErrBudget    = errors.New("the parts unfold to too many bytes")
	ErrForm      = errors.New("the parts are built as no program builds them")
)

// Package is an Office file whose parts are read within one budget, so that a
// small file cannot unfold to a large one.
type Package struct {
	Names  []string             // of the parts, with plain slashes, in the order of the archive
	files  map[string]*zip.File // by the keys of their names
	budget int64
}

// clean is a name of a part with plain slashes and without escapes.
func clean(name string) string {
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
}

// Key is a name of a part as programs compare it.
func Key(name string) string { return strings.ToLower(clean(name)) }

// Open opens an Office file.
func Open(src []byte) (*Package, error) {
	if bytes.HasPrefix(src, []byte("\xd0\xcf\x11\xe0")) {
		return nil, ErrProtected
	}
	// The library makes something of every entry before it can be asked how many
	// there are. Archives within this one have entries too, thus the margin.
	if bytes.Count(src, []byte("PK\x01\x02")) > 16*MaxParts {
		return nil, ErrParts
	}
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, ErrDamaged
	}
	if len(z.File) > MaxParts {
		return nil, ErrParts
	}
	p := &Package{files: map[string]*zip.File{}, budget: MaxXML}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 { // a folder
			continue
		}
		name := clean(f.Name)
		key := strings.ToLower(name)
		if p.files[key] != nil { // programs differ in which of two they show
			return nil, ErrForm
		}
		p.files[key] = f
		p.Names = append(p.Names, name)
	}
	return p, nil
}

// Has reports whether there is a part of a name.
func (p *Package) Has(name string) bool { return p.files[Key(name)] != nil }

// With lists the parts whose names begin and end so, in any case.
func (p *Package) With(prefix, suffix string) []string {
	prefix, suffix = strings.ToLower(prefix), strings.ToLower(suffix)
	var list []string
	for _, n := range p.Names {
		if key := strings.ToLower(n); strings.HasPrefix(key, prefix) && strings.HasSuffix(key, suffix) {
			list = append(list, n)
		}
	}
	return list
}

// limited hands out bytes and takes them off the budget.
type limited struct {
	from io.Reader
	p    *Package
	tag  int  // bytes since a <, 0 outside of tags
	bare bool // it is not read as XML
}

func (l *limited) Read(b []byte) (int, error) {
	if l.p.budget <= 0 {
		return 0, ErrBudget
	}
	n, err := l.from.Read(b[:min(int64(len(b)), l.p.budget)])
	l.p.budget -= int64(n)
	if l.bare {
		return n, err
	}
	if l.measure(b[:n]); l.tag > maxTag {
		return 0, ErrForm
	}
	return n, err
}

// measure counts the bytes of the tag that is open at the end of b.
func (l *limited) measure(b []byte) {
	for len(b) > 0 {
		if l.tag == 0 {
			i := bytes.IndexByte(b, '<')
			if i < 0 {
				return
			}
			l.tag, b = 1, b[i+1:]
			continue
		}
		i := bytes.IndexByte(b, '>')
		if i < 0 {
			l.tag += len(b)
			return
		}
		l.tag, b = 0, b[i+1:]
	}
}

// open opens a part. The bytes that are read of it count.
func (p *Package) open(name string) (io.Reader, io.Closer, error) {
	f := p.files[Key(name)]
	if f == nil {
		return strings.NewReader(""), io.NopCloser(nil), nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, err
	}
	return &limited{from: r, p: p}, r, nil
}

// Head is how a part begins: as much of it as tells what it is.
func (p *Package) Head(name string) ([]byte, error) {
	return p.Bytes(name, 256)
}

// Bytes are the first bytes of a part, most of them at most.
func (p *Package) Bytes(name string, most int64) ([]byte, error) {
	r, done, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer done.Close()
	if l, ok := r.(*limited); ok {
		l.bare = true
	}
	return io.ReadAll(io.LimitReader(r, most))
}

// IsXML reports whether a part that begins so is XML, in one of the encodings
// that XML has.
func IsXML(head []byte) bool {
	if wide(head) != nil {
		return true
	}
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"), []byte("<"))
}

// wide is the order of the bytes of a text in UTF-16, nil for other texts.
func wide(head []byte) *unicode.Endianness {
	order := unicode.LittleEndian
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("<\x00")):
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\x00<")):
		order = unicode.BigEndian
	default:
		return nil
	}
	return &order
}

// decoder reads a part as XML.
func decoder(r io.Reader) *xml.Decoder {
	b := bufio.NewReader(r)
	head, _ := b.Peek(2)
	r = b
	order := wide(head)
	if order != nil {
		r = unicode.UTF16(*order, unicode.UseBOM).NewDecoder().Reader(b)
	}
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		switch label := strings.ToLower(label); {
		case order != nil && strings.HasPrefix(label, "utf-16"): // it is decoded already
			return in, nil
		case label == "gb2312", label == "gbk", label == "gb18030":
			return simplifiedchinese.GB18030.NewDecoder().Reader(in), nil
		case label == "iso-8859-1", label == "windows-1252", label == "us-ascii":
			return charmap.Windows1252.NewDecoder().Reader(in), nil
		}
		return nil, ErrForm
	}
	return d
}

// Walk hands the tokens of a part to see, which keeps none of their bytes. A
// part that is not there is empty. Entities that a part defines are not put in
// their places, and office programs do not open such files: it is an ErrForm,
// after all has been seen.
func (p *Package) Walk(name string, see func(xml.Token)) error {
	r, done, err := p.open(name)
	if err != nil {
		return err
	}
	defer done.Close()
	d := decoder(r)
	var entities error
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return entities
		}
		if err != nil {
			return err
		}
		if t, ok := token.(xml.Directive); ok && bytes.Contains(t, []byte("ENTITY")) {
			entities = ErrForm
		}
		see(token)
	}
}

// Each calls start, text and end for the elements of a part, by their names
// without name space. A part that is not there is empty.
func (p *Package) Each(name string, start func(el xml.StartElement), text func(s string), end func(name string)) error {
	return p.Walk(name, func(token xml.Token) {
		switch t := token.(type) {
		case xml.StartElement:
			start(t)
		case xml.EndElement:
			end(t.Name.Local)
		case xml.CharData:
			text(string(t))
		}
	})
}

// Starts calls start for the elements of a part.
func (p *Package) Starts(name string, start func(el xml.StartElement)) error {
	return p.Each(name, start, func(string) {}, func(string) {})
}

// Texts are the values of the elements of some names in a part.
func (p *Package) Texts(part string, names ...string) (list []string, err error) {
	in := false
	var b strings.Builder
	is := func(name string) bool {
		for _, n := range names {
			if n == name {
				return true
			}
		}
		return false
	}
	err = p.Each(part,
		func(el xml.StartElement) { in = in || is(el.Name.Local) },
		func(s string) {
			if in {
				b.WriteString(s)
			}
		},
		func(name string) {
			if is(name) {
				if len(list) < MaxTexts+1 {
					list = append(list, b.String())
				}
				b.Reset()
				in = false
			}
		})
	return fewTexts(list, err)
}

// fewTexts is a list that is not too long.
func fewTexts(list []string, err error) ([]string, error) {
	if len(list) > MaxTexts {
		return list[:MaxTexts], ErrForm
	}
	return list, err
}

// Sheet of a workbook.
type Sheet struct {
	Name, Part string
	Hidden     bool
}

// Relation of a part to another, or to something outside of the file.
type Relation struct {
	ID, Kind string // the last word of its type: worksheet
	Target   string // the name of the part, or an address
	External bool
}

// Relations are those of a part, or of the whole file where part is "".
func (p *Package) Relations(part string) (list []Relation, err error) {
	dir, base := path.Split(part)
	err = p.Starts(dir+"_rels/"+base+".rels", func(el xml.StartElement) {
		if el.Name.Local != "Relationship" || len(list) > MaxTexts {
			return
		}
		rel := RelationOf(el)
		if !rel.External && !strings.HasPrefix(rel.Target, "/") {
			rel.Target = path.Join("/", dir, rel.Target)
		}
		list = append(list, rel)
	})
	if len(list) > MaxTexts {
		return list[:MaxTexts], ErrForm
	}
	return list, err
}

// RelationOf is a relation as its element states it.
func RelationOf(el xml.StartElement) Relation {
	return Relation{ID: Attr(el, "Id"), Kind: path.Base(Attr(el, "Type")), Target: strings.ReplaceAll(Attr(el, "Target"), `\`, "/"),
		External: strings.EqualFold(Attr(el, "TargetMode"), "External")}
}

// Main is the part that a file begins with, usual where none is named.
func (p *Package) Main(usual string) (string, error) {
	list, err := p.Relations("")
	for _, rel := range list {
		if rel.Kind == "officeDocument" && p.Has(rel.Target) {
			return clean(rel.Target), err
		}
	}
	return usual, err
}

// Sheets are the sheets of a workbook, in their order.
func (p *Package) Sheets() ([]Sheet, error) {
	book, err := p.Main("xl/workbook.xml")
	if err != nil {
		return nil, err
	}
	rels, err := p.Relations(book)
	if err != nil {
		return nil, err
	}
	target := map[string]string{}
	for _, rel := range rels {
		target[rel.ID] = clean(rel.Target)
	}
	var list []Sheet
	err = p.Starts(book, func(el xml.StartElement) {
		if el.Name.Local == "sheet" {
			state := Attr(el, "state")
			if len(list) < MaxSheets+1 {
				list = append(list, Sheet{Attr(el, "name"), target[Attr(el, "id")], state == "hidden" || state == "veryHidden"})
			}
		}
	})
	if len(list) > MaxSheets {
		return nil, ErrParts
	}
	return list, err
}

// StringsPart is the part that holds the strings of a workbook.
func (p *Package) StringsPart() (string, error) {
	const usual = "xl/sharedStrings.xml"
	book, err := p.Main("xl/workbook.xml")
	if err != nil {
		return usual, err
	}
	rels, err := p.Relations(book)
	for _, rel := range rels {
		if rel.Kind == "sharedStrings" && p.Has(rel.Target) {
			return clean(rel.Target), err
		}
	}
	return usual, err
}

// Strings are the shared strings of a workbook. Of a rich text the runs are
// put together; the reading aids of East Asian texts are left out.
func (p *Package) Strings() ([]string, error) {
	part, err := p.StringsPart()
	if err != nil {
		return nil, err
	}
	var list []string
	var b strings.Builder
	in, aid := false, false
	err = p.Each(part,
		func(el xml.StartElement) {
			switch el.Name.Local {
			case "si":
				b.Reset()
			case "t":
				in = true
			case "rPh":
				aid = true
			}
		},
		func(s string) {
			if in && !aid {
				b.WriteString(s)
			}
		},
		func(name string) {
			switch name {
			case "si":
				if len(list) < MaxTexts+1 {
					list = append(list, b.String())
				}
			case "t":
				in = false
			case "rPh":
				aid = false
			}
		})
	return fewTexts(list, err)
}

// Column is the column of a cell's reference such as BC12, from 0; next where
// there is none.
func Column(ref string, next int) int {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' || n > 1<<20 {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	if n == 0 {
		return next
	}
	return n - 1
}

// Letters is the name of a column, from 0: A, Z, AA.
func Letters(column int) string {
	if column < 26 {
		return string(rune('A' + column))
	}
	return Letters(column/26-1) + string(rune('A'+column%26))
}

// Attr is an attribute by its name without name space.
func Attr(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// On reports whether an attribute that is a switch is on.
func On(el xml.StartElement, name string) bool {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value != "0" && a.Value != "false" && a.Value != "off"
		}
	}
	return false
}
