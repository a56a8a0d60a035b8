//go:build !windows

package main

import "syscall"

// What the system says of a disk that takes nothing more, and of one that
// takes nothing at all.
var (
	diskFull = []error{syscall.ENOSPC, syscall.EDQUOT}
	readOnly = []error{syscall.EROFS}
)
