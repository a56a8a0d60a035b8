package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/layout"
	"gongkai/generator/privacy"
	"gongkai/layouts"
	"gongkai/theme"
)

// console is what a verb has to do with its surroundings.
type console struct {
	in       io.Reader
	out, err io.Writer
	lang     string // "zh" or "en"
	quiet    bool
	folder   string        // the source folder
	clock    calendar.Date // fixed by --clock; else zero
	opened   fs.FS         // the source folder, once it is open
}

// settle takes over the common flags.
func (c *console) settle(g common) error {
	c.quiet, c.folder = g.Quiet, g.Source
	switch g.Lang {
	case "", "zh", "en":
	default:
		return misuse("没有“%s”这种语言，只有 zh 和 en", "there is no language %q: there are zh and en", g.Lang)
	}
	if g.Clock == "" {
		return nil
	}
	m, ok := calendar.Parse(g.Clock)
	if !ok || m.HasTime {
		return misuse("--clock 后面的“%s”不是日期，写成 2026-11-23", "--clock %q is not a date: write 2026-11-23", g.Clock)
	}
	c.clock = m.Date
	return nil
}

// today is the day that counts as today.
func (c *console) today() calendar.Date {
	if !c.clock.IsZero() {
		return c.clock
	}
	return calendar.Of(time.Now().In(calendar.Zone()))
}

// say tells the human something.
func (c *console) say(zh, en string, args ...any) {
	if !c.quiet {
		fmt.Fprintln(c.err, diag.Say(zh, en, args...).In(c.lang))
	}
}

// source opens the source folder. Nothing outside it can be read through it,
// not even by a symbolic link.
func (c *console) source() (fs.FS, error) {
	if c.opened != nil {
		return c.opened, nil
	}
	st, err := os.Stat(c.folder)
	switch {
	case err != nil:
		return nil, misuse("没有“%s”这个文件夹", "there is no folder %q", c.folder)
	case !st.IsDir():
		return nil, misuse("“%s”不是文件夹", "%q is not a folder", c.folder)
	}
	root, err := os.OpenRoot(c.folder)
	if err != nil {
		return nil, err
	}
	c.opened = content.Folder(root) // until the program ends
	return c.opened, nil
}

// county is the source folder of those who read what is in it. One without
// content/ is no site but a slip of the hand: of what else it lacks there is no
// use to speak.
func (c *console) county() (fs.FS, error) {
	source, err := c.source()
	if err != nil {
		return nil, err
	}
	if _, err := fs.Lstat(source, content.Root); errors.Is(err, fs.ErrNotExist) {
		return nil, misuse("“%s”里没有 content 文件夹，不是网站文件夹。在网站文件夹里运行，或者用 -s 指明；新建网站用 gongkai init 文件夹名",
			"there is no folder content in %q: it is no site's folder. Run this in the site's folder, or name it with -s; `gongkai init DIR` makes a new one", c.folder)
	}
	return source, nil
}

// options are those of every build.
func (c *console) options() (build.Options, error) {
	source, err := c.county()
	if err != nil {
		return build.Options{}, err
	}
	ownLayouts, err := ownFolder(source, "layouts")
	if err != nil {
		return build.Options{}, err
	}
	ownTheme, err := ownFolder(source, "theme")
	if err != nil {
		return build.Options{}, err
	}
	return build.Options{
		Source:  source,
		Layouts: layout.Overlay(ownLayouts, layouts.FS),
		Theme:   layout.Overlay(ownTheme, theme.FS),
		Clock:   c.today(),
	}, nil
}

// mostOfLook is how many bytes a file of the look has at most.
const mostOfLook = 16 << 20

// ownFolder is a folder of the source by which a county replaces what is
// built in, or nil. What is called so and is none would be passed over in
// silence, so it is told.
func ownFolder(source fs.FS, name string) (fs.FS, error) {
	st, err := fs.Lstat(source, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !st.IsDir():
		return nil, misuse("“%s”应当是文件夹，不能是文件或者链接", "%q should be a folder, and neither a file nor a link", name)
	}
	own, err := fs.Sub(source, name)
	if err != nil {
		return nil, err
	}
	return content.Ordinary(own, mostOfLook), nil
}

// printer prints findings for a stream.
func (c *console) printer(to io.Writer, source fs.FS) diag.Printer {
	return diag.Printer{Lang: c.lang, Color: colored(to), Clock: c.today().String(), Sources: diag.NewSources(source, privacy.Veil)}
}

// colored reports whether colours are wanted on a stream.
func colored(w io.Writer) bool {
	force := os.Getenv("CLICOLOR_FORCE")
	switch {
	case os.Getenv("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	case os.Getenv("CLICOLOR") == "0" || os.Getenv("TERM") == "dumb":
		return false
	}
	return terminal(w)
}

// terminal reports whether somebody looks at a stream, through something that
// knows colours and can write a line again.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	if err != nil || st.Mode()&fs.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull) // a character device too
	return (err != nil || !os.SameFile(st, null)) && takesEscapes(f)
}

// named is how a file of the source is called, with slashes on every system, as
// in findings.
func (c *console) named(p string) string { return filepath.ToSlash(filepath.Join(c.folder, p)) }

// real is an absolute path without links, as far as it exists.
func real(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if plain, err := filepath.EvalSymlinks(abs); err == nil {
		return plain, nil
	}
	dir := filepath.Dir(abs)
	if dir == abs {
		return abs, nil
	}
	if dir, err = real(dir); err != nil {
		return "", err
	}
	return filepath.Join(dir, filepath.Base(abs)), nil
}
