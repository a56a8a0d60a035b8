// Package integrity lets anybody find out whether a copy of a portal is what
// the county published: a list of all files with their SHA-256, a signature of
// that list, and the comparison of a folder or a site with it.
//
// The idea: the list is a file of the site like any other, data/manifest.json,
// one file a line, so that a diff of two lists shows what changed and that
// sed, sha256sum and openssl are enough to check it without this program. The
// signature stands beside it and is made by whoever holds the county's key,
// after the build and on a machine of their choice.
//
// The design:
//
//   - Manifest is the list. Append collects, Encode writes the one spelling that
//     a list has, Parse takes nothing that Encode would write otherwise but for
//     members of the first line that later versions may add.
//   - Signatures are plain Ed25519 over the bytes of data/manifest.json, 64 bytes
//     in a file; keys are PEM as openssl makes them (PKCS #8 and PKIX).
//   - CheckFolder compares a folder, and names what is missing, differs, or does
//     not belong. CheckSite compares what a host serves, through a client that the
//     caller gives; it cannot see what does not belong.
//
// The limits: a list says nothing about who made it; a signature says it to those
// who have the key from elsewhere. An old site with its old list and signature is
// still whole: the list tells its day, and its reader has to look at it. What a
// host adds to pages on its way (as some do for forms) is a difference.
package integrity

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// Path is where the list stands in a site.
	Path = "data/manifest.json"

	// SignaturePath is where its signature stands, if there is one.
	SignaturePath = "data/manifest.json.sig"

	// marker tells a published folder from others on disk. It is no part of the
	// site, and many hosts do not take hidden files.
	marker = ".gongkai"

	format = 1
)

// Sum is the SHA-256 of a file.
type Sum = [sha256.Size]byte

// File is one file of a site.
type File struct {
	Path string // with slashes, from the site's root
	Size int64
	Sum  Sum
}

// Manifest is the list of a site's files. The zero value is an empty one. It
// must not be used from several goroutines while one of them appends.
type Manifest struct {
	// Site, Base and Day are the portal's name, its address and the day that
	// counted as today, such as 2026-11-23. Any of them may be empty.
	Site, Base, Day string

	files []File
}

// Append puts a file into the list, in any order. The list itself, also when it
// is compressed, its signature and the marker of a published folder are left out.
func (m *Manifest) Append(path string, size int64, sum Sum) {
	if !apart(path) {
		m.files = append(m.files, File{path, size, sum})
	}
}

// Grow makes room for n more files.
func (m *Manifest) Grow(n int) { m.files = slices.Grow(m.files, n) }

// Len is the number of files.
func (m *Manifest) Len() int { return len(m.files) }

// Files returns the files in the order of their paths. The caller must not
// change them.
func (m *Manifest) Files() []File {
	byPath := func(a, b File) int { return strings.Compare(a.Path, b.Path) }
	if !slices.IsSortedFunc(m.files, byPath) {
		slices.SortFunc(m.files, byPath)
	}
	return m.files
}

// apart are the files of a published folder that no list holds.
func apart(path string) bool {
	if path == marker {
		return true
	}
	end, ok := strings.CutPrefix(path, Path)
	return ok && (end == "" || end == ".sig" || end == ".gz" || end == ".br")
}

// Encode writes the list: always the same bytes for the same files. The error
// is w's, or tells of a path that no list can hold.
func (m *Manifest) Encode(w io.Writer) error {
	out := bufio.NewWriterSize(w, 64<<10)
	line := appendHead(make([]byte, 0, 1<<10), m)
	last := ""
	for i, f := range m.Files() {
		if err := listable(f, last); err != nil {
			return err
		}
		last = f.Path
		if i > 0 {
			line = append(line, ',')
		}
		line = appendFile(append(line, '\n'), f)
		if _, err := out.Write(line); err != nil {
			return err
		}
		line = line[:0]
	}
	if _, err := out.Write(append(line, "\n]}\n"...)); err != nil {
		return err
	}
	return out.Flush()
}

