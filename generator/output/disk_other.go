//go:build !linux

package output

import (
	"errors"
	"os"
)

// exchange is known on Linux only; elsewhere two renames take its place.
func exchange(a, b string) error { return errors.ErrUnsupported }

// lockFolder opens a folder. There is no lock: on these systems one build at a
// time may write to a folder.
func lockFolder(dir string) (*os.File, error) { return os.Open(dir) }

func isMountPoint(err error) bool { return false }

// createFile writes a new file. The name must be free.
func createFile(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err2 := f.Close(); err == nil {
		err = err2
	}
	return err
}
