package rules

import (
	"fmt"
	"iter"
	"slices"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

// attachments are the files that are published with notices, now or on their
// day.
func attachments(s *site.Site) iter.Seq2[*site.Notice, content.Beside] {
	return func(yield func(*site.Notice, content.Beside) bool) {
		for n := range readable(s) {
			for _, f := range n.Files {
				if n.State != site.Future && !copied(n, f.Name) {
					continue
				}
				if !yield(n, f) {
					return
				}
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

// inFile says where in which file something was found.
func inFile(name string, where, what diag.Text) diag.Text {
	zh, en := fmt.Sprintf("附件“%s”", name), fmt.Sprintf("the attachment %q", name)
	if where.ZH != "" {
		zh, en = zh+"的"+where.ZH, en+", "+where.EN
	}
	return diag.Text{ZH: zh + "：" + what.ZH, EN: en + ": " + what.EN}
}
