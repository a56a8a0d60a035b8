package rules

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func documentNumberForm() Rule {
	return Rule{Name: "document-number-form", Severity: diag.Warning, check: checkDocumentNumberForm, Law: diag.Say(
		"《党政机关公文格式》（GB/T 9704—2012）关于发文字号的规定",
		"GB/T 9704-2012, Format of official documents, on document numbers")}
}

func checkDocumentNumberForm(s *site.Site, found *diag.List) {
	for d := range documents(s) {
		right := rightNumber(d.Number.V)
		if right == "" || right == d.Number.V {
			continue
		}
		found.Add("document-number-form", d.Number.At,
			diag.Say("发文字号“%s”的写法不规范", "the document number %q is not written as it should be", d.Number.V),
			diag.Say("写成“%s”：年份用六角括号〔〕，序号不写“第”、不补零", "write %q: the year in 〔〕, the number without 第 and leading zeros", right))
		found.Cure(diag.Edit{Span: d.Number.At, Old: d.Number.V, New: right})
	}
}

// numberParts takes a number with a bracketed year apart: the agency's mark,
// the year, the serial number. Orders (令第5号) and announcements (公告2026年
// 第3号) have forms of their own and no brackets.
var numberParts = regexp.MustCompile(`^(.+?)[\[(<{〔﹝【〈［（｛＜]([12１２][90９０][0-9０-９]{2})年?[\])>}〕﹞】〉］）｝＞]第?[0０]*([1-9１-９][0-9０-９]*)号?$`)

// wellFormed is the usual form; most numbers have it, and it is quick to see.
var wellFormed = regexp.MustCompile(`^[\p{Han}A-Za-z]+〔(?:19|20)\d\d〕[1-9]\d*号$`)

// rightNumber returns a document number as it should be written, or "" where
// it has no form that we know.
func rightNumber(written string) string {
	if wellFormed.MatchString(written) {
		return written
	}
	plain := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, written)
	m := numberParts.FindStringSubmatch(plain)
	if m == nil {
		return ""
	}
	return m[1] + "〔" + width.Fold.String(m[2]) + "〕" + width.Fold.String(m[3]) + "号"
}
