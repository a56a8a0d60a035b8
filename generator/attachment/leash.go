package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"io"
	"regexp"
	"runtime"
	"strconv"
	"time"

	"github.com/ledongthuc/pdf"

	"gongkai/generator/diag"
)

// The library that reads PDFs trusts them with its memory: it makes tables as
// large as a file says, unfolds streams without end, and follows references
// round in circles. So a file is looked through before it gets there
// (mustStayClosed), for what would have it allocate; and it is handed out by a
// reader that stops when it is asked for too long, too often or too deep.
const (
	mostObjects  = 1 << 20  // of a file
	mostColumns  = 1 << 16  // of a predictor
	mostUnfolded = 32 << 20 // bytes that all streams but pictures unfold to
	longestWord  = 64 << 10 // bytes of a string in a stream
	longestCode  = 32       // hexadecimal digits that a character may stand for
	deepest      = 2000     // calls within one another
	mostReads    = 200_000  // of a page
	mostTables   = 64
	mostStreams  = 100_000
)

// readsToOpen and readsOfPage are how often a file is read until its tables of
// references are there, and for each page: a multiple of what sound files take,
// whose objects lie in streams that are unfolded again for each.
func readsToOpen(size int) int { return 500 + size/1024 }
func readsOfPage(size int) int { return min(5000+size/4, 200_000) }

// leash hands out the bytes of a file.
type leash struct {
	src      *bytes.Reader
	deadline time.Time
	left     int // reads
}

func (l *leash) tooFar() bool {
	var frame [1]uintptr
	return time.Now().After(l.deadline) || runtime.Callers(deepest, frame[:]) > 0
}

var errLeash = errors.New("the reader was stopped")

func (l *leash) ReadAt(b []byte, off int64) (int, error) {
	l.left--
	if l.left < 0 || l.left%16 == 0 && l.tooFar() { // a look at clock and stack takes longer than a read
		return 0, errLeash
	}
	return l.src.ReadAt(b, off)
}

var (
	unusual  = diag.Say("内部结构不寻常，没有检查；用别的程序另存为 PDF 再试", "it is built in an unusual way and was not looked into; save it as PDF by another program")
	unfolds  = diag.Say("展开后超过 %d 兆，没有检查", "it unfolds to more than %d MiB and was not looked into", mostUnfolded>>20)
	lockedIn = diag.Say("加了密码或者限制了复制，检查不了", "it is protected by a password or against copying, and was not looked into")
)

// mustStayClosed is why a PDF is not handed to the library.
func mustStayClosed(src []byte) diag.Text {
	if why := keys(src); why.ZH != "" {
		return why
	}
	if !tables(src) {
		return unusual
	}
	return streams(src)
}

// keys looks at the values that the library allocates by.
func keys(src []byte) diag.Text {
	for at := 0; ; {
		i := bytes.IndexByte(src[at:], '/')
		if i < 0 {
			return diag.Text{}
		}
		at += i + 1
		end := at
		for end < len(src) && end-at < 64 && regular(src[end]) {
			end++
		}
		rest := afterSpace(src[end:])
		switch unescaped(src[at:end]) {
		case "Encrypt":
			return lockedIn
		case "Size", "N":
			if n, _ := number(rest); n > mostObjects {
				return unusual
			}
		case "Columns":
			n, after := number(rest)
			if m, _ := number(afterSpace(after)); n > mostColumns || m >= 0 { // a reference is two numbers
				return unusual
			}
		case "W", "Index":
			if !small(rest, mostObjects) {
				return unusual
			}
		case "DecodeParms", "DP":
			if n, _ := number(afterSpace(bytes.TrimPrefix(rest, []byte("[")))); n >= 0 {
				return unusual
			}
		}
		at = end
	}
}

func regular(c byte) bool {
	return c > ' ' && c < 0x7f && bytes.IndexByte([]byte("()<>[]{}/%"), c) < 0
}

// unescaped is a name whose characters may be written as #xx.
func unescaped(name []byte) string {
	if bytes.IndexByte(name, '#') < 0 {
		return string(name)
	}
	var b []byte
	for i := 0; i < len(name); i++ {
		if name[i] == '#' && i+2 < len(name) {
			if c, err := strconv.ParseUint(string(name[i+1:i+3]), 16, 8); err == nil {
				b, i = append(b, byte(c)), i+2
				continue
			}
		}
		b = append(b, name[i])
	}
	return string(b)
}

// afterSpace passes over white space and remarks.
func afterSpace(b []byte) []byte {
	for len(b) > 0 {
		switch {
		case b[0] <= ' ':
			b = b[1:]
		case b[0] == '%':
			end := bytes.IndexAny(b, "\r\n")
			if end < 0 {
				return nil
			}
			b = b[end:]
		default:
			return b
		}
	}
	return nil
}

