package rules

import (
	"path"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

func aliasConflict() Rule {
	return Rule{Name: "alias-conflict", Severity: diag.Error, check: checkAliasConflict}
}

func checkAliasConflict(s *site.Site, found *diag.List) {
	type claim struct {
		n  *site.Notice
		at diag.Span
	}
	first := map[string]claim{}
	for _, n := range s.Notices {
		for _, alias := range n.Alias {
			address, ok := aliasAddress(alias, found)
			if !ok {
				continue
			}
			if c, taken := first[address]; taken {
				found.Add("alias-conflict", alias.At,
					diag.Say("旧网址“%s”已经由《%s》使用", "the old address %q belongs to %q already", alias.V, nameOf(c.n)),
					diag.Say("一个旧网址只能转到一个页面，删去其中一处", "an old address leads to one page: remove one of them"),
					diag.Note{Span: c.at, Text: diag.Say("先用的在这里", "it is used here first")})
				continue
			}
			first[address] = claim{n, alias.At}
			shadows(s, n, alias, address, found)
		}
	}
}

func shadows(s *site.Site, n *site.Notice, alias fields.Text, address string, found *diag.List) {
	switch {
	case address == n.Address:
		found.Add("alias-conflict", alias.At,
			diag.Say("旧网址“%s”就是这个页面现在的网址，会转来转去", "the old address %q is this page's own: it would lead in a circle", alias.V),
			diag.Say("删去这一行", "remove it"))
	case s.Has(address):
		found.Add("alias-conflict", alias.At,
			diag.Say("旧网址“%s”是网站里另一个页面的网址，会把它盖住", "the old address %q is that of another page, which it would hide", alias.V),
			diag.Say("核对旧网址；那个页面要换地方的，先改那个页面的文件名", "compare the old address, or rename the other page's file first"))
	}
}

// aliasAddress is the address in the site that an alias stands for. An alias
// of a folder stands for the page that hosts show there.
func aliasAddress(alias fields.Text, found *diag.List) (string, bool) {
	p := alias.V
	var what diag.Text
	switch {
	case strings.Contains(p, "://") || strings.HasPrefix(p, "//"):
		what = diag.Say("旧网址“%s”带着域名", "the old address %q has a host name", p)
	case strings.ContainsAny(p, "?#"):
		what = diag.Say("旧网址“%s”带着 ? 或 #，静态网站认不出后面的部分", "the old address %q has a ? or #, which a static site cannot tell apart", p)
	case strings.Contains(p, "\\") || strings.Contains("/"+p+"/", "/../"):
		what = diag.Say("旧网址“%s”不是网站里的路径", "the old address %q is no path within the site", p)
	default:
		if _, ok := site.AliasPath(p); !ok && strings.Trim(p, "/") != "" {
			what = diag.Say("旧网址“%s”不能用：里面有网址、文件名不能用的字符或者名称，或者太长", "the old address %q cannot be used: it holds a character or a name that no address or file can have, or is too long", p)
		}
	}
	if what.ZH != "" {
		found.Add("alias-conflict", alias.At, what, diag.Say("只写域名后面的路径，例如 /zwgk/2019/t123.html", "write the path alone, such as /zwgk/2019/t123.html"))
		return "", false
	}
	address := strings.TrimPrefix(path.Clean("/"+p), "/")
	if address == "" || strings.HasSuffix(p, "/") {
		address = path.Join(address, "index.html")
	}
	return address, true
}
