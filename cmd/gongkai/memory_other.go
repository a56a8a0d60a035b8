//go:build !linux

package main

// Other systems choose the size of pages themselves.

func canAdvise(int) bool { return false }

func adviseLarge([]byte) {}