// number is the whole number that b begins with, -1 if there is none.
func number(b []byte) (n int, rest []byte) {
	i := 0
	if i < len(b) && (b[i] == '+' || b[i] == '-') {
		i++
	}
	digits := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		if n < 1<<50 {
			n = n*10 + int(b[i]-'0')
		}
		i++
	}
	if i == digits {
		return -1, b
	}
	return n, b[i:]
}

// small reports whether an array has no number above most.
func small(b []byte, most int) bool {
	if len(b) == 0 || b[0] != '[' {
		n, _ := number(b)
		return n <= most
	}
	end := bytes.IndexByte(b, ']')
	if end < 0 {
		return false
	}
	for b = b[1:end]; ; {
		b = afterSpace(b)
		n, rest := number(b)
		if n < 0 {
			return true
		}
		if n > most {
			return false
		}
		b = rest
	}
}

var tableStart = regexp.MustCompile(`xref\s+(?:%[^\r\n]*\s+)*[0-9]`)

// tables looks at how many objects the tables of references have.
func tables(src []byte) bool {
	found := tableStart.FindAllIndex(src, mostTables+1)
	for _, m := range found {
		if !table(src[m[1]-1:]) {
			return false
		}
	}
	return len(found) <= mostTables
}

// table looks at one, as far as it is sound: the library stops there too.
func table(b []byte) bool {
	for {
		first, rest := number(afterSpace(b))
		n, rest := number(afterSpace(rest))
		if first < 0 || n < 0 {
			return true
		}
		if first+n > mostObjects {
			return false
		}
		b = rest
		for range n { // an offset, a generation, a letter
			_, b = number(afterSpace(b))
			_, b = number(afterSpace(b))
			if b = afterSpace(b); len(b) == 0 || b[0] != 'n' && b[0] != 'f' {
				return true
			}
			b = b[1:]
		}
	}
}

var (
	streamStart = []byte("stream")
	pictureDict = regexp.MustCompile(`/Subtype\s*/Image\b`)
	typeKey     = regexp.MustCompile(`/Type\b`)
	pictureType = regexp.MustCompile(`/Type\s*/XObject\b`)
)

// picture reports whether what stands before a stream is the dictionary of a
// picture, which the library does not read, written so that it can be nothing
// else.
func picture(before []byte) bool {
	before = before[max(0, len(before)-4096):]
	i := bytes.LastIndex(before, []byte("obj"))
	if i < 0 {
		return false
	}
	d := bytes.TrimSpace(before[i+3:])
	if !bytes.HasPrefix(d, []byte("<<")) || bytes.ContainsAny(d, "(#%") || bytes.Count(d, []byte("<<")) != bytes.Count(d, []byte(">>")) {
		return false
	}
	return len(pictureDict.FindAllIndex(d, -1)) == 1 && bytes.Count(d, []byte("/Subtype")) == 1 && len(typeKey.FindAllIndex(d, -1)) == len(pictureType.FindAllIndex(d, -1))
}

// streams unfolds what the library might unfold, and throws it away.
func streams(src []byte) diag.Text {
	u := unfolder{left: mostUnfolded}
	for at, n := 0, 0; ; n++ {
		i := bytes.Index(src[at:], streamStart)
		if i < 0 {
			return diag.Text{}
		}
		if n > 2*mostStreams { // the word ends each too
			return unusual
		}
		start := at + i
		at = start + len(streamStart)
		if bytes.HasSuffix(src[:start], []byte("end")) || picture(src[:start]) {
			continue
		}
		body := bytes.TrimPrefix(bytes.TrimPrefix(src[at:], []byte("\r")), []byte("\n"))
		u.objects = holdsObjects(src[:start])
		if why := u.unfold(body, 0); why.ZH != "" {
			return why
		}
	}
}

// unfolder unfolds streams one after another, within one budget.
type unfolder struct {
	left    int
	objects bool // the stream may hold objects
	z       io.ReadCloser
	chunk   [32 << 10]byte
}

// holdsObjects reports whether what stands before a stream may be the dictionary
// of one that holds objects.
func holdsObjects(before []byte) bool {
	before = before[max(0, len(before)-4096):]
	if i := bytes.LastIndex(before, []byte("obj")); i >= 0 {
		before = before[i+3:]
	}
	return bytes.Contains(before, []byte("ObjStm")) || bytes.Contains(before, []byte("#"))
}

// ending tells whether what is written to it ends within a string of digits, whose
// end the library would look for for ever. Two opening marks in a row begin
// something else.
type ending struct {
	marks int // in a row
	open  bool
}

