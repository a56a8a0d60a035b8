package cache

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTakePlace: a pack that is read takes the place of one that is read.
func TestTakePlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pack")
	var old *os.File
	for _, text := range []string{"first", "second"} {
		next, err := os.Create(path + ".new")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := next.WriteString(text); err != nil {
			t.Fatal(err)
		}
		now, err := takePlace(path, next, old)
		if err != nil {
			t.Fatal(err)
		}
		b := make([]byte, len(text))
		if _, err := now.ReadAt(b, 0); err != nil || string(b) != text {
			t.Errorf("what is open holds %q, %v", b, err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("what has the name holds %q, %v", got, err)
		}
		old = now
	}
	old.Close()
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("left beside: %v", entries)
	}
}
