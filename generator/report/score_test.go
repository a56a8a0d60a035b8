package report

import (
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/calendar"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

const office = `---
name: NAME
kind: KIND
code: "99990001"
disclosure_office: {name: 政务公开股, head: 李文, address: 府前路1号, hours: 工作日, phone: 0999-5011012, fax: 无, email: a@b.example}
---
职责。
`

func agencyFile(name, kind string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(strings.NewReplacer("NAME", name, "KIND", kind).Replace(office))}
}

func notice(agency, index, formed, published, more string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\ntitle: 通知" + index + "\nagency: " + agency + "\nindex: " + index + "\nformed: " + formed + "\npublished: " + published +
		"\ncategory: x\nsummary: 概述\nauthor: 王静\nreview: {by: 李文, on: " + published + ", ruling: 可以公开}\n" + more + "---\n正文。\n")}
}

// county assembles a county on 2026-11-23 of some files.
func county(t *testing.T, files fstest.MapFS) *site.Site {
	t.Helper()
	base := fstest.MapFS{
		"content/agencies/county.md": agencyFile("示范县人民政府", "government"), "content/agencies/a.md": agencyFile("甲局", "department"), "content/agencies/b.md": agencyFile("乙镇", "township"),
		"content/vocabulary/topics.yaml": {Data: []byte("topics:\n  - {id: t, name: 主题}\n")}, "content/vocabulary/genres.yaml": {Data: []byte("genres:\n  - {id: g, name: 通知}\n")},
	}
	for name, f := range files {
		base[name] = f
	}
	c, _, err := content.Load(t.Context(), base, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := site.Assemble(&config.Portal{}, c, site.Options{Clock: calendar.Date{Year: 2026, Month: 11, Day: 23}})
	return s
}

func itemOf(t *testing.T, s *site.Site, agency, item string) ItemScore {
	t.Helper()
	for _, score := range Scores(s) {
		for _, i := range score.Items {
			if score.Agency.ID == agency && i.ID == item {
				return i
			}
		}
	}
	t.Fatalf("%s has no score for %s", agency, item)
	return ItemScore{}
}

const year = "year: 2026\n"

// TestBandsAreExact: the county's rules leave open what lies between 94 and
// 95, 84 and 85, 59 and 60.
func TestBandsAreExact(t *testing.T) {
	for _, c := range []struct {
		points string
		of     int
		want   string
	}{
		{"95", 100, "优秀"}, {"94.99", 100, "良好"}, {"85", 100, "良好"}, {"84.99", 100, "合格"}, {"60", 100, "合格"}, {"59.99", 100, "不合格"}, {"0", 100, "不合格"},
		{"66.5", 70, "优秀"}, {"66.49", 70, "良好"}, {"57", 95, "合格"}, {"56.99", 95, "不合格"},
	} {
		d, _ := table.ParseDecimal(c.points)
		if got := BandOf(d, c.of); got != c.want {
			t.Errorf("%s of %d is %s, want %s", c.points, c.of, got, c.want)
		}
	}
}

// TestCountsAloneEarnNothing: fifty notices in time earn what three do, and
// late ones or badly described ones earn less.
func TestCountsAloneEarnNothing(t *testing.T) {
	few, many := fstest.MapFS{"content/assessment.yaml": {Data: []byte(year)}}, fstest.MapFS{"content/assessment.yaml": {Data: []byte(year)}}
	late := fstest.MapFS{"content/assessment.yaml": {Data: []byte(year)}}
	for i := range 50 {
		name := "content/notices/2026/n" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + ".md"
		index := "1/2026-" + string(rune('A'+i%26)) + string(rune('A'+i/26))
		many[name] = notice("a", index, "2026-10-09", "2026-10-12", "topic: t\ngenre: g\n")
		if i < 3 {
			few[name] = many[name]
		}
		if i < 4 {
			late[name] = notice("a", index, "2026-08-03", []string{"2026-10-12", "2026-08-05"}[i%2], "")
		}
	}
	for _, item := range []string{"timeliness", "catalogue", "updates", "review"} {
		a, b := itemOf(t, county(t, few), "a", item), itemOf(t, county(t, many), "a", item)
		if a.Points != b.Points || !a.Judged || a.Points == 0 {
			t.Errorf("%s: 3 notices earn %s, 50 earn %s", item, a.Points, b.Points)
		}
	}
	if got := itemOf(t, county(t, late), "a", "timeliness"); got.Points.String() != "6" || !strings.Contains(got.Why, "4 条里按期公开 2 条") {
		t.Errorf("half of them late earn %s: %s", got.Points, got.Why)
	}
	if got := itemOf(t, county(t, late), "a", "catalogue"); got.Points != 0 {
		t.Errorf("without topic and genre they earn %s", got.Points)
	}
}

// TestWhatCannotBeJudged says so and does not count; with too little of it
// there is no band.
func TestWhatCannotBeJudged(t *testing.T) {
	s := county(t, fstest.MapFS{"content/assessment.yaml": {Data: []byte(year)}, "content/notices/2026/n.md": notice("a", "1/2026-1", "2026-10-09", "2026-10-12", "")})
	if i := itemOf(t, s, "a", "timeliness"); i.Judged || !strings.Contains(i.Why, "少于 3 条") {
		t.Errorf("one notice is judged: %+v", i)
	}
	if i := itemOf(t, s, "a", "leadership"); i.Judged {
		t.Errorf("what nobody has looked at is judged: %+v", i)
	}
	for _, score := range Scores(s) {
		if score.Agency.Kind.V == "government" || score.Band != "" || score.Of >= leastJudged {
			t.Errorf("%s: %s of %d, %q", score.Agency.Name.V, score.Points, score.Of, score.Band)
		}
	}
	s = county(t, fstest.MapFS{"content/assessment.yaml": {Data: []byte(year + "weights:\n  - {item: 组织领导, points: 20}\ndeclared:\n  - {agency: 甲局, item: leadership, percent: 85, evidence: 查文件}\n")}})
	if i := itemOf(t, s, "a", "leadership"); !i.Judged || i.Points.String() != "17" || i.Why != "查文件" {
		t.Errorf("85 %% of 20 points are %s: %+v", i.Points, i)
	}
	if i := itemOf(t, s, "b", "places"); !i.Judged || i.Points != 0 {
		t.Errorf("a township without a reading place earns %s", i.Points)
	}
}

// TestWhatTheSiteShowsIsNotDeclared: a declared share of a computed item earns
// nothing.
func TestWhatTheSiteShowsIsNotDeclared(t *testing.T) {
	s := county(t, fstest.MapFS{"content/assessment.yaml": {Data: []byte(year + "declared:\n  - {agency: b, item: places, percent: 100, evidence: 现场}\n")}})
	if i := itemOf(t, s, "b", "places"); !i.Judged || i.Points != 0 {
		t.Errorf("declared, a township without a reading place earns %s", i.Points)
	}
}

// TestBudgetsAreNotMissedBeforeTheirDay: a township without a budget loses its
// points in May, its accounts of the year before in October.
func TestBudgetsAreNotMissedBeforeTheirDay(t *testing.T) {
	const budget = "---\nagency: a\nkind: 预算\napproved: 2026-02-06\npublished: 2026-02-20\nsummary: 概述\nreview: {by: 李文, on: 2026-02-18, ruling: 可以公开}\n---\n正文。\n"
	s := county(t, fstest.MapFS{"content/assessment.yaml": {Data: []byte(year)}, "content/fiscal/2026/a.md": {Data: []byte(budget)}})
	for _, c := range []struct {
		month  int
		agency string
		judged bool
		share  string
	}{{4, "a", true, "1"}, {4, "b", false, ""}, {9, "a", true, "1"}, {9, "b", true, "0"}, {11, "a", true, "1/2"}, {11, "b", true, "0"}} {
		s.Clock, _ = calendar.On(2026, c.month, 23)
		i := itemOf(t, s, c.agency, "money")
		want := table.Decimal(0)
		switch c.share {
		case "1":
			want = table.Whole(i.Weight)
		case "1/2":
			want = table.Whole(i.Weight) / 2
		}
		if i.Judged != c.judged || i.Points != want {
			t.Errorf("on %s %s earns %s (judged %v), want %s: %s", s.Clock, c.agency, i.Points, i.Judged, want, i.Why)
		}
	}
}

// TestOwnDeadlinesAreHeldTo: what another law gives five days is late after
// ten.
func TestOwnDeadlinesAreHeldTo(t *testing.T) {
	files := fstest.MapFS{}
	for i, more := range []string{"", "deadline: {days: 5, unit: 工作日, basis: 《某法》第一条}\n", "deadline: {days: 40, unit: 日, basis: 《某法》第一条}\n"} {
		files["content/notices/2026/n"+string(rune('a'+i))+".md"] = notice("a", "1/2026-"+string(rune('1'+i)), "2026-03-02", "2026-03-16", more)
	}
	s := county(t, files)
	from, _ := calendar.On(2026, 1, 1)
	if got := Timeliness(s, nil, from, s.Clock); got.Count != 3 || got.InTime != 2 {
		t.Errorf("of three, %d are in time: %+v", got.InTime, got)
	}
}

func TestTimeliness(t *testing.T) {
	files := fstest.MapFS{}
	for i, days := range []string{"2026-03-03", "2026-03-04", "2026-03-09", "2026-03-31"} { // 1, 2, 5 and 21 working days
		files["content/notices/2026/n"+string(rune('a'+i))+".md"] = notice("a", "1/2026-"+string(rune('1'+i)), "2026-03-02", days, "")
	}
	s := county(t, files)
	from, _ := calendar.On(2026, 1, 1)
	if got := Timeliness(s, nil, from, s.Clock); got.Count != 4 || got.InTime != 3 || got.MedianText() != "3.5 个工作日" {
		t.Errorf("%+v, %s", got, got.MedianText())
	}
	months := Months(s, 2026)
	if len(months) != 23 || months[14].Month != 3 || months[14].Documents != 4 {
		t.Errorf("%d months, the third has %+v", len(months), months[14])
	}
	for _, c := range []struct {
		now, then int
		want      string
	}{{3, 2, "+50.0%"}, {2, 3, "-33.3%"}, {2, 2, "0.0%"}, {0, 4, "-100.0%"}, {5, 0, "—"}} {
		if got := Change(c.now, c.then); got != c.want {
			t.Errorf("%d after %d is %s, want %s", c.now, c.then, got, c.want)
		}
	}
}
