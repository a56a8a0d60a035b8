package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"slices"
)

// A pack is a header, the values one after another, and the index. Between the
// values may lie old indexes and values that nobody asks for any more, and behind
// the index what a run that was killed had put. Numbers have the lowest byte
// first.
//
//	header   16  magic
//	         32  SHA-256 of the version
//	          8  offset of the index
//	          8  number of records
//	          4  CRC-32C of the index
//	          4  CRC-32C of the header up to here
//	values
//	index    for each record, sorted by key:
//	         32  key
//	          8  offset of the value
//	          8  its size; the highest bit is set if it lies in a block
//	          4  CRC-32C of the key and the value
//
// The last digit of the magic is the version of the format:
//
//	1  the first
//	2  the index need not be at the end of the file
//	3  values that every run gets lie in blocks
const (
	magic      = "gongkai pack  3\n"
	headerSize = 16 + 32 + 8 + 8 + 4 + 4
	recordSize = 32 + 8 + 8 + 4
	inBlock    = 1 << 63
)

// record is where a value stands.
type record struct {
	key          [32]byte
	offset, size int64
	sum          uint32
	block        bool // it lies among others that every run gets
}

func castagnoli(sum uint32, b []byte) uint32 {
	return crc32.Update(sum, crc32.MakeTable(crc32.Castagnoli), b)
}

func checksum(key [32]byte, value []byte) uint32 {
	return castagnoli(castagnoli(0, key[:]), value)
}

// read reads the record's value into buf, which it overwrites and grows; not ok
// means that it is damaged.
func (r record) read(f *os.File, buf []byte) (value []byte, ok bool) {
	value = slices.Grow(buf[:0], int(r.size))[:r.size]
	if _, err := f.ReadAt(value, r.offset); err != nil && (err != io.EOF || r.size > 0) {
		return nil, false
	}
	return value, checksum(r.key, value) == r.sum
}

// readIndex reads what a pack says of itself, and where that ends. It believes
// nothing that does not agree with the file's size.
func readIndex(f *os.File, version string) (index []record, end int64, err error) {
	st, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	var head [headerSize]byte
	if _, err := f.ReadAt(head[:], 0); err != nil {
		return nil, 0, err
	}
	want := header(version, 0, 0, 0)
	if !bytes.Equal(head[:48], want[:48]) || binary.LittleEndian.Uint32(head[68:]) != castagnoli(0, head[:68]) {
		return nil, 0, errFormat
	}
	at := binary.LittleEndian.Uint64(head[48:])
	count := binary.LittleEndian.Uint64(head[56:])
	size := uint64(st.Size())
	if at < headerSize || at > size || count > (size-at)/recordSize {
		return nil, 0, errFormat
	}
	raw := make([]byte, count*recordSize)
	if _, err := f.ReadAt(raw, int64(at)); err != nil && (err != io.EOF || len(raw) > 0) {
		return nil, 0, err
	}
	if castagnoli(0, raw) != binary.LittleEndian.Uint32(head[64:]) {
		return nil, 0, errFormat
	}
	index = make([]record, count)
	for i := range index {
		b := raw[i*recordSize:][:recordSize]
		offset, length := binary.LittleEndian.Uint64(b[32:]), binary.LittleEndian.Uint64(b[40:])
		block := length&inBlock != 0
		length &^= inBlock
		if offset < headerSize || offset > at || length > at-offset {
			return nil, 0, errFormat
		}
		index[i] = record{key: [32]byte(b), offset: int64(offset), size: int64(length), sum: binary.LittleEndian.Uint32(b[48:]), block: block}
		if i > 0 && bytes.Compare(index[i-1].key[:], index[i].key[:]) >= 0 {
			return nil, 0, errFormat
		}
	}
	return index, int64(at) + int64(len(raw)), nil
}

// writeIndex writes the index at the offset at, and the header.
func writeIndex(f *os.File, version string, at int64, index []record) error {
	raw := make([]byte, 0, len(index)*recordSize)
	for _, r := range index {
		raw = append(raw, r.key[:]...)
		raw = binary.LittleEndian.AppendUint64(raw, uint64(r.offset))
		size := uint64(r.size)
		if r.block {
			size |= inBlock
		}
		raw = binary.LittleEndian.AppendUint64(raw, size)
		raw = binary.LittleEndian.AppendUint32(raw, r.sum)
	}
	if _, err := f.WriteAt(raw, at); err != nil {
		return err
	}
	head := header(version, at, len(index), castagnoli(0, raw))
	_, err := f.WriteAt(head, 0)
	return err
}

func header(version string, at int64, count int, indexSum uint32) []byte {
	sum := sha256.Sum256([]byte(version))
	head := append(make([]byte, 0, headerSize), magic...)
	head = append(head, sum[:]...)
	head = binary.LittleEndian.AppendUint64(head, uint64(at))
	head = binary.LittleEndian.AppendUint64(head, uint64(count))
	head = binary.LittleEndian.AppendUint32(head, indexSum)
	return binary.LittleEndian.AppendUint32(head, castagnoli(0, head))
}
