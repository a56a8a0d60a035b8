package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"gongkai/generator/content"
	"gongkai/generator/integrity"
	"gongkai/generator/output"
)

// TestExplain: what the machine says becomes a sentence with the folder that
// the user knows, and stays below it.
func TestExplain(t *testing.T) {
	hidden := "/srv/.public.gongkai-new-0/notices/a.html"
	for _, c := range []struct {
		err    error
		zh, en string
	}{
		{&fs.PathError{Op: "write", Path: hidden, Err: diskFull[0]}, "磁盘满了：/srv 所在", "where /srv is"},
		{fmt.Errorf("spool: %w", &fs.PathError{Op: "write", Path: "/tmp/gongkai-1.spool", Err: diskFull[0]}), "磁盘满了：/tmp 所在", "where /tmp is"},
		{&os.LinkError{Op: "rename", Old: hidden, New: "/srv/public", Err: readOnly[0]}, "只读：/srv 所在", "where /srv is"},
		{fmt.Errorf("%w: %w", content.ErrChanged, &fs.PathError{Op: "open", Path: "content/notices/2026/a.md", Err: fs.ErrNotExist}), "content/notices/2026 里的文件在读的时候被改动", "content/notices/2026 were changed"},
		{&fs.PathError{Op: "read", Path: "public/search/i/0/1.js", Err: output.ErrChanged}, "public/search/i/0 里的文件在读的时候被改动", "public/search/i/0 were changed"},
		{&fs.PathError{Op: "open", Path: "/srv/county/a.md", Err: fs.ErrPermission}, "没有权限：不能读写 /srv/county 里", "files in /srv/county"},
		{&fs.PathError{Op: "read", Path: "/srv/county/a.md", Err: syscall.EIO}, "磁盘出错：/srv/county 里", "files in /srv/county"},
		{&fs.PathError{Op: "open", Path: "/srv/county/a.md", Err: syscall.EMFILE}, "打开的文件太多", "too many files"},
	} {
		why := explain(c.err)
		if !strings.Contains(why.ZH, c.zh) || !strings.Contains(why.EN, c.en) || !strings.Contains(why.ZH, c.err.Error()) || !strings.Contains(why.EN, c.err.Error()) {
			t.Errorf("%v: %q, %q", c.err, why.ZH, why.EN)
		}
	}
	if why := explain(errors.New("odd")); why.ZH != "出错了：odd" || why.EN != "failed: odd" {
		t.Errorf("what nobody can mend: %v", why)
	}
	if why := explain(fmt.Errorf("pipe: %w", syscall.EIO)); !strings.Contains(why.ZH, "这里") || !strings.Contains(why.EN, "the folder") {
		t.Errorf("without a path: %v", why)
	}
}

// english are words that no Chinese answer holds outside of the parentheses in
// which it hands on what the system said.
var english = regexp.MustCompile(`[a-z]{3,} [a-z]{2,}`)

// TestStopped: whatever ends a comparison is told in the reader's language.
func TestStopped(t *testing.T) {
	get := func(err error) error {
		return &url.Error{Op: "Get", URL: "https://x.example/data/manifest.json", Err: err}
	}
	dial := func(err error) error {
		return get(&net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)})
	}
	for _, c := range []struct {
		err    error
		zh, en string
	}{
		{dial(hostRefuses[0]), "连不上网站：主机拒绝连接", "the host cannot be reached: it refuses the connection"},
		{dial(hostAway[0]), "连不上网站：网络不通", "no network leads to it"},
		{dial(hostHangsUp[0]), "连不上网站：它中途断开了连接", "it ended the connection"},
		{get(io.EOF), "它中途断开了连接", "it ended the connection"},
		{io.ErrUnexpectedEOF, "它中途断开了连接", "it ended the connection"},
		{get(context.DeadlineExceeded), "等了很久没有回答", "no answer in time"},
		{get(&tls.CertificateVerificationError{Err: errors.New("expired")}), "证书通不过检查", "its certificate does not hold"},
		{get(http.ErrSchemeMismatch), "网址改成 http:// 开头", "does not speak https"},
		{get(errors.New("odd")), "和它通信的时候出错", "talking to it failed"},
		{integrity.Elsewhere("https://y.example"), "转到了别的网站（https://y.example）", "leads to another host (https://y.example)"},
		{fmt.Errorf("%w: %s", integrity.ErrLost, "HTTP 503 Service Unavailable"), "没有核对完：主机回答 HTTP 503", "not all was compared: HTTP 503 Service"},
		{get(&net.DNSError{Name: "x.example"}), "找不到主机“x.example”", "no host \"x.example\""},
	} {
		var end exit
		if err := stopped(t.Context(), c.err); !errors.As(err, &end) || end.status != ioTrouble {
			t.Errorf("%v: %v", c.err, err)
		}
		own, _, _ := strings.Cut(end.why.ZH, "\n（")
		if !strings.Contains(own, c.zh) || !strings.Contains(end.why.EN, c.en) || english.MatchString(own) {
			t.Errorf("%v: %q, %q", c.err, end.why.ZH, end.why.EN)
		}
	}
	disk := &fs.PathError{Op: "open", Path: "public", Err: syscall.EACCES}
	if err := stopped(t.Context(), disk); err != disk {
		t.Errorf("a folder's trouble is told as a network's: %v", err)
	}
}

// TestReasonWords: so is what a report says of a file.
func TestReasonWords(t *testing.T) {
	for said, want := range map[string]string{
		"is not a plain file":                             "不是普通文件",
		"no answer in time":                               "等了很久没有回答",
		`leads to another host: "https://y.cn"`:           "转到了别的网站 https://y.cn",
		"leads on to index.html":                          "转到了 index.html",
		"is led on more than 5 times":                     "转来转去超过 5 次",
		"is led on to nowhere":                            "要转到别处，没有说哪里",
		"HTTP 503 Service Unavailable":                    "主机回答 HTTP 503",
		"dial tcp 1.2.3.4:1: connect: connection refused": "主机拒绝连接",
		"unexpected EOF":                                  "连接断了",
		"permission denied":                               "没有权限",
		"odd":                                             "odd",
	} {
		if got := reasonWords(said); got.ZH != want || got.EN != said {
			t.Errorf("%s: %+v", said, got)
		}
	}
}

// TestOpenWords: nor is what can't be opened told in the system's English.
func TestOpenWords(t *testing.T) {
	for _, cause := range []error{fs.ErrNotExist, fs.ErrPermission, syscall.ENOTDIR} {
		if why := openWords(&fs.PathError{Op: "open", Path: "key", Err: cause}); why.ZH == "" || english.MatchString(why.ZH) {
			t.Errorf("%v: %+v", cause, why)
		}
	}
}
