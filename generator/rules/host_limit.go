package rules

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"path"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

// hostLimit is judged twice: what the source tells, here, and what only the
// made files tell, by HostLimits.
func hostLimit() Rule {
	return Rule{Name: "host-limit", Severity: diag.Warning, check: checkHostLimit}
}

// limit is what a host says that it takes; 0 where it names no bound.
type limit struct {
	files     int       // files of a site
	entries   int       // files and folders of a site
	folder    int       // files in one folder
	largest   int64     // bytes of one file
	whole     int64     // bytes of all files
	redirects int       // lines of _redirects
	mild      bool      // it advises against more redirects, and does not refuse them
	rules     int64     // bytes of _redirects
	more      diag.Text // how to have more files
}

const (
	kib = 1 << 10
	mib = 1 << 20
	gib = 1 << 30
)

// limits of the hosts that the settings know, as their documentation told them
// in 2026; a county's contract may say otherwise. [seen] was read in the
// original, and nothing of lower confidence stands here. nginx has none; an
// object store has none that a portal meets (Alibaba OSS: 5 GB in one upload,
// alibabacloud.com/help/en/oss/developer-reference/upload-file-overview [seen]).
var limits = map[string]limit{
	// developers.cloudflare.com/pages/platform/limits [seen]
	"cloudflare": {files: 20_000, largest: 25 * mib, redirects: 2000, more: diag.Say(
		"付费套餐可以放 100000 个文件，项目设置里要写环境变量 PAGES_WRANGLER_MAJOR_VERSION=4；",
		"paid plans take 100,000 files, with PAGES_WRANGLER_MAJOR_VERSION=4 among the project's variables; ")},
	// docs.github.com/pages/getting-started-with-github-pages/github-pages-limits
	// and …/managing-large-files/about-large-files-on-github [seen]
	"github": {largest: 100 * mib, whole: gib},
	// docs.gitlab.com/user/project/pages/redirects and the flags of gitlab-pages;
	// gitlab.com/gitlab-org/gitlab issues 405048 and 500273 [seen]
	"gitlab": {entries: 200_000, whole: gib, redirects: 1000, rules: 64 * kib},
	// docs.netlify.com/manage/routing/redirects/overview;
	// answers.netlify.com/t/118172 for folders [seen]
	"netlify": {folder: 54_000, redirects: 10_000, mild: true},
}

func checkHostLimit(s *site.Site, found *diag.List) {
	redirects := len(s.Aliases())
	for host, limit := range limitsOf(s) {
		if limit.redirects > 0 && redirects > limit.redirects {
			message := diag.Say("旧网址有 %d 条，%s 最多处理 %d 条跳转", "%d old addresses: %[2]s takes %[3]d redirects", redirects, host.V, limit.redirects)
			if limit.mild {
				message = diag.Say("旧网址有 %d 条，%s 建议不超过 %d 条，太多可能部署失败", "%d old addresses: %s advises against more than %d redirects, for a deployment might fail", redirects, host.V, limit.redirects)
			}
			found.Add("host-limit", host.At, message, redirectsHelp)
		}
		if limit.largest > 0 {
			largeAttachments(s, host.V, limit.largest, found)
		}
	}
}

var redirectsHelp = diag.Say("旧网址的页面照样生成，只是不由主机跳转；也可以换一个主机", "the pages at the old addresses are made all the same; the host alone will not redirect")

// limitsOf yields the hosts of the settings that have limits, each once.
func limitsOf(s *site.Site) iter.Seq2[fields.Text, limit] {
	return func(yield func(fields.Text, limit) bool) {
		for i, host := range s.Portal.Hosts {
			limit, known := limits[host.V]
			again := slices.ContainsFunc(s.Portal.Hosts[:i], func(h fields.Text) bool { return h.V == host.V })
			if known && !again && !yield(host, limit) {
				return
			}
		}
	}
}

// largeAttachments tells of files that a county publishes as they are.
func largeAttachments(s *site.Site, host string, largest int64, found *diag.List) {
	add := func(at diag.Span, name string, size int64) {
		if size > largest {
			found.Add("host-limit", at,
				diag.Say("附件“%s”有 %s，%s 的文件每个最多 %s", "the attachment %q has %s: a file of %s has at most %s", name, inMB(size), host, inMB(largest)),
				diag.Say("缩小（图片降低分辨率，PDF 重新导出），或者分成几个文件", "make it smaller (fewer pixels, a PDF exported anew), or several files of it"))
		}
	}
	for _, n := range s.Notices {
		if len(n.Copies) == 0 {
			continue
		}
		published, listed := copied(n), listed(n)
		for _, f := range n.Files {
			if !published[f.Name] {
				continue
			}
			at, ok := listed[f.Name]
			if !ok {
				at = n.Head
			}
			add(at, f.Name, f.Size)
		}
	}
	for _, f := range s.Fiscals {
		for _, a := range f.Attachments {
			add(f.Head, a.Name, a.Size)
		}
	}
}

// HostLimits judges what was made: the paths of all files with their sizes in
// bytes, copies for servers (.gz, .br) too; a size below 0 is not known, and
// not judged. Attachments are judged by Check, which knows whose they are.
func HostLimits(s *site.Site, files iter.Seq2[string, int64]) diag.List {
	var found diag.List
	var m *made
	for host, limit := range limitsOf(s) {
		if m == nil { // most counties' hosts have no limits: nothing is counted for them
			m = measure(s, files)
		}
		m.judge(host, limit, &found)
	}
	rule := hostLimit()
	grade(found, map[string]Rule{rule.Name: rule})
	veil(found)
	return found.Sort()
}

