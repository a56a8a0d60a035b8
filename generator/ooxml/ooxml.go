// Package ooxml reads the parts of Office files, which are ZIP archives of XML,
// and writes the simplest workbook there is.
//
// Files come from strangers, so everything has a bound: how many parts an
// archive has, and how many bytes all its parts unfold to together. A part is
// read as a stream of elements; no tree is built.
//
// Limits: it knows the frame of an Office file and of a workbook, not what
// cells and paragraphs mean; that is for those who read them. What it writes
// are sheets of plain cells with a bold first row.
package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
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
	Names  []string // of the parts, in the order of the archive
	files  map[string]*zip.File
	budget int64
}

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
		if p.files[f.Name] != nil { // programs differ in which of two they show
			return nil, ErrForm
		}
		p.files[f.Name] = f
		p.Names = append(p.Names, f.Name)
	}
	return p, nil
}

// With lists the parts whose names begin and end so.
func (p *Package) With(prefix, suffix string) []string {
	var list []string
	for _, n := range p.Names {
		if strings.HasPrefix(n, prefix) && strings.HasSuffix(n, suffix) {
			list = append(list, n)
		}
	}
	return list
}

// limited hands out bytes and takes them off the budget.
type limited struct {
	from io.Reader
	p    *Package
	tag  int // bytes since a <, 0 outside of tags
}

func (l *limited) Read(b []byte) (int, error) {
	if l.p.budget <= 0 {
		return 0, ErrBudget
	}
	n, err := l.from.Read(b[:min(int64(len(b)), l.p.budget)])
	l.p.budget -= int64(n)
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

// Each calls start, text and end for the elements of a part, by their names
// without name space. A part that is not there is empty.
func (p *Package) Each(name string, start func(el xml.StartElement), text func(s string), end func(name string)) error {
	f := p.files[name]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(&limited{from: r, p: p})
	d.Strict = false
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			start(t)
		case xml.EndElement:
			end(t.Name.Local)
		case xml.CharData:
			text(string(t))
		}
	}
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

// Sheets are the sheets of a workbook, in their order.
func (p *Package) Sheets() ([]Sheet, error) {
	target := map[string]string{}
	err := p.Starts("xl/_rels/workbook.xml.rels", func(el xml.StartElement) {
		if t := Attr(el, "Target"); strings.HasPrefix(t, "/") {
			target[Attr(el, "Id")] = strings.TrimPrefix(t, "/")
		} else {
			target[Attr(el, "Id")] = path.Join("xl", t)
		}
	})
	if err != nil {
		return nil, err
	}
	var list []Sheet
	err = p.Starts("xl/workbook.xml", func(el xml.StartElement) {
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

// Strings are the shared strings of a workbook. Of a rich text the runs are
// put together; the reading aids of East Asian texts are left out.
func (p *Package) Strings() ([]string, error) {
	var list []string
	var b strings.Builder
	in, aid := false, false
	err := p.Each("xl/sharedStrings.xml",
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
