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

// appearance is what a county may override: layouts and theme.
type appearance struct {
	layouts  *layout.Set
	manifest assets.Manifest
	files    []output.File
	found    diag.List
}

// CheckLook judges the layouts and the theme alone.
func CheckLook(opts Options) diag.List { return opts.appear(lookKey(opts)).found }

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

// appear is the look of the site, whose files have a key: remembered, if a
// memory or a cache has it.
func (o Options) appear(key [32]byte) appearance {
	if o.Memory != nil {
		return o.Memory.appear(o, key)
	}
	if key == [32]byte{} {
		return appear(o)
	}
	if record, ok := o.Cache.Get(key); ok {
		if a, ok := restored(string(record)); ok {
			return a
		}
	}
	a := appear(o)
	// The files are read a second time by those who make the look of them. It goes
	// under their key if nobody changed one between.
	if record, ok := a.record(); ok && lookKey(o) == key {
		o.Cache.Put(key, record)
	}
	return a
}

// appear makes and judges the look.
func appear(opts Options) appearance {
	var a appearance
	var problems []assets.Message
	a.manifest, a.files, problems = assets.Bundle(opts.Theme, assets.Options{Minify: true, Entries: []string{"search.ts", "suggest.ts", "request.ts", "funds.ts", "search.css", "chart.css", "print.css", "hall.css", "figures.css"}})
	set, err := layout.Load(opts.Layouts, render.Funcs())
	if err == nil {
		err = render.Check(set)
	}
	a.layouts, a.found = set, themeFindings(opts, problems, err)
	return a
}

// record is what restored needs. A look that has something to tell has none: it
// is told anew each time, on the line where it stands.
func (a appearance) record() (record []byte, ok bool) {
	if len(a.found) > 0 {
		return nil, false
	}
	templates, ok := a.layouts.AppendBinary(nil)
	if !ok {
		return nil, false
	}
	bundle, err := assets.AppendBinary(nil, a.manifest, a.files)
	if err != nil {
		return nil, false
	}
	return row.AppendText(row.AppendText(nil, string(templates)), string(bundle)), true
}

func restored(record string) (a appearance, ok bool) {
	r := row.Reader{Rest: record}
	templates, bundle := r.Text(), r.Text()
	if r.Bad || r.Rest != "" {
		return appearance{}, false
	}
	if a.manifest, a.files, ok = assets.Restore(bundle); !ok {
		return appearance{}, false
	}
	a.layouts, ok = layout.Restore(templates, render.Funcs())
	return a, ok
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
