package attachment

import (
	"bytes"
	"math"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"

	"gongkai/generator/diag"
)

// Bounds of a PDF.
const (
	maxPages = 1000
	patience = 30 * time.Second
)

// portable is a PDF file. Its reader gets a goroutine of its own, so that a
// file that keeps it busy does not keep the check.
func portable(src []byte) Report {
	if !bytes.HasPrefix(src, []byte("%PDF-")) {
		return Report{Unread: damaged}
	}
	if why := mustStayClosed(src); why.ZH != "" {
		return Report{Unread: why}
	}
	done := make(chan Report, 1)
	go func() {
		defer func() {
			if recover() != nil {
				done <- Report{Unread: damaged}
			}
		}()
		done <- pages(src, time.Now().Add(patience))
	}()
	select {
	case r := <-done:
		return r
	case <-time.After(patience + time.Second):
		return Report{Unread: diag.Say("读了很久没有读完，没有检查", "it took too long to read and was not looked into")}
	}
}

func pages(src []byte, deadline time.Time) (r Report) {
	held := &leash{src: bytes.NewReader(src), deadline: deadline.Add(patience), left: readsToOpen(len(src))} // pages stop by themselves before
	f, err := pdf.NewReader(held, int64(len(src)))
	if err != nil {
		if strings.Contains(err.Error(), "encrypt") || strings.Contains(err.Error(), "password") {
			return Report{Unread: diag.Say("加了密码，检查不了", "it is protected by a password")}
		}
		return Report{Unread: damaged}
	}
	held.left = readsOfPage(len(src))
	var l lines
	d := &pdfReader{r: &r, l: &l, held: held, reads: readsOfPage(len(src)), deadline: deadline, known: map[string]bool{}, sizes: map[string]int{}, fonts: map[string]*pdf.Font{}}
	d.properties(f.Trailer().Key("Info"))
	root := f.Trailer().Key("Root")
	top := root.Key("Pages")
	d.walk(top, pdf.Value{}, 0)
	d.guard(func() { d.catalogue(root) })
	l.scan(&r)
	n := max(d.pages, int(min(top.Key("Count").Int64(), math.MaxInt32)))
	switch {
	case r.Unread.ZH != "":
	case d.odd:
		r.Unread = unusual
	case n > maxPages && d.read > 0 && d.pages > maxPages:
		r.Unread = diag.Say("有 %d 页，只检查了前 %d 页", "it has %d pages: the first %d were looked into", n, maxPages)
	case d.late && d.read > 0:
		r.Unread = diag.Say("有 %d 页，读了很久，只检查了前 %d 页", "it has %d pages and takes long to read: %d were looked into", n, d.read)
	case d.left > 0: // no scan: a text that could not be read
		r.Unread = diag.Say("第 %d 页没有读完", "page %d was not read to its end", d.left)
	case d.letters < fewLetters*max(d.read, 1):
		r.Unread = noText
	case d.besides:
		r.Unread = besidePages
	}
	return r
}

var besidePages = diag.Say("批注、表单或者附带的内容没有检查完", "its annotations, forms or attached contents were not looked into to their end")

var noText = diag.Say("没有文字，像是扫描件，检查不了；请附上文字版", "it has no text and looks like a scan; add a version with text")

// fewLetters on a page are those of a scan: a page number, a stamp.
const fewLetters = 10
