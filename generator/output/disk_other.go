//go:build !linux

package output

import "os"

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
