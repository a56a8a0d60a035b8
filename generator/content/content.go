// Package content turns the files below content/ into typed entries.
//
// Load walks the folder once, hands each file to a worker that owns one slot
// of the result, and puts the slots together in the order of their paths. A
// file becomes an entry by three steps that depend on its bytes alone (split,
// parse, render) and are memoised by content hash, and one that depends on
// the schema (decode), which is cheap.
//
// Everything that is wrong with a file becomes a finding; the entry is kept
// as far as it could be read, so that references to it do not fail a second
// time. What lies in content/ and is not part of the model is reported too:
// nothing is skipped in silence.
//
// Limits: entries know nothing of one another; that is the site's matter.
package content

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"gongkai/generator/cache"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/markdown"
	"gongkai/generator/privacy"
)

// Content is everything that was read, each list in the order of the paths.
type Content struct {
	Vocabulary  Vocabulary
	Directory   Directory
	Holidays    Holidays
	Agencies    []*Agency
	Guides      []*Guide
	Notices     []*Notice
	Regulations []*Regulation
	Letters     []*Letter
	Fiscals     []*Fiscal
	Ledgers     []*Ledger
	Annuals     []*Annual
	Register    Register
	Assessment  Assessment
	FundTables  []*FundTable
	Personal    []Personal // what looks like personal data, of any file
}

// Personal is what looks like personal data in a file: in its bytes as
// diag.Normalise leaves them, and in its name.
type Personal struct {
	File   *diag.File
	Hits   []privacy.Hit
	InName []privacy.Hit
}

// Options of Load.
type Options struct {
	Jobs  int          // workers; 0 means one a processor
	Memo  *Memo        // may be nil
	Spool *cache.Spool // where finished HTML waits for its page; nil keeps it in memory
	// Listing is what lies in the folder; nil lists it.
	Listing *Listing
	// Judged says that the content is judged and not published: no HTML is
	// kept.
	Judged bool
}

// maxSize bounds a Markdown or YAML file.
const maxSize = fields.MaxSize

// Root is the folder of the source that is read.
const Root = "content"

