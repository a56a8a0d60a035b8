package rules

import (
	"path"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func imageAlt() Rule {
	return Rule{Name: "image-alt", Severity: diag.Warning, check: checkImageAlt, Law: diag.Say(
		"《中华人民共和国无障碍环境建设法》第三十二条；GB/T 37668—2019；WCAG 2.2 的 1.1.1",
		"Law on Building a Barrier-Free Environment, article 32; GB/T 37668-2019; WCAG 2.2, 1.1.1")}
}

func checkImageAlt(s *site.Site, found *diag.List) {
	help := diag.Say("在方括号里写图上是什么，例如 ![青河桥改造前后对比](桥.png)；图里有文字的，把文字写进正文", "say in the brackets what the picture shows; write what it says in words into the text")
	for doc := range texts(s) {
		for _, l := range doc.Body.Links {
			if !l.Image {
				continue
			}
			switch alt := strings.TrimSpace(l.Text); {
			case alt == "":
				found.Add("image-alt", diag.At(doc.File, l.Pos, l.Len),
					diag.Say("图片“%s”没有替代文字", "the image %q has no alternative text", l.Dest), help)
			case namesFile(alt, l.Dest):
				found.Add("image-alt", diag.At(doc.File, l.Pos, l.Len),
					diag.Say("替代文字“%s”是文件名，听的人不知道图上是什么", "the alternative text %q is the name of the file, which tells a listener nothing", alt), help)
			}
		}
	}
}

// namesFile reports whether alt is nothing but the file's name as a camera or
// a scanner gives it.
func namesFile(alt, dest string) bool {
	ext := path.Ext(dest)
	return ext != "" && strings.HasSuffix(strings.ToLower(alt), strings.ToLower(ext))
}
