//go:build !windows

package main

import "os"

// takesEscapes: a terminal that does not says so by its name, "dumb".
func takesEscapes(*os.File) bool { return true }
