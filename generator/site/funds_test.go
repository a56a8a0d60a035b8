package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/calendar"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/site"
)

const register = `funds:
  - {id: gengdi, name: 耕地地力保护补贴, code: "05-01", level: 中央, theme: 农业、农村、农民, applies: 是, keep: 6}
`

const receivers = `单位：元
乡镇,村,姓名,金额,发放日期
青石镇,石桥村,王小明,100.10,2026-01-31
青石镇,石桥村,欧阳小明,200.20,2026-03-05
河湾镇,石桥村,赵**,0.70,2026-03-05
`

// funded assembles a county with one fund on a day.
func funded(t *testing.T, day string) *site.FundYear {
	t.Helper()
	source := fstest.MapFS{"content/funds.yaml": {Data: []byte(register)}, "content/funds/gengdi/2026.csv": {Data: []byte(receivers)}}
	c, found, err := content.Load(t.Context(), source, content.Options{})
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	clock, _ := calendar.Parse(day)
	s, _ := site.Assemble(&config.Portal{}, c, site.Options{Clock: clock.Date})
	if len(s.Funds) != 1 || len(s.Funds[0].Years) != 1 {
		t.Fatalf("%+v", s.Funds)
	}
	return s.Funds[0].Years[0]
}

func TestFundsAreHandedDown(t *testing.T) {
	y := funded(t, "2026-04-01")
	if y.Amount.Fixed(2) != "301.00" || y.People != 3 || len(y.Townships) != 2 {
		t.Errorf("%s for %d people in %d townships", y.Amount.Fixed(2), y.People, len(y.Townships))
	}
	v := y.Townships[0].Villages[0]
	if v.Address != "funds/gengdi/2026/qingshizhen/shiqiaocun.html" || v.Amount.Fixed(2) != "300.30" {
		t.Errorf("%s has %s", v.Address, v.Amount.Fixed(2))
	}
	var names []string
	for _, r := range v.Receivers {
		names = append(names, r.Name)
	}
	if got := strings.Join(names, " "); got != "王* 欧阳*" {
		t.Errorf("the site has %s", got)
	}
}

// TestIDsOfFunds: an id that cannot be part of an address, or is the name of a
// page of ours, is told, and makes no page.
func TestIDsOfFunds(t *testing.T) {
	for id, want := range map[string]int{"gengdi": 1, "../x": 0, "query": 0, "a/b": 0, "甲": 0} {
		source := fstest.MapFS{"content/funds.yaml": {Data: []byte("funds:\n  - {id: \"" + id + "\", name: 补贴, code: \"1\", level: 县, theme: 其他, applies: 是}\n")}}
		c, _, err := content.Load(t.Context(), source, content.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, found := site.Assemble(&config.Portal{}, c, site.Options{})
		told := 0
		for _, f := range found {
			if f.Rule == "bad-value" {
				told++
			}
		}
		if len(s.Funds) != want || told != 1-want {
			t.Errorf("the id %q makes %d funds and is told %d times", id, len(s.Funds), told)
		}
	}
}

// TestNamesLeaveWhenTheirTimeIsOver: six months after 31 January are over
// after 31 July; sums stay.
func TestNamesLeaveWhenTheirTimeIsOver(t *testing.T) {
	for day, left := range map[string]int{"2026-07-31": 2, "2026-08-01": 1, "2026-09-05": 1, "2026-09-06": 0} {
		y := funded(t, day)
		v := y.Townships[0].Villages[0]
		if len(v.Receivers) != left || v.People != 2 || v.Amount.Fixed(2) != "300.30" || y.Withdrawn != (left < 2) {
			t.Errorf("on %s %d of 2 names are there, of %d people with %s, withdrawn %v", day, len(v.Receivers), v.People, v.Amount.Fixed(2), y.Withdrawn)
		}
	}
}
