package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// takesEscapes asks the console to understand escape sequences, which the older
// one of Windows does only when it is told.
func takesEscapes(f *os.File) bool {
	var mode uint32
	h := windows.Handle(f.Fd())
	return windows.GetConsoleMode(h, &mode) == nil && windows.SetConsoleMode(h, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
