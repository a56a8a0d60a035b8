package attachment

import (
	"errors"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/ooxml"
)

// parts is an Office file with what this package looks for in all of them.
type parts struct {
	*ooxml.Package
	taken  map[string]bool // the keys of parts whose words are all looked through
	text   bool            // there was a part with the text of the file
	shared texts           // of a workbook
}

func openParts(src []byte) (*parts, diag.Text) {
	p, err := ooxml.Open(src)
	switch {
	case errors.Is(err, ooxml.ErrProtected):
		return nil, diag.Say("加了密码，或者是改了名称的旧格式文件，检查不了", "it is protected by a password, or is an old format under a new name")
	case errors.Is(err, ooxml.ErrParts):
		return nil, diag.Say("文件里的部件超过 %d 个，不像正常的文档，没有检查", "it consists of more than %d parts, which no document does, and was not looked into", ooxml.MaxParts)
	case errors.Is(err, ooxml.ErrForm):
		return nil, strangeForm
	case err != nil:
		return nil, damaged
	}
	return &parts{Package: p, taken: map[string]bool{}}, diag.Text{}
}

// short is a name that a file gives itself, as far as a person reads it.
func short(name string) string {
	const most = 60
	if letters := []rune(name[:min(len(name), 4*most)]); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return name
}

// office reads an Office file: what all of them may hide, then what read makes
// of its parts, then the parts that it left.
func office(src []byte, read func(p *parts, l *lines, r *Report)) (r Report) {
	p, why := openParts(src)
	if p == nil {
		return Report{Unread: why}
	}
	p.common(&r)
	var l lines
	read(p, &l, &r)
	p.others(&l, &r)
	p.spare(&l)
	l.scan(&r)
	if !p.text && r.Unread.ZH == "" {
		r.Unread = noParts
	}
	return r
}

var noParts = diag.Say("里面没有找到正文，没有检查；用办公软件打开，另存一份再试", "no text was found in it where it should be, and it was not looked into; open it in an office program and save it anew")

// trouble turns an error of reading into what the clerk is told.
func (r *Report) trouble(err error) {
	switch {
	case err == nil || r.Unread.ZH != "":
	case errors.Is(err, ooxml.ErrBudget):
		r.Unread = diag.Say("展开后超过 %d 兆，不像正常的文档，没有检查完", "it unfolds to more than %d MiB, which no document does, and was not looked into to its end", ooxml.MaxXML>>20)
	case errors.Is(err, ooxml.ErrForm):
		r.Unread = strangeForm
	default:
		r.Unread = damaged
	}
}

var strangeForm = diag.Say("内部结构不寻常，没有检查完；用办公软件打开，另存一份再试", "it is built in an unusual way and was not looked into to its end; open it in an office program and save it anew")

// common looks for what all Office files may hide.
func (p *parts) common(r *Report) {
	authors, err := p.Texts("docProps/core.xml", "creator", "lastModifiedBy")
	r.trouble(err)
	firms, err := p.Texts("docProps/app.xml", "Company", "Manager")
	r.trouble(err)
	people(r, append(authors, firms...)...)
	for _, n := range p.Names {
		n = ooxml.Key(n)
		switch {
		case strings.HasSuffix(n, "vbaproject.bin"):
			hidden(r, "有宏", "it holds macros")
		case strings.Contains(n, "/embeddings/"):
			hidden(r, "嵌入了别的文件，没有检查", "it holds embedded files, which were not looked into")
		case strings.Contains(n, "/pivotcache/"):
			hidden(r, "数据透视表的缓存里有原始数据", "the cache of a pivot table holds its source")
		case strings.Contains(n, "/externallinks/"):
			hidden(r, "有指向别的文件的链接，里面存着那些文件的数据", "links to other files hold data of theirs")
		}
	}
}
