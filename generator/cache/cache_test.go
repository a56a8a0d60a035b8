package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func key(s string) [32]byte { return sha256.Sum256([]byte(s)) }

func open(t testing.TB, path, version string) *Pack {
	t.Helper()
	p, err := Open(path, version)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func save(t testing.TB, p *Pack) {
	t.Helper()
	if err := p.Save(); err != nil {
		t.Fatal(err)
	}
}

func wantGet(t *testing.T, p *Pack, name, want string) {
	t.Helper()
	if got, ok := p.Get(key(name)); !ok || string(got) != want {
		t.Errorf("Get(%s) = %q, %v; want %q", name, got, ok, want)
	}
}

func wantMiss(t *testing.T, p *Pack, name string) {
	t.Helper()
	if got, ok := p.Get(key(name)); ok {
		t.Errorf("Get(%s) = %q; want a miss", name, got)
	}
}

// filled is the path of a pack with the records a=A, b=B and empty="".
func filled(t testing.TB) string {
	path := filepath.Join(t.TempDir(), "sub", "entries.pack")
	p := open(t, path, "v1")
	p.Put(key("a"), []byte("A"))
	p.Put(key("b"), []byte("B"))
	p.Put(key("empty"), nil)
	save(t, p)
	p.Close()
	return path
}

func TestPutGetSave(t *testing.T) {
	path := filled(t)
	p := open(t, path, "v1")
	if p.Len() != 3 {
		t.Errorf("Len = %d", p.Len())
	}
	wantGet(t, p, "a", "A")
	wantGet(t, p, "b", "B")
	wantGet(t, p, "empty", "")
	wantMiss(t, p, "c")
	p.Put(key("c"), []byte("C"))
	wantGet(t, p, "c", "C")
	save(t, p)
	wantGet(t, p, "a", "A") // goes on after Save
	wantGet(t, p, "c", "C")
	p.Put(key("d"), []byte("D"))
	save(t, p)
	p.Close()
	wantMiss(t, p, "a")

	p = open(t, path, "v1")
	for name, want := range map[string]string{"a": "A", "b": "B", "c": "C", "d": "D", "empty": ""} {
		wantGet(t, p, name, want)
	}
}

func TestSaveKeepsOnlyWhatWasAskedFor(t *testing.T) {
	path := filled(t)
	p := open(t, path, "v1")
	wantGet(t, p, "b", "B")
	p.Put(key("c"), []byte("C"))
	save(t, p)
	p = open(t, path, "v1")
	if p.Len() != 2 {
		t.Errorf("Len = %d, want 2", p.Len())
	}
	wantMiss(t, p, "a")
	wantGet(t, p, "b", "B")
	wantGet(t, p, "c", "C")
}

func TestSaveOfTheSameWritesNothing(t *testing.T) {
	path := filled(t)
	before, _ := os.Stat(path)
	p := open(t, path, "v1")
	for _, name := range []string{"a", "b", "empty"} {
		p.Get(key(name))
	}
	save(t, p)
	after, _ := os.Stat(path)
	if !os.SameFile(before, after) {
		t.Error("the pack was written again")
	}
}

func TestNothingIsLeftBeside(t *testing.T) {
	path := filled(t)
	killed := path + ".new-123"
	os.WriteFile(killed, []byte("half"), 0o644)
	p := open(t, path, "v1")
	p.Put(key("x"), []byte("X"))
	p.Close()
	p = open(t, path, "v1")
	p.Put(key("c"), []byte("C"))
	save(t, p)
	p.Close()
	entries, _ := os.ReadDir(filepath.Dir(path))
	if len(entries) != 1 {
		t.Errorf("beside the pack: %v", entries)
	}
}

func TestOtherFilesAreEmptyPacks(t *testing.T) {
	whole, err := os.ReadFile(filled(t))
	if err != nil {
		t.Fatal(err)
	}
	flip := func(at int) []byte {
		b := bytes.Clone(whole)
		b[at] ^= 1
		return b
	}
	huge := bytes.Clone(whole)
	binary.LittleEndian.PutUint64(huge[56:], 1<<60)
	binary.LittleEndian.PutUint32(huge[68:], castagnoli(0, huge[:68]))
	for name, b := range map[string][]byte{
		"empty":          nil,
		"foreign":        []byte("PK\x03\x04 something else altogether, and longer than a header is in any case"),
		"cut header":     whole[:40],
		"cut index":      whole[:len(whole)-1],
		"cut record":     whole[:len(whole)-recordSize],
		"other magic":    flip(14),
		"damaged header": flip(50),
		"damaged index":  flip(len(whole) - 1),
		"huge count":     huge,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "p")
			if err := os.WriteFile(path, b, 0o644); err != nil {
				t.Fatal(err)
			}
			p := open(t, path, "v1")
			if p.Len() != 0 {
				t.Errorf("Len = %d", p.Len())
			}
			wantMiss(t, p, "a")
			p.Put(key("a"), []byte("new"))
			save(t, p)
			p.Close()
			wantGet(t, open(t, path, "v1"), "a", "new")
		})
	}
	t.Run("other version", func(t *testing.T) {
		p := open(t, filled(t), "v2")
		wantMiss(t, p, "a")
	})
	t.Run("missing", func(t *testing.T) {
		wantMiss(t, open(t, filepath.Join(t.TempDir(), "no", "such"), "v1"), "a")
	})
	t.Run("folder", func(t *testing.T) {
		if _, err := Open(t.TempDir(), "v1"); err == nil {
			t.Error("no error")
		}
	})
}

