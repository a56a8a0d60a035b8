package site

import (
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
)

// personal keeps what was found in files that are published, now or on their
// day. A draft is shown to no one but its editor.
func (a *assembler) personal(c *content.Content) {
	if len(c.Personal) == 0 {
		return
	}
	kept := map[*diag.File]bool{}
	draft := func(f *diag.File, d fields.YesNo) {
		if d.V && !a.opts.Drafts {
			kept[f] = true
		}
	}
	for _, n := range c.Notices {
		draft(n.File, n.Draft)
		if d := n.Disclosure.V; d != "" && d != "主动公开" {
			kept[n.File] = true
		}
	}
	for _, r := range c.Regulations {
		draft(r.File, r.Draft)
	}
	for _, l := range c.Letters {
		draft(l.File, l.Draft)
	}
	for _, f := range c.Fiscals {
		draft(f.File, f.Draft)
	}
	for _, r := range c.Annuals {
		draft(r.File, r.Draft)
	}
	for _, p := range c.Personal {
		if !kept[p.File] {
			a.Personal = append(a.Personal, p)
		}
	}
}
