package main

import (
	"os"
	"strings"
)

// languageOf chooses the language before the command line is parsed, so that
// what is wrong with it can be said in that language too.
func languageOf(args []string) string {
	for i, a := range args {
		value, ok := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if ok && (value == "zh" || value == "en") {
			return value
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := os.Getenv(name); locale != "" {
			if strings.HasPrefix(strings.ToLower(locale), "zh") {
				return "zh"
			}
			return "en"
		}
	}
	if systemSpeaksChinese() {
		return "zh"
	}
	return "en"
}
