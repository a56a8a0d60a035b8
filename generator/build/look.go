package build

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"path"

	"gongkai/generator/assets"
	"gongkai/generator/diag"
	"gongkai/generator/layout"
	"gongkai/generator/output"
	"gongkai/generator/render"
	"gongkai/generator/row"
)

// look is what a county may override: layouts and theme.
type look struct {
	key      [32]byte // of the files that it was made of; zero if that is not certain
	layouts  *layout.Set
	manifest assets.Manifest
	files    []output.File
	found    diag.List
}

// CheckLook judges the layouts and the theme alone.
func CheckLook(opts Options) diag.List { return opts.look(lookKey(opts)).found }

// lookKey is a hash of all files of the look; zero if they can't be read.
func lookKey(opts Options) [32]byte {
	var k output.Recipe
	for _, files := range []fs.FS{opts.Layouts, opts.Theme} {
		err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := fs.ReadFile(files, path)
			k.Text(path)
			k.Hash(sha256.Sum256(text))
			return err
		})
		if err != nil {
			return [32]byte{}
		}
		k.Flag(true) // here the layouts end, and the theme begins
	}
	return k.Key()
}

// look is the look of the site, whose files have a key: remembered, if a memory
// or a cache has it.
func (o Options) look(key [32]byte) look {
	if o.Memory != nil {
		return o.Memory.look(o, key)
	}
	if record, ok := o.Cache.Get(key); ok && key != [32]byte{} {
		if l, ok := restored(string(record)); ok {
			l.key = key
			return l
		}
	}
	l := makeLook(o, key)
	if record, ok := l.record(); ok && l.key != [32]byte{} {
		o.Cache.Put(l.key, record)
	}
	return l
}

// makeLook makes and judges the look. The files are read a second time for that,
// so it has their key only if nobody changed one between.
func makeLook(opts Options, key [32]byte) look {
	var l look
	var problems []assets.Message
	l.manifest, l.files, problems = assets.Bundle(opts.Theme, assets.Options{Minify: true, Entries: []string{"search.ts", "suggest.ts", "request.ts", "funds.ts", "search.css", "chart.css", "print.css", "hall.css", "figures.css"}})
	set, err := layout.Load(opts.Layouts, render.Funcs())
	if err == nil {
		err = render.Check(set)
	}
	l.layouts, l.found = set, themeFindings(opts, problems, err)
	if lookKey(opts) == key {
		l.key = key
	}
	return l
}

// record is what restored needs. A look that has something to tell has none: it
// is told anew each time, on the line where it stands.
func (l look) record() (record []byte, ok bool) {
	if len(l.found) > 0 {
		return nil, false
	}
	templates, ok := l.layouts.AppendBinary(nil)
	if !ok {
		return nil, false
	}
	bundle, err := assets.AppendBinary(nil, l.manifest, l.files)
	if err != nil {
		return nil, false
	}
	return row.AppendText(row.AppendText(nil, string(templates)), string(bundle)), true
}

func restored(record string) (l look, ok bool) {
	r := row.Reader{Rest: record}
	templates, bundle := r.Text(), r.Text()
	if r.Bad || r.Rest != "" {
		return look{}, false
	}
	if l.manifest, l.files, ok = assets.Restore(bundle); !ok {
		return look{}, false
	}
	l.layouts, ok = layout.Restore(templates, render.Funcs())
	return l, ok
}

// themeFindings are what is wrong with a county's own layouts and theme.
func themeFindings(opts Options, problems []assets.Message, layouts error) diag.List {
	var found diag.List
	for _, m := range problems {
		addTheme(&found, opts.Theme, "theme", m.File, m.Line, m.Text)
	}
	var list layout.Problems
	switch {
	case layouts == nil:
	case errors.As(layouts, &list):
		for _, p := range list {
			addTheme(&found, opts.Layouts, "layouts", p.File, p.Line, p.Message)
		}
	default:
		addTheme(&found, opts.Layouts, "layouts", "", 0, layouts.Error())
	}
	for i := range found {
		found[i].Severity = diag.Error
	}
	return found
}

func addTheme(found *diag.List, files fs.FS, folder, file string, line int, text string) {
	at := diag.Span{File: &diag.File{Path: path.Join(folder, file)}}
	if src, err := fs.ReadFile(files, file); err == nil {
		at.Off = int32(lineStart(diag.Normalise(src), line))
	}
	found.Add("theme", at, diag.Say("样式或版式文件有错：%s", "a file of the look is wrong: %s", text),
		diag.Say("改正这一处；删除自己的这个文件，就恢复内置的样式", "mend it; removing the county's own file brings the built-in one back"))
}

// lineStart is the offset of a line, counted from 1.
func lineStart(src []byte, line int) int {
	at := 0
	for ; line > 1; line-- {
		next := bytes.IndexByte(src[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return at
}
