//go:build !windows

package main

// systemSpeaksChinese is for systems without locale variables.
func systemSpeaksChinese() bool { return false }
