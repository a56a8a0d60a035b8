package output

import (
	"os"
	"path/filepath"
	"testing"
)

// TestLockFolder: a build holds its folder while it fills, moves and removes
// it, and nobody else takes it for a leftover.
func TestLockFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "stage")
	if err := os.Mkdir(dir, folderMode); err != nil {
		t.Fatal(err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if second, err := lockFolder(dir); err == nil {
		second.Close()
		t.Error("two hold one folder")
	}
	if err := createFile(filepath.Join(dir, "a"), []byte("a")); err != nil {
		t.Errorf("no file can be put into it: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("it cannot be listed: %v, %v", entries, err)
	}
	mine, err1 := lock.Stat()
	there, err2 := os.Lstat(dir)
	if err1 != nil || err2 != nil || !os.SameFile(mine, there) {
		t.Errorf("what is locked is another folder: %v, %v", err1, err2)
	}
	moved := dir + "-moved"
	if err := os.Rename(dir, moved); err != nil {
		t.Fatalf("it cannot be moved: %v", err)
	}
	if second, err := lockFolder(moved); err == nil {
		second.Close()
		t.Error("two hold one folder once it is moved")
	}
	if err := lock.Close(); err != nil {
		t.Error(err)
	}
	again, err := lockFolder(moved)
	if err != nil {
		t.Fatalf("it stays locked: %v", err)
	}
	again.Close()
}
