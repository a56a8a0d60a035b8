package search

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/output"
)

// published is an index as a folder has it.
type published struct {
	fstest.MapFS
	listed fstest.MapFS // what the folder believes it has; nil: what it has
}

func (p *published) Published(path string) ([]byte, bool) {
	f, ok := p.MapFS[path]
	if !ok {
		return nil, false
	}
	return f.Data, true
}

func (p *published) Kept(path string) (output.File, bool) {
	f, ok := p.MapFS[path]
	if !ok {
		return output.File{}, false
	}
	return output.Bytes(path, "kept", f.Data), true
}

func (p *published) Under(folder string) []string {
	var list []string
	all := p.MapFS
	if p.listed != nil {
		all = p.listed
	}
	for _, path := range slices.Sorted(maps.Keys(all)) {
		if strings.HasPrefix(path, folder+"/") {
			list = append(list, path)
		}
	}
	return list
}

// library is a collection that changes at random.
type library struct {
	rnd   *rand.Rand
	docs  []Document
	texts []string
	last  int // serial number of the last document
}

// sentences are put together to texts. Some are in nearly all documents, so that
// characters pass from one side of charLimit to the other.
var sentences = []string{
	"各乡镇人民政府，县政府各部门：", "现印发给你们，请认真贯彻执行。", "补助标准为每户2.8万元。", "举报电话12119，联系人张某。", "本办法自2026年1月1日起施行。",
	"PDF附件Application下载", "农村危房改造", "春季植树造林", "森林防火", "抽检食品合格", "㐀㐁生僻字𠀀", "繁體字後徵", "一、总则", "二、附则",
}

