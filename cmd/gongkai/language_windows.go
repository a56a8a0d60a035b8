package main

import "syscall"

// systemSpeaksChinese asks Windows, which has no locale variables. The low ten
// bits of a language identifier are the language; 4 is Chinese.
func systemSpeaksChinese() bool {
	id, _, _ := syscall.NewLazyDLL("kernel32.dll").NewProc("GetUserDefaultUILanguage").Call()
	return id&0x3ff == 4
}
