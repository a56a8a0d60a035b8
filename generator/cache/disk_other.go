//go:build !windows

package cache

import "os"

// takePlace gives the file next the name path and returns it, open still. old,
// which may be nil, is the file that had the name, and is closed.
func takePlace(path string, next, old *os.File) (*os.File, error) {
	if err := os.Rename(next.Name(), path); err != nil {
		return nil, err
	}
	if old != nil {
		old.Close()
	}
	return next, nil
}