func TestDamagedRecordIsAMiss(t *testing.T) {
	path := filled(t)
	whole, _ := os.ReadFile(path)
	at := bytes.IndexByte(whole[headerSize:], 'A') + headerSize
	whole[at] = 'Z'
	os.WriteFile(path, whole, 0o644)

	p := open(t, path, "v1")
	wantMiss(t, p, "a")
	wantGet(t, p, "b", "B")
	p.Put(key("a"), []byte("A"))
	wantGet(t, p, "a", "A")
	save(t, p)
	p.Close()
	wantGet(t, open(t, path, "v1"), "a", "A")
}

func TestFileCutWhileOpen(t *testing.T) {
	path := filled(t)
	p := open(t, path, "v1")
	os.Truncate(path, headerSize)
	wantMiss(t, p, "a")
}

func TestVerify(t *testing.T) {
	path := filled(t)
	p := open(t, path, "v1")
	p.Verify = true
	wantMiss(t, p, "a")
	p.Put(key("a"), []byte("A"))
	p.Put(key("b"), []byte("other"))
	p.Put(key("c"), []byte("C"))
	p.Put(key("c"), []byte("C'")) // twice in one build, not the same
	wantMiss(t, p, "b")
	got := p.Mismatches()
	if len(got) != 2 || bytes.Compare(got[0][:], got[1][:]) >= 0 ||
		got[0] != key("b") && got[1] != key("b") || got[0] != key("c") && got[1] != key("c") {
		t.Errorf("Mismatches = %x", got)
	}
	save(t, p)
	p.Close()
	p = open(t, path, "v1")
	wantGet(t, p, "a", "A")
	wantGet(t, p, "b", "other")
	wantMiss(t, p, "empty")
}

// TestVerifyPutsTwice: values that differ within one run are told, and the pack can
// be read afterwards.
func TestVerifyPutsTwice(t *testing.T) {
	path := filled(t)
	p := open(t, path, "v1")
	p.Verify = true
	for i, put := range []func([32]byte, []byte) bool{p.PutAside, p.Put, p.PutAside} {
		put(key("c"), fmt.Append(nil, i))
	}
	if len(p.Mismatches()) != 1 {
		t.Error("not told")
	}
	save(t, p)
	p.Close()
	wantGet(t, open(t, path, "v1"), "c", "2")
}

func TestNilPack(t *testing.T) {
	var p *Pack
	p.Put(key("a"), []byte("A"))
	wantMiss(t, p, "a")
	if p.Save() != nil || p.Close() != nil || p.Mismatches() != nil || p.Len() != 0 {
		t.Error("a nil pack does something")
	}
}

func TestSaveErrorKeepsOldPack(t *testing.T) {
	path := filled(t)
	p := open(t, path, "v1")
	p.PutAside(key("c"), []byte("C"))
	p.old.Close() // as a disk that fails
	if p.PutAside(key("d"), []byte("D")) {
		t.Error("put into a closed file")
	}
	if p.Save() == nil {
		t.Error("no error")
	}
	p.Close()
	p = open(t, path, "v1")
	wantGet(t, p, "a", "A")
	wantMiss(t, p, "c")
}

func TestFirstSaveErrorLeavesAUsablePack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p")
	p := open(t, path, "v1")
	p.PutAside(key("c"), []byte("C"))
	os.Remove(p.next.Name()) // as another build that saves does
	if p.Save() == nil {
		t.Error("no error")
	}
	p.PutAside(key("d"), []byte("D"))
	wantGet(t, p, "d", "D")
	save(t, p)
	p.Close()
	wantGet(t, open(t, path, "v1"), "d", "D")
}