// listable says what is wrong with a file that follows another in a list.
func listable(f File, last string) error {
	switch {
	case !fs.ValidPath(f.Path) || f.Path == "." || strings.IndexByte(f.Path, '\\') >= 0 || strings.IndexByte(f.Path, 0) >= 0:
		return fmt.Errorf("%q is not a path inside a site", f.Path)
	case len(f.Path) > maxPath:
		return fmt.Errorf("%q… is longer than %d bytes", f.Path[:60], maxPath)
	case apart(f.Path):
		return fmt.Errorf("%s is no part of the list", f.Path)
	case f.Path <= last:
		return fmt.Errorf("%q does not come after %q", f.Path, last)
	case f.Size < 0 || f.Size > maxSize:
		return fmt.Errorf("%q has %d bytes", f.Path, f.Size)
	}
	return nil
}

func appendHead(b []byte, m *Manifest) []byte {
	b = append(b, `{"format":`...)
	b = strconv.AppendInt(b, format, 10)
	for _, member := range [...][2]string{{"site", m.Site}, {"base", m.Base}, {"day", m.Day}} {
		if member[1] != "" {
			b = append(b, `,"`...)
			b = append(b, member[0]...)
			b = append(b, `":`...)
			b = appendString(b, member[1])
		}
	}
	return append(b, `,"files":[`...)
}

func appendFile(b []byte, f File) []byte {
	b = append(b, `{"path":`...)
	b = appendString(b, f.Path)
	b = append(b, `,"size":`...)
	b = strconv.AppendInt(b, f.Size, 10)
	b = append(b, `,"sha256":"`...)
	b = hex.AppendEncode(b, f.Sum[:])
	return append(b, `"}`...)
}

// appendString writes a JSON string in which only what has to be is escaped,
// so that paths stand in the list as people know them.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	done := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[done:i]...)
		done = i + 1
		if c < 0x20 {
			b = hex.AppendEncode(append(b, `\u00`...), []byte{c})
		} else {
			b = append(b, '\\', c)
		}
	}
	return append(append(b, s[done:]...), '"')
}

// The bounds of a list that comes from a stranger.
const (
	maxFiles = 2_000_000
	maxSize  = 1 << 36 // bytes of a file: more than any host takes
	maxPath  = 1 << 10 // more than any address that we make or a host takes
	maxLine  = 4 << 10
)

// MaxBytes bounds the list as a whole.
const MaxBytes = 256 << 20

// Flaw is why something is no list, and in which line. It wraps ErrCut or an
// UnknownFormat, if it is one of these.
type Flaw struct {
	Line int
	Err  error
}

func (f *Flaw) Error() string { return fmt.Sprintf("line %d: %v", f.Line, f.Err) }

func (f *Flaw) Unwrap() error { return f.Err }

// ErrCut: the end of a list is missing.
var ErrCut = errors.New("the list ends too early")

// UnknownFormat is the number of a format that is not ours.
type UnknownFormat int

func (n UnknownFormat) Error() string {
	return fmt.Sprintf("format %d is not known, only %d: a newer gongkai may know it", int(n), format)
}

// Parse reads a list. The error is a Flaw. Whatever comes, it reads no more
// than MaxBytes and holds little more than the files.
func Parse(r io.Reader) (*Manifest, error) {
	p := parser{in: bufio.NewReaderSize(io.LimitReader(r, MaxBytes), maxLine)}
	m, err := p.manifest()
	if err != nil {
		return nil, &Flaw{p.line, err}
	}
	return m, nil
}

type parser struct {
	in   *bufio.Reader
	line int
}

// next returns a line without its end. It is good until the next call.
func (p *parser) next() ([]byte, error) {
	p.line++
	line, err := p.in.ReadSlice('\n')
	switch {
	case err == bufio.ErrBufferFull:
		return nil, fmt.Errorf("is longer than %d bytes", maxLine)
	case err == io.EOF:
		return nil, ErrCut
	case err != nil:
		return nil, err
	}
	return line[:len(line)-1], nil
}

