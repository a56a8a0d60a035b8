package build

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/disk"
	"gongkai/generator/integrity"
	"gongkai/generator/output"
	"gongkai/generator/site"
	"gongkai/generator/svg"
)

// attachments are the files that are published as they are, but for drawings,
// which are written anew without what could run in them. open opens them.
func attachments(s *site.Site, source fs.FS, open func(fs.FS, site.Copy) (fs.File, error)) []output.File {
	var files []output.File
	publish := func(c site.Copy) {
		same := func() (fs.File, error) { return open(source, c) }
		f := output.Copy(c.To, c.From, source, c.From)
		f.Open = same
		if strings.EqualFold(path.Ext(c.From), ".svg") {
			f = output.Made(c.To, c.From, func(w *bytes.Buffer) error { return drawing(w, same) })
		}
		files = append(files, f.Keyed(stampKey(c)))
	}
	for _, n := range s.Notices {
		for _, c := range n.Copies {
			publish(c)
		}
	}
	for _, f := range s.Fiscals {
		for _, c := range f.Copies {
			publish(c)
		}
	}
	return files
}

// openSame opens a file that is published, if it is still the one that was
// looked into: nobody knows what is in another.
func openSame(source fs.FS, c site.Copy) (fs.File, error) {
	f, err := source.Open(c.From)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", content.ErrChanged, err)
	}
	if err != nil || c.Stamp == (disk.Stamp{}) {
		return f, err
	}
	about, err := f.Stat()
	if err == nil && disk.StampOf(about) != c.Stamp {
		err = &fs.PathError{Op: "read", Path: c.From, Err: content.ErrChanged}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// openAny opens a file as it is now, for a preview, which is made again as soon as
// a file has changed.
func openAny(source fs.FS, c site.Copy) (fs.File, error) { return source.Open(c.From) }

// stampKey is the key of a file that is published: its stamp. One that may change
// without another stamp is read and compared each time.
func stampKey(c site.Copy) [32]byte {
	if !c.Settled {
		return [32]byte{}
	}
	var k output.Recipe
	k.Text("copy", c.From)
	k.Number(c.Stamp.Size, c.Stamp.Mod, c.Stamp.Change, int64(c.Stamp.Inode))
	return k.Key()
}

// manifest promises the list of all files with their hashes, by which a copy of
// the site is known to be whole.
func manifest(tree *output.Tree, s *site.Site) {
	head := integrity.Manifest{Site: s.Portal.Name.V, Base: s.Portal.Base(), Day: s.Clock.String()}
	var k output.Recipe
	k.Text(head.Site, head.Base, head.Day)
	tree.Last(integrity.Path, "build: manifest", k.Key(), func(w *bytes.Buffer, others iter.Seq[output.Entry]) error {
		m := head
		m.Grow(tree.Len())
		w.Grow(160 * tree.Len()) // a little more than most need
		for f := range others {
			m.Append(f.Path, f.Size, f.Sum)
		}
		return m.Encode(w)
	})
}

// drawing writes a drawing that is clean.
func drawing(w *bytes.Buffer, open func() (fs.File, error)) error {
	f, err := open()
	if err != nil {
		return err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, svg.MaxSize+1))
	if err != nil {
		return err
	}
	clean, _, err := svg.Clean(src)
	w.Write(clean)
	return err
}

// pagesOf are the addresses of HTML pages.
func pagesOf(files []output.File) []string {
	out := make([]string, 0, len(files))
	for _, f := range files {
		if strings.HasSuffix(f.Path, ".html") {
			out = append(out, f.Path)
		}
	}
	return out
}

// collisions are findings about two makers of one path: the build cannot
// know which one the county meant.
func collisions(tree *output.Tree, s *site.Site) diag.List {
	clashes := tree.Collisions()
	if len(clashes) == 0 {
		return nil
	}
	aliases := map[string]site.Alias{} // by the file that each makes
	for _, a := range s.Aliases() {
		aliases[a.File()] = a
	}
	var found diag.List
	for _, c := range clashes {
		f := diag.Finding{Rule: "alias-conflict", Severity: diag.Error,
			Message: diag.Say("两处都要写到 %[1]s：%[2]s", "two things claim %[1]s: %[2]s", c.Path, strings.Join(c.Makers, "、")),
			Help:    diag.Say("给其中一个换名称", "rename one of them")}
		for i, maker := range c.Makers {
			if a, is := aliases[c.Paths[i]]; is {
				f.Span, f.Message = a.At, diag.Say("旧网址“%s”和网站里的另一个文件争用 %s", "the old address %q and another file of the site both claim %s", a.Path, c.Path)
				f.Help = diag.Say("核对旧网址；不再用的删去", "compare the old address, and remove it if it is in use no more")
				break
			}
			if strings.HasPrefix(maker, "content/") {
				f.Span = diag.At(&diag.File{Path: maker}, 0, 0)
			}
		}
		found = append(found, f)
	}
	return found
}
