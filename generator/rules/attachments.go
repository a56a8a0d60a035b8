package rules

import (
	"fmt"
	"iter"
	"path"
	"slices"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

// beside is a file that is published with a document, now or on its day.
type beside struct {
	content.Beside
	At diag.Span // where it is named, or the file itself
}

// attachments are the files that are published beside documents.
func attachments(s *site.Site) iter.Seq[beside] {
	return func(yield func(beside) bool) {
		for n := range readable(s) {
			for _, f := range n.Files {
				if n.State != site.Future && !copied(n, f.Name) {
					continue
				}
				if !yield(beside{f, listed(n, f.Name)}) {
					return
				}
			}
		}
		for _, p := range fiscals(s) {
			for _, f := range p.Files {
				if !yield(beside{f, diag.At(&diag.File{Path: p.Dir + "/" + f.Name}, 0, 0)}) {
					return
				}
			}
		}
		for _, r := range annuals(s) {
			for _, f := range r.Files {
				if !yield(beside{f, diag.At(&diag.File{Path: r.Dir + "/" + f.Name}, 0, 0)}) {
					return
				}
			}
		}
		for _, t := range s.FundTables {
			if !yield(beside{content.Beside{Name: path.Base(t.File.Path), Report: t.Report}, diag.At(t.File, 0, 0)}) {
				return
			}
		}
		for _, l := range s.Ledgers {
			if !yield(beside{content.Beside{Name: path.Base(l.File.Path), Report: l.Report}, diag.At(l.File, 0, 0)}) {
				return
			}
		}
	}
}

// copied reports whether a file beside a notice is published with it.
func copied(n *site.Notice, name string) bool {
	return slices.ContainsFunc(n.Copies, func(c site.Copy) bool { return c.From == n.Dir+"/"+name })
}

// listed is where a notice names a file, or its beginning: the file itself has
// no lines to point at.
func listed(n *site.Notice, name string) diag.Span {
	for _, a := range n.Notice.Attachments {
		if a.V.File.V == name {
			return a.V.File.At
		}
	}
	return n.Head
}

// inside says where in which file something was found: an attachment, where a
// notice names it.
func (f beside) inside(where, what diag.Text) diag.Text {
	zh, en := fmt.Sprintf("附件“%s”", f.Name), fmt.Sprintf("the attachment %q", f.Name)
	if path.Base(f.At.File.Path) == f.Name {
		zh, en = fmt.Sprintf("文件“%s”", f.Name), fmt.Sprintf("the file %q", f.Name)
	}
	if where.ZH != "" {
		zh, en = zh+"的"+where.ZH, en+", "+where.EN
	}
	return diag.Text{ZH: zh + "：" + what.ZH, EN: en + ": " + what.EN}
}
