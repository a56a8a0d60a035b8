// Package browser finds the browser that tests drive. Nothing of the program
// imports it.
//
// The environment variable GONGKAI_BROWSER settles what is to happen without
// one: "required" fails the test, as in CI, where nothing may be skipped;
// "off" skips it even if there is one, for runs under the race detector; else
// the test is skipped with one sentence.
package browser

import (
	"os"
	"os/exec"
	"testing"
)

// names are what Chromium is called on the systems we know.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

// Path is the program of the browser. It does not return where the test is
// skipped or fails.
func Path(t testing.TB) string {
	t.Helper()
	if os.Getenv("GONGKAI_BROWSER") == "off" {
		t.Skip("browser tests are off (GONGKAI_BROWSER=off)")
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if Required() {
		t.Fatal("there is no Chromium on this machine, and GONGKAI_BROWSER=required")
	}
	t.Skip("there is no Chromium on this machine, so nothing was tried in a browser")
	return ""
}

// Required reports whether a browser test that can't run is to fail.
func Required() bool { return os.Getenv("GONGKAI_BROWSER") == "required" }
