package fields

import (
	"bytes"

	"gongkai/generator/diag"
)

// Conflict reports the first mark that Git leaves where two people changed the
// same lines. Nothing else in such a file is worth telling: it holds both
// versions. The lines between two versions, =======, may also underline a
// heading and are no proof.
func Conflict(file *diag.File, src []byte, found *diag.List) bool {
	at := lineStarting(src, "<<<<<<< ")
	if end := lineStarting(src, ">>>>>>> "); at < 0 || end >= 0 && end < at {
		at = end
	}
	if at < 0 {
		return false
	}
	line, _, _ := bytes.Cut(src[at:], []byte("\n"))
	mark := string(line[:len("<<<<<<<")])
	found.Add("merge-conflict", diag.At(file, at, len(line)),
		diag.Say("合并冲突没有处理：这里有标记“%s”，两个人改的都还在文件里", "a merge conflict was not resolved: here is the mark %q, and the file holds what both people wrote", mark),
		diag.Say("在 <<<<<<<、=======、>>>>>>> 之间的两段里留下对的一段，三行标记删去", "keep one of the two parts between <<<<<<<, ======= and >>>>>>>, and remove the three lines"))
	return true
}

// lineStarting is where the first line that starts so begins, -1 if none does.
func lineStarting(src []byte, with string) int {
	for from := 0; ; {
		n := bytes.Index(src[from:], []byte(with))
		if n < 0 {
			return -1
		}
		if from += n; from == 0 || src[from-1] == '\n' {
			return from
		}
		from++
	}
}
