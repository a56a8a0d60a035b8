package rules

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

func repealLink() Rule {
	return Rule{Name: "repeal-link", Severity: diag.Error, check: checkRepealLink, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第六条第一款",
		"Regulation on Open Government Information (2019), article 6, paragraph 1")}
}

func checkRepealLink(s *site.Site, found *diag.List) {
	for _, n := range s.Notices {
		for _, old := range n.Repeals {
			if !slices.Contains(old.RepealedBy, n) {
				found.Add("repeal-link", refTo(n.Notice.Repeals, old, n.Head),
					diag.Say("本文废止了《%[1]s》，那份文件没有写“废止依据”", "this repeals %[1]q, which does not say so", nameOf(old)),
					addTo(old, "废止依据", "repealed_by", n), fileToChange(old))
			}
		}
		for _, by := range n.RepealedBy {
			if !slices.Contains(by.Repeals, n) {
				found.Add("repeal-link", refTo(n.Notice.RepealedBy, by, n.Head),
					diag.Say("本文由《%[1]s》废止，那份文件没有写“废止”", "this is repealed by %[1]q, which does not say so", nameOf(by)),
					addTo(by, "废止", "repeals", n), fileToChange(by))
			}
		}
		checkValidity(s, n, found)
	}
}

func addTo(other *site.Notice, alias, key string, n *site.Notice) diag.Text {
	return diag.Say("在 %[1]s 里加一行：%[2]s: %[4]s", "add to %[1]s: %[3]s: %[4]s", other.File.Path, alias, key, refOf(n))
}

func fileToChange(n *site.Notice) diag.Note {
	return diag.Note{Span: n.Head, Text: diag.Say("要改的文件", "the file to change")}
}

// refTo is where a list of references names a notice.
func refTo(list []fields.Text, n *site.Notice, otherwise diag.Span) diag.Span {
	for _, ref := range list {
		if ref.V == n.Number.V || ref.V == n.Index.V || ref.V == shortStem(n) || ref.V == n.Stem() {
			return ref.At
		}
	}
	return otherwise
}

// refOf is how other documents refer to a notice.
func refOf(n *site.Notice) string {
	if n.Number.V != "" {
		return n.Number.V
	}
	return shortStem(n)
}

func shortStem(n *site.Notice) string { return strings.TrimPrefix(n.Stem(), "notices/") }

// checkValidity compares what a document says of its validity with its dates.
func checkValidity(s *site.Site, n *site.Notice, found *diag.List) {
	expires, effective, said := n.Expires, n.Effective, n.Notice.Validity
	if expires.Given() && effective.Given() && expires.V.Date.Before(effective.V.Date) {
		found.Add("repeal-link", expires.At,
			diag.Say("失效日期 %s 早于施行日期 %s", "it expires on %s, before it takes effect on %s", expires.V.Date, effective.V.Date),
			diag.Say("照原件核对两个日期", "compare both dates with the original"),
			diag.Note{Span: effective.At, Text: diag.Say("施行日期在这里", "the date of effect is here")})
	}
	ended := expires.Given() && expires.V.Date.Before(s.Clock)
	remove := diag.Say("核对后改正；一般不写“有效性”，由日期和废止关系得出", "correct what is wrong; `validity` is normally left out and computed")
	switch {
	case said.V == "有效" && len(n.Notice.RepealedBy) > 0:
		found.Add("repeal-link", said.At, diag.Say("写了“有效”，又写了废止依据", "it says 有效 and names what repeals it"), remove,
			diag.Note{Span: n.Notice.RepealedBy[0].At, Text: diag.Say("废止依据在这里", "what repeals it is here")})
	case said.V == "有效" && ended:
		found.Add("repeal-link", said.At, diag.Say("写了“有效”，失效日期 %s 已经过了", "it says 有效 and expired on %s", expires.V.Date), remove,
			diag.Note{Span: expires.At, Text: diag.Say("失效日期在这里", "the date of expiry is here")})
	case said.V == "失效" && expires.Given() && !ended:
		found.Add("repeal-link", said.At, diag.Say("写了“失效”，失效日期 %s 还没有到", "it says 失效 and does not expire before %s", expires.V.Date), remove,
			diag.Note{Span: expires.At, Text: diag.Say("失效日期在这里", "the date of expiry is here")})
	}
}