// TestKilledWhileAdding: values and half an index behind the pack, and no header
// that points there.
func TestKilledWhileAdding(t *testing.T) {
	path := filled(t)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.Write(bytes.Repeat([]byte("half"), 1000))
	f.Close()
	p := open(t, path, "v1")
	wantGet(t, p, "a", "A")
	p.Put(key("c"), []byte("C"))
	save(t, p)
	p.Close()
	p = open(t, path, "v1")
	wantGet(t, p, "a", "A")
	wantGet(t, p, "c", "C")
}

// TestAddingWritesWhatIsNew: a pack of many records is not written again for one.
func TestAddingWritesWhatIsNew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p")
	p := open(t, path, "v1")
	for i := range 300 {
		p.PutAside(key(fmt.Sprint(i)), bytes.Repeat([]byte{byte(i)}, 10_000))
	}
	save(t, p)
	p.Close()
	before, _ := os.Stat(path)
	p = open(t, path, "v1")
	for i := range 300 {
		if !p.Keep(key(fmt.Sprint(i))) {
			t.Fatal("a record is gone")
		}
	}
	p.Put(key("new"), []byte("new"))
	save(t, p)
	p.Close()
	after, _ := os.Stat(path)
	if !os.SameFile(before, after) || after.Size()-before.Size() > 50_000 {
		t.Errorf("%d bytes more", after.Size()-before.Size())
	}
	// What nobody asks for goes away when it is most of the file.
	p = open(t, path, "v1")
	wantGet(t, p, "new", "new")
	save(t, p)
	p.Close()
	if st, _ := os.Stat(path); st.Size() > 10_000 {
		t.Errorf("%d bytes for a record of three", st.Size())
	}
	wantGet(t, open(t, path, "v1"), "new", "new")
}

// TestAnyPack: whatever is put, kept and saved, a pack has what the runs before
// put into it and asked for, aside or not.
func TestAnyPack(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	path := filepath.Join(t.TempDir(), "p")
	want := map[string]string{}
	for run := range 40 {
		p := open(t, path, "v1")
		next := map[string]string{}
		for range rnd.IntN(60) {
			name := fmt.Sprint(rnd.IntN(100))
			value := strings.Repeat(name+" ", rnd.IntN(40)*rnd.IntN(600)) + fmt.Sprint(run)
			had, known := want[name]
			switch rnd.IntN(3) {
			case 0:
				if _, again := next[name]; again || !known {
					continue
				}
				wantGet(t, p, name, had)
				next[name] = had
			case 1:
				if _, again := next[name]; p.Keep(key(name)) != (known || again) {
					t.Fatalf("run %d: is %s there?", run, name)
				} else if known && !again {
					next[name] = had
				}
			default:
				if _, again := next[name]; again {
					continue // the first value put under a key counts
				}
				put := []func([32]byte, []byte) bool{p.Put, p.PutAside}[rnd.IntN(2)]
				put(key(name), []byte(value))
				wantGet(t, p, name, value)
				next[name] = value
			}
		}
		changed := len(p.fresh) > 0 || len(p.waiting) > 0
		save(t, p)
		if changed {
			want = next
		}
		for name, value := range want {
			wantGet(t, p, name, value)
		}
		p.Close()
	}
	if len(want) == 0 {
		t.Fatal("nothing was left to look at")
	}
}

// TestBlocksAreReadAtOnce, and nothing that was put aside with them; a value in
// them that is damaged is still a miss of its own.
func TestBlocksAreReadAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p")
	p := open(t, path, "v1")
	for i := range 100 {
		p.Put(key(fmt.Sprint(i)), fmt.Appendf(nil, "value %d", i))
		p.PutAside(key(fmt.Sprint("aside ", i)), fmt.Appendf(nil, "aside %d", i))
	}
	save(t, p)
	p.Close()
	raw, _ := os.ReadFile(path)
	at := bytes.Index(raw, []byte("value 77"))
	raw[at]++
	os.WriteFile(path, raw, 0o644)
	p = open(t, path, "v1")
	wantMiss(t, p, "77")
	wantGet(t, p, "76", "value 76")
	wantGet(t, p, "aside 77", "aside 77")
	if all := p.blocks.list; len(all) != 1 || bytes.Contains(all[0].bytes, []byte("aside")) {
		t.Errorf("they lie in %d blocks", len(all))
	}
}