func (p *parser) manifest() (*Manifest, error) {
	head, err := p.next()
	if err != nil {
		return nil, err
	}
	m, err := parseHead(head)
	if err != nil {
		return nil, err
	}
	last, more := "", true
	for {
		line, err := p.next()
		if err != nil {
			return nil, err
		}
		if string(line) == "]}" {
			break
		}
		if !more {
			return nil, fmt.Errorf("no comma divides this file from the one before")
		}
		if line, more = cutSuffix(line, ","); len(m.files) == maxFiles {
			return nil, fmt.Errorf("there are more than %d files", maxFiles)
		}
		f, err := parseFile(line)
		if err != nil {
			return nil, err
		}
		if err := listable(f, last); err != nil {
			return nil, err
		}
		last = f.Path
		m.files = append(m.files, f)
	}
	if more && len(m.files) > 0 {
		return nil, fmt.Errorf("a comma stands after the last file")
	}
	p.line++
	if _, err := p.in.ReadByte(); err != io.EOF {
		return nil, fmt.Errorf("something follows the list")
	}
	return m, nil
}

func cutSuffix(line []byte, suffix string) ([]byte, bool) {
	if n := len(line) - len(suffix); n >= 0 && string(line[n:]) == suffix {
		return line[:n], true
	}
	return line, false
}

// parseHead reads the first line. Members that it does not know are skipped:
// they may say more about the list, but not what it lists.
func parseHead(line []byte) (*Manifest, error) {
	object, ok := cutSuffix(line, `,"files":[`)
	if !ok || !utf8.Valid(line) {
		return nil, fmt.Errorf("is not the beginning of a list of files")
	}
	var head struct {
		Format          int
		Site, Base, Day string
	}
	if err := json.Unmarshal(append(slices.Clone(object), '}'), &head); err != nil {
		return nil, fmt.Errorf("is not the beginning of a list of files: %w", err)
	}
	if head.Format != format {
		return nil, UnknownFormat(head.Format)
	}
	return &Manifest{Site: head.Site, Base: head.Base, Day: head.Day}, nil
}

// parseFile reads a line that is exactly as appendFile would write it.
func parseFile(line []byte) (File, error) {
	const shape = `is not of the form {"path":"…","size":…,"sha256":"…"}`
	// From the end, where all has its length: a path may hold anything.
	rest, ok := cutSuffix(line, `"}`)
	if !ok || len(rest) < 2*sha256.Size {
		return File{}, fmt.Errorf(shape)
	}
	var f File
	digits := rest[len(rest)-2*sha256.Size:]
	rest, ok = cutSuffix(rest[:len(rest)-2*sha256.Size], `,"sha256":"`)
	if _, err := hex.Decode(f.Sum[:], digits); err != nil || !ok {
		return File{}, fmt.Errorf(shape)
	}
	const start, middle = `{"path":`, `,"size":`
	i := strings.LastIndex(string(rest), middle)
	if i < len(start) {
		return File{}, fmt.Errorf(shape)
	}
	size, err := strconv.ParseInt(string(rest[i+len(middle):]), 10, 64)
	if err != nil {
		return File{}, fmt.Errorf(shape)
	}
	f.Size = size
	if err := json.Unmarshal(rest[len(start):i], &f.Path); err != nil {
		return File{}, fmt.Errorf(shape)
	}
	// One spelling: what would be written otherwise is not what was written.
	if again := appendFile(make([]byte, 0, len(line)), f); string(again) != string(line) {
		return File{}, fmt.Errorf(shape)
	}
	return f, nil
}

// Of makes the list of a folder, for a site that was built without one. Folders
// of a version control at its root are no part of it.
func Of(fsys fs.FS) (*Manifest, error) {
	m := &Manifest{}
	err := walk(fsys, func(path string, d fs.DirEntry) error {
		if !d.Type().IsRegular() {
			return fmt.Errorf("%s is not a plain file", path)
		}
		f, err := sumOf(fsys, path)
		m.Append(path, f.Size, f.Sum)
		return err
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

// walk calls each for everything in a published folder that is no folder.
func walk(fsys fs.FS, each func(path string, d fs.DirEntry) error) error {
	return fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path == ".git": // a folder that is pushed to a host's branch
			return fs.SkipDir
		case d.IsDir() || apart(path):
			return nil
		}
		return each(path, d)
	})
}

// sumOf reads a file.
func sumOf(fsys fs.FS, path string) (File, error) {
	in, err := fsys.Open(path)
	if err != nil {
		return File{}, err
	}
	defer in.Close()
	return sumFrom(path, in)
}

func sumFrom(path string, in io.Reader) (File, error) {
	h := sha256.New()
	n, err := io.Copy(h, in)
	f := File{Path: path, Size: n}
	h.Sum(f.Sum[:0])
	return f, err
}
