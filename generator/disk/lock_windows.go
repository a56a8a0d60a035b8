package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// Lock locks f. The error is ErrLocked or nil. Windows keeps others from reading
// what is locked, so the byte that is locked lies where no file has one.
func Lock(f *os.File) error {
	beyond := windows.Overlapped{OffsetHigh: 1 << 30}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &beyond)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return ErrLocked
	}
	return nil
}
