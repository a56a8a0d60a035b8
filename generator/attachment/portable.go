package attachment

import (
	"bytes"
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
	info := f.Trailer().Key("Info")
	people(&r, info.Key("Author").Text(), info.Key("Company").Text())
	var l lines
	n, letters, read := f.NumPage(), 0, 0
	for k := 1; k <= min(n, maxPages) && time.Now().Before(deadline); k++ {
		held.left = readsOfPage(len(src)) // a tree of pages that leads round in a circle ends here
		page := f.Page(k)
		if page.V.IsNull() {
			continue
		}
		text := pageText(page)
		letters += len(strings.TrimSpace(text))
		read++
		where := named(diag.Say("第 %d 页", "page %d", k))
		for line := range strings.SplitSeq(text, "\n") {
			l.line(line, where)
		}
	}
	l.scan(&r)
	switch {
	case n > maxPages:
		r.Unread = diag.Say("有 %d 页，只检查了前 %d 页", "it has %d pages: the first %d were looked into", n, maxPages)
	case read < n && read > 0 && !time.Now().Before(deadline):
		r.Unread = diag.Say("有 %d 页，读了很久，只检查了前 %d 页", "it has %d pages and takes long to read: %d were looked into", n, read)
	case letters < fewLetters*max(read, 1):
		r.Unread = noText
	}
	return r
}

var noText = diag.Say("没有文字，像是扫描件，检查不了；请附上文字版", "it has no text and looks like a scan; add a version with text")

// fewLetters on a page are those of a scan: a page number, a stamp.
const fewLetters = 10

// pageText is the text of a page. One that cannot be read has none.
func pageText(page pdf.Page) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	if drawnAsPicture(page) {
		return ""
	}
	text, err := page.GetPlainText(nil)
	if err != nil {
		return ""
	}
	return text
}
