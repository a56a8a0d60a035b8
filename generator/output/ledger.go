package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"os"
	"strings"
	"unsafe"

	"gongkai/generator/disk"
	"gongkai/generator/row"
)

// Entry is what is known of a published file.
type Entry struct {
	Path string
	Key  [32]byte // File.Key of what it was made from
	Sum  [32]byte // SHA-256 of its bytes
	Size int64

	stamp disk.Stamp // of the file as it was published, without its time of change: links change that
}

// ledger is what is known of a published folder. It is kept beside it, and is
// believed of a file as long as that has the stamp that it had.
type ledger struct {
	folder  uint64 // inode of the folder that it tells of; 0 where there are none
	entries []Entry
	folders map[string]disk.Stamp // of its folders that held nothing else, if they were the same for a while
	notes   map[string][]byte
	byPath  map[string]int32
}

func (l *ledger) find(path string) (Entry, bool) {
	i, ok := l.byPath[path]
	if !ok {
		return Entry{}, false
	}
	return l.entries[i], true
}

// stampOf is the mark by which a published file is known.
func stampOf(st os.FileInfo) disk.Stamp {
	s := disk.StampOf(st)
	s.Change = 0
	return s
}

// The file: a magic, the SHA-256 of the version of the program, the number of the
// folder, the notes, the entries, the folders, and the CRC-32C of all of it. Numbers are
// variable in length; strings have theirs before them.
const ledgerMagic = "gongkai ledger 2\n"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// readLedger reads a ledger. One that is missing or damaged is empty. What it
// says of how files were made counts for the version that wrote it alone.
func readLedger(path, version string) *ledger {
	raw, err := disk.ReadFile(path)
	if err != nil {
		return &ledger{}
	}
	l, ok := parseLedger(raw, version)
	if !ok {
		return &ledger{}
	}
	l.byPath = make(map[string]int32, len(l.entries))
	for i := range l.entries {
		l.byPath[l.entries[i].Path] = int32(i)
	}
	return l
}

func parseLedger(raw []byte, version string) (l *ledger, ok bool) {
	end := len(raw) - crc32.Size
	head := len(ledgerMagic) + sha256.Size
	if end < head || string(raw[:len(ledgerMagic)]) != ledgerMagic || crc32.Checksum(raw[:end], castagnoli) != binary.LittleEndian.Uint32(raw[end:]) {
		return nil, false
	}
	sum := sha256.Sum256([]byte(version))
	current := bytes.Equal(raw[len(ledgerMagic):head], sum[:])
	r := row.Reader{Rest: unsafe.String(unsafe.SliceData(raw), end)[head:]} // nobody changes it
	l = &ledger{folder: r.Uint(), notes: map[string][]byte{}}
	for range r.Count(2) {
		name, note := r.Text(), r.Text()
		if current {
			l.notes[strings.Clone(name)] = []byte(note)
		}
	}
	n := r.Count(2 + 2*sha256.Size)
	l.entries = make([]Entry, 0, n)
	for range n {
		e := Entry{Path: r.Text(), Key: r.Hash(), Sum: r.Hash(), Size: int64(r.Uint())}
		e.stamp = disk.Stamp{Size: e.Size, Mod: int64(r.Uint()), Inode: r.Uint()}
		if !current {
			e.Key = [32]byte{}
		}
		l.entries = append(l.entries, e)
	}
	n = r.Count(5)
	l.folders = make(map[string]disk.Stamp, n)
	for range n {
		path := r.Text()
		l.folders[path] = disk.Stamp{Size: int64(r.Uint()), Mod: int64(r.Uint()), Change: int64(r.Uint()), Inode: r.Uint()}
	}
	return l, !r.Bad && r.Rest == ""
}

func (l *ledger) encode(version string) []byte {
	b := make([]byte, 0, 4096+160*len(l.entries))
	b = append(b, ledgerMagic...)
	sum := sha256.Sum256([]byte(version))
	b = append(b, sum[:]...)
	b = binary.AppendUvarint(b, l.folder)
	b = binary.AppendUvarint(b, uint64(len(l.notes)))
	for _, name := range sortedKeys(l.notes) {
		b = row.AppendText(b, name)
		b = row.AppendText(b, string(l.notes[name]))
	}
	b = binary.AppendUvarint(b, uint64(len(l.entries)))
	for i := range l.entries {
		e := &l.entries[i]
		b = row.AppendText(b, e.Path)
		b = append(b, e.Key[:]...)
		b = append(b, e.Sum[:]...)
		b = binary.AppendUvarint(b, uint64(e.Size))
		b = binary.AppendUvarint(b, uint64(e.stamp.Mod))
		b = binary.AppendUvarint(b, e.stamp.Inode)
	}
	b = binary.AppendUvarint(b, uint64(len(l.folders)))
	for _, path := range sortedKeys(l.folders) {
		s := l.folders[path]
		b = row.AppendText(b, path)
		for _, n := range []uint64{uint64(s.Size), uint64(s.Mod), uint64(s.Change), s.Inode} {
			b = binary.AppendUvarint(b, n)
		}
	}
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}
