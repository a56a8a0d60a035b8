package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"gongkai/generator/content"
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
