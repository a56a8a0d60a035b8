package output

import (
	"bufio"
	"io"
	"os"
)

// streamFile writes a new file piece by piece, shows all of it to also, and
// returns its size.
func streamFile(path string, also io.Writer, stream func(io.Writer) error) (size int64, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err2 := f.Close(); err == nil {
			err = err2
		}
	}()
	w := bufio.NewWriterSize(io.MultiWriter(f, also), 64<<10)
	if err := stream(w); err != nil {
		return 0, err
	}
	if err := w.Flush(); err != nil {
		return 0, err
	}
	return f.Seek(0, io.SeekCurrent)
}

// copyFile writes src to a new file, shows all of it to also, and returns how
// many bytes that was.
func copyFile(path string, also io.Writer, src io.Reader, chunk []byte) (int64, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return 0, err
	}
	n, err := io.CopyBuffer(io.MultiWriter(f, also), src, chunk)
	if err2 := f.Close(); err == nil {
		err = err2
	}
	return n, err
}

// duplicate copies a published file where it can't be linked. The copy has its
// time, so that mirrors do not fetch it again.
func duplicate(from, to string, chunk []byte) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	st, err := src.Stat()
	if err != nil {
		return err
	}
	if _, err := copyFile(to, io.Discard, src, chunk); err != nil {
		return err
	}
	return os.Chtimes(to, st.ModTime(), st.ModTime())
}
