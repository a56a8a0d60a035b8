package cache

import (
	"errors"
	"os"
)

// takePlace is as on other systems, but that Windows moves no file that is open,
// nor puts one in the place of such: both are closed, and next is opened again.
// Where the name cannot be taken, as when another run has it open, what was old
// is closed too: the caller has neither.
func takePlace(path string, next, old *os.File) (*os.File, error) {
	name := next.Name()
	if err := next.Close(); err != nil {
		return nil, err
	}
	if old != nil {
		old.Close()
	}
	if err := os.Rename(name, path); err != nil {
		return nil, errors.Join(err, os.Remove(name))
	}
	return os.OpenFile(path, os.O_RDWR, 0)
}
