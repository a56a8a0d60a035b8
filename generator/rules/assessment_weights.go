package rules

import (
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func assessmentWeights() Rule {
	return Rule{Name: "assessment-weights", Severity: diag.Error, check: checkAssessmentWeights, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第四十六条", "Regulation on Open Government Information (2019), article 46")}
}

// declarable names the items that only people can tell.
func declarable() string {
	var names []string
	for _, i := range content.AssessmentItems {
		if i.Declared {
			names = append(names, i.Name)
		}
	}
	return strings.Join(names, "、")
}

// checkAssessmentWeights: points make a hundred, and what the site shows is not
// declared.
func checkAssessmentWeights(s *site.Site, found *diag.List) {
	a := s.Assessment
	given := map[string]int{}
	for _, w := range a.Weights {
		given[w.V.Item.V] = w.V.Points.V
	}
	sum := 0
	for _, i := range content.AssessmentItems {
		if n, ok := given[i.ID]; ok {
			sum += n
		} else {
			sum += i.Points
		}
	}
	if len(a.Weights) > 0 && sum != 100 {
		found.Add("assessment-weights", a.Weights[0].At, diag.Say("各项分值合计是 %d，应是 100", "the points make %d and should make 100", sum),
			diag.Say("没有写的项目用默认分值；调整到合计 100", "items that are not listed have their usual points; make all 100"))
	}
	for _, d := range a.Declared {
		for _, i := range content.AssessmentItems {
			if i.ID == d.V.Item.V && !i.Declared {
				found.Add("assessment-weights", d.V.Item.At, diag.Say("“%s”由网站上的事实计算，不能认定", "%q is computed from what the site shows, and not declared", i.Name),
					diag.Say("删去这一条；能认定的是：%s", "remove it; what may be declared: %s", declarable()))
			}
		}
	}
}
