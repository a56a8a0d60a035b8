package assets

import (
	"bytes"
	"encoding/binary"

	"gongkai/generator/output"
	"gongkai/generator/row"
)

// AppendBinary appends what Bundle made, for Restore.
func AppendBinary(dst []byte, m Manifest, files []output.File) ([]byte, error) {
	dst = binary.AppendUvarint(dst, uint64(len(m.paths)))
	for _, logical := range m.Names() {
		dst = row.AppendText(row.AppendText(dst, logical), m.paths[logical])
	}
	dst = binary.AppendUvarint(dst, uint64(len(files)))
	var content bytes.Buffer
	for _, f := range files {
		content.Reset()
		if err := f.Render(&content); err != nil {
			return nil, err
		}
		dst = row.AppendText(row.AppendText(row.AppendText(dst, f.Path), f.Maker), content.String())
	}
	return dst, nil
}

// Restore reads what AppendBinary wrote: the bundle as Bundle made it.
func Restore(record string) (m Manifest, files []output.File, ok bool) {
	r := row.Reader{Rest: record}
	m.paths = map[string]string{}
	for range r.Count(2) {
		logical := r.Text()
		m.paths[logical] = r.Text()
	}
	for range r.Count(3) {
		path, maker := r.Text(), r.Text()
		files = append(files, output.Bytes(path, maker, []byte(r.Text())))
	}
	return m, files, !r.Bad && r.Rest == ""
}
