package content

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"

	"gongkai/generator/diag"
	"gongkai/generator/disk"
)

// Listing is what lies in the content folder.
type Listing struct {
	// Sum is a hash of the names of all files and of the stamps of those that are
	// read. If it is the same as before, so is all that can be made of the folder;
	// but Settled has to be true of the earlier listing.
	Sum     [32]byte
	Settled bool

	began time.Time
	tasks []task
	found diag.List
}

// ListFiles lists the files of the content folder of a source. now is when the run
// began. The error is for trouble with the machine.
func ListFiles(source fs.FS, jobs int, now time.Time) (*Listing, error) {
	w, err := walk(readAhead(source, jobs))
	if err != nil {
		return nil, changed(err)
	}
	if err := stampAll(w.tasks, jobs); err != nil {
		return nil, changed(err)
	}
	l := &Listing{began: now, Settled: true, tasks: w.tasks, found: w.found}
	add := func(s disk.Stamp) {
		for _, n := range []uint64{uint64(s.Size), uint64(s.Mod), uint64(s.Change), s.Inode} {
			w.seen = binary.LittleEndian.AppendUint64(w.seen, n)
		}
		l.Settled = l.Settled && s.Settled(now)
	}
	for i := range w.tasks {
		add(w.tasks[i].stamp)
		for _, b := range w.tasks[i].beside {
			add(b.Stamp)
		}
	}
	l.Sum = sha256.Sum256(w.seen)
	return l, nil
}

// ErrChanged says that somebody else is at work on the files that are read:
// what was listed is not there, or not what it was.
var ErrChanged = errors.New("a file was changed or removed while it was read")

// changed gives an error of reading what was listed its meaning.
func changed(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrChanged, err)
	}
	return err
}

