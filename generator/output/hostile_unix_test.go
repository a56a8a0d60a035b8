//go:build unix

package output

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestWorkFolderOfSomebody: what stands in the place of what belongs to the
// publishing, and is not ours, is neither followed nor waited for nor removed.
func TestWorkFolderOfSomebody(t *testing.T) {
	thesis := func(dir string) error {
		return errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "thesis.txt"), []byte("t"), 0o644))
	}
	for name, set := range map[string]func(parent string) error{
		"the work folder is a link": func(parent string) error {
			return errors.Join(thesis(filepath.Join(parent, "mine", "spare")), os.Symlink("mine", filepath.Join(parent, work)))
		},
		"the old site is none": func(parent string) error { return thesis(filepath.Join(parent, work, "old")) },
		"the lock is a link": func(parent string) error {
			return errors.Join(os.Mkdir(filepath.Join(parent, work), 0o755), os.Symlink("../new", filepath.Join(parent, work, "lock")))
		},
		"the lock is a pipe": func(parent string) error {
			return errors.Join(os.Mkdir(filepath.Join(parent, work), 0o755), syscall.Mkfifo(filepath.Join(parent, work, "lock"), 0o644))
		},
		"the site is a pipe": func(parent string) error { return syscall.Mkfifo(filepath.Join(parent, "public"), 0o644) },
		"the site is a link to a pipe": func(parent string) error {
			return errors.Join(syscall.Mkfifo(filepath.Join(parent, "pipe"), 0o644), os.Symlink("pipe", filepath.Join(parent, "public")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			if err := set(parent); err != nil {
				t.Fatal(err)
			}
			_, err := tree("a", "1").WriteTo(t.Context(), filepath.Join(parent, "public"), WriteOptions{})
			if !errors.Is(err, ErrNotOurs) {
				t.Errorf("error = %v", err)
			}
			for _, of := range []string{"mine/spare", work + "/old"} {
				dir := filepath.Join(parent, of)
				if _, err := os.Lstat(dir); err != nil {
					continue
				}
				if text, _ := os.ReadFile(filepath.Join(dir, "thesis.txt")); string(text) != "t" {
					t.Errorf("what was in %s is gone", of)
				}
			}
			if _, err := os.Lstat(filepath.Join(parent, "new")); err == nil {
				t.Error("a file was made where a link points to")
			}
		})
	}
}
