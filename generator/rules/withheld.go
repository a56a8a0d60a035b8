package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func withheld() Rule {
	return Rule{Name: "withheld", Severity: diag.Error, Breach: true, check: checkWithheld, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第十三条至第十六条",
		"Regulation on Open Government Information (2019), articles 13 to 16")}
}

// checkWithheld leaves drafts alone: a draft that turns out not to be for
// publication is an ordinary end of a draft.
func checkWithheld(s *site.Site, found *diag.List) {
	for _, n := range s.Held {
		if n.State != site.Withheld || n.Draft.V {
			continue
		}
		found.Add("withheld", n.Disclosure.At,
			diag.Say("公开属性是“%s”的文件放在了要发布的文件里", "a document that is %q lies among those to be published", n.Disclosure.V),
			diag.Say("把文件移出 content 文件夹；公开属性还没有定的，加一行：草稿: 是", "take the file out of content/; while that is undecided, add: draft: true"))
	}
}
