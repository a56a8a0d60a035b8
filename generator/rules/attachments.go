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
			if len(n.Files) == 0 {
				continue
			}
			copied, listed := copied(n), listed(n)
			for _, f := range n.Files {
				if n.State != site.Future && !copied[f.Name] {
					continue
				}
				at, ok := listed[f.Name]
				if !ok {
					at = n.Head // the file itself has no lines to point at
				}
				if !yield(beside{f, at}) {
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

// copied are the files beside a notice that are published with it.
func copied(n *site.Notice) map[string]bool {
	names := make(map[string]bool, len(n.Copies))
	for _, c := range n.Copies {
		names[path.Base(c.From)] = true
	}
	return names
}

// listed is where a notice names its files first.
func listed(n *site.Notice) map[string]diag.Span {
	at := make(map[string]diag.Span, len(n.Notice.Attachments))
	for _, a := range slices.Backward(n.Notice.Attachments) {
		at[a.V.File.V] = a.V.File.At
	}
	return at
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
