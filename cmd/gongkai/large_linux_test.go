package main

import (
	"context"
	"crypto/sha256"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestLargeAttachment: a file of 100 MB beside a notice is told of, for nobody
// looks into it, and published whole, without being held in memory.
func TestLargeAttachment(t *testing.T) {
	const size = 100 << 20
	s := newScene(t, 10)
	folder := filepath.Join(s.source, "content", "notices", "2026", "large")
	peak := func(want string) int64 {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), hangs)
		defer cancel()
		cmd := s.command(ctx, "--no-cache", "--lang", "en", "--quiet=false") // warnings are wanted
		said, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(said), want) {
			t.Fatalf("%v, want %q:\n%s", err, want, said)
		}
		return cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
	}
	without := peak("built:")

	// One of the county's notices moves into a folder, for the file to lie beside.
	names := slices.Sorted(maps.Keys(s.states[before]))
	notice := names[slices.IndexFunc(names, func(name string) bool { return strings.HasPrefix(name, "content/notices/") })]
	remove(t, filepath.Join(s.source, notice))
	write(t, filepath.Join(folder, "index.md"), strings.Replace(s.states[before][notice], "---\n", "---\nattachments: [{file: scan.pdf, title: 扫描件}]\n", 1))
	name := filepath.Join(folder, "scan.pdf")
	write(t, name, "%PDF-1.7\n")
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("%%EOF\n"), size-6); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}

	with := peak("it has 100 MiB; more than 32 are not looked into")
	if with > without+size/2 {
		t.Errorf("it takes %d MiB with the file and %d without", with>>20, without>>20)
	}
	published, err := filepath.Glob(filepath.Join(s.out, "notices", "2026", "*", "scan*.pdf"))
	if err != nil || len(published) != 1 {
		t.Fatalf("%q is published", published)
	}
	if sumOfFile(t, published[0]) != sumOfFile(t, name) {
		t.Error("it is published with other bytes")
	}
}

func sumOfFile(t *testing.T, name string) [32]byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		t.Fatal(err)
	}
	return [32]byte(h.Sum(nil))
}
