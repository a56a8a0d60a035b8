package main

import "syscall"

// peakMemory is the most memory, in bytes, that the program has had so far; 0
// where the system does not tell.
func peakMemory() int64 {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	return use.Maxrss * 1024
}
