package cache

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gongkai/generator/disk"
)

func stampOf(t *testing.T, path string) disk.Stamp {
	t.Helper()
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return disk.StampOf(st)
}

func TestStamps(t *testing.T) {
	dir := t.TempDir()
	file, store := filepath.Join(dir, "a.md"), filepath.Join(dir, "stamps")
	os.WriteFile(file, []byte("甲"), 0o644)
	stamp := stampOf(t, file)
	save := func(version string, later time.Duration) {
		s := OpenStamps(store, version)
		s.Now = s.Now.Add(later)
		if err := s.Save([]Stamped{{"a.md", stamp, key("甲")}}); err != nil {
			t.Fatal(err)
		}
	}
	known := func(version, path string, now disk.Stamp) bool {
		hash, ok := OpenStamps(store, version).Known(path, now)
		return ok && hash == key("甲")
	}

	save("v1", 0)
	if known("v1", "a.md", stamp) {
		t.Error("a file that has just been written is known: it may change again within one tick")
	}
	save("v1", time.Hour)
	if !known("v1", "a.md", stamp) {
		t.Error("an old file is not known")
	}
	if known("v2", "a.md", stamp) || known("v1", "b.md", stamp) || known("v1", "a.md", disk.Stamp{}) {
		t.Error("something else is known too")
	}

	// A change that keeps size and time shows where the system has change times.
	os.WriteFile(file, []byte("乙"), 0o644)
	os.Chtimes(file, time.Unix(0, stamp.Mod), time.Unix(0, stamp.Mod))
	if now := stampOf(t, file); now.Change != 0 && known("v1", "a.md", now) {
		t.Error("a changed file is known")
	}

	// A clock that was put back: the file's times lie ahead.
	if stamp.Settled(time.Now().Add(-time.Hour)) {
		t.Error("a time in the future is settled")
	}
}

// TestKilledRunsLeaveNoStamps behind for ever.
func TestKilledRunsLeaveNoStamps(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.stamps")
	killed := path + ".new-123"
	if err := os.WriteFile(killed, []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	s := OpenStamps(path, "1")
	if err := s.Save([]Stamped{{Path: "a", Stamp: disk.Stamp{Size: 1, Mod: 1}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(killed); err == nil {
		t.Error("what a killed run left is still there")
	}
}

func TestDamagedStampsKnowNothing(t *testing.T) {
	store := filepath.Join(t.TempDir(), "stamps")
	s := OpenStamps(store, "v1")
	list := []Stamped{{"a.md", disk.Stamp{Size: 1, Mod: 2, Change: 3, Inode: 4}, key("甲")}, {"b.md", disk.Stamp{Size: -1, Mod: -2, Inode: 1 << 63}, key("乙")}}
	if err := s.Save(list); err != nil {
		t.Fatal(err)
	}
	whole, _ := os.ReadFile(store)
	s = OpenStamps(store, "v1")
	for _, f := range list {
		if hash, ok := s.Known(f.Path, f.Stamp); !ok || hash != f.Hash {
			t.Errorf("%s is not known", f.Path)
		}
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		b := append([]byte(nil), whole...)
		b[rnd.IntN(len(b))] ^= byte(1 + rnd.IntN(255))
		os.WriteFile(store, b[:len(b)-rnd.IntN(2)], 0o644)
		s := OpenStamps(store, "v1")
		for _, f := range list {
			if _, ok := s.Known(f.Path, f.Stamp); ok {
				t.Fatal("a damaged file is believed")
			}
		}
	}
	var none *Stamps
	if _, ok := none.Known("a.md", list[0].Stamp); ok || none.Save(nil) != nil {
		t.Error("no stamps know something")
	}
}

func FuzzStamps(f *testing.F) {
	f.Add(appendStamps([]Stamped{{"a.md", disk.Stamp{Size: 1, Mod: 2, Change: 3, Inode: 4}, key("甲")}}, "v"))
	f.Add([]byte(stampsMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		parseStamps(b, "v")
		if len(b) > 4 { // let it past the checksum
			parseStamps(appendSum(b), "v")
		}
	})
}
