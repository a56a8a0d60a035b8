package calendar

import (
	"slices"
	"testing"
)

func date(t *testing.T, s string) Date {
	t.Helper()
	m, ok := Parse(s)
	if !ok {
		t.Fatalf("%s is no date", s)
	}
	return m.Date
}

// TestWorkingDaysAfter counts as the offices of each year did.
func TestWorkingDaysAfter(t *testing.T) {
	for _, v := range []struct {
		from string
		n    int
		due  string
	}{
		{"2010-09-10", 15, "2010-10-08"}, // Mid-Autumn and National Day, with make-up days
		{"2013-04-01", 5, "2013-04-09"},  // Sunday 7 April was worked
		{"2019-05-15", 20, "2019-06-13"},
		{"2020-01-20", 20, "2020-02-25"}, // Spring Festival was prolonged by an emergency notice
		{"2024-02-05", 20, "2024-03-08"},
		{"2024-09-13", 20, "2024-10-17"},
		{"2024-09-30", 7, "2024-10-15"},
		{"2025-01-20", 20, "2025-02-21"},
		{"2025-09-26", 15, "2025-10-23"},
		{"2026-02-10", 20, "2026-03-16"},
		{"2026-09-30", 20, "2026-11-03"},
	} {
		c := National().After(date(t, v.from), v.n)
		if c.To.String() != v.due || c.Unsure != 0 {
			t.Errorf("%d working days after %s: %s (unsure %d), want %s", v.n, v.from, c.To, c.Unsure, v.due)
		}
		if back := National().Between(c.From, c.To); back.Working != v.n || len(back.Skipped) != len(c.Skipped) {
			t.Errorf("%s to %s: counted %d back, want %d", c.From, c.To, back.Working, v.n)
		}
	}
}

// TestYears compares the working days of each year with those that two other
// calendars agree on.
func TestYears(t *testing.T) {
	want := []int{251, 250, 250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248}
	for i, n := range want {
		year := 2008 + i
		last := Date{int16(year) - 1, 12, 31}
		c := National().Between(last, Date{int16(year), 12, 31})
		if c.Working != n {
			t.Errorf("%d has %d working days, want %d", year, c.Working, n)
		}
		if unsure := year == 2026; (c.Unsure != 0) != unsure {
			t.Errorf("%d: unsure %d", year, c.Unsure)
		}
	}
}

// TestWorking shows which days were left out and why.
func TestWorking(t *testing.T) {
	c := National().After(date(t, "2026-09-30"), 3)
	if !slices.Equal(c.Festivals(), []string{"国庆节"}) {
		t.Errorf("festivals: %v", c.Festivals())
	}
	var made []string
	for _, d := range c.MakeUps {
		made = append(made, d.Date.String()+d.Name)
	}
	if !slices.Equal(made, []string{"2026-10-10国庆节"}) || c.To.String() != "2026-10-10" {
		t.Errorf("made up on %v, due %s", made, c.To)
	}
}

// TestUnknownYears are told and not guessed.
func TestUnknownYears(t *testing.T) {
	for _, v := range []struct {
		from   string
		n      int
		unsure int
	}{
		{"2026-12-25", 1, 2027}, // 28 December may be worked, or be a day off in exchange
		{"2026-12-21", 3, 0},
		{"2026-12-10", 20, 2027},
		{"2007-12-20", 10, 2007},
		{"2027-03-01", 1, 2027},
	} {
		if c := National().After(date(t, v.from), v.n); c.Unsure != v.unsure {
			t.Errorf("%d after %s: unsure %d, want %d", v.n, v.from, c.Unsure, v.unsure)
		}
	}
	later := National().With([]Day{{Date: date(t, "2027-01-01"), Kind: Holiday, Name: "元旦"}}, 2027)
	if c := later.After(date(t, "2026-12-30"), 2); c.Unsure != 0 || c.To.String() != "2027-01-04" {
		t.Errorf("with 2027 known: %s, unsure %d", c.To, c.Unsure)
	}
	if National().Known(2027) {
		t.Error("the country's days have changed")
	}
}

