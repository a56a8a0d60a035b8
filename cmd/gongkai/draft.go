package main

import (
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/site"
)

// draft is a file in the making: what is known of it, and what follows.
type draft struct {
	kind   string
	site   *site.Site
	source fs.FS
	today  calendar.Date
	lang   string

	agency *site.Agency // may be nil
	title  string
	slug   string // "" until it is made from the title
	path   string
	values map[string]string // of fields, by their English keys
}

// decide fills in what follows from the words and the site: the path, the
// numbers and the dates.
func (d *draft) decide() error {
	year := strconv.Itoa(int(d.today.Year))
	if d.slug == "" {
		d.slug = slugOf(d.title, d.kind)
	}
	today := d.today.String()
	d.values = map[string]string{"title": d.title, "draft": d.yes()}
	if d.agency != nil {
		d.values["agency"] = d.agency.ID
	}
	switch d.kind {
	case "notice":
		d.path = free(d.source, content.Root+"/notices/"+year, d.slug)
		d.values["formed"], d.values["published"] = today, today
		return d.number(year)
	case "letter":
		d.path = free(d.source, content.Root+"/mailbox/"+year, d.slug)
		d.values["received"], d.values["status"] = today, "已受理"
		d.values["number"] = nextLetter(d.site, year)
	case "regulation":
		d.path = free(d.source, content.Root+"/regulations", d.slug)
		d.values["published"] = today
	case "agency":
		d.path = content.Root + "/agencies/" + d.slug + ".md"
		d.values["name"], d.values["kind"], d.values["code"] = d.title, kindOfBody(d.title), nextCode(d.site)
	case "guide":
		d.path = content.Root + "/guide/" + d.slug + ".md"
		d.values["revised"] = today
	}
	return nil
}

func (d *draft) yes() string {
	if d.lang == "en" {
		return "true"
	}
	return "是"
}

// number gives a notice the next free index number of its agency and year.
func (d *draft) number(year string) error {
	if d.agency == nil {
		return nil
	}
	if d.agency.Code.V == "" {
		return misuse("机构“%s”没有机构代码，编不出索引号", "the agency %q has no code to make an index number of", d.agency.Name.V)
	}
	format := d.site.Portal.IndexFormat.V
	if format == "" {
		format = "{code}/{year}-{serial:5}"
	}
	var taken []string
	for _, list := range [][]*site.Notice{d.site.Notices, d.site.Held} {
		for _, n := range list {
			taken = append(taken, n.Index.V)
		}
	}
	index, ok := nextIndex(format, d.agency.Code.V, year, taken)
	if !ok {
		return misuse("设置里的索引号格式“%s”不对：要有 {serial:5} 这样的流水号", "the index format %q of the settings has no serial number such as {serial:5}", format)
	}
	d.values["index"] = index
	return nil
}

var serialPart = regexp.MustCompile(`\{serial(?::([1-9]))?\}`)

// nextIndex is the index number after the greatest that is taken. Gaps are
// not filled: a number that was used once must not come back.
func nextIndex(format, code, year string, taken []string) (string, bool) {
	m := serialPart.FindStringSubmatchIndex(format)
	if m == nil {
		return "", false
	}
	fill := strings.NewReplacer("{code}", code, "{year}", year)
	before, after := fill.Replace(format[:m[0]]), fill.Replace(format[m[1]:])
	width := 1
	if m[2] >= 0 {
		width = int(format[m[2]] - '0')
	}
	return before + padded(greatest(before, after, taken)+1, width) + after, true
}

// greatest is the greatest number between two texts in a list, or 0.
func greatest(before, after string, list []string) int {
	most := 0
	for _, s := range list {
		s, ok1 := strings.CutPrefix(s, before)
		s, ok2 := strings.CutSuffix(s, after)
		if n, err := strconv.Atoi(s); ok1 && ok2 && err == nil {
			most = max(most, n)
		}
	}
	return most
}

func padded(n, width int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, width-len(s))) + s
}

var letterNumber = regexp.MustCompile(`^(.*?)(\d{4})(\D+)(\d+)$`)

// nextLetter continues the numbers that the county gives its letters, as the
// newest one has them.
func nextLetter(s *site.Site, year string) string {
	prefix, divider, width := "XZXX-", "-", 4
	var taken []string
	for _, l := range s.Letters {
		taken = append(taken, l.Number.V)
	}
	for _, number := range taken { // newest first
		if m := letterNumber.FindStringSubmatch(number); m != nil {
			prefix, divider, width = m[1], m[3], len(m[4])
			break
		}
	}
	before := prefix + year + divider
	return before + padded(greatest(before, "", taken)+1, width)
}

// nextCode continues the codes of agencies where they are plain numbers.
func nextCode(s *site.Site) string {
	var codes []string
	width := 0
	for _, a := range s.Agencies {
		codes = append(codes, a.Code.V)
		width = max(width, len(a.Code.V))
	}
	if n := greatest("", "", codes); n > 0 {
		return padded(n+1, width)
	}
	return ""
}

// kindOfBody guesses the kind of an agency from its name, or leaves it open.
func kindOfBody(name string) string {
	name = strings.TrimSuffix(name, "人民政府")
	for _, k := range []struct{ end, kind string }{
		{"镇", "township"}, {"乡", "township"}, {"街道", "subdistrict"}, {"街道办事处", "subdistrict"},
		{"县", "government"}, {"局", "department"}, {"委员会", "department"}, {"办公室", "department"},
	} {
		if strings.HasSuffix(name, k.end) {
			return k.kind
		}
	}
	return ""
}
