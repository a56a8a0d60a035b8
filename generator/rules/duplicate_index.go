package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func duplicateIndex() Rule {
	return Rule{Name: "duplicate-index", Severity: diag.Error, Breach: true, check: checkDuplicateIndex, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第十二条第三款",
		"Regulation on Open Government Information (2019), article 12, paragraph 3")}
}

// checkDuplicateIndex looks at drafts too: their numbers are taken.
func checkDuplicateIndex(s *site.Site, found *diag.List) {
	first := make(map[string]*site.Notice, len(s.Notices))
	for n := range readable(s) {
		index := n.Index
		if index.V == "" {
			continue
		}
		owner, taken := first[index.V]
		if !taken {
			first[index.V] = n
			continue
		}
		found.Add("duplicate-index", index.At,
			diag.Say("索引号“%s”已经用在《%s》上", "the index number %q belongs to %q already", index.V, nameOf(owner)),
			diag.Say("换一个没有用过的索引号；gongkai new 会给出下一个", "take a number that was never used; `gongkai new` gives the next one"),
			diag.Note{Span: owner.Index.At, Text: diag.Say("先用的在这里", "it is used here first")})
	}
}