// TestYearsPassedAsAWhole: years of which nothing is known are counted at once,
// to the same number, and a date in the year 9999 lists no million days.
func TestYearsPassedAsAWhole(t *testing.T) {
	d := National().With([]Day{{Date: date(t, "2031-05-05"), Kind: Holiday, Name: "州庆"}})
	for from := date(t, "2025-12-20"); from.Before(date(t, "2026-01-05")); from = from.AddDays(1) {
		slow := 0
		for to := from.AddDays(1); to.Before(date(t, "2034-02-01")); to = to.AddDays(1) {
			if d.On(to).Working() {
				slow++
			}
			if to.Day > 3 && to.Day < 28 {
				continue
			}
			if c := d.Between(from, to); c.Working != slow {
				t.Fatalf("%s to %s: %d working days, want %d", from, to, c.Working, slow)
			}
		}
	}
	c := d.Between(date(t, "2026-03-01"), date(t, "9999-12-31"))
	if c.Unsure != 2027 || len(c.Skipped) > 1000 {
		t.Errorf("unsure since %d, %d days are listed", c.Unsure, len(c.Skipped))
	}
}

// TestOwnDays of a minority area.
func TestOwnDays(t *testing.T) {
	own := National().With([]Day{{Date: date(t, "2026-04-20"), Kind: Holiday, Name: "三月三"}, {Date: date(t, "2026-04-25"), Kind: MakeUp, Name: "三月三"}})
	if c := own.After(date(t, "2026-04-17"), 5); c.To.String() != "2026-04-25" {
		t.Errorf("due %s", c.To)
	}
	if d := own.On(date(t, "2026-04-20")); d.Working() || d.Name != "三月三" {
		t.Errorf("%+v", d)
	}
}

func TestNextWorking(t *testing.T) {
	for from, want := range map[string]string{"2026-10-01": "2026-10-08", "2026-10-10": "2026-10-10", "2026-11-28": "2026-11-30"} {
		if d := National().NextWorking(date(t, from)); d.Date.String() != want {
			t.Errorf("%s: %s, want %s", from, d.Date, want)
		}
	}
}

// TestTerms is by the law of the day.
func TestTerms(t *testing.T) {
	for _, v := range []struct {
		duty Duty
		on   string
		days int
	}{
		{Publish, "2008-04-30", 0}, {Publish, "2008-05-01", 20}, {Publish, "2026-01-01", 20},
		{Reply, "2019-05-14", 15}, {Reply, "2019-05-15", 20},
		{Extension, "2019-05-14", 15}, {Extension, "2019-05-15", 20},
		{Supplement, "2019-05-14", 0}, {Supplement, "2019-05-15", 7},
		{ThirdParty, "2018-01-01", 0}, {ThirdParty, "2026-01-01", 15}, {JointOffice, "2026-01-01", 15},
	} {
		term, ok := TermOf(v.duty, date(t, v.on))
		if term.WorkingDays != v.days || ok != (v.days > 0) {
			t.Errorf("duty %d on %s: %d, want %d", v.duty, v.on, term.WorkingDays, v.days)
		}
	}
	c, term, ok := National().Due(Reply, date(t, "2010-09-10"))
	if !ok || c.To.String() != "2010-10-08" || term.Law[0] != "《政府信息公开条例》（2007年公布）第二十四条" {
		t.Errorf("%s %v %v", c.To, term, ok)
	}
}

// TestEveryDayOfTheFile is a weekend that is worked or a day off.
func TestEveryDayOfTheFile(t *testing.T) {
	for _, d := range National().special {
		if d.Kind == MakeUp && !d.Date.weekend() {
			t.Errorf("%s is made up for and no weekend", d.Date)
		}
		if d.Name == "" {
			t.Errorf("%s has no name", d.Date)
		}
	}
}
