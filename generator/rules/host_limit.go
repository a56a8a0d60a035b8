package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

func hostLimit() Rule {
	return Rule{Name: "host-limit", Severity: diag.Warning, check: checkHostLimit}
}

// limits are what hosts say they take; 0 where they name none.
var limits = map[string]struct{ redirects, files int }{
	"cloudflare": {redirects: 2000, files: 20000},
	"gitlab":     {redirects: 1000},
}

func checkHostLimit(s *site.Site, found *diag.List) {
	redirects, files := len(s.Aliases()), leastFiles(s)
	for _, host := range s.Portal.Hosts {
		limit := limits[host.V]
		if limit.redirects > 0 && redirects > limit.redirects {
			found.Add("host-limit", host.At,
				diag.Say("旧网址有 %d 条，%s 最多处理 %d 条跳转", "%d old addresses: %[2]s takes %[3]d redirects", redirects, host.V, limit.redirects),
				diag.Say("旧网址的页面照样生成，只是不由主机跳转；也可以换一个主机", "the pages at the old addresses are made all the same; the host alone will not redirect"))
		}
		if limit.files > 0 && files > limit.files {
			found.Add("host-limit", host.At,
				diag.Say("网站至少有 %d 个文件，%s 最多放 %d 个", "the site has at least %d files: %s takes %d", files, host.V, limit.files),
				diag.Say("换一个主机，或者改用 nginx、对象存储", "choose another host, nginx or an object store"))
		}
	}
}

// leastFiles counts what is published for certain: a page for each entry and
// the files beside notices.
func leastFiles(s *site.Site) int {
	n := len(s.Notices) + len(s.Letters) + len(s.Regulations) + len(s.Agencies) + len(s.Guides) + len(s.Categories)
	for _, notice := range s.Notices {
		n += len(notice.Copies)
	}
	return n
}