// made is what limits are held against.
type made struct {
	files   int
	bytes   int64
	folders map[string]int // files of each
	rules   int64          // bytes of _redirects
	large   []madeFile     // those that some host refuses, and no attachments
}

type madeFile struct {
	path string
	size int64
}

func measure(s *site.Site, files iter.Seq2[string, int64]) *made {
	smallest := int64(gib)
	for _, l := range limits {
		if l.largest > 0 {
			smallest = min(smallest, l.largest)
		}
	}
	copied := copies(s)
	m := &made{folders: map[string]int{}}
	for p, size := range files {
		m.files++
		dir := path.Dir(p)
		m.folders[dir]++
		for up := path.Dir(dir); up != "."; up = path.Dir(up) {
			if _, known := m.folders[up]; known {
				break
			}
			m.folders[up] = 0
		}
		m.bytes += max(size, 0)
		if p == "_redirects" {
			m.rules = size
		}
		if size > smallest && !copied[p] {
			m.large = append(m.large, madeFile{p, size})
		}
	}
	slices.SortFunc(m.large, func(a, b madeFile) int { return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(a.path, b.path)) })
	return m
}

// copies are the addresses of what is published as it is.
func copies(s *site.Site) map[string]bool {
	at := map[string]bool{}
	for _, n := range s.Notices {
		for _, c := range n.Copies {
			at[c.To] = true
		}
	}
	for _, f := range s.Fiscals {
		for _, c := range f.Copies {
			at[c.To] = true
		}
	}
	return at
}

func (m *made) judge(host fields.Text, l limit, found *diag.List) {
	other := diag.Say("换一个主机，或者改用 nginx、对象存储", "choose another host, nginx or an object store")
	if l.files > 0 && m.files > l.files {
		found.Add("host-limit", host.At,
			diag.Say("网站有 %d 个文件，%s 最多放 %d 个", "the site has %d files: %s takes %d", m.files, host.V, l.files),
			diag.Text{ZH: l.more.ZH + other.ZH, EN: l.more.EN + other.EN})
	}
	if n := m.entries(); l.entries > 0 && n > l.entries {
		found.Add("host-limit", host.At,
			diag.Say("网站的文件和文件夹有 %d 个，%s 最多放 %d 个", "the site has %d files and folders: %s takes %d", n, host.V, l.entries), other)
	}
	if dir, n := m.fullest(); l.folder > 0 && n > l.folder {
		dir = strings.TrimPrefix(dir+"/", "./")
		found.Add("host-limit", host.At,
			diag.Say("文件夹 /%s 里有 %d 个文件，%s 的一个文件夹最多放 %d 个", "the folder /%s has %d files: a folder of %s takes %d", dir, n, host.V, l.folder), other)
	}
	if l.whole > 0 && m.bytes > l.whole {
		found.Add("host-limit", host.At,
			diag.Say("网站一共 %s，%s 最多放 %s", "the site has %s: %s takes %s", inMB(m.bytes), host.V, inMB(l.whole)), other)
	}
	if l.rules > 0 && m.rules > l.rules {
		found.Add("host-limit", host.At,
			diag.Say("旧网址的跳转文件 _redirects 有 %s，%s 最多读 %s，超过就都不跳转", "_redirects has %s: %s reads at most %s, and of a larger one nothing", inKB(m.rules), host.V, inKB(l.rules)), redirectsHelp)
	}
	m.judgeLarge(host, l, found)
}

func (m *made) judgeLarge(host fields.Text, l limit, found *diag.List) {
	if l.largest == 0 {
		return
	}
	n := 0 // those that are too large; the largest are named
	var names []string
	for _, f := range m.large {
		if f.size <= l.largest {
			continue
		}
		n++
		if n <= 3 {
			names = append(names, fmt.Sprintf("%s (%s)", f.path, inMB(f.size)))
		}
	}
	if n > 0 {
		found.Add("host-limit", host.At,
			diag.Text{
				ZH: fmt.Sprintf("%s 的文件每个最多 %s，生成的文件有 %d 个超过：%s", host.V, inMB(l.largest), n, strings.Join(names, "、")),
				EN: fmt.Sprintf("a file of %s has at most %s; larger of those that were made: %d: %s", host.V, inMB(l.largest), n, strings.Join(names, ", ")),
			},
			diag.Say("上传时去掉这些文件，或者换一个主机、改用 nginx、对象存储", "leave these files out of the upload, or choose another host, nginx or an object store"))
	}
}

func (m *made) entries() int {
	n := m.files
	for dir := range m.folders {
		if dir != "." {
			n++
		}
	}
	return n
}

// fullest is the folder with the most files; of two, the first by name.
func (m *made) fullest() (dir string, files int) {
	for d, n := range m.folders {
		if n > files || n == files && d < dir {
			dir, files = d, n
		}
	}
	return dir, files
}

// inMB is a size as Windows and the portal's pages show it, in units of 1024.
// Upwards, lest what is over a limit look as if it met it.
func inMB(n int64) string { return fmt.Sprintf("%.6g MB", math.Ceil(float64(n)/mib*10)/10) }

func inKB(n int64) string { return fmt.Sprintf("%.6g KB", math.Ceil(float64(n)/kib*10)/10) }
