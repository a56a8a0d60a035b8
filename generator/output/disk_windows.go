package output

import (
	"os"

	"golang.org/x/sys/windows"
)

// lockFolder opens a folder and keeps it from being opened so once more, as
// long as it is open; the lock ends with the process. Windows has no locks on
// folders, but it refuses to open what another has open in a way that does not
// go together: nobody may add files through a handle of the folder while this
// one may. Making files by their path needs no such handle. Links into the
// folder itself do, and fail: they are written as files. Whoever holds it may
// still rename and remove the folder, which os.Open would not let.
func lockFolder(dir string) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(long(dir))
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: dir, Err: err}
	}
	// Of a folder, FILE_WRITE_DATA is the right to add files.
	h, err := windows.CreateFile(name, windows.FILE_WRITE_DATA|windows.FILE_READ_ATTRIBUTES|windows.SYNCHRONIZE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_DELETE, nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: dir, Err: err}
	}
	return os.NewFile(uintptr(h), dir), nil
}

// long lets an absolute path be longer than 260 characters, as package os does
// for its own calls.
func long(path string) string {
	const most = 248 // of a folder, whose files need a dozen more
	if len(path) < most || len(path) > 2 && path[:2] == `\\` {
		return path
	}
	return `\\?\` + path
}