// stampAll asks for the stamps of all files that are read.
func stampAll(tasks []task, n int) error {
	var group errgroup.Group
	group.SetLimit(jobs(n))
	const batch = 256
	for from := 0; from < len(tasks); from += batch {
		group.Go(func() error {
			for i := from; i < min(from+batch, len(tasks)); i++ {
				if err := tasks[i].ask(); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// ask asks for the stamps of a task's files. A text without one is read in any
// case, and what is wrong with it is told then.
func (t *task) ask() error {
	if about, err := t.entry.Info(); err == nil && about.Mode().IsRegular() {
		t.stamp = disk.StampOf(about)
	}
	for i := range t.beside {
		about, err := t.entries[i].Info()
		if err != nil {
			return err
		}
		t.beside[i].Size, t.beside[i].Stamp = about.Size(), disk.StampOf(about)
	}
	return nil
}

// task is a file to be read.
type task struct {
	path, kind, slug, year string
	entry                  fs.DirEntry // of the file at path
	stamp                  disk.Stamp  // of it
	beside                 []Beside    // other files of a bundle
	entries                []fs.DirEntry
}

type walker struct {
	tasks []task
	found diag.List
	count map[stray]int     // findings, by what they have in common
	last  map[stray]int     // the last of them that is told, in found
	lower map[string]string // paths by what Windows and macOS take for one
	seen  []byte            // all names
}

// stray is what findings of a folder have in common.
type stray struct{ folder, rule string }

// mostStrays is how many findings of one rule a folder has: somebody may have
// unpacked an archive into it, and whoever clears it away begins with these.
const mostStrays = 200

// walk lists the files below content/ in the order of their paths.
func walk(source *ahead) (*walker, error) {
	w := &walker{tasks: make([]task, 0, source.files), lower: make(map[string]string, source.files), count: map[stray]int{}, last: map[stray]int{},
		seen: make([]byte, 0, 100*source.files)} // a path and a stamp
	st, err := fs.Lstat(source, Root)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		file := &diag.File{Path: Root}
		w.found.Add("missing-field", diag.At(file, 0, 0),
			diag.Say("没有 content 文件夹", "there is no content folder"),
			diag.Say("在网站文件夹里运行；新建网站用 gongkai init 文件夹名", "run this in the site's folder; `gongkai init DIR` makes a new one"))
		return w, nil
	case err == nil && !st.IsDir():
		w.irregular(Root, st.Mode())
		return w, nil
	}
	err = fs.WalkDir(source, Root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return w.visit(source, p, d)
	})
	w.countStrays()
	return w, err
}

func (w *walker) visit(source fs.FS, p string, d fs.DirEntry) error {
	name := d.Name()
	if hidden(name) && p != Root {
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	}
	w.note(p, d)
	if d.Type()&fs.ModeSymlink != 0 || !d.IsDir() && !d.Type().IsRegular() {
		w.irregular(p, d.Type())
		return nil
	}
	if w.badName(p, name) {
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	}
	if d.IsDir() {
		return w.folder(source, p)
	}
	w.file(p, d)
	return nil
}

// note keeps the name and kind of what was met.
func (w *walker) note(p string, d fs.DirEntry) {
	w.seen = binary.LittleEndian.AppendUint32(append(append(w.seen, p...), 0), uint32(d.Type()))
}

// irregular reports what is neither a file nor a folder: reading it would lead
// elsewhere, or wait for ever.
func (w *walker) irregular(p string, mode fs.FileMode) {
	what := diag.Say("这不是普通文件（是管道、设备或者套接字）", "this is no ordinary file but a pipe, a device or a socket")
	switch {
	case mode&fs.ModeSymlink != 0:
		what = diag.Say("这是一个链接（快捷方式），指向别处的文件", "this is a symbolic link to a file elsewhere")
	case mode.IsRegular():
		what = diag.Say("这里应当是文件夹，不是文件", "this should be a folder and is a file")
	}
	w.add("outside-source", p, what, diag.Say("把文件本身放进来", "put the file itself here"))
}

// hidden names belong to editors and tools: .git, ~$notice.docx, Thumbs.db.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "Thumbs.db" || name == "desktop.ini"
}

func (w *walker) add(rule, p string, message, help diag.Text) {
	of := stray{path.Dir(p), rule}
	if w.count[of]++; w.count[of] > mostStrays {
		return
	}
	w.last[of] = len(w.found)
	w.found.Add(rule, diag.At(&diag.File{Path: p}, 0, 0), message, help)
}

// countStrays says how many findings are not told.
func (w *walker) countStrays() {
	for of, n := range w.count {
		if n > mostStrays {
			more := diag.Say("（这个文件夹里同样的问题还有 %d 处，没有一一列出）", " (%d more of the kind in this folder are not listed)", n-mostStrays)
			m := &w.found[w.last[of]].Message
			m.ZH, m.EN = m.ZH+more.ZH, m.EN+more.EN
		}
	}
}

var (
	badCharacters = regexp.MustCompile(`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*\\#%]|^ | $|\.$`) // p{…}: what nobody sees, and what turns the order of others round
	reservedName  = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`)
	yearFolder    = regexp.MustCompile(`^(19|20)\d\d$`)
)

// LongestName is how long the name of a file or folder may be, in bytes. File
// systems take 255, what we make of it is a little longer, and on Windows the
// whole path, with the folder that the site lies in, should stay below 260
// characters.
const LongestName = 200

// GoodName reports whether a file or folder can have a name on all systems, and an
// address hold it.
func GoodName(name string) bool {
	return name != "" && len(name) <= LongestName && !badCharacters.MatchString(name) && !reservedName.MatchString(name)
}

// badName reports names that break addresses on some host or system.
func (w *walker) badName(p, name string) bool {
	if plainName(p) {
		if _, taken := w.lower[p]; !taken {
			w.lower[p] = p
			return false
		}
	}
	help := diag.Say("改用小写英文字母、数字和连字符，例如 zhishu-tongzhi.md", "use lower-case letters, digits and hyphens, such as tree-planting.md")
	if bad := badCharacters.FindString(name); bad != "" {
		w.add("file-name", p, diag.Say("文件名里有不能用的字符 %q", "the name holds a character that cannot stand in an address: %q", bad), help)
		return true
	}
	if reservedName.MatchString(name) {
		w.add("file-name", p, diag.Say("“%s”是 Windows 保留的名称", "%q is reserved on Windows", name), help)
		return true
	}
	if len(name) > LongestName {
		w.add("file-name", p, diag.Say("文件名太长：%d 个字", "the name is too long: %d characters", utf8.RuneCountInString(name)),
			diag.Say("改短一些，最多 60 个汉字或者 200 个英文字母；全名写在“标题”或附件的“名称”里", "use at most 200 letters or 60 Chinese characters; the whole name goes into the title, or the attachment's name"))
		return true
	}
	// What Windows and macOS take for one name.
	low := norm.NFC.String(strings.ToLower(p))
	first, ok := w.lower[low]
	switch {
	case ok && strings.EqualFold(first, p):
		w.add("file-name", p, diag.Say("和 %s 只差大小写", "this differs from %s by case only", first), help)
		return true
	case ok:
		w.add("file-name", p, diag.Say("和 %s 只差字符的写法，在苹果电脑上是同一个文件", "this differs from %s by how characters are put together, and is one file on macOS", first), help)
		return true
	}
	w.lower[low] = p
	return false
}

// plainName reports, quickly, that a path has nothing but lower-case letters,
// digits and hyphens, and a name that no system reserves: all but a few.
func plainName(p string) bool {
	name := p[strings.LastIndexByte(p, '/')+1:]
	if len(name) < 6 || len(name) > LongestName || name[0] == '.' || reservedName.MatchString(name[:4]) {
		return false
	}
	for i := 0; i < len(p); i++ {
		if c := p[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '/' && c != '.' && c != '_' {
			return false
		}
	}
	return p[len(p)-1] != '.'
}

// folders of the content model and the depth at which their files lie.
var kindOf = map[string]string{"agencies": "agency", "guide": "guide", "regulations": "regulation", "notices": "notice", "mailbox": "letter", "vocabulary": "vocabulary", "fiscal": "fiscal", "requests": "ledger", "reports": "report", "funds": "fundtable"}

// bundled are the folders whose years hold folders of one document each, with
// its files beside it.
var bundled = map[string]bool{"notices": true, "fiscal": true, "reports": true}

var kindOfFile = map[string]string{
	"hotlines.yaml": "hotlines", "places.yaml": "places", "holidays.yaml": "holidays", "portal.yaml": "portal", "funds.yaml": "funds", "assessment.yaml": "assessment",
	"vocabulary/categories.yaml": "categories", "vocabulary/topics.yaml": "topics",
	"vocabulary/genres.yaml": "genres", "vocabulary/regulations.yaml": "systems", "vocabulary/glossary.yaml": "glossary",
}

// folder takes a bundle (a folder below a year that has an index.md) as a
// whole and goes into the others.
func (w *walker) folder(source fs.FS, p string) error {
	parts := strings.Split(p, "/")
	switch {
	case len(parts) == 1:
		return nil
	case kindOf[parts[1]] == "":
		w.add("file-name", p, diag.Say("content 里没有“%s”这个文件夹的用处", "content/ has no use for a folder %q", parts[1]),
			diag.Say("可用的文件夹：agencies、guide、notices、regulations、mailbox、fiscal、funds、requests、reports、vocabulary", "the folders are agencies, guide, notices, regulations, mailbox, fiscal, funds, requests, reports, vocabulary"))
		return fs.SkipDir
	case len(parts) == 2:
		return nil
	}
	if parts[1] == "funds" && len(parts) == 3 {
		return nil // the folder of a fund
	}
	dated := bundled[parts[1]] || parts[1] == "mailbox"
	switch {
	case dated && len(parts) == 3 && yearFolder.MatchString(parts[2]):
		return nil
	case dated && len(parts) == 3:
		w.add("file-name", p, diag.Say("“%s”不是四位数的年份", "%q is not a year of four digits", parts[2]),
			diag.Say("按年份建文件夹，例如 %s/2026", "make one folder a year, such as %s/2026", parts[1]))
		return fs.SkipDir
	case bundled[parts[1]] && len(parts) == 4:
		return w.bundle(source, p, parts)
	}
	w.add("file-name", p, diag.Say("这里不能再有文件夹", "there cannot be a folder here"),
		diag.Say("附件较多的信息可建 notices/年份/名称/index.md，附件放在旁边", "a notice with attachments is notices/YEAR/NAME/index.md with the files beside it"))
	return fs.SkipDir
}

// bundle takes a notice that lies in a folder of its own with its files.
func (w *walker) bundle(source fs.FS, p string, parts []string) error {
	entries, err := fs.ReadDir(source, p)
	if err != nil {
		return err
	}
	t := task{kind: kindOf[parts[1]], slug: parts[3], year: parts[2]}
	for _, e := range entries {
		child := path.Join(p, e.Name())
		w.note(child, e)
		switch {
		case hidden(e.Name()), strings.EqualFold(e.Name(), "README.md"):
		case e.Type()&fs.ModeSymlink != 0, !e.IsDir() && !e.Type().IsRegular():
			w.irregular(child, e.Type())
		case e.IsDir():
			w.add("file-name", child, diag.Say("这个文件夹里不能再有文件夹", "there cannot be a folder in here"), diag.Say("把文件移到 %s", "move the files to %s", p))
		case w.badName(child, e.Name()):
		case e.Name() == "index.md":
			t.path, t.entry = child, e
		default:
			t.beside = append(t.beside, Beside{Name: e.Name()})
			t.entries = append(t.entries, e)
		}
	}
	if t.path == "" {
		w.add("file-name", p, diag.Say("文件夹里没有 index.md", "the folder has no index.md"),
			diag.Say("正文文件名应为 index.md", "the text of a notice in a folder of its own is index.md"))
		return fs.SkipDir
	}
	w.tasks = append(w.tasks, t)
	return fs.SkipDir
}

func (w *walker) file(p string, d fs.DirEntry) {
	name := d.Name()
	rel := strings.TrimPrefix(p, Root+"/")
	if kind := kindOfFile[rel]; kind != "" {
		w.tasks = append(w.tasks, task{path: p, kind: kind, entry: d}) // of portal, which config reads, only the bytes are checked
		return
	}
	if strings.EqualFold(name, "README.md") {
		return
	}
	top, below, _ := strings.Cut(rel, "/")
	depth := strings.Count(rel, "/")
	kind := kindOf[top]
	ext := path.Ext(name)
	t := task{path: p, kind: kind, slug: strings.TrimSuffix(name, ext), entry: d}
	switch {
	case kind == "" || kind == "vocabulary":
		w.add("file-name", p, diag.Say("content 里没有这个文件的用处", "content/ has no use for this file"),
			diag.Say("文件的种类和位置见 content/README.md", "content/README.md tells which files belong where"))
		return
	case kind == "fundtable" && depth == 2 && IsTable(name):
	case kind == "fundtable":
		w.add("file-name", p, diag.Say("funds 文件夹里只放各项资金的表，这个文件没有用处", "funds/ holds tables of funds and nothing else"),
			diag.Say("放在资金编号的文件夹里，按年份命名，例如 funds/gengdi/2026.csv", "put it into the fund's folder, named by its year, such as funds/gengdi/2026.csv"))
		return
	case kind == "ledger" && IsTable(name):
	case kind == "ledger":
		w.add("file-name", p, diag.Say("requests 文件夹里只放申请台账，这个文件没有用处", "requests/ holds ledgers and nothing else"),
			diag.Say("台账按年份命名，例如 requests/2026.csv", "a ledger is named by its year, such as requests/2026.csv"))
		return
	case ext != ".md":
		w.add("file-name", p, diag.Say("这里只能放 .md 文件，这个文件不会发布", "only .md files belong here; this file will not be published"), w.insteadOf(p))
		return
	case kind == "notice" || kind == "letter" || kind == "fiscal" || kind == "report":
		if depth != 2 {
			w.add("file-name", p, diag.Say("这个文件应放在年份文件夹里", "this file belongs into the folder of its year"),
				diag.Say("移到 %s/2026/ 这样的文件夹", "move it to a folder such as %s/2026/", top))
			return
		}
		t.year, _, _ = strings.Cut(below, "/")
		if folder, ok := w.lower[strings.ToLower(strings.TrimSuffix(p, ".md"))]; ok {
			w.add("file-name", p, diag.Say("和文件夹 %s 同名，两份信息的网址会一样", "the folder %s has the same name: both would have one address", folder),
				diag.Say("改一个名称；是同一份信息的，只留文件夹里的 index.md", "rename one; if they are the same, keep the folder's index.md alone"))
			return
		}
	}
	w.tasks = append(w.tasks, t)
}

// insteadOf says what to do with a file that does not end in .md. Editors save
// texts under other endings, and Windows does not show the one that they add.
func (w *walker) insteadOf(p string) diag.Text {
	low := strings.ToLower(path.Base(p))
	stem := strings.TrimSuffix(low, path.Ext(low))
	stem = strings.TrimSuffix(stem, ".md")
	_, taken := w.lower[norm.NFC.String(strings.ToLower(path.Dir(p)))+"/"+stem+".md"]
	switch ext := path.Ext(low); {
	case taken && ext != ".md", stem == "readme":
	case ext == ".txt":
		return diag.Say("改名为 %[1]s.md；看不到后面的 .txt，就先在文件夹的“查看”里勾上“文件扩展名”", "rename it to %[1]s.md; where .txt is not to be seen, let the folder show file name extensions first", stem)
	case ext == ".md", ext == ".markdown", ext == ".mdown", ext == ".mkd":
		return diag.Say("改名为 %s.md", "rename it to %s.md", stem)
	}
	return diag.Say("附件放在 notices/年份/名称/ 文件夹里，和 index.md 在一起", "put attachments beside an index.md in notices/YEAR/NAME/")
}
