package content

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/diag"
)

// tooLarge reports a file that is larger than any document, before its bytes
// are read.
func tooLarge(file *diag.File, size int64, found *diag.List) bool {
	if size <= maxSize {
		return false
	}
	found.Add("file-size", diag.At(file, 0, 0),
		diag.Say("文件有 %d 兆字节，过大", "the file has %d MiB, which is too large", size>>20),
		diag.Say("正文文件不超过 %d 兆字节；图片和表格作为附件放在旁边", "keep texts below %d MiB; put pictures and tables beside them as attachments", maxSize>>20))
	return true
}

// readable reports what makes the bytes of a file unreadable: NUL bytes,
// another encoding than UTF-8.
func readable(file *diag.File, src []byte, found *diag.List) bool {
	if i := bytes.IndexByte(src, 0); i >= 0 {
		at := diag.At(file, 0, 0)
		if bytes.Count(src, []byte{0}) < fewNUL {
			at = diag.At(file, i, 1)
		}
		help := diag.Say("用记事本或编辑器另存为 UTF-8 编码", "save the file as UTF-8")
		found.Add("encoding", at,
			diag.Say("文件里有空字节，不是文本文件（可能是 Word 文档或 UTF-16 编码）", "the file holds NUL bytes: it is no text file (perhaps a Word document, or UTF-16)"), help)
		return false
	}
	if utf8.Valid(src) {
		return true
	}
	if text, ok := fromGBK(src); ok {
		found.Add("encoding", diag.At(file, 0, 0),
			diag.Say("文件是 GBK（GB18030）编码，不是 UTF-8", "the file is in GBK (GB18030), not UTF-8"),
			diag.Say("用编辑器另存为 UTF-8 编码，或者运行 gongkai check --fix", "save the file as UTF-8, or run gongkai check --fix"))
		found.Cure(diag.Edit{Span: diag.At(file, 0, 0), New: string(text), Recode: true})
		return false
	}
	found.Add("encoding", diag.At(file, firstInvalid(src), 1), diag.Say("文件不是 UTF-8 编码", "the file is not UTF-8"),
		diag.Say("用编辑器另存为 UTF-8 编码", "save the file as UTF-8"))
	return false
}

// fewNUL is how many NUL bytes a text does not have that is a text but for them:
// then each is worth looking for.
const fewNUL = 4

// firstInvalid is where the first byte stands that is no UTF-8.
func firstInvalid(src []byte) int {
	for at := 0; at < len(src); {
		r, size := utf8.DecodeRune(src[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return 0
}

// fromGBK decodes bytes that read as GB18030 and yield mostly Chinese.
func fromGBK(src []byte) (text []byte, ok bool) {
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(src)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, false
	}
	han, other := 0, 0
	for _, r := range string(text) {
		switch {
		case r >= 0x4e00 && r <= 0x9fff, r >= 0x3000 && r <= 0x303f, r >= 0xff00 && r <= 0xffef:
			han++
		case r >= 0x80:
			other++
		}
	}
	return text, han > other
}
