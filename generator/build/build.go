// Package build knows the stages and their order, and is the only place that
// knows them all.
//
// Run reads top to bottom like the walk of a notice: settings, content, site,
// rules, then the makers, each of which hands its files to one output.Tree.
// There is one path, whether it is the first build or the hundredth: a later
// one is the same walk with a warm memo. Nothing is written here: the caller
// writes the tree, or serves it from memory.
package build

import (
	"context"
	"errors"
	"io/fs"
	"runtime/metrics"
	"slices"
	"time"

	"gongkai/generator/cache"
	"gongkai/generator/calendar"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/feed"
	"gongkai/generator/layout"
	"gongkai/generator/output"
	"gongkai/generator/render"
	"gongkai/generator/rules"
	"gongkai/generator/search"
	"gongkai/generator/site"
)

// Options of a build.
type Options struct {
	Source     fs.FS              // the site's folder: holds content/
	Layouts    fs.FS              // the layouts, a county's own laid over the built-in ones
	Theme      fs.FS              // the theme, likewise
	BaseURL    string             // overrides the settings' address, for previews; "" keeps it
	Clock      calendar.Date      // what "today" is
	Drafts     bool               // publish drafts too
	Future     bool               // publish what is dated after today too
	Now        time.Time          // when the run began, to tell whether files changed too lately for their times to be believed; zero is now
	Jobs       int                // workers; 0 means one a processor
	Memo       *content.Memo      // what earlier builds remember; may be nil
	Components bool               // add a page of the theme's components, for previews
	NoSearch   bool               // leave the index of the full-text search out: its page says that there is none
	Compress   output.Compression // packed copies that will be written
	Offline    bool               // make the edition that is read without a network
	Judged     bool               // for Check alone: no text is kept, for nothing will be made of it
	Memory     *Memory            // what a server remembers of earlier builds; may be nil
	Cache      *cache.Pack        // what earlier builds made of the layouts and the theme; nil has them made
	// Published is the folder that the site will be written to, and what is in it
	// now; nil for a site that is only looked at.
	Published *output.Folder
	Spool     *cache.Spool // where finished texts wait for their pages; nil keeps them in memory
}

// Result of a build.
type Result struct {
	Site     *site.Site
	Findings diag.List    // sorted, with severity and law
	Tree     *output.Tree // nil where an error stopped the build
	Stages   []Stage
	// Documents and Pages count the published notices and the HTML pages.
	Documents, Pages int
	// Unchanged says that the published folder is what this build would make: Site
	// and Tree are nil, nothing was made.
	Unchanged bool
	// Limits are findings that are known when all files are: see Notes.
	Limits diag.List

	key   string // of all that the site was made from
	index []byte // what the index notes for the next build
}

// Stage is how long a stage took, for --stats.
type Stage struct {
	Name  string
	Took  time.Duration
	Count int    // what it made or read
	Heap  uint64 // bytes that the program had in use at its end
}

// NewStage is a stage that ends now.
func NewStage(name string, began time.Time, count int) Stage {
	heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(heap)
	return Stage{name, time.Since(began), count, heap[0].Value.Uint64()}
}

// Stopped reports whether a finding stopped the build.
func (r *Result) Stopped() bool { return r.Findings.Count(diag.Error) > 0 }

// Check reads and judges the source and makes nothing.
func Check(ctx context.Context, opts Options) (*Result, error) {
	return check(ctx, opts, &Result{}, nil)
}

func check(ctx context.Context, opts Options, r *Result, files *content.Listing) (*Result, error) {
	clock := stopwatch(r)

	portal, found, err := config.Load(opts.Source)
	if err != nil {
		return nil, err
	}
	if opts.BaseURL != "" {
		portal.BaseURL.V = opts.BaseURL
	}
	entries, more, err := content.Load(ctx, opts.Source, content.Options{Jobs: opts.Jobs, Memo: opts.Memo, Spool: opts.Spool, Judged: opts.Judged, Listing: files})
	if err != nil {
		return nil, err
	}
	found = append(found, more...)
	opts.Published.Survey() // reading kept all processors busy; what follows does not
	clock("read", len(entries.Notices))

	r.Site, more = site.Assemble(portal, entries, site.Options{Clock: opts.Clock, Drafts: opts.Drafts, Future: opts.Future, Offline: opts.Offline})
	found = append(found, more...)
	clock("assemble", len(r.Site.Notices))

	r.Findings = rules.Check(r.Site, found)
	clock("check", len(r.Findings))
	return r, nil
}

// Run checks the source and makes the site, unless an error stops it.
func Run(ctx context.Context, opts Options) (*Result, error) {
	r := &Result{}
	clock := stopwatch(r)
	if opts.Now.IsZero() {
		opts.Now = time.Now()
	}
	if opts.Memory != nil {
		opts.Memo = opts.Memory.content
	}
	files, err := content.ListFiles(opts.Source, opts.Jobs, opts.Now)
	if err != nil {
		return nil, err
	}
	lookOf, key := lookKey(opts), ""
	if opts.Published != nil {
		key = wholeKey(opts, files, lookOf)
	}
	if same := unchanged(opts, key); same != nil && ctx.Err() == nil {
		return same, nil
	}
	clock("list", 0)

	// The look depends on nothing that is read, so it is made meanwhile.
	made := make(chan look, 1)
	go func() { made <- opts.look(lookOf) }()
	_, err = check(ctx, opts, r, files)
	theme := <-made
	if err != nil {
		return nil, err
	}
	clock = stopwatch(r)

	r.Findings = append(r.Findings, theme.found...).Sort()
	if r.Stopped() {
		return r, nil
	}
	pages, err := render.Pages(r.Site, theme.layouts, theme.manifest, opts.Memory == nil)
	if fault := (layout.Problem{}); errors.As(err, &fault) {
		r.Findings = append(r.Findings, themeFindings(opts, nil, layout.Problems{fault})...).Sort()
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	if opts.Components {
		more, err := render.Components(r.Site, theme.layouts, theme.manifest)
		if err != nil {
			return nil, err
		}
		pages = append(pages, more...)
	}
	clock("render", len(pages))
	// Feeds and index have nothing to do with each other.
	feeds := make(chan []output.File, 1)
	go func() { feeds <- feed.Files(r.Site, pagesOf(pages)) }()
	var found search.Written
	if !opts.NoSearch && opts.Memory == nil {
		if found, err = index(r.Site, pages, opts); err != nil {
			return nil, err
		}
	}
	tree := &output.Tree{}
	open := openSame
	if opts.Memory != nil {
		open = openAny
		opts.Memory.later(tree, r.Site, pages)
	}
	tree.Add(slices.Concat(theme.files, pages, attachments(r.Site, opts.Source, open), <-feeds, found.Files)...)
	manifest(tree, r.Site)
	tree.Prepare()
	clock("index", found.Stats.Documents)

	r.Findings = append(r.Findings, collisions(tree, r.Site)...).Sort()
	if r.Stopped() {
		return r, nil
	}
	r.Tree, r.Documents, r.Pages = tree, len(r.Site.Notices), len(pagesOf(tree.Files()))
	r.index = found.Note
	if theme.key == lookOf {
		r.key = key
	}
	return r, nil
}

// stopwatch returns a function that ends a stage and begins the next.
func stopwatch(r *Result) func(name string, count int) {
	last := time.Now()
	return func(name string, count int) {
		r.Stages = append(r.Stages, NewStage(name, last, count))
		last = time.Now()
	}
}