// Load reads the content folder of a source. The error is for trouble with
// the machine; what a clerk can mend is in the findings.
func Load(ctx context.Context, source fs.FS, opts Options) (*Content, diag.List, error) {
	if opts.Listing == nil {
		var err error
		if opts.Listing, err = ListFiles(source, opts.Jobs, time.Now()); err != nil {
			return nil, nil, err
		}
	}
	w := opts.Listing
	slots := make([]slot, len(w.tasks))
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	const batch = 32 // neighbours, which lie in one folder
	for range jobs(opts.Jobs) {
		group.Go(func() error {
			var d desk
			defer d.release()
			for {
				from := int(next.Add(batch)) - batch
				if from >= len(slots) {
					return nil
				}
				for i := from; i < min(from+batch, len(slots)); i++ {
					if err := ctx.Err(); err != nil {
						return err
					}
					if err := read(ctx, source, w.tasks[i], opts, &slots[i], &d); err != nil {
						return changed(err)
					}
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return nil, nil, err
	}
	opts.Memo.note(slots)
	c, found := gather(slots, w.found)
	return c, found, nil
}

func jobs(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}

// slot is what one worker fills.
type slot struct {
	entry    any // *Notice, *Agency, …
	found    diag.List
	personal Personal
	stamped  cache.Stamped // if the file need not be read again while its stamp is the same
}

// unless reads tables and keeps what is found in them, unless they belong to a
// draft, whose cells may be empty still: it is told when the draft is none.
func (s *slot) unless(draft bool, read func(*diag.List) error) error {
	var found diag.List
	err := read(&found)
	if !draft {
		s.found = append(s.found, found...)
	}
	return err
}

func gather(slots []slot, found diag.List) (*Content, diag.List) {
	c := &Content{}
	for i := range slots {
		found = append(found, slots[i].found...)
		if p := slots[i].personal; p.File != nil {
			c.Personal = append(c.Personal, p)
		}
		switch e := slots[i].entry.(type) {
		case *Notice:
			c.Notices = append(c.Notices, e)
		case *Agency:
			c.Agencies = append(c.Agencies, e)
		case *Guide:
			c.Guides = append(c.Guides, e)
		case *Regulation:
			c.Regulations = append(c.Regulations, e)
		case *Letter:
			c.Letters = append(c.Letters, e)
		case *Fiscal:
			c.Fiscals = append(c.Fiscals, e)
		case *Annual:
			c.Annuals = append(c.Annuals, e)
		case *Assessment:
			c.Assessment = *e
		case *Register:
			c.Register = *e
		case *FundTable:
			c.FundTables = append(c.FundTables, e)
		case *Ledger:
			c.Ledgers = append(c.Ledgers, e)
		case *Vocabulary:
			c.Vocabulary.merge(e)
		case *Holidays:
			c.Holidays = *e
		case *Directory:
			c.Directory.Hotlines = append(c.Directory.Hotlines, e.Hotlines...)
			c.Directory.Places = append(c.Directory.Places, e.Places...)
		}
	}
	return c, found
}

func (v *Vocabulary) merge(e *Vocabulary) {
	v.Groups = append(v.Groups, e.Groups...)
	v.Categories = append(v.Categories, e.Categories...)
	v.Topics = append(v.Topics, e.Topics...)
	v.Genres = append(v.Genres, e.Genres...)
	v.Systems = append(v.Systems, e.Systems...)
	v.Glossary = append(v.Glossary, e.Glossary...)
	v.Unread = append(v.Unread, e.Unread...)
}

// read turns one file into an entry.
func read(ctx context.Context, source fs.FS, t task, opts Options, s *slot, on *desk) (err error) {
	if table := tables[t.kind]; table != nil {
		return table(source, t, s)
	}
	own := documents[t.kind] != nil && !hasTables(t)
	if own && opts.Memo.entry(t, s) {
		return nil
	}
	if own {
		defer func() {
			if err == nil {
				opts.Memo.keep(t, s, opts.Listing.began)
			}
		}()
	}
	file := &diag.File{Path: t.path}
	if p, ok := opts.Memo.unread(on, t.path, t.stamp); ok {
		s.stamped = cache.Stamped{Path: t.path, Stamp: t.stamp, Hash: p.hash}
		return entry(ctx, source, t, file, nil, p, opts, s)
	}
	src, err := on.slurp(source, file, &s.found)
	if err != nil {
		return err
	}
	if src == nil {
		s.entry = broken(t, file)
		return nil
	}
	on.tidy = markdown.Tidy(src) // and so readable
	if !on.tidy && !readable(file, src, &s.found) {
		s.entry = broken(t, file)
		return nil
	}
	src = diag.Normalise(src)
	s.personal = on.look(file, src)
	if t.kind != "portal" && fields.Conflict(file, src, &s.found) { // of portal.yaml, config tells
		s.entry = broken(t, file)
		return nil
	}
	if known := documents[t.kind]; known != nil {
		p, found := opts.Memo.parse(on, file, src, known)
		s.found = append(s.found, found...)
		p.broken = len(found) > 0
		// A report's text is looked into again each time, for what it mentions.
		if p.stored && s.personal.File == nil && t.kind != "report" {
			s.stamped = cache.Stamped{Path: t.path, Stamp: t.stamp, Hash: p.hash}
		}
		return entry(ctx, source, t, file, src, p, opts, s)
	}
	if lister := lists[t.kind]; lister != nil { // else only its bytes are looked at: portal.yaml
		s.entry = lister(file, src, s)
	}
	return nil
}

// tables are the kinds that are tables and read their own files.
var tables = map[string]func(fs.FS, task, *slot) error{"ledger": reading(ledger), "fundtable": reading(fundTable)}

func reading[T any](read func(fs.FS, task, *diag.List) (*T, error)) func(fs.FS, task, *slot) error {
	return func(source fs.FS, t task, s *slot) error {
		entry, err := read(source, t, &s.found)
		if entry != nil {
			s.entry = entry
		}
		return err
	}
}

// lists are the kinds that are YAML files.
var lists = map[string]func(*diag.File, []byte, *slot) any{
	"categories": listing(CategoriesSchema), "topics": listing(TopicsSchema), "genres": listing(GenresSchema), "systems": listing(SystemsSchema),
	"glossary": listing(GlossarySchema), "assessment": listing(AssessmentSchema), "funds": listing(FundsSchema), "hotlines": listing(HotlinesSchema),
	"holidays": listing(HolidaysSchema), "places": listing(PlacesSchema),
}

func listing[T any](schema fields.Schema[T]) func(*diag.File, []byte, *slot) any {
	return func(file *diag.File, src []byte, s *slot) any { return list(file, src, s, schema) }
}

// hasTables reports whether a document has more in it than its text: tables that
// lie beside it and are read each time.
func hasTables(t task) bool { return t.kind == "fiscal" || t.kind == "report" }

// documents are the kinds that are texts with front matter, and the words that
// it may have.
var documents = map[string]func() fields.Known{
	"notice": NoticeSchema.Known, "agency": AgencySchema.Known, "guide": GuideSchema.Known, "regulation": RegulationSchema.Known,
	"letter": LetterSchema.Known, "fiscal": FiscalSchema.Known, "report": AnnualSchema.Known,
}

// entry makes the entry of a document from what its bytes became. src is nil
// if they were not read.
func entry(ctx context.Context, source fs.FS, t task, file *diag.File, src []byte, p parsed, opts Options, s *slot) (err error) {
	if err := inspect(ctx, source, t, opts.Memo); err != nil {
		return err
	}
	as := document{source, t, file, p, opts, s}
	switch t.kind {
	case "notice":
		s.entry, err = decoded(as, NoticeSchema, func(n *Notice) *Doc { n.Files = t.beside; return &n.Doc })
	case "agency":
		s.entry, err = decoded(as, AgencySchema, func(a *Agency) *Doc { return &a.Doc })
	case "guide":
		s.entry, err = decoded(as, GuideSchema, func(g *Guide) *Doc { return &g.Doc })
	case "regulation":
		s.entry, err = decoded(as, RegulationSchema, func(r *Regulation) *Doc { return &r.Doc })
	case "letter":
		s.entry, err = decoded(as, LetterSchema, func(l *Letter) *Doc { return &l.Doc })
	case "fiscal":
		f, err := decoded(as, FiscalSchema, func(f *Fiscal) *Doc { f.Files = t.beside; return &f.Doc })
		if err != nil {
			return err
		}
		s.entry = f
		return s.unless(f.Draft.V, func(found *diag.List) error { return fiscalTables(source, t, f, found) })
	case "report":
		r, err := decoded(as, AnnualSchema, func(r *Annual) *Doc { r.Files = t.beside; return &r.Doc })
		if err != nil {
			return err
		}
		s.entry = r
		r.Mentions = mentions(file, src)
		return s.unless(r.Draft.V, func(found *diag.List) error { return annualTables(source, t, r, found) })
	}
	return err
}

// note keeps the stamps of the files that need not be read by the next Load, and
// forgets what this one did not ask for.
func (m *Memo) note(slots []slot) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept.forget()
	m.whole.forget()
	m.clean.forget()
	m.seen = make([]cache.Stamped, 0, len(slots))
	for i := range slots {
		if slots[i].stamped.Path != "" {
			m.seen = append(m.seen, slots[i].stamped)
		}
	}
}

// document is a text that was parsed, and what its entry needs besides.
type document struct {
	source fs.FS
	task   task
	file   *diag.File
	parsed parsed
	opts   Options
	slot   *slot
}

// decoded makes the entry of a document of a kind.
func decoded[T any](as document, schema fields.Schema[T], doc func(*T) *Doc) (*T, error) {
	entry, p := new(T), as.parsed
	d := doc(entry)
	d.File, d.Slug, d.Year, d.Dir = as.file, as.task.slug, as.task.year, path.Dir(as.task.path)
	d.Head = diag.At(as.file, 0, min(3, as.parsed.size))
	d.Hash, d.Front, d.Body, d.Broken, d.Blank, d.Samples = p.hash, p.front, p.body, p.broken, p.blank, p.sample
	if !d.Broken {
		as.slot.found = append(as.slot.found, schema.Decode(as.file, d.Head, p.root, entry)...)
	}
	return entry, d.putAside(as)
}

// putAside leaves the HTML of a text where it is remembered, or spools it.
func (d *Doc) putAside(as document) (err error) {
	p := as.parsed
	switch {
	case as.opts.Judged:
		d.Body.HTML = nil
	case p.stored:
		d.Body.HTML, d.memo, d.source, d.html = nil, as.opts.Memo, as.source, p.html
	case as.opts.Spool != nil:
		d.spooled, err = as.opts.Spool.Put(d.Body.HTML)
		d.spool, d.Body.HTML = as.opts.Spool, nil
	case p.onDesk:
		d.Body.HTML = bytes.Clone(d.Body.HTML)
	}
	return err
}

// Whole is the rendered text with its HTML. One that waits elsewhere is
// read into buf, which is overwritten and grown, or into fresh memory if buf
// is nil.
func (d *Doc) Whole(buf *[]byte) (markdown.Body, error) {
	body := d.Body
	if d.spool == nil && d.memo == nil {
		return body, nil
	}
	if buf == nil {
		buf = new([]byte)
	}
	var err error
	if d.spool != nil {
		*buf, err = d.spool.Get(*buf, d.spooled)
		body.HTML = *buf
		return body, err
	}
	var ok bool
	if *buf, ok = d.memo.read(d.Hash, d.html, *buf); !ok {
		*buf, err = d.again()
	}
	body.HTML = *buf
	return body, err
}

// again makes the HTML once more, when what was remembered of it is damaged.
func (d *Doc) again() ([]byte, error) {
	src, err := fs.ReadFile(d.source, d.File.Path)
	if err != nil {
		return nil, err
	}
	src = diag.Normalise(src)
	if sha256.Sum256(src) != d.Hash {
		return nil, &fs.PathError{Op: "read", Path: d.File.Path, Err: ErrChanged}
	}
	p, _ := parse(new(desk), d.File, src, NoticeSchema.Known)
	return p.body.HTML, nil
}

// list reads a YAML file.
func list[T any](file *diag.File, src []byte, s *slot, schema fields.Schema[T]) *T {
	entry := new(T)
	root, found := fields.ParseYAML(file, src, 0, len(src), schema.Known())
	s.found = append(s.found, found...)
	if len(found) == 0 {
		fields.TellSamples(fields.Samples(file, src, root), &s.found)
		s.found = append(s.found, schema.Decode(file, diag.At(file, 0, 0), root, entry)...)
	}
	return entry
}

// broken is the entry of a file whose bytes cannot be read: its name may
// still be referred to.
func broken(t task, file *diag.File) any {
	d := Doc{File: file, Slug: t.slug, Year: t.year, Dir: path.Dir(t.path), Broken: true}
	switch t.kind {
	case "notice":
		return &Notice{Doc: d, Files: t.beside}
	case "agency":
		return &Agency{Doc: d}
	case "guide":
		return &Guide{Doc: d}
	case "regulation":
		return &Regulation{Doc: d}
	case "letter":
		return &Letter{Doc: d}
	case "fiscal":
		return &Fiscal{Doc: d, Files: t.beside}
	case "report":
		return &Annual{Doc: d, Files: t.beside}
	case "categories", "topics", "genres", "systems":
		return &Vocabulary{Unread: []string{t.kind}}
	}
	return nil
}

// Stem is a path below content/ without its ending: how the texts of other
// documents refer to an entry.
func (d *Doc) Stem() string {
	p := strings.TrimPrefix(d.File.Path, Root+"/")
	return strings.TrimSuffix(strings.TrimSuffix(p, ".md"), "/index")
}
