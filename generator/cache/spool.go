package cache

import (
	"fmt"
	"os"
	"slices"
	"sync/atomic"
)

// Spool holds bytes in a nameless temporary file for the time of one build:
// texts that are finished early and needed once more at the end, so that
// memory does not grow with them. It is safe for concurrent use.
type Spool struct {
	file *os.File
	size atomic.Int64
}

// Spooled is where bytes lie in a spool.
type Spooled struct {
	off int64
	len int
}

// NewSpool makes an empty spool in the system's folder for temporary files.
// The file has no name from the start where the system allows it, so that
// nothing is left behind however the build ends.
func NewSpool() (*Spool, error) {
	f, err := os.CreateTemp("", "gongkai-*.spool")
	if err != nil {
		return nil, fmt.Errorf("make a spool: %w", err)
	}
	if err := os.Remove(f.Name()); err != nil {
		return &Spool{file: f}, nil // removed by Close instead
	}
	return &Spool{file: f}, nil
}

// Put stores b.
func (s *Spool) Put(b []byte) (Spooled, error) {
	at := Spooled{s.size.Add(int64(len(b))) - int64(len(b)), len(b)}
	if _, err := s.file.WriteAt(b, at.off); err != nil {
		return Spooled{}, fmt.Errorf("spool: %w", err)
	}
	return at, nil
}

// Get reads what Put stored into buf, which it overwrites and grows.
func (s *Spool) Get(buf []byte, at Spooled) ([]byte, error) {
	b := slices.Grow(buf[:0], at.len)[:at.len]
	if _, err := s.file.ReadAt(b, at.off); err != nil {
		return nil, fmt.Errorf("read the spool: %w", err)
	}
	return b, nil
}

// Close gives the space back. A nil Spool closes too.
func (s *Spool) Close() error {
	if s == nil {
		return nil
	}
	err := s.file.Close()
	os.Remove(s.file.Name()) // where it could not be removed while open
	return err
}
