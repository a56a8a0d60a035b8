package output

import (
	"bufio"
	"bytes"
	"io"
	"io/fs"
	"os"
	"time"
)

// oldFile is a published file, or none if its path is "".
type oldFile struct {
	path string
	size int64
	mode fs.FileMode
	time time.Time
}

// lookUp finds the published file at path. Whatever else stands there (a
// folder, a link that someone made) is not kept.
func (w *writer) lookUp(path string) oldFile {
	st, err := os.Lstat(path)
	if err != nil || st.IsDir() {
		return oldFile{}
	}
	w.found.Add(1)
	if !st.Mode().IsRegular() {
		return oldFile{}
	}
	return oldFile{path: path, size: st.Size(), mode: st.Mode(), time: st.ModTime()}
}

// equals tells whether the old file has the bytes of r, of which there are
// size. An old file that can't be read is not equal; an error is one of r.
func (o oldFile) equals(r io.Reader, size int64, chunk []byte) (bool, error) {
	if o.path == "" || o.size != size {
		return false, nil
	}
	f, err := os.Open(o.path)
	if err != nil {
		return false, nil
	}
	defer f.Close()
	ours, theirs := chunk[:len(chunk)/2], chunk[len(chunk)/2:]
	for {
		n, err := io.ReadFull(r, ours)
		end := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !end {
			return false, err
		}
		m, err := io.ReadFull(f, theirs)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return false, nil
		}
		if !bytes.Equal(ours[:n], theirs[:m]) {
			return false, nil
		}
		if end {
			return true, nil
		}
	}
}

// streamFile writes a new file piece by piece and returns its size.
func streamFile(path string, stream func(io.Writer) error) (size int64, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err2 := f.Close(); err == nil {
			err = err2
		}
	}()
	w := bufio.NewWriterSize(f, 64<<10)
	if err := stream(w); err != nil {
		return 0, err
	}
	if err := w.Flush(); err != nil {
		return 0, err
	}
	return f.Seek(0, io.SeekCurrent)
}

// copyFile writes what is left of src to a new file and returns how many bytes
// that was.
func copyFile(path string, src io.Reader, chunk []byte) (int64, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return 0, err
	}
	n, err := io.CopyBuffer(f, src, chunk)
	if err2 := f.Close(); err == nil {
		err = err2
	}
	return n, err
}
