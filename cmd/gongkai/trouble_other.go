//go:build !windows

package main

import "syscall"

// What the system says of a disk that takes nothing more, and of one that
// takes nothing at all.
var (
	diskFull = []error{syscall.ENOSPC, syscall.EDQUOT}
	readOnly = []error{syscall.EROFS}
)

// Of a port that another program has, and of one that it keeps for itself.
var (
	portTaken  = []error{syscall.EADDRINUSE}
	portDenied = []error{syscall.EACCES, syscall.EPERM}
)
