// Package attachment looks into the files that lie beside a notice before
// they are published with it: for personal data in their text, for what they
// hide, and for what cannot be looked into at all.
//
// Idea: a table that was tidied by hiding a column, or a document whose
// deleted words are still in its tracked changes, gives away what its author
// believed to be gone. So all text counts, shown or not, and what is hidden is
// named besides, with the place where an editor finds it.
//
// Design: XLSX and DOCX are ZIP archives of XML, which are read as streams and
// turned into lines, rows of tables into the bars that privacy.Scan knows, so
// that a cell is judged by the header of its column. PDF is read by a library,
// which is kept on a leash. Everything has a bound, for files come from
// strangers: bytes of the file, bytes that an archive unfolds to, entries,
// pages, time. What goes over is reported as not looked into, and never
// stops the check.
//
// PPTX and OFD are read likewise. What a part of an Office file is called does
// not decide whether it is looked through: a program finds its parts by
// relations, and shows charts, text boxes and page headers as it does pages. So
// the parts that have a reader of their own are read by it, all others for their
// bare words, and what is neither XML nor a picture is reported. Of a PDF the
// tree of pages is walked here, once, with the forms that pages draw, the
// annotations that lie on them, fields, titles and properties. Of a picture the notes are read that cameras make in it, and its ends, which tell
// whether it is whole.
//
// Besides, what a browser or a computer would run (pages, scripts, drawings with
// code in them, documents that start a program when they are opened) is named as
// active, and is not published at all.
//
// Limits: what pictures and scans show is not read, nor what formulas would
// compute, nor a number that is spread over cells; the binary formats of before
// 2007, OpenDocument and archives are not opened, which the report says.
package attachment

import (
	"bytes"
	"crypto/sha256"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/svg"
)

// Report is what was found in a file.
type Report struct {
	Hits   []Hit       // personal data
	Hidden []diag.Text // what the file holds and does not show
	// Unread says why the file, or a part of it, could not be looked into; its
	// ZH is "" where all was.
	Unread diag.Text
	// Active says why the file must not be published: a browser, or the program
	// that opens it, would run what is in it. Its ZH is "" for all others.
	Active diag.Text
}

// Hit is personal data at a place of the file.
type Hit struct {
	privacy.Hit
	Where diag.Text // sheet and row, page, line
}

// Clean reports whether there is nothing to tell.
func (r Report) Clean() bool {
	return len(r.Hits) == 0 && len(r.Hidden) == 0 && r.Unread.ZH == "" && r.Active.ZH == ""
}

// Bounds of what is looked into.
const (
	MaxSize = 32 << 20 // bytes of a file
	maxText = 24 << 20 // bytes of text that are scanned
	maxLine = 1 << 20  // lines and rows of it: a million of nothing are dear too
	maxHits = 1000     // of one kind of personal data: a list of that length is told by its first ones
)

// version changes whenever more is told of the same bytes.
const version = "4"

// Memo remembers which files had nothing to tell, by the hash of their kind
// and bytes. What was found is not remembered: it is what nobody should keep.
type Memo interface {
	Clean(key [32]byte) bool
	SetClean(key [32]byte)
}

// Inspect looks into a file of the source. The error is for trouble with the
// machine. memo may be nil.
func Inspect(source fs.FS, name string, size int64, memo Memo) (Report, error) {
	kind := strings.ToLower(path.Ext(name))
	if why := activeKind(name); why.ZH != "" {
		return Report{Active: why}, nil
	}
	if why, ok := closed[kind]; ok {
		return Report{Unread: why}, nil
	}
	switch {
	case recordings[kind]:
		return Report{}, nil
	case readers[kind] == nil:
		return stranger(source, name)
	case size > svg.MaxSize && kind == ".svg":
		return Report{Active: largeDrawing}, nil
	}
	if size > MaxSize {
		return tooLarge(size), nil
	}
	f, err := source.Open(name)
	if err != nil {
		return Report{}, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return Report{}, err
	}
	if len(src) > MaxSize { // it has grown since it was listed
		return tooLarge(int64(len(src))), nil
	}
	if memo == nil {
		return Look(kind, src), nil
	}
	key := sha256.Sum256(append([]byte(version+kind+"\x00"), src...))
	if memo.Clean(key) {
		return Report{}, nil
	}
	r := Look(kind, src)
	if r.Clean() {
		memo.SetClean(key)
	}
	return r, nil
}

func tooLarge(size int64) Report {
	return Report{Unread: diag.Say("文件有 %d 兆，超过 %d 兆，没有检查", "it has %d MiB; more than %d are not looked into", size>>20, MaxSize>>20)}
}

// stranger is a file of a kind that is not known. A browser that does not know
// it either looks at how it begins.
func stranger(source fs.FS, name string) (Report, error) {
	f, err := source.Open(name)
	if err != nil {
		return Report{}, err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 512))
	if looksLikePage(head) {
		return Report{Active: asPage}, err
	}
	return Report{Unread: unknownKind}, err
}

// Look looks into the bytes of a file of a kind: ".xlsx", ".pdf".
func Look(kind string, src []byte) (r Report) {
	inspect := readers[kind]
	if inspect == nil {
		return Report{}
	}
	// The readers of foreign formats meet files that no one foresaw.
	defer func() {
		if recover() != nil {
			r = Report{Unread: damaged}
		}
	}()
	return inspect(src)
}

var damaged = diag.Say("文件损坏，打不开", "it is damaged and cannot be opened")

