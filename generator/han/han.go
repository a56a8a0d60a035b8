// Package han passes over Chinese text quickly.
//
// Nearly all bytes of a county's documents belong to characters that are three
// bytes of UTF-8, in which whoever looks for marks, digits or letters finds
// nothing. Two of them are looked at at once, as one number.
package han

import (
	"encoding/binary"
	"unsafe"
)

// leads tells, by their last four bits, which first bytes (E0 to EF) a run may
// have. E0 and ED have rules of their own for what may follow.
type leads [16]bool

var (
	all    = leads{1: true, 2: true, 3: true, 4: true, 5: true, 6: true, 7: true, 8: true, 9: true, 0xa: true, 0xb: true, 0xc: true, 0xe: true, 0xf: true}
	narrow = leads{1: true, 2: true, 3: true, 4: true, 5: true, 6: true, 7: true, 8: true, 9: true, 0xa: true, 0xb: true, 0xc: true, 0xe: true}
)

// Run returns how many bytes at the beginning of a text are characters of three
// bytes. All of them are valid UTF-8.
func Run(b []byte) int { return run(b, &all) }

// Narrow is Run up to the first full-width form (，：！ or a full-width digit).
func Narrow(b []byte) int { return run(b, &narrow) }

// RunString is Run of a string.
func RunString(s string) int { return Run(unsafe.Slice(unsafe.StringData(s), len(s))) }

func run(b []byte, may *leads) int {
	const (
		one, isOne = 0xc0c0f0, 0x8080e0 // 1110xxxx 10xxxxxx 10xxxxxx, the first byte lowest
		two, isTwo = one<<24 | one, isOne<<24 | isOne
	)
	n := 0
	for len(b)-n >= 8 {
		v := binary.LittleEndian.Uint64(b[n:])
		if v&two != isTwo || !may[v&0xf] || !may[v>>24&0xf] {
			break
		}
		n += 6
	}
	for len(b)-n >= 3 {
		v := uint(b[n]) | uint(b[n+1])<<8 | uint(b[n+2])<<16
		if v&one != isOne || !may[v&0xf] {
			break
		}
		n += 3
	}
	return n
}
