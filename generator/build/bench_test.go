package build_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"gongkai/generator/assets"
	"gongkai/generator/build"
	"gongkai/generator/cache"
	"gongkai/generator/calendar"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/feed"
	"gongkai/generator/layout"
	"gongkai/generator/output"
	"gongkai/generator/render"
	"gongkai/generator/rules"
	"gongkai/generator/site"
	"gongkai/layouts"
	"gongkai/theme"
)

// benchNotices is how many notices the benchmarks of the stages work on.
// Divide a figure by it for one document.
const benchNotices = "1000"

func benchCounty(b *testing.B) build.Options {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "county")
	made := exec.Command("go", "run", "gongkai/cmd/countygen", "-n", benchNotices, "-o", dir)
	if out, err := made.CombinedOutput(); err != nil {
		b.Fatalf("countygen: %v\n%s", err, out)
	}
	clock, _ := calendar.On(2026, 11, 23)
	return build.Options{Source: os.DirFS(dir), Layouts: layouts.FS, Theme: theme.FS, Clock: clock}
}

// stages are what the benchmarks start from.
type stages struct {
	opts    build.Options
	portal  *config.Portal
	entries *content.Content
	site    *site.Site
}

func upToSite(b *testing.B) stages {
	s := stages{opts: benchCounty(b)}
	var err error
	if s.portal, _, err = config.Load(s.opts.Source); err != nil {
		b.Fatal(err)
	}
	if s.entries, _, err = content.Load(context.Background(), s.opts.Source, content.Options{}); err != nil {
		b.Fatal(err)
	}
	s.site, _ = site.Assemble(s.portal, s.entries, site.Options{Clock: s.opts.Clock})
	return s
}

func BenchmarkRead(b *testing.B) {
	opts := benchCounty(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := content.Load(context.Background(), opts.Source, content.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadWithMemo(b *testing.B) {
	opts := benchCounty(b)
	memo := content.NewMemo(nil, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := content.Load(context.Background(), opts.Source, content.Options{Memo: memo}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAssemble(b *testing.B) {
	s := upToSite(b)
	b.ReportAllocs()
	for b.Loop() {
		site.Assemble(s.portal, s.entries, site.Options{Clock: s.opts.Clock})
	}
}

func BenchmarkCheck(b *testing.B) {
	s := upToSite(b)
	b.ReportAllocs()
	for b.Loop() {
		rules.Check(s.site, nil)
	}
}

func BenchmarkTheme(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		assets.Bundle(theme.FS, assets.Options{Minify: true})
		if _, err := layout.Load(layouts.FS, render.Funcs()); err != nil {
			b.Fatal(err)
		}
	}
}

// makeAll runs the promises of files, as writing them would.
func makeAll(b *testing.B, files []output.File) {
	var w bytes.Buffer
	for _, f := range files {
		w.Reset()
		if f.Render == nil {
			continue
		}
		if err := f.Render(&w); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	s := upToSite(b)
	set, err := layout.Load(layouts.FS, render.Funcs())
	if err != nil {
		b.Fatal(err)
	}
	manifest, _, _ := assets.Bundle(theme.FS, assets.Options{Minify: true})
	b.ReportAllocs()
	for b.Loop() {
		pages, err := render.Pages(s.site, set, manifest, true)
		if err != nil {
			b.Fatal(err)
		}
		makeAll(b, pages)
	}
}

func BenchmarkFeed(b *testing.B) {
	s := upToSite(b)
	b.ReportAllocs()
	for b.Loop() {
		makeAll(b, feed.Files(s.site, nil))
	}
}

// BenchmarkBuild is the whole walk with the files written.
func BenchmarkBuild(b *testing.B) {
	opts := benchCounty(b)
	out := b.TempDir()
	b.ReportAllocs()
	for b.Loop() {
		spool, err := cache.NewSpool()
		if err != nil {
			b.Fatal(err)
		}
		opts.Spool = spool
		r, err := build.Run(context.Background(), opts)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.Tree.WriteTo(context.Background(), filepath.Join(out, "site"), output.WriteOptions{}); err != nil {
			b.Fatal(err)
		}
		spool.Close()
	}
}

// BenchmarkCheckAgainstBuild runs the whole of `check` and the whole of `build`,
// with its files, on one county in turn, and reports the part that checking
// costs of building: it should stay below one half.
func BenchmarkCheckAgainstBuild(b *testing.B) {
	opts := benchCounty(b)
	ctx := context.Background()
	out := filepath.Join(b.TempDir(), "public")
	var checking, building time.Duration
	for b.Loop() {
		start := time.Now()
		judged := opts
		judged.Judged = true
		if _, err := build.Check(ctx, judged); err != nil {
			b.Fatal(err)
		}
		checking += time.Since(start)
		start = time.Now()
		r, err := build.Run(ctx, opts)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.Tree.WriteTo(ctx, out, output.WriteOptions{}); err != nil {
			b.Fatal(err)
		}
		building += time.Since(start)
		b.StopTimer()
		if err := os.RemoveAll(out); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(checking.Seconds()/building.Seconds(), "check/build")
}
