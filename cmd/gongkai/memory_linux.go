//go:build !race

package main

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// largePage is the size of a large page: 2 MiB on the processors that Linux
// commonly runs on. Where they are larger, the advice covers less than it could.
const largePage = 2 << 20

// canAdvise reports whether the system would give us n bytes: where it would
// not, asking by way of the heap would end the program.
func canAdvise(n int) bool {
	probe, err := unix.Mmap(-1, 0, n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	return err == nil && unix.Munmap(probe) == nil
}

// adviseLarge asks for large pages below a block of memory. A system without
// them says no, and nothing is lost.
func adviseLarge(block []byte) {
	start := uintptr(unsafe.Pointer(unsafe.SliceData(block)))
	skip := int(-start & (largePage - 1))
	whole := (len(block) - skip) &^ (largePage - 1)
	_ = unix.Madvise(block[skip:skip+whole], unix.MADV_HUGEPAGE)
}
