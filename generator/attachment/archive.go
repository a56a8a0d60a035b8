package attachment

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"gongkai/generator/diag"
)

// parts is an Office file: a ZIP archive whose parts are read within one
// budget, so that a small file cannot unfold to a large one.
type parts struct {
	files  map[string]*zip.File
	names  []string // in the order of the archive
	budget int64
}

var errBudget = errors.New("the parts unfold to too many bytes")

func openParts(src []byte) (*parts, diag.Text) {
	if bytes.HasPrefix(src, []byte("\xd0\xcf\x11\xe0")) {
		return nil, diag.Say("加了密码，或者是改了名称的旧格式文件，检查不了", "it is protected by a password, or is an old format under a new name")
	}
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, damaged
	}
	if len(z.File) > maxParts {
		return nil, diag.Say("文件里有 %d 个部件，不像正常的文档，没有检查", "it consists of %d parts, which no document does, and was not looked into", len(z.File))
	}
	p := &parts{files: map[string]*zip.File{}, budget: maxXML}
	for _, f := range z.File {
		p.files[f.Name] = f
		p.names = append(p.names, f.Name)
	}
	return p, diag.Text{}
}

// office reads an Office file: what all of them may hide, then what read makes
// of its parts.
func office(src []byte, read func(p *parts, l *lines, r *Report)) (r Report) {
	p, why := openParts(src)
	if p == nil {
		return Report{Unread: why}
	}
	p.common(&r)
	var l lines
	read(p, &l, &r)
	l.scan(&r)
	return r
}

// with lists the parts whose names begin and end so.
func (p *parts) with(prefix, suffix string) []string {
	var list []string
	for _, n := range p.names {
		if strings.HasPrefix(n, prefix) && strings.HasSuffix(n, suffix) {
			list = append(list, n)
		}
	}
	return list
}

// limited hands out bytes and takes them off the budget.
type limited struct {
	from io.Reader
	p    *parts
}

func (l *limited) Read(b []byte) (int, error) {
	if l.p.budget <= 0 {
		return 0, errBudget
	}
	n, err := l.from.Read(b[:min(int64(len(b)), l.p.budget)])
	l.p.budget -= int64(n)
	return n, err
}

// each calls start, text and end for the elements of a part, by their names
// without name space. A part that is not there is empty.
func (p *parts) each(name string, start func(el xml.StartElement), text func(s string), end func(name string)) error {
	f := p.files[name]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(&limited{r, p})
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

// texts are the values of the elements of some names in a part.
func (p *parts) texts(part string, names ...string) (list []string, err error) {
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
	err = p.each(part,
		func(el xml.StartElement) { in = in || is(el.Name.Local) },
		func(s string) {
			if in {
				b.WriteString(s)
			}
		},
		func(name string) {
			if is(name) {
				list = append(list, b.String())
				b.Reset()
				in = false
			}
		})
	return list, err
}

// attr is an attribute by its name without name space.
func attr(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reports whether an attribute that is a switch is on.
func on(el xml.StartElement, name string) bool {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value != "0" && a.Value != "false" && a.Value != "off"
		}
	}
	return false
}

// trouble turns an error of reading into what the clerk is told.
func (r *Report) trouble(err error) {
	switch {
	case err == nil || r.Unread.ZH != "":
	case errors.Is(err, errBudget):
		r.Unread = diag.Say("展开后超过 %d 兆，不像正常的文档，没有检查完", "it unfolds to more than %d MiB, which no document does, and was not looked into to its end", maxXML>>20)
	default:
		r.Unread = damaged
	}
}

// common looks for what all Office files may hide.
func (p *parts) common(r *Report) {
	authors, err := p.texts("docProps/core.xml", "creator", "lastModifiedBy")
	r.trouble(err)
	firms, err := p.texts("docProps/app.xml", "Company", "Manager")
	r.trouble(err)
	people(r, append(authors, firms...)...)
	for _, n := range p.names {
		switch {
		case strings.HasSuffix(n, "vbaProject.bin"):
			hidden(r, "有宏", "it holds macros")
		case strings.Contains(n, "/embeddings/"):
			hidden(r, "嵌入了别的文件，没有检查", "it holds embedded files, which were not looked into")
		case strings.Contains(n, "/pivotCache/"):
			hidden(r, "数据透视表的缓存里有原始数据", "the cache of a pivot table holds its source")
		case strings.Contains(n, "/externalLinks/"):
			hidden(r, "有指向别的文件的链接，里面存着那些文件的数据", "links to other files hold data of theirs")
		}
	}
}
