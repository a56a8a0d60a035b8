// Package disk is what file systems can do beyond package os: locks, and marks
// by which a file that did not change is known without reading it.
//
// A lock is on an open file, is tried and never waited for, and ends when the
// file is closed or the process ends, however it ends: no lock is left behind.
//
// Limits: a file system without locks, and a system that is none of Linux,
// macOS, BSD and Windows, let everybody have the lock. Where files have no
// numbers and no times of change (Windows), a stamp is a size and a time, which
// an editor may keep though it changes a byte.
package disk

import (
	"errors"
	"io/fs"
	"os"
)

// ErrLocked says that another process, or another open file of this one, has
// the lock.
var ErrLocked = errors.New("locked by another process")

// ReadFile reads an ordinary file. Anything else that stands at its name is an
// error: reading a pipe would wait for ever.
func ReadFile(path string) ([]byte, error) {
	st, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("not an ordinary file")}
	}
	return os.ReadFile(path)
}
