package integrity

import (
	"context"
	"errors"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"
)

// Kind is what is wrong with a file.
type Kind string

const (
	Missing     Kind = "missing"     // listed, and not there
	Differs     Kind = "differs"     // other bytes than the list says
	Foreign     Kind = "foreign"     // there, and not listed
	Unreachable Kind = "unreachable" // could not be read, so nobody knows
)

// Problem is something wrong with a file.
type Problem struct {
	Kind Kind   `json:"kind"`
	Path string `json:"path"`
	Why  string `json:"why,omitempty"` // of Unreachable, and of Differs if it is not the bytes
}

// Report is what a comparison came to.
type Report struct {
	Files    int       `json:"files"`           // in the list
	Good     int       `json:"good"`            // are as the list says
	Withheld int       `json:"withheld"`        // meant for the host, which does not show them
	Moved    []Lead    `json:"moved,omitempty"` // small files instead of which the host leads on
	Problems []Problem `json:"problems"`        // sorted by path
}

// Lead is a file instead of which a host leads on to another one of the list, as
// it does at old addresses of pages.
type Lead struct {
	Path string `json:"path"`
	To   string `json:"to"`
}

// Count is the number of problems of a kind.
func (r *Report) Count(k Kind) int {
	n := 0
	for _, p := range r.Problems {
		if p.Kind == k {
			n++
		}
	}
	return n
}

// ForHost tells the files at the root by which hosts and crawlers learn what to
// do. Many hosts keep them to themselves, and copies need not have them.
func ForHost(path string) bool {
	switch path {
	case "_headers", "_redirects", "nginx.conf", ".nojekyll", "CNAME", "robots.txt":
		return true
	}
	return false
}

// verdict is what became of one file; no kind and nothing else: it is good.
type verdict struct {
	Problem
	withheld bool
	movedTo  string
}

// CheckFolder compares a folder with the list. progress, if there is one, is
// called now and then from any goroutine. The error is ctx's or tells that the
// folder cannot be listed.
func CheckFolder(ctx context.Context, fsys fs.FS, m *Manifest, progress func(done, total int)) (Report, error) {
	found := map[string]entry{}
	err := walk(fsys, func(path string, d fs.DirEntry) error {
		found[key(path)] = entry{path, d.Type().IsRegular()}
		return ctx.Err()
	})
	if err != nil {
		return Report{}, err
	}
	report, err := checkAll(ctx, m, runtime.GOMAXPROCS(0), progress, func(ctx context.Context, f File) verdict {
		at, ok := found[key(f.Path)]
		switch {
		case !ok && ForHost(f.Path):
			return verdict{withheld: true}
		case !ok:
			return verdict{Problem: Problem{Kind: Missing}}
		}
		return checkFile(fsys, at, f)
	})
	if err != nil {
		return Report{}, err
	}
	for _, f := range m.Files() {
		delete(found, key(f.Path))
	}
	for _, e := range found {
		report.Problems = append(report.Problems, Problem{Kind: Foreign, Path: e.path})
	}
	report.sort()
	return report, nil
}

// entry is something in a folder, by the name that the folder has for it.
type entry struct {
	path  string
	plain bool // a file, and no link or device
}

// key gives one spelling to names with accents, which some file systems hand
// back otherwise than they took them.
func key(path string) string { return norm.NFC.String(path) }

func checkFile(fsys fs.FS, at entry, want File) verdict {
	if !at.plain {
		return verdict{Problem: Problem{Kind: Differs, Why: "is not a plain file"}}
	}
	in, err := fsys.Open(at.path)
	if err != nil {
		return verdict{Problem: Problem{Kind: Unreachable, Why: plain(err)}}
	}
	defer in.Close()
	if st, err := in.Stat(); err == nil && st.Size() != want.Size {
		return verdict{Problem: Problem{Kind: Differs}}
	}
	got, err := sumFrom(want.Path, in)
	switch {
	case err != nil:
		return verdict{Problem: Problem{Kind: Unreachable, Why: plain(err)}}
	case got != want:
		return verdict{Problem: Problem{Kind: Differs}}
	}
	return verdict{}
}

// plain is an error without the path that its reader sees already.
func plain(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

// checkAll judges every file of the list, a few at a time.
func checkAll(ctx context.Context, m *Manifest, jobs int, progress func(done, total int), judge func(context.Context, File) verdict) (Report, error) {
	files := m.Files()
	verdicts := make([]verdict, len(files))
	var next, done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range min(jobs, len(files)) {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) {
					return nil
				}
				if err := context.Cause(ctx); err != nil {
					return err
				}
				verdicts[i] = judge(ctx, files[i])
				if n := done.Add(1); progress != nil {
					progress(int(n), len(files))
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return Report{}, err
	}
	report := Report{Files: len(files), Problems: []Problem{}}
	for i, v := range verdicts {
		switch {
		case v.Kind != "":
			v.Path = files[i].Path
			report.Problems = append(report.Problems, v.Problem)
		case v.withheld:
			report.Withheld++
		case v.movedTo != "":
			report.Moved = append(report.Moved, Lead{files[i].Path, v.movedTo})
		default:
			report.Good++
		}
	}
	return report, nil
}

func (r *Report) sort() {
	slices.SortFunc(r.Problems, func(a, b Problem) int { return strings.Compare(a.Path, b.Path) })
}
