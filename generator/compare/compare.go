// Package compare tells what a change means for the public: which pages come,
// go and move, whether old addresses still answer, and which of the things
// that the law wants to be told have changed.
//
// Idea: a reviewer sees lines of files; what counts is what a citizen will see.
// So two sites are compared, not two folders: the one at a revision of before
// and the one at hand, each whole and by the same program, so that a change of
// the program does not show.
//
// Design: of each site a list of entries is made (documents, agencies, guides,
// hotlines, reading places, categories), each with an identity that survives
// moves, its address, and its fields in the order of its page. Two passes over
// the lists give the report, in the order of the site.
//
// Limits: lists, feeds and other pages that follow from the entries are not
// told of one by one; layouts and theme are not compared here. An attachment
// is compared by its name and size. Two documents with one index number, which
// the rules refuse, are told apart by their files.
package compare

import (
	"crypto/sha256"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/site"
)

// Report is what changes for the public.
type Report struct {
	Added   []Page
	Removed []Page
	Moved   []Page
	Changed []Page
}

// Empty reports whether nothing changes.
func (r Report) Empty() bool {
	return len(r.Added)+len(r.Removed)+len(r.Moved)+len(r.Changed) == 0
}

// Page is an entry that changes.
type Page struct {
	Kind    Kind
	Title   string
	Address string    // "" for entries without a page of their own
	Was     string    // the address of before, of one that moved
	Why     diag.Text // of one that is removed: withdrawn, held back, deleted
	// Answers says that the old address of one that moved or was removed still
	// leads somewhere.
	Answers bool
	Fields  []Field
	Text    bool   // the text itself changed
	Files   []File // attachments that came, went or changed
}

// Field that changed.
type Field struct {
	Name      diag.Text
	Was, Is   string
	Statutory bool // the law wants it to be told (Regulation, articles 12 and 20; the catalogue's items)
}

// File that a notice offers.
type File struct {
	Name string
	What Change
}

// Change of a file.
type Change string

const (
	Added   Change = "added"
	Removed Change = "removed"
	Altered Change = "changed"
)

// Kind of an entry.
type Kind string

const (
	Notice     Kind = "notice"
	Regulation Kind = "regulation"
	Letter     Kind = "letter"
	Agency     Kind = "agency"
	Guide      Kind = "guide"
	Hotline    Kind = "hotline"
	Place      Kind = "place"
	Category   Kind = "category"
)

// Sites compares the site of before with the one at hand.
func Sites(before, after *site.Site) Report {
	was, is := entries(before), entries(after)
	old := index(was)
	now := index(is)
	addresses := answering(after)
	var r Report
	for _, e := range is {
		b, known := old[e.key()]
		switch {
		case !known:
			r.Added = append(r.Added, e.page())
			continue
		case b.address != e.address:
			p := e.page()
			p.Was, p.Answers = b.address, addresses(b.address)
			r.Moved = append(r.Moved, p)
		}
		if p, changed := e.since(b); changed {
			r.Changed = append(r.Changed, p)
		}
	}
	for _, e := range was {
		if _, there := now[e.key()]; !there {
			p := e.page()
			p.Why, p.Answers = why(e, after), e.address != "" && addresses(e.address)
			r.Removed = append(r.Removed, p)
		}
	}
	return r
}

// why tells what became of an entry that is not published any more.
func why(e *entry, after *site.Site) diag.Text {
	for _, n := range after.Held {
		if e.kind != Notice || n.Index.V != e.id && n.File.Path != e.file {
			continue
		}
		switch n.State {
		case site.Draft:
			return diag.Say("改成了草稿", "it is a draft now")
		case site.Withheld:
			return diag.Say("公开属性改成了“%s”", "it is withheld now (%s)", n.Disclosure.V)
		case site.Future:
			return diag.Say("发布日期改到了 %s", "it is to be published on %s now", n.Published.V.Date)
		case site.Unreadable:
			return diag.Say("文件读不出来", "its file cannot be read")
		}
	}
	return diag.Say("删去了", "it was removed")
}

// answering reports which addresses lead somewhere: to a page, or as an old
// address to one.
func answering(s *site.Site) func(string) bool {
	aliases := map[string]bool{}
	for _, a := range s.Aliases() {
		aliases[a.File()] = true
	}
	return func(address string) bool { return s.Has(address) || aliases[address] }
}

func index(list []*entry) map[string]*entry {
	m := make(map[string]*entry, len(list))
	for _, e := range list {
		for m[e.key()] != nil { // the rules refuse two of one number
			e.id += " " + e.file
		}
		m[e.key()] = e
	}
	return m
}

// entry is something that the public sees.
type entry struct {
	kind        Kind
	id          string // within its kind; survives a move
	file, title string
	address     string
	fields      []Field // with Is alone
	text        [sha256.Size]byte
	files       map[string]int64
	names       []string // of files, in their order
}

func (e *entry) key() string { return string(e.kind) + " " + e.id }

func (e *entry) page() Page { return Page{Kind: e.kind, Title: e.title, Address: e.address} }

// since is what changed since before; ok is false where nothing did.
func (e *entry) since(before *entry) (p Page, ok bool) {
	p = e.page()
	for i, f := range e.fields {
		if was := before.fields[i].Is; was != f.Is {
			f.Was = was
			p.Fields = append(p.Fields, f)
		}
	}
	p.Text = e.text != before.text
	for _, name := range e.names {
		size, known := before.files[name]
		switch {
		case !known:
			p.Files = append(p.Files, File{name, Added})
		case size != e.files[name]:
			p.Files = append(p.Files, File{name, Altered})
		}
	}
	for _, name := range before.names {
		if !slices.Contains(e.names, name) {
			p.Files = append(p.Files, File{name, Removed})
		}
	}
	return p, len(p.Fields) > 0 || p.Text || len(p.Files) > 0
}
