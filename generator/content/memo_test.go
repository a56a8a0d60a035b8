package content

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
	"time"
)

const clean = `---
标题: 关于做好2026年春季植树工作的通知
发布机构: office
索引号: 99990001/2026-00012
成文日期: 2026-03-01
发布日期: 2026-03-05
公开类别: regulations-documents
内容概述: 部署春季植树。
---
`

// saved is a county of one notice with a file beside it, as a file system without
// inodes tells of it: Windows.
func saved(name, text string, minute int) fstest.MapFS {
	long := time.Date(2020, 1, 1, 0, minute, 0, 0, time.UTC)
	const dir = "content/notices/2026/tree-planting/"
	return fstest.MapFS{
		dir + "index.md": {Data: []byte(clean + text + "\n"), ModTime: long},
		dir + name:       {Data: []byte("任务"), ModTime: long},
	}
}

// TestRenamedAttachmentIsSeen: a file that got another name, and kept its size
// and time, is another file.
func TestRenamedAttachmentIsSeen(t *testing.T) {
	memo := NewMemo(nil, nil)
	for _, name := range []string{"old.txt", "new.txt"} {
		c, _, err := Load(t.Context(), saved(name, "正文。", 0), Options{Memo: memo})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range c.Notices[0].Files {
			names = append(names, f.Name)
		}
		if !slices.Equal(names, []string{name}) {
			t.Errorf("the folder has %q, want %s", names, name)
		}
	}
}

// TestServerForgets: a text that is saved again and again leaves nothing behind.
func TestServerForgets(t *testing.T) {
	memo := NewMemo(nil, nil)
	for i := range 50 {
		if _, found, err := Load(t.Context(), saved("a.txt", fmt.Sprint("第", i, "稿。"), i), Options{Memo: memo}); err != nil || len(found) > 0 {
			t.Fatal(found, err)
		}
	}
	if len(memo.whole) != 1 {
		t.Error("nothing is remembered")
	}
	if n := len(memo.kept) + len(memo.whole) + len(memo.clean); n > 6 {
		t.Errorf("%d texts are remembered of one notice", n)
	}
}
