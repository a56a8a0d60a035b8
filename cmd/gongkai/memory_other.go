//go:build !linux || race

package main

// Other systems choose the size of pages themselves. The race detector keeps books
// of all memory that is taken, touched or not, and would keep four times as much.

func canAdvise(int) bool { return false }

func adviseLarge([]byte) {}
