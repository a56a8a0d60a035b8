package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/integrity"
	"gongkai/generator/output"
)

// editionFolder is where the site lies in the archive. The names in the archive
// are ASCII: old systems unpack others wrongly.
const editionFolder = "site/"

// writeEdition writes the archive of an offline edition beside out and takes
// its place when it is whole.
func writeEdition(ctx context.Context, r *build.Result, out string) (err error) {
	if st, err := os.Lstat(out); err == nil && !st.Mode().IsRegular() {
		return misuse("“%s”不是文件，不能写成压缩包", "%q is no file: the archive cannot be written there", out)
	}
	if !replaceable(out) {
		return misuse("“%s”是别的文件，不会覆盖；换一个名称，例如 offline.zip", "%q is another file, which will not be written over; choose another name, such as offline.zip", out)
	}
	f, err := os.CreateTemp(filepath.Dir(out), ".gongkai-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = archive(ctx, r, f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), out)
}

// replaceable reports whether an archive may take the place of what stands at a
// name: nothing, or an archive.
func replaceable(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	defer f.Close()
	var magic [2]byte
	n, _ := io.ReadFull(f, magic[:])
	return n == 0 || string(magic[:n]) == "PK"
}

func archive(ctx context.Context, r *build.Result, w io.Writer) error {
	day := r.Site.Clock
	at := time.Date(int(day.Year), time.Month(day.Month), int(day.Day), 0, 0, 0, 0, calendar.Zone())
	return r.Tree.Zip(ctx, w, output.ZipOptions{
		Folder: editionFolder, At: at,
		Skip:   integrity.ForHost, // nobody asks for them on a disk
		Beside: map[string]string{"index.html": editionDoor(r), "readme.txt": editionNote(r)},
	})
}

// editionDoor is the page to double-click, beside the folder with the thousands
// of files.
func editionDoor(r *build.Result) string {
	name := html.EscapeString(r.Site.Portal.Name.V)
	return fmt.Sprintf(`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%[1]s（离线版）</title>
<meta http-equiv="refresh" content="0; url=%[2]sindex.html">
</head>
<body>
<p><a href="%[2]sindex.html">打开%[1]s</a>（离线版，内容截至%[3]s）</p>
</body>
</html>
`, name, editionFolder, r.Site.Clock.Chinese())
}

// editionNote begins with a byte order mark and has the line ends of Windows,
// for the editor that opens it there.
func editionNote(r *build.Result) string {
	return fmt.Sprintf("\ufeff%s（离线版）\r\n\r\n内容截至%s，公开信息 %d 条。\r\n\r\n1. 把整个文件夹拷到U盘或者电脑里，不要只拷其中几个文件。\r\n2. 双击 index.html，用浏览器打开。不需要网络，检索也能用。\r\n3. 以后公开的信息，请看 %s\r\n",
		r.Site.Portal.Name.V, r.Site.Clock.Chinese(), len(r.Site.Notices), r.Site.Portal.Base())
}
