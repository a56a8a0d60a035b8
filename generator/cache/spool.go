package cache

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
)

// Spool holds bytes in nameless temporary files for the time of one build:
// texts that are finished early and needed once more at the end, so that
// memory does not grow with them. It is safe for concurrent use.
type Spool struct {
	reels [reels]reel
	next  atomic.Uint32
}

// reels is how many files there are: to give their room back takes a while, at the
// end of a build, when nothing else is left to do.
const reels = 2

type reel struct {
	file *os.File
	size atomic.Int64
}

// Spooled is where bytes lie in a spool.
type Spooled struct {
	off  int64
	len  int
	reel uint8
}

// NewSpool makes an empty spool in the system's folder for temporary files.
// The files have no name from the start where the system allows it, so that
// nothing is left behind however the build ends.
func NewSpool() (*Spool, error) {
	s := &Spool{}
	for i := range s.reels {
		f, err := os.CreateTemp("", "gongkai-*.spool")
		if err != nil {
			s.Close()
			return nil, fmt.Errorf("make a spool: %w", err)
		}
		s.reels[i].file = f
		os.Remove(f.Name()) // or by Close
	}
	return s, nil
}

// Put stores b.
func (s *Spool) Put(b []byte) (Spooled, error) {
	n := s.next.Add(1) % reels
	r := &s.reels[n]
	at := Spooled{r.size.Add(int64(len(b))) - int64(len(b)), len(b), uint8(n)}
	if _, err := r.file.WriteAt(b, at.off); err != nil {
		return Spooled{}, fmt.Errorf("spool: %w", err)
	}
	return at, nil
}

// Get reads what Put stored into buf, which it overwrites and grows.
func (s *Spool) Get(buf []byte, at Spooled) ([]byte, error) {
	b := slices.Grow(buf[:0], at.len)[:at.len]
	if _, err := s.reels[at.reel].file.ReadAt(b, at.off); err != nil {
		return nil, fmt.Errorf("read the spool: %w", err)
	}
	return b, nil
}

// Close gives the space back. A nil Spool closes too.
func (s *Spool) Close() error {
	if s == nil {
		return nil
	}
	var errs [reels]error
	var all sync.WaitGroup
	for i := range s.reels {
		if f := s.reels[i].file; f != nil {
			all.Go(func() {
				errs[i] = f.Close()
				os.Remove(f.Name()) // where it could not be removed while open
			})
		}
	}
	all.Wait()
	return errors.Join(errs[:]...)
}
