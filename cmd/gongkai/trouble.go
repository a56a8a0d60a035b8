package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// trouble is a fault of the machine that whoever sits at it can mend, in the
// words to say it with. Each has one place for a folder.
type trouble struct {
	causes []error
	zh, en string
}

var troubles = []trouble{
	{[]error{content.ErrChanged, output.ErrChanged}, "%s 里的文件在读的时候被改动、移走或者删除了。等别的程序（同步盘、解压、git）做完，再试一次", "files in %s were changed or removed while they were read. When other programs are done with them (a synchronised folder, an archive that is unpacked, git), try again"},
	{diskFull, "磁盘满了：%s 所在的磁盘没有空间了。删掉一些用不着的文件，再试一次", "the disk is full: there is no room left where %s is. Delete what is not needed, and try again"},
	{readOnly, "只读：%s 所在的磁盘不能写入", "read-only: nothing can be written to the disk where %s is"},
	{[]error{fs.ErrPermission}, "没有权限：不能读写 %s 里的文件。请管理员给这个用户权限", "no permission to read or write files in %s. Ask whoever looks after the machine"},
	{[]error{syscall.EIO}, "磁盘出错：%s 里的文件读不出或者写不进，磁盘可能坏了。先备份，再请人检查", "the disk fails: files in %s can't be read or written, and it may be broken. Make a copy of what is there, and have it looked at"},
	{[]error{syscall.EMFILE, syscall.ENFILE}, "打开的文件太多，系统不让再打开 %s 里的文件。关掉别的程序再试，或者请管理员放宽限制（ulimit -n）", "too many files are open for the system to open another in %s. End other programs, or have the limit raised (ulimit -n)"},
	{[]error{syscall.EBUSY, syscall.EXDEV}, "%s 里的文件夹是单独挂载的，或者别的程序正在用，不能替换。换一个文件夹，例如它里面的一个", "a folder in %s is a file system of its own, or in use by another program, and can't be replaced. Choose another, such as one inside it"},
}

// explain gives errors that come from the machine the words that a clerk can
// act on, with the system's own below them for whoever is asked for help.
func explain(err error) diag.Text {
	for _, t := range troubles {
		if caused(err, t.causes) {
			where := folderOf(err)
			return diag.Text{
				ZH: fmt.Sprintf(t.zh+"\n（%v）", where.ZH, err),
				EN: fmt.Sprintf(t.en+"\n(%v)", where.EN, err),
			}
		}
	}
	return diag.Say("出错了：%v", "failed: %v", err)
}

// caused reports whether one of several causes is behind an error.
func caused(err error, causes []error) bool {
	return slices.ContainsFunc(causes, func(cause error) bool { return errors.Is(err, cause) })
}

// openWords says why something that was named can't be opened.
func openWords(err error) diag.Text {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return diag.Say("没有这个文件或者文件夹", "there is no such file or folder")
	case errors.Is(err, fs.ErrPermission):
		return diag.Say("没有权限", "no permission")
	case errors.Is(err, syscall.ENOTDIR):
		return diag.Say("它不是文件夹", "it is no folder")
	}
	return diag.Say("%v", "%v", err)
}

// folderOf is the folder in which an error met a file, as far as a user knows
// it: what the program keeps there by hidden names is left out.
func folderOf(err error) diag.Text {
	var one *fs.PathError
	var two *os.LinkError
	path := ""
	switch {
	case errors.As(err, &one):
		path = one.Path
	case errors.As(err, &two):
		path = two.New
	}
	if path == "" {
		return diag.Say("这里", "the folder")
	}
	path, _, _ = strings.Cut(path, ".gongkai-")
	return diag.Text{ZH: filepath.Dir(path), EN: filepath.Dir(path)}
}
