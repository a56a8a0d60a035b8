package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"gongkai/generator/build"
	"gongkai/generator/cache"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
)

// reading is what the verbs that read the whole site have in common.
type reading struct {
	Drafts  bool `help:"草稿也算在内|take drafts in"`
	Future  bool `help:"发布日期还没到的也算在内|take in what is dated after today"`
	Jobs    int  `placeholder:"N" help:"同时处理几个文件；默认按处理器个数|how many files are worked on at a time; default: one a processor"`
	NoCache bool `help:"不用上次留下的缓存|remember nothing from one run to the next"`
}

// options are those of a build, and the cache that goes with them, which the
// caller saves. It is nil where there is none.
func (r reading) options(c *console) (build.Options, *cache.Pack, error) {
	opts, err := c.options()
	if err != nil {
		return opts, nil, err
	}
	if r.Jobs < 0 {
		return opts, nil, misuse("--jobs 后面应当是正整数", "--jobs takes a positive number")
	}
	opts.Drafts, opts.Future, opts.Jobs = r.Drafts, r.Future, r.Jobs
	if r.NoCache {
		return opts, nil, nil
	}
	pack, stamps := openCache(c.folder)
	if pack != nil {
		opts.Memo, opts.Cache = content.NewMemo(pack, stamps), pack
	}
	return opts, pack, nil
}

// openCache opens the cache of a source folder: a pack and the stamps of its
// files. A machine that has no place for caches, or does not let us write there,
// has none: that costs time only.
func openCache(folder string) (*cache.Pack, *cache.Stamps) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil, nil
	}
	abs, err := real(folder)
	if err != nil {
		return nil, nil
	}
	sum := sha256.Sum256([]byte(abs))
	name := filepath.Join(dir, "gongkai", hex.EncodeToString(sum[:12]))
	stamps := make(chan *cache.Stamps, 1)
	go func() { stamps <- cache.OpenStamps(name+".stamps", packVersion()) }() // while the pack's index is read
	pack, err := cache.Open(name+".pack", packVersion())
	if err != nil {
		return nil, nil
	}
	return pack, <-stamps
}

// packVersion changes with the program, for another one may make something
// else of the same bytes. The program's own size and time tell apart what was
// compiled from changed sources of one revision.
func packVersion() string {
	v := content.MemoVersion
	if self, err := os.Executable(); err == nil {
		if file, err := os.Stat(self); err == nil {
			v += fmt.Sprint(" ", file.Size(), " ", file.ModTime().UnixNano())
		}
	}
	if about, ok := debug.ReadBuildInfo(); ok {
		v += " " + about.Main.Version
		for _, s := range about.Settings {
			if s.Key == "vcs.revision" || s.Key == "vcs.modified" {
				v += " " + s.Value
			}
		}
	}
	return v
}

// verdict ends a verb that has judged the site: nil if nothing is at or above
// the level that fails.
func verdict(findings diag.List, level diag.Severity) error {
	failing, settings := false, false
	for _, f := range findings {
		if f.Waived || f.Severity < level {
			continue
		}
		failing = true
		if f.Severity == diag.Error && (f.Span.Path() == config.Path || f.Span.Path() == content.Root) {
			settings = true
		}
	}
	switch {
	case settings:
		return exit{status: misused}
	case failing:
		return exit{status: found}
	}
	return nil
}
