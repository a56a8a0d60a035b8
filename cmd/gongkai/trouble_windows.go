package main

import (
	"io"
	"syscall"
)

// What the system says of a disk that takes nothing more (ERROR_HANDLE_DISK_FULL,
// ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED), and of one that takes nothing at
// all (ERROR_WRITE_PROTECT).
var (
	diskFull = []error{syscall.Errno(39), syscall.Errno(112), syscall.Errno(1295)}
	readOnly = []error{syscall.Errno(19)}
)

// Of a port that another program has (WSAEADDRINUSE), and of one that it keeps
// for itself (WSAEACCES).
var (
	portTaken  = []error{syscall.Errno(10048)}
	portDenied = []error{syscall.Errno(10013)}
)

// Of hosts that refuse a connection (WSAECONNREFUSED), to which no network leads
// (WSAENETDOWN, WSAENETUNREACH, WSAEHOSTUNREACH), and that end one (WSAECONNABORTED,
// WSAECONNRESET).
var (
	hostRefuses = []error{syscall.Errno(10061)}
	hostAway    = []error{syscall.Errno(10050), syscall.Errno(10051), syscall.Errno(10065)}
	hostHangsUp = []error{syscall.Errno(10053), syscall.Errno(10054), io.EOF, io.ErrUnexpectedEOF}
)
