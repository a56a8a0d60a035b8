package main

import (
	"fmt"
	"io"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/rules"
)

type explainVerb struct {
	Rule string `arg:"" optional:"" help:"规则的英文名，写在每条检查结果里；不写就列出全部规则|the rule's name, as it stands in each finding; without it all rules are listed"`
}

// Run writes the page of a rule, or one line a rule.
func (v *explainVerb) Run(c *console) error {
	if v.Rule == "" {
		return listRules(c)
	}
	page, ok := rules.Explain(v.Rule, c.lang)
	if !ok {
		if near := fields.Nearest(v.Rule, rules.Names()); near != "" {
			return misuse("没有“%[1]s”这条规则，是不是 %[2]s？全部规则：gongkai explain", "there is no rule %[1]q, did you mean %[2]s? All rules: gongkai explain", v.Rule, near)
		}
		return misuse("没有“%s”这条规则。全部规则：gongkai explain", "there is no rule %q. All rules: gongkai explain", v.Rule)
	}
	_, err := io.WriteString(c.out, strings.TrimRight(page, "\n")+"\n")
	return err
}

func listRules(c *console) error {
	wide := 0
	for _, r := range rules.All() {
		wide = max(wide, len(r.Name))
	}
	for _, r := range rules.All() {
		level := diag.Say("警告", "warning").In(c.lang)
		if r.Severity == diag.Error {
			level = diag.Say("错误", "error  ").In(c.lang)
		}
		page, _ := rules.Explain(r.Name, c.lang)
		if _, err := fmt.Fprintf(c.out, "%-*s  %s  %s\n", wide, r.Name, level, gist(page, r.Name, c.lang)); err != nil {
			return err
		}
	}
	return nil
}

// gist is a page in one line: its title in Chinese, which begins with the
// rule's name; its first sentence in English.
func gist(page, name, lang string) string {
	title, text, _ := strings.Cut(page, "\n")
	if lang != "en" {
		return strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(title, "# "), name))
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == '>' {
			continue
		}
		if i := strings.Index(line, ". "); i >= 0 {
			return line[:i+1]
		}
		return line
	}
	return ""
}

// aboutRules describes the rules for formats that carry them.
func aboutRules(lang string) []diag.About {
	var list []diag.About
	for _, r := range rules.All() {
		page, _ := rules.Explain(r.Name, lang)
		zh, _ := rules.Explain(r.Name, "zh")
		en, _ := rules.Explain(r.Name, "en")
		list = append(list, diag.About{Name: r.Name, Severity: r.Severity, Page: page,
			Title: diag.Text{ZH: gist(zh, r.Name, "zh"), EN: gist(en, r.Name, "en")}})
	}
	return list
}