// TestMoreThanWaits: values are written meanwhile, and found.
func TestMoreThanWaits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p")
	p := open(t, path, "v1")
	const n = 3 * fullBlock / 1000
	for round := range 2 {
		for i := range n {
			p.Put(key(fmt.Sprint(round, i)), fmt.Appendf(nil, "%1000d", i))
		}
		if p.waitBytes > fullBlock {
			t.Errorf("%d bytes wait", p.waitBytes)
		}
		save(t, p)
		for i := range n {
			wantGet(t, p, fmt.Sprint(round, i), fmt.Sprintf("%1000d", i))
		}
		p.Close()
		p = open(t, path, "v1")
	}
	for i := range 100 { // all that is asked for
		wantGet(t, p, fmt.Sprint(1, i), fmt.Sprintf("%1000d", i))
	}
	p.Put(key("one more"), []byte("!"))
	save(t, p)
	if st, _ := os.Stat(path); st.Size() > 200_000 {
		t.Errorf("%d bytes for 100,000", st.Size())
	}
	for i := range 100 {
		wantGet(t, p, fmt.Sprint(1, i), fmt.Sprintf("%1000d", i))
	}
}

// TestTwoRuns: the second one reads what is there, keeps its own for itself, and
// harms nothing.
func TestTwoRuns(t *testing.T) {
	path := filled(t)
	first, second := open(t, path, "v1"), open(t, path, "v1")
	wantGet(t, second, "a", "A")
	second.Put(key("s"), []byte("S"))
	first.Put(key("f"), []byte("F"))
	wantGet(t, second, "s", "S")
	wantMiss(t, second, "f")
	wantGet(t, first, "a", "A")
	save(t, first)
	save(t, second)
	second.Close()
	first.Close()
	p := open(t, path, "v1")
	wantGet(t, p, "f", "F")
	wantMiss(t, p, "s")
	p.Close()
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("beside the pack: %v", entries)
	}
}

func TestParallel(t *testing.T) {
	path := filled(t)
	p := open(t, path, "v1")
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			for i := range 200 {
				name := fmt.Sprint("k", (i+g*50)%300)
				if v, ok := p.Get(key(name)); ok && string(v) != name {
					t.Errorf("Get(%s) = %q", name, v)
				}
				p.Put(key(name), []byte(name))
				wantGet(t, p, name, name)
				wantGet(t, p, "a", "A")
				if i%100 == 99 {
					if err := p.Save(); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	group.Wait()
	save(t, p)
	p.Close()
	p = open(t, path, "v1")
	if p.Len() != 301 {
		t.Errorf("Len = %d, want 301", p.Len())
	}
}

func FuzzOpen(f *testing.F) {
	whole, err := os.ReadFile(filled(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole, true)
	f.Add(whole[:len(whole)-recordSize], true)
	f.Add([]byte(magic), false)
	path := filepath.Join(f.TempDir(), "p")
	f.Fuzz(func(t *testing.T, b []byte, mend bool) {
		if mend && len(b) >= headerSize { // let it past the checksums
			h := header("v1", 0, 0, 0)
			copy(b, h[:48])
			at := binary.LittleEndian.Uint64(b[48:])
			if at <= uint64(len(b)) {
				binary.LittleEndian.PutUint32(b[64:], castagnoli(0, b[at:]))
			}
			binary.LittleEndian.PutUint32(b[68:], castagnoli(0, b[:68]))
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		p, err := Open(path, "v1")
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		for _, r := range p.index {
			if r.offset < headerSize || r.size < 0 || r.offset+r.size > int64(len(b)) {
				t.Errorf("a record outside the file: %+v", r)
			}
			p.Get(r.key)
		}
		p.Put(key("x"), []byte("X"))
		if v, ok := p.Get(key("x")); !ok || string(v) != "X" {
			t.Errorf("Get = %q, %v", v, ok)
		}
	})
}

const benchRecords, benchSize = 20_000, 20 << 10

func BenchmarkPutSave(b *testing.B) {
	value := bytes.Repeat([]byte("公开"), benchSize/6)
	for b.Loop() {
		p := open(b, filepath.Join(b.TempDir(), "p"), "v1")
		for i := range benchRecords {
			p.Put(key(fmt.Sprint(i)), value)
		}
		save(b, p)
		p.Close()
	}
}

func BenchmarkOpenGet(b *testing.B) {
	path := filepath.Join(b.TempDir(), "p")
	value := bytes.Repeat([]byte("公开"), benchSize/6)
	p := open(b, path, "v1")
	for i := range benchRecords {
		p.Put(key(fmt.Sprint(i)), value)
	}
	save(b, p)
	p.Close()
	for b.Loop() {
		p := open(b, path, "v1")
		for i := range benchRecords {
			if _, ok := p.Get(key(fmt.Sprint(i))); !ok {
				b.Fatal("a miss")
			}
		}
		p.Close()
	}
}