func (l *library) text() string {
	var b strings.Builder
	for range 1 + l.rnd.IntN(6) {
		b.WriteString(sentences[l.rnd.IntN(len(sentences))])
		fmt.Fprintf(&b, "第%d条%c", l.rnd.IntN(300), rune(0x4e00+l.rnd.IntN(3000)))
		if l.rnd.IntN(3) == 0 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func (l *library) set(i int, text string) {
	d := &l.docs[i]
	l.texts[i] = text
	d.Text = says(text)
	d.Sum = sha256.Sum256([]byte(fmt.Sprint(d.Address, d.Title, d.Number, d.Summary, d.Keywords, d.Agency, d.Date, d.Validity, text)))
	if i%17 == 3 {
		d.Sum = [32]byte{} // one that is read each time
	}
}

func (l *library) add() {
	l.last++
	d := doc(fmt.Sprintf("n/%05d.html", l.last), fmt.Sprintf("%04d-%02d-%02d", 2000+l.last/300, 1+l.last/28%12, 1+l.last%28), fmt.Sprintf("关于第%d号事项的通知", l.last), fmt.Sprintf("珙府〔2026〕%d号", l.last), "office", "")
	d.Date = fmt.Sprintf("%04d-01-01", 2000+l.last/50)
	l.docs, l.texts = append(l.docs, d), append(l.texts, "")
	l.set(len(l.docs)-1, l.text())
}

// edit changes something and tells what.
func (l *library) edit() string {
	i := l.rnd.IntN(len(l.docs))
	switch k := l.rnd.IntN(20); {
	case k < 8:
		l.set(i, l.texts[i]+l.text())
		return fmt.Sprint("add to ", i)
	case k < 12:
		l.set(i, l.text())
		return fmt.Sprint("rewrite ", i)
	case k < 14:
		l.docs[i].Title = "改了题目：" + l.text()
		l.set(i, l.texts[i])
		return fmt.Sprint("new title of ", i)
	case k < 15:
		l.docs[i].Agency, l.docs[i].Validity, l.docs[i].Keywords = "finance", "废止", []string{"关键词", l.text()}
		l.set(i, l.texts[i])
		return fmt.Sprint("other agency of ", i)
	case k < 16:
		l.set(i, "")
		return fmt.Sprint("empty ", i)
	case k < 17: // ids change
		l.docs, l.texts = slices.Delete(l.docs, i, i+1), slices.Delete(l.texts, i, i+1)
		return fmt.Sprint("remove ", i)
	default:
		l.add()
		return "add one"
	}
}

// TestUpdatedIndexIsTheWholeOne: after any changes the index that was brought up
// to date is, byte for byte, the one that is made from nothing.
func TestUpdatedIndexIsTheWholeOne(t *testing.T) {
	rounds := 60
	if testing.Short() {
		rounds = 15
	}
	updated := 0
	for _, size := range []int{40, 700} { // below and above the limit of frequent characters
		l := &library{rnd: rand.New(rand.NewPCG(7, uint64(size)))}
		for range size {
			l.add()
		}
		site, note := &published{}, []byte(nil)
		var story []string
		for round := range rounds {
			for range 1 + l.rnd.IntN(3) {
				story = append(story, l.edit())
			}
			whole, err := Write(l.docs, names, Options{})
			if err != nil {
				t.Fatal(err)
			}
			want := rendered(t, whole.Files)
			got, err := Write(l.docs, names, Options{Published: site, Note: note})
			if err != nil {
				t.Fatal(err)
			}
			have := rendered(t, got.Files)
			if got.Stats.Shards == 0 {
				updated++
			}
			for path := range want {
				if have[path] == nil || !bytes.Equal(have[path].Data, want[path].Data) {
					t.Fatalf("size %d, round %d: %s differs, after %s", size, round, path, strings.Join(story, "; "))
				}
			}
			if len(have) != len(want) || !bytes.Equal(got.Note, whole.Note) {
				t.Fatalf("size %d, round %d: %d files, want %d; same note: %v", size, round, len(have), len(want), bytes.Equal(got.Note, whole.Note))
			}
			site.MapFS, note = want, got.Note
		}
	}
	if updated < rounds {
		t.Errorf("%d of %d times the index of before was of use: this tests little", updated, 2*rounds)
	}
}

// TestLostFilesMakeTheIndexAnew: whatever is missing or not whole, the index is
// right.
func TestLostFilesMakeTheIndexAnew(t *testing.T) {
	l := &library{rnd: rand.New(rand.NewPCG(1, 1))}
	for range 300 {
		l.add()
	}
	before, err := Write(l.docs, names, Options{})
	if err != nil {
		t.Fatal(err)
	}
	site := rendered(t, before.Files)
	l.set(5, "改过的正文，春季植树造林。")
	want := rendered(t, must(t, l.docs, Options{}).Files)
	paths := slices.Sorted(maps.Keys(site))
	for range 60 {
		path := paths[l.rnd.IntN(len(paths))]
		harmed := maps.Clone(site)
		if l.rnd.IntN(2) == 0 {
			delete(harmed, path)
		} else {
			b := bytes.Clone(site[path].Data)
			harmed[path] = &fstest.MapFile{Data: b[:l.rnd.IntN(len(b))]}
		}
		// A folder tells damaged files by their hash: Published has none of them.
		for p := range harmed {
			if !bytes.Equal(harmed[p].Data, site[p].Data) {
				delete(harmed, p)
			}
		}
		got := rendered(t, must(t, l.docs, Options{Published: &published{MapFS: harmed, listed: site}, Note: before.Note}).Files)
		for p := range want {
			if got[p] == nil || !bytes.Equal(got[p].Data, want[p].Data) {
				t.Fatalf("without %s: %s differs", path, p)
			}
		}
	}
	for range 200 {
		note := bytes.Clone(before.Note)
		note = note[:l.rnd.IntN(len(note))]
		must(t, l.docs, Options{Published: &published{MapFS: site}, Note: note})
	}
}

// sharing finds a character and two others whose unit has its key.
func sharing(t *testing.T) (char, a, b rune) {
	t.Helper()
	var own []rune
	keys := map[uint32]rune{}
	for c := rune(firstHan); c <= lastHan; c++ {
		if f, ok := folds().rune(c); ok && f == c {
			own = append(own, c)
			keys[unit(token(c), stop)] = c
		}
	}
	for _, a := range own {
		for _, b := range own {
			if c, ok := keys[unit(token(a), token(b))]; ok {
				return c, a, b
			}
		}
	}
	t.Fatal("no two units share a key")
	return 0, 0, 0
}

// TestSharedKeyIsCountedOnce: an index that was brought up to date counts what a
// whole one counts, also where two characters side by side have the key of a
// frequent one. Shards would come and go at other times.
func TestSharedKeyIsCountedOnce(t *testing.T) {
	char, a, b := sharing(t)
	l := &library{rnd: rand.New(rand.NewPCG(1, 1))}
	with := func(text string) {
		l.add()
		l.set(len(l.docs)-1, text)
	}
	for range 300 {
		with("甲" + string(char) + "乙")
	}
	before := must(t, l.docs, Options{})
	site := rendered(t, before.Files)
	with("丙" + string(a) + string(b) + "丁")
	whole := must(t, l.docs, Options{})
	patched := must(t, l.docs, Options{Published: &published{MapFS: site}, Note: before.Note})
	if patched.Stats.Shards != 0 {
		t.Fatal("the index was made as a whole")
	}
	if !bytes.Equal(whole.Note, patched.Note) {
		t.Errorf("with %c%c, which have the key of %c, a whole index notes something else", a, b, char)
	}
}

// TestPackedCopiesAreNotKept: what a folder has beside the files of an index, such
// as packed copies of them, is not taken for a part of it.
func TestPackedCopiesAreNotKept(t *testing.T) {
	l := &library{rnd: rand.New(rand.NewPCG(1, 1))}
	for range 30 {
		l.add()
	}
	before := must(t, l.docs, Options{})
	site := rendered(t, before.Files)
	for path, f := range rendered(t, before.Files) {
		site[path+".gz"], site[path+".br"] = f, f
	}
	l.set(7, "改了正文。")
	patched := must(t, l.docs, Options{Published: &published{MapFS: site}, Note: before.Note})
	if patched.Stats.Shards != 0 {
		t.Fatal("the index was made as a whole")
	}
	for _, f := range patched.Files {
		if !strings.HasSuffix(f.Path, ".js") {
			t.Errorf("%s is in the index", f.Path)
		}
	}
}

func must(t *testing.T, docs []Document, opts Options) Written {
	t.Helper()
	w, err := Write(docs, names, opts)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
