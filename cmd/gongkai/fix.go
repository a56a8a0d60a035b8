package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"gongkai/generator/build"
	"gongkai/generator/diag"
	"gongkai/generator/privacy"
)

// mostPasses bounds mending: one slip hides another, and never for long.
const mostPasses = 5

// mend makes the edits that findings carry and checks again, until there are
// none left.
func (v *checkVerb) mend(ctx context.Context, c *console, r *build.Result, opts build.Options) (*build.Result, error) {
	total := 0
	for range mostPasses {
		edits := r.Findings.Edits()
		done := 0
		for _, path := range slices.Sorted(maps.Keys(edits)) {
			n, err := mendFile(c, path, edits[path])
			if err != nil {
				return nil, err
			}
			done += n
		}
		if done == 0 {
			break
		}
		total += done
		var err error
		if r, err = build.Check(ctx, opts); err != nil {
			return nil, err
		}
	}
	c.say("改了 %d 处", "%d places mended", total)
	return r, nil
}

// mendFile makes edits in a file, tells of each, and counts them. The file is
// replaced as a whole, or not at all.
func mendFile(c *console, path string, edits []diag.Edit) (int, error) {
	source, err := c.source()
	if err != nil {
		return 0, err
	}
	raw, err := fs.ReadFile(source, path)
	if err != nil {
		return 0, err
	}
	out, done := diag.Apply(raw, edits)
	if len(done) == 0 {
		return 0, nil
	}
	places := diag.NewSources(source, privacy.Veil)
	for _, e := range done {
		at := places.Place(e.Span)
		if e.Recode {
			fmt.Fprintf(c.err, "%s: GBK → UTF-8\n", path)
			continue
		}
		fmt.Fprintf(c.err, "%s:%d:%d: %q → %q\n", path, at.Line, at.Column, privacy.VeilString(e.Old), privacy.VeilString(e.New))
	}
	return len(done), replaceFile(filepath.Join(c.folder, filepath.FromSlash(path)), out)
}

// replaceFile writes beside a file and takes its place, with its permissions.
func replaceFile(name string, text []byte) error {
	about, err := os.Lstat(name)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".gongkai-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(text)
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(tmp.Name(), about.Mode().Perm())
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}
