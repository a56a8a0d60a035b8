package cache

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
	"unsafe"

	"gongkai/generator/disk"
	"gongkai/generator/row"
)

// Stamps remember the hash of each file's bytes beside its stamp, so that the
// next run needs to read only what changed. They are one small file; one that
// is missing or damaged knows nothing, which costs time only.
//
// Known may be called from any goroutine. A nil Stamps is valid: it knows
// nothing and forgets everything.
type Stamps struct {
	// Now is when the run began; tests set it.
	Now time.Time

	path, version string
	read          []byte // as it stands on disk
	list          []Stamped
	byPath        map[string]int32
}

// Stamped is a file with its stamp and the hash of its bytes.
type Stamped struct {
	Path  string
	Stamp disk.Stamp
	Hash  [32]byte
}

// OpenStamps reads the stamps at path, which were written by a version of the
// program.
func OpenStamps(path, version string) *Stamps {
	s := &Stamps{Now: time.Now(), path: path, version: version}
	raw, err := disk.ReadFile(path)
	if err != nil {
		return s
	}
	if list, ok := parseStamps(raw, version); ok {
		s.read, s.list = raw, list
		s.byPath = make(map[string]int32, len(list))
		for i := range list {
			s.byPath[list[i].Path] = int32(i)
		}
	}
	return s
}

// Known returns the hash of a file's bytes, if its stamp is the remembered one.
func (s *Stamps) Known(path string, now disk.Stamp) (hash [32]byte, ok bool) {
	if s == nil {
		return hash, false
	}
	i, found := s.byPath[path]
	if !found || s.list[i].Stamp != now || now == (disk.Stamp{}) {
		return hash, false
	}
	return s.list[i].Hash, true
}

// Save remembers a list of files instead of the old one. Stamps that were not
// settled when the run began are left out.
func (s *Stamps) Save(list []Stamped) error {
	if s == nil {
		return nil
	}
	list = slices.DeleteFunc(slices.Clone(list), func(f Stamped) bool { return !f.Stamp.Settled(s.Now) })
	slices.SortFunc(list, func(a, b Stamped) int { return cmp.Compare(a.Path, b.Path) })
	raw := appendStamps(list, s.version)
	if bytes.Equal(raw, s.read) {
		return nil
	}
	dir, unfinished := filepath.Dir(s.path), filepath.Base(s.path)+".new-*"
	sweep(dir, unfinished) // of killed runs; whoever saves at this moment saves another time
	next, err := os.CreateTemp(dir, unfinished)
	if err != nil {
		return err
	}
	_, err = next.Write(raw)
	if err2 := next.Close(); err == nil {
		err = err2
	}
	if err == nil {
		err = os.Rename(next.Name(), s.path)
	}
	if err != nil {
		os.Remove(next.Name())
		return fmt.Errorf("save stamps: %w", err)
	}
	s.read = raw
	return nil
}

// The file: a magic, the SHA-256 of the version, the entries, and the CRC-32C
// of all of it. An entry is the length of its path and the path, the four
// numbers of its stamp, and the hash.
const stampsMagic = "gongkai stamps 1\n"

func appendStamps(list []Stamped, version string) []byte {
	b := make([]byte, 0, len(stampsMagic)+36+len(list)*128)
	b = append(b, stampsMagic...)
	sum := sha256.Sum256([]byte(version))
	b = append(b, sum[:]...)
	for _, f := range list {
		b = row.AppendText(b, f.Path)
		b = binary.AppendVarint(b, f.Stamp.Size)
		b = binary.AppendVarint(b, f.Stamp.Mod)
		b = binary.AppendVarint(b, f.Stamp.Change)
		b = binary.AppendUvarint(b, f.Stamp.Inode)
		b = append(b, f.Hash[:]...)
	}
	return appendSum(b)
}

func appendSum(b []byte) []byte { return binary.LittleEndian.AppendUint32(b, castagnoli(0, b)) }

func parseStamps(raw []byte, version string) (list []Stamped, ok bool) {
	sum := sha256.Sum256([]byte(version))
	head := append([]byte(stampsMagic), sum[:]...)
	if len(raw) < len(head)+4 || !bytes.HasPrefix(raw, head) {
		return nil, false
	}
	end := len(raw) - 4
	if castagnoli(0, raw[:end]) != binary.LittleEndian.Uint32(raw[end:]) {
		return nil, false
	}
	r := row.Reader{Rest: unsafe.String(unsafe.SliceData(raw), end)[len(head):]} // nobody changes it
	list = make([]Stamped, 0, len(raw)/80)
	for r.Rest != "" {
		f := Stamped{Path: r.Text()}
		f.Stamp = disk.Stamp{Size: r.Int(), Mod: r.Int(), Change: r.Int(), Inode: r.Uint()}
		f.Hash = r.Hash()
		list = append(list, f)
	}
	return list, !r.Bad
}
