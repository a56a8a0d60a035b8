package disk

import (
	"io/fs"
	"time"
)

// Stamp is what a file system tells of a file without reading it. A file whose
// stamp is the same has the same bytes, if the stamp was settled.
type Stamp struct {
	Size   int64
	Mod    int64  // when the bytes last changed, in nanoseconds; can be set by anyone
	Change int64  // when anything last changed, which nobody can set; 0 where the system has none
	Inode  uint64 // 0 where the system has none
}

// StampOf is the stamp of a file. It is the zero Stamp where the file system
// knows no times.
func StampOf(info fs.FileInfo) Stamp {
	if info.ModTime().IsZero() {
		return Stamp{}
	}
	s := Stamp{Size: info.Size(), Mod: info.ModTime().UnixNano()}
	s.Inode, s.Change = identity(info)
	return s
}

// settling is how old a change must be for the next one to have another time:
// the clocks of file systems tick, at worst every two seconds, and that of a
// file server may be a little behind ours.
const settling = 2 * time.Second

// Settled reports whether a change after now is bound to change the stamp, as
// far as the file system's clock can be believed. Before that a file may change
// twice within one tick, and the second change not show. A clock that was put
// back leaves times in the future: they are not settled.
func (s Stamp) Settled(now time.Time) bool {
	last := s.Change
	if last == 0 {
		last = s.Mod
	}
	return s != Stamp{} && last < now.Add(-settling).UnixNano()
}
