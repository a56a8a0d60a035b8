package rules

import (
	"cmp"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func duplicateDocumentNumber() Rule {
	return Rule{Name: "duplicate-document-number", Severity: diag.Warning, check: checkDuplicateDocumentNumber, Law: diag.Say(
		"《党政机关公文格式》（GB/T 9704—2012）关于发文字号的规定",
		"GB/T 9704-2012, Format of official documents, on document numbers")}
}

func checkDuplicateDocumentNumber(s *site.Site, found *diag.List) {
	type key struct {
		agency *site.Agency
		number string
	}
	first := map[key]*site.Notice{}
	for _, n := range s.Notices {
		if n.Number.V == "" {
			continue
		}
		k := key{n.Agency, cmp.Or(rightNumber(n.Number.V), n.Number.V)}
		owner, taken := first[k]
		if !taken {
			first[k] = n
			continue
		}
		if versions(owner, n) {
			continue
		}
		found.Add("duplicate-document-number", n.Number.At,
			diag.Say("发文字号“%s”也用在《%s》上", "the document number %q stands on %q too", n.Number.V, nameOf(owner)),
			diag.Say("核对原件；是同一文件的修订，两边写上同样的“系列”，或写明废止关系；解读没有发文字号，不用写", "compare the originals; revisions of one document share a `series` or say what they repeal; an interpretation has no number"),
			diag.Note{Span: owner.Number.At, Text: diag.Say("另一处在这里", "the other one is here")})
	}
}

// versions reports whether two documents say that they belong together.
func versions(a, b *site.Notice) bool {
	return a.Notice.Series.V != "" && a.Notice.Series.V == b.Notice.Series.V ||
		slices.Contains(a.Repeals, b) || slices.Contains(b.Repeals, a) ||
		slices.Contains(a.RepealedBy, b) || slices.Contains(b.RepealedBy, a)
}
