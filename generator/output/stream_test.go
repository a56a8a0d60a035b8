package output

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func numbers(n int) File {
	return Streamed("data/numbers.txt", "test", func(w io.Writer) error {
		for i := range n {
			if _, err := fmt.Fprintln(w, i); err != nil {
				return err
			}
		}
		return nil
	})
}

func publish(t *testing.T, dir string, files ...File) Report {
	t.Helper()
	tree := &Tree{}
	tree.Add(files...)
	report, err := tree.WriteTo(context.Background(), dir, WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestStreamedFileIsKeptWhileItsBytesAreTheSame(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if r := publish(t, dir, numbers(50000)); len(r.Written) != 1 {
		t.Errorf("first: %+v", r)
	}
	before, err := os.Stat(filepath.Join(dir, "data/numbers.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if r := publish(t, dir, numbers(50000)); r.Kept != 1 || len(r.Written) != 0 {
		t.Errorf("again: %+v", r)
	}
	after, _ := os.Stat(filepath.Join(dir, "data/numbers.txt"))
	if !os.SameFile(before, after) {
		t.Error("an unchanged file was written anew")
	}
	if r := publish(t, dir, numbers(50001)); len(r.Written) != 1 {
		t.Errorf("changed: %+v", r)
	}
	tree := &Tree{}
	tree.Add(numbers(50001))
	want, _ := tree.Read("data/numbers.txt")
	if got, _ := os.ReadFile(filepath.Join(dir, "data/numbers.txt")); string(got) != string(want) {
		t.Errorf("%d bytes on disk, %d in memory", len(got), len(want))
	}
}
