// Package row writes numbers and texts one after another, for memos and
// ledgers, and reads them back without copying a text.
//
// A Reader believes nothing of what it reads: a number that does not end, or a
// text longer than what is left, makes it Bad, and from then on it reads nothing.
// So the code that reads stays plain and looks at Bad once, at its end.
//
// Limits: there is no type in a row. Who reads it knows what was written, by a
// version at its head.
package row

import "encoding/binary"

// AppendText appends the length of a text and the text.
func AppendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

// Reader reads a row from its beginning.
type Reader struct {
	Rest string // what was not read yet
	Bad  bool   // something was not as it is written
}

// Fail makes the reader Bad.
func (r *Reader) Fail() { r.Bad, r.Rest = true, "" }

// Uint reads what binary.AppendUvarint wrote.
func (r *Reader) Uint() uint64 {
	v := uint64(0)
	for i := 0; i < len(r.Rest) && i < binary.MaxVarintLen64; i++ {
		c := r.Rest[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.Rest = r.Rest[i+1:]
			return v
		}
	}
	r.Fail()
	return 0
}

// Int reads what binary.AppendVarint wrote.
func (r *Reader) Int() int64 {
	v := r.Uint()
	return int64(v>>1) ^ -int64(v&1)
}

// Count reads a number of things of which each takes at least so many bytes.
func (r *Reader) Count(least int) int {
	n := r.Uint()
	if n > uint64(len(r.Rest)/least) {
		r.Fail()
		return 0
	}
	return int(n)
}

// Take reads so many bytes.
func (r *Reader) Take(n uint64) string {
	if n > uint64(len(r.Rest)) {
		r.Fail()
		return ""
	}
	s := r.Rest[:n]
	r.Rest = r.Rest[n:]
	return s
}

// Text reads what AppendText wrote. It is a part of the row.
func (r *Reader) Text() string { return r.Take(r.Uint()) }

// Hash reads 32 bytes.
func (r *Reader) Hash() (h [32]byte) {
	copy(h[:], r.Take(uint64(len(h))))
	return h
}