func (e *ending) Write(b []byte) (int, error) {
	for _, c := range b {
		switch {
		case c == '<':
			e.marks++
			e.open = e.marks%2 == 1
			continue
		case c >= '0' && c <= '9', c >= 'A' && c <= 'F', c >= 'a' && c <= 'f', c == ' ', c == '\n', c == '\r', c == '\t', c == '\f', c == 0:
		default:
			e.open = false
		}
		e.marks = 0
	}
	return len(b), nil
}

func hangs(content []byte) bool {
	var e ending
	e.Write(content)
	return e.open
}

// unfold reads a stream as the filters would that the library knows.
func (u *unfolder) unfold(body []byte, depth int) diag.Text {
	if depth == 0 && !folded(body) {
		if u.objects { // they are packed in all sound files
			return unusual
		}
		end := bytes.Index(body, []byte("endstream"))
		if end < 0 {
			end = len(body)
		}
		if u.left -= end; u.left < 0 {
			return unfolds
		}
		if why := judge(body[:end]); why.ZH != "" {
			return why
		}
	}
	if !folded(body) {
		if depth > 0 || len(body) == 0 {
			return diag.Text{}
		}
		// ASCII85 around another filter.
		text := make([]byte, 16)
		n, _ := io.ReadFull(ascii85.NewDecoder(bytes.NewReader(lettersOf85(body, 64))), text)
		if n == 0 || !folded(text[:n]) {
			return diag.Text{}
		}
		if u.left -= len(body) / 8; u.left < 0 {
			return unfolds
		}
		whole, _ := io.ReadAll(ascii85.NewDecoder(bytes.NewReader(lettersOf85(body, len(body)))))
		return u.unfold(whole, depth+1)
	}
	if u.z == nil {
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			return diag.Text{}
		}
		u.z = z
	} else if err := u.z.(zlib.Resetter).Reset(bytes.NewReader(body), nil); err != nil {
		return diag.Text{}
	}
	var out []byte
	for {
		n, err := u.z.Read(u.chunk[:])
		if u.left -= n; u.left < 0 {
			return unfolds
		}
		out = append(out, u.chunk[:n]...)
		if err != nil {
			break
		}
	}
	if folded(out) && depth < 4 { // folded twice
		return u.unfold(out, depth+1)
	}
	if u.objects && hangs(out) {
		return unusual
	}
	return judge(out)
}

// folded reports whether bytes begin as those of zlib do.
func folded(b []byte) bool {
	return len(b) > 2 && b[0]&0x0f == 8 && b[0]>>4 <= 7 && (int(b[0])<<8|int(b[1]))%31 == 0
}

// lettersOf85 are the characters of an ASCII85 text, as far as its end mark.
func lettersOf85(b []byte, most int) []byte {
	out := make([]byte, 0, min(most, len(b)))
	for _, c := range b[:min(most, len(b))] {
		if c == '~' {
			break
		}
		if c >= '!' && c <= 'u' || c == 'z' {
			out = append(out, c)
		}
	}
	return out
}

var (
	codes       = regexp.MustCompile(`<[0-9A-Fa-f\s]*>`)
	largeNumber = regexp.MustCompile(`[0-9]{7}`)
)

var longCode = regexp.MustCompile(`<[0-9A-Fa-f\s]{` + strconv.Itoa(longestCode+1) + `,}>`)

// judge looks at a stream that may hold words or what characters mean.
func judge(text []byte) diag.Text {
	if bytes.Contains(text, []byte("beginbf")) || bytes.Contains(text, []byte("begincode")) {
		if len(text) > 4<<20 || longCode.Match(text) || largeNumber.Match(codes.ReplaceAll(text, []byte(" "))) {
			return unusual
		}
	}
	if bytes.Contains(text, []byte("Tj")) || bytes.Contains(text, []byte("TJ")) {
		for _, pair := range []string{"()", "<>"} {
			if longest(text, pair[0], pair[1]) > longestWord {
				return unusual
			}
		}
	}
	return diag.Text{}
}

// longest is the most bytes from an opening mark to the next closing one.
func longest(text []byte, open, shut byte) (most int) {
	for {
		i := bytes.IndexByte(text, open)
		if i < 0 {
			return most
		}
		text = text[i+1:]
		n := bytes.IndexByte(text, shut)
		if n < 0 {
			return max(most, len(text))
		}
		most = max(most, n)
		text = text[n:]
	}
}

// asPicture reports whether a stream claims to be a picture, which was not
// unfolded before the library gets it.
func asPicture(stream pdf.Value) bool { return stream.Key("Subtype").Name() == "Image" }

// drawnAsPicture reports whether the text of a page claims to be a picture.
func drawnAsPicture(contents pdf.Value) bool {
	for i := range contents.Len() {
		if asPicture(contents.Index(i)) {
			return true
		}
	}
	return asPicture(contents)
}
