package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func missingRegulation() Rule {
	return Rule{Name: "missing-regulation", Severity: diag.Warning, check: checkMissingRegulation, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第四条、第六条、第十一条、第十七条、第四十五条、第四十六条、第四十九条",
		"Regulation on Open Government Information (2019), articles 4, 6, 11, 17, 45, 46 and 49")}
}

func checkMissingRegulation(s *site.Site, found *diag.List) {
	for _, system := range s.Systems {
		if len(system.Regulations) > 0 || system.Name == "" {
			continue
		}
		found.Add("missing-regulation", system.At,
			diag.Say("没有公布“%s”制度", "no regulation is published for the system %q", system.Name),
			diag.Say("把县里的制度放进 regulations 文件夹，写：所属制度: %s", "put the county's own into regulations/ with: system: %s", system.ID))
	}
}
