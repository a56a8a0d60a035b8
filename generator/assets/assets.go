// Package assets bundles the theme: one style sheet and one script made of many
// small files, and the images and fonts beside them.
//
// The idea: an asset's name holds a hash of its bytes, so a browser may keep it
// for ever, and a page that asks for the new one gets the new one. Templates
// know assets by a logical name ("site.css"); the Manifest knows the address.
//
// The design: esbuild does the bundling. It is given no way to the disk or to
// the network: a plugin resolves every import and loads every file from the
// theme's fs.FS, which may be embedded in the program or laid over by the
// county's own. An import that leaves the theme, or names a package or another
// host, is an error on the line where it stands.
//
//	site.css        → assets/site-<hash>.css   known as "site.css"
//	site.ts         → assets/site-<hash>.js    known as "site.js"
//	static/a/b.svg  → assets/a/b-<hash>.svg    known as "a/b.svg"
//
// The limits: types are stripped, not checked. Style sheets are not rewritten
// for old browsers; scripts are, to ES2017. There are no source maps. A link in
// a folder on the disk is the fs.FS's to refuse (os.Root does).
package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"gongkai/generator/output"
)

const (
	folder = "assets" // of the site, where all assets go
	static = "static" // of the theme, where files are copied from
)

// Options are the choices of Bundle.
type Options struct {
	// Minify makes the bundles small; else they can be read.
	Minify bool

	// Entries are further scripts and style sheets with an asset of their own:
	// names of *.ts and *.css files at the root of the theme, such as "search.ts".
	Entries []string
}

// Message is what is wrong with a file of the theme.
type Message struct {
	Warning    bool   // the bundle was made nevertheless
	File       string // path in the theme
	Line       int    // from 1; 0 if the whole file is meant, and so are the next two
	Column     int    // in bytes, from 1
	Length     int    // in bytes
	Text       string
	SourceLine string // the line's text
}

// Manifest knows the address of each asset. The zero value knows none.
type Manifest struct {
	paths map[string]string
}

// Lookup returns the path of an asset in the site: "assets/site-0a1b2c3d.css"
// for "site.css".
func (m Manifest) Lookup(logical string) (path string, ok bool) {
	path, ok = m.paths[logical]
	return path, ok
}

// Names returns the logical names of all assets, sorted.
func (m Manifest) Names() []string {
	return slices.Sorted(maps.Keys(m.paths))
}

// Bundle makes the theme's assets. If a message is not a warning, there are no
// files. Messages are sorted by place.
func Bundle(theme fs.FS, opts Options) (Manifest, []output.File, []Message) {
	b := bundle{theme: theme, manifest: Manifest{paths: map[string]string{}}}
	b.copyStatic()
	b.build(opts)

	slices.SortFunc(b.messages, compareMessages)
	b.messages = slices.Compact(b.messages)
	if slices.ContainsFunc(b.messages, func(m Message) bool { return !m.Warning }) {
		return Manifest{}, nil, b.messages
	}
	slices.SortFunc(b.files, func(x, y output.File) int { return strings.Compare(x.Path, y.Path) })
	return b.manifest, b.files, b.messages
}

// bundle is the assets of a theme as they are made.
type bundle struct {
	theme    fs.FS
	manifest Manifest
	files    []output.File
	messages []Message
}

// add takes in an asset, made from the file of the theme called from.
func (b *bundle) add(logical, from string, content []byte) {
	if _, taken := b.manifest.paths[logical]; taken {
		b.fault(from, "another file of the theme makes an asset called "+logical+" too")
		return
	}
	sum := sha256.Sum256(content)
	ext := path.Ext(logical)
	p := folder + "/" + strings.TrimSuffix(logical, ext) + "-" + hex.EncodeToString(sum[:4]) + ext
	b.manifest.paths[logical] = p
	b.files = append(b.files, output.Bytes(p, "theme/"+from, content))
}

// fault reports an error that a whole file is to blame for.
func (b *bundle) fault(file, text string) {
	b.messages = append(b.messages, Message{File: file, Text: text})
}

// copyStatic takes in the files below static/, but for hidden ones.
func (b *bundle) copyStatic() {
	err := fs.WalkDir(b.theme, static, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		if !d.Type().IsRegular() {
			b.fault(name, "is not an ordinary file, such as a link to a file elsewhere")
			return nil
		}
		content, err := fs.ReadFile(b.theme, name)
		if err != nil {
			return err
		}
		b.add(strings.TrimPrefix(name, static+"/"), name, content)
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		b.fault(static, err.Error())
	}
}
