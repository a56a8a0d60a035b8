package rules

import (
	"iter"
	"slices"

	"gongkai/generator/content"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

// texts are the bodies of all published pages.
func texts(s *site.Site) iter.Seq[*content.Doc] {
	return func(yield func(*content.Doc) bool) {
		for _, n := range s.Notices {
			if !yield(&n.Doc) {
				return
			}
		}
		for _, g := range s.Guides {
			if !yield(&g.Doc) {
				return
			}
		}
		for _, a := range s.Agencies {
			if !yield(&a.Doc) {
				return
			}
		}
		for _, r := range s.Regulations {
			if !yield(&r.Doc) {
				return
			}
		}
		for _, l := range s.Letters {
			if !yield(&l.Doc) {
				return
			}
		}
		for _, f := range s.Fiscals {
			if !yield(&f.Doc) {
				return
			}
		}
		for _, r := range s.Annuals {
			if !yield(&r.Doc) {
				return
			}
		}
	}
}

// finished are the texts that are no drafts, which only a preview has.
func finished(s *site.Site) iter.Seq[*content.Doc] {
	drafts := map[*content.Doc]bool{}
	note := func(doc *content.Doc, draft fields.YesNo) {
		if draft.V {
			drafts[doc] = true
		}
	}
	for _, n := range s.Notices {
		note(&n.Doc, n.Draft)
	}
	for _, r := range s.Regulations {
		note(&r.Doc, r.Draft)
	}
	for _, l := range s.Letters {
		note(&l.Doc, l.Draft)
	}
	for _, f := range s.Fiscals {
		note(&f.Doc, f.Draft)
	}
	for _, r := range s.Annuals {
		note(&r.Doc, r.Draft)
	}
	return func(yield func(*content.Doc) bool) {
		for doc := range texts(s) {
			if !drafts[doc] && !yield(doc) {
				return
			}
		}
	}
}

// readable are the notices that could be read: the published ones in the
// order of publication, then those that are held back.
func readable(s *site.Site) iter.Seq[*site.Notice] {
	return func(yield func(*site.Notice) bool) {
		for _, n := range s.Notices {
			if !yield(n) {
				return
			}
		}
		for _, n := range s.Held {
			if n.State != site.Unreadable && !yield(n) {
				return
			}
		}
	}
}

// fiscals are the budgets and accounts, those that wait for their day too: a
// breach is told before it is public.
func fiscals(s *site.Site) []*site.Fiscal { return slices.Concat(s.Fiscals, s.FiscalsToCome) }

// annuals are the annual reports, likewise.
func annuals(s *site.Site) []*site.Annual { return slices.Concat(s.Annuals, s.AnnualsToCome) }

// dated is what published documents of every kind say about themselves.
type dated struct {
	Doc               *content.Doc
	Number            fields.Text
	Formed, Published fields.Moment
	Review            fields.Value[content.Review]
	Author            fields.Text
	// Optional says that it needs no review of its own: a draft, which only its
	// editor sees, or a regulation, which was issued by its review.
	Optional bool
}

// documents are the published notices, regulations, budgets, accounts and
// annual reports.
func documents(s *site.Site) iter.Seq[dated] {
	return func(yield func(dated) bool) {
		for _, n := range s.Notices {
			if !yield(dated{&n.Doc, n.Number, n.Formed, n.Published, n.Review, n.Author, n.Draft.V}) {
				return
			}
		}
		for _, r := range s.Regulations {
			if !yield(dated{&r.Doc, r.Number, r.Formed, r.Published, r.Review, fields.Text{}, true}) {
				return
			}
		}
		for _, f := range s.Fiscals {
			if !yield(dated{&f.Doc, fields.Text{}, f.Approved, f.Published, f.Review, f.Author, f.Draft.V}) {
				return
			}
		}
		for _, r := range s.Annuals {
			if !yield(dated{&r.Doc, fields.Text{}, fields.Moment{}, r.Published, r.Review, r.Author, r.Draft.V}) {
				return
			}
		}
	}
}

// nameOf is the title of a notice, or its path where it has none.
func nameOf(n *site.Notice) string {
	if n.Title.V != "" {
		return n.Title.V
	}
	return n.File.Path
}
