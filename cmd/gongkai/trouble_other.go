//go:build !windows

package main

import (
	"io"
	"syscall"
)

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

// Of hosts that refuse a connection, to which no network leads, and that end one.
var (
	hostRefuses = []error{syscall.ECONNREFUSED}
	hostAway    = []error{syscall.ENETDOWN, syscall.ENETUNREACH, syscall.EHOSTDOWN, syscall.EHOSTUNREACH}
	hostHangsUp = []error{syscall.ECONNABORTED, syscall.ECONNRESET, syscall.EPIPE, io.EOF, io.ErrUnexpectedEOF}
)