var readers = map[string]func([]byte) Report{
	".csv": delimited, ".txt": plain, ".md": plain, ".svg": drawing, ".json": notation,
	".xlsx": workbook, ".xlsm": workbook, ".docx": document, ".docm": document, ".pptx": slides, ".ofd": pagesOfOFD, ".pdf": portable,
	".jpg": pictured(".jpg"), ".jpeg": pictured(".jpeg"), ".png": pictured(".png"), ".gif": pictured(".gif"), ".webp": pictured(".webp"), ".avif": pictured(".avif"),
	".bmp": pictured(".bmp"), ".tif": pictured(".tif"), ".tiff": pictured(".tiff"),
}

// recordings have no text to look into: people look at them.
var recordings = map[string]bool{".mp3": true, ".mp4": true, ".m4a": true, ".wav": true, ".webm": true}

var (
	oldOffice   = diag.Say("是旧格式的 Office 文件，检查不了；另存为 .docx 或 .xlsx", "it is in an Office format of before 2007; save it as .docx or .xlsx")
	wps         = diag.Say("是 WPS 自己的格式，检查不了；另存为 .docx 或 .xlsx", "it is in a format of WPS's own; save it as .docx or .xlsx")
	archive     = diag.Say("是压缩包，检查不了；解开后逐个放在旁边", "it is an archive; unpack it and put the files here one by one")
	unknownKind = diag.Say("不认识这种格式，检查不了；换成 .pdf、.docx、.xlsx 或 .csv", "its format is not known; use .pdf, .docx, .xlsx or .csv")
	closed      = map[string]diag.Text{
		".doc": oldOffice, ".xls": oldOffice, ".ppt": oldOffice, ".wps": wps, ".et": wps, ".dps": wps,
		".zip": archive, ".rar": archive, ".7z": archive, ".gz": archive, ".tar": archive,
	}
)

// lines collects text with the place of each line, and scans it.
type lines struct {
	text  bytes.Buffer
	where []place
	table bool // a header has been seen, and rows follow it
	rows  int  // that might have been a header
	full  bool
	long  bool // there are more lines than are looked at
}

// place is where a line stands: something that has a name, a row of it where
// row is not 0, or a line of a file where it has none. Words are made of it when
// something was found there, for a file may have a million lines.
type place struct {
	name *diag.Text
	row  int
}

func named(t diag.Text) place { return place{name: &t} }

func (p place) words() diag.Text {
	switch {
	case p.name == nil:
		return lineWhere(p.row)
	case p.row == 0:
		return *p.name
	}
	n := strconv.Itoa(p.row)
	return diag.Text{ZH: p.name.ZH + "第 " + n + " 行", EN: p.name.EN + ", row " + n}
}

// line adds a line of text, or as much of it as there is room for.
func (l *lines) line(s string, where place) {
	if !l.room(len(s)) {
		s = s[:min(len(s), max(0, maxText-l.text.Len()))]
	}
	if s == "" && l.full || l.long {
		return
	}
	l.text.WriteString(oneLine.Replace(s))
	l.text.WriteByte('\n')
	l.where = append(l.where, where)
}

// room reports whether a line of n bytes is looked into.
func (l *lines) room(n int) bool {
	l.full = l.full || l.text.Len()+n > maxText
	l.long = l.long || len(l.where) >= maxLine
	return l.text.Len()+n <= maxText && len(l.where) < maxLine
}

var oneLine = strings.NewReplacer("\n", " ", "\r", " ", "|", "/")

// row adds a row of a table. The first one with words of a header heads those
// that follow.
func (l *lines) row(cells []string, where place) {
	if !l.room(1) {
		return
	}
	for _, c := range cells {
		l.text.WriteString("| ")
		l.text.WriteString(oneLine.Replace(c))
		l.text.WriteByte(' ')
	}
	l.text.WriteString("|\n")
	l.where = append(l.where, where)
	if l.table || l.rows >= 10 {
		return
	}
	if l.rows++; privacy.IsHeader(cells) {
		l.text.WriteString("|---|\n")
		l.where = append(l.where, where)
		l.table = true
	}
}

// part ends a table or a sheet.
func (l *lines) part(title string, where place) {
	l.table, l.rows = false, 0
	l.line("", where)
	l.line(title, where)
}

// scan is the personal data of all lines.
func (l *lines) scan(r *Report) {
	text := l.text.Bytes()
	at, line := 0, 0
	counts := map[privacy.Kind]int{}
	for _, h := range privacy.Scan(nil, text) {
		if counts[h.Kind]++; counts[h.Kind] > maxHits {
			continue
		}
		if h.Off < at {
			at, line = 0, 0
		}
		line += bytes.Count(text[at:h.Off], []byte("\n"))
		at = h.Off
		r.Hits = append(r.Hits, Hit{h, l.where[min(line, len(l.where)-1)].words()})
	}
	switch {
	case l.long:
		r.Unread = diag.Say("行数太多，只检查了前面 %d 行", "it has too many lines: the first %d were looked into", maxLine)
	case l.full:
		r.Unread = diag.Say("文字太多，只检查了前面 %d 兆", "it has too much text: the first %d MiB were looked into", maxText>>20)
	}
}

func hidden(r *Report, zh, en string, args ...any) {
	t := diag.Say(zh, en, args...)
	for _, h := range r.Hidden {
		if h == t {
			return
		}
	}
	r.Hidden = append(r.Hidden, t)
}

func lineWhere(n int) diag.Text { return diag.Say("第 %d 行", "line %d", n) }

// people are the names of a document's properties, masked: that a name stands
// there is to be told, and not whose.
func people(r *Report, names ...string) {
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" {
			hidden(r, "文档属性里有作者或单位“%s”", "its properties name an author or company, %q", privacy.MaskName(n))
			return
		}
	}
}
