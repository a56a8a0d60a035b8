package calendar

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"sync"
	"time"
)

// Kind says what a day is for those who work in an office.
type Kind uint8

const (
	Workday Kind = iota // Monday to Friday
	Weekend             // Saturday or Sunday
	Holiday             // a day off by arrangement
	MakeUp              // a Saturday or Sunday that is worked in exchange (调休上班)
)

// Day is a date with what it is.
type Day struct {
	Date Date
	Kind Kind
	Name string // the festival of a Holiday or MakeUp: 春节
	// Unsure is true where the arrangement that decides about the day is not
	// published yet, so that Kind is a guess by the day of the week.
	Unsure bool
}

// Working reports whether offices work on the day.
func (d Day) Working() bool { return d.Kind == Workday || d.Kind == MakeUp }

// Days tells working days from days off: Monday to Friday, except as the
// yearly arrangement says. It is not changed once it is made.
type Days struct {
	special map[Date]Day
	known   map[int]bool // years whose arrangement is in special
	dated   map[int]bool // years of which any day is
}

//go:embed holidays.json
var holidaysJSON []byte

// National are the days of the whole country, 2008 to 2026, as the General
// Office of the State Council arranged them year by year under 《全国年节及纪念日
// 放假办法》. The file names the paper of each year.
var National = sync.OnceValue(func() *Days {
	d, err := readDays(holidaysJSON)
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return d
})

func readDays(src []byte) (*Days, error) {
	var file struct {
		Meta struct{ Papers map[int][]string } `json:"_meta"`
		Days map[string]struct{ Type, Name string }
	}
	if err := json.Unmarshal(src, &file); err != nil {
		return nil, fmt.Errorf("holidays: %w", err)
	}
	d := &Days{special: make(map[Date]Day, len(file.Days)), known: map[int]bool{}, dated: map[int]bool{}}
	for year, papers := range file.Meta.Papers {
		if len(papers) > 0 {
			d.known[year] = true
		}
	}
	for text, v := range file.Days {
		m, ok := Parse(text)
		if !ok || v.Type != "holiday" && v.Type != "workday" {
			return nil, fmt.Errorf("holidays: %s: %s", text, v.Type)
		}
		// An emergency notice of 2020 names the Monday on which work began
		// again: Arranged makes it a plain working day.
		d.set(Arranged(m.Date, v.Type == "holiday", v.Name))
	}
	return d, nil
}

func (d *Days) set(day Day) {
	d.special[day.Date] = day
	d.dated[int(day.Date.Year)] = true
}

// Arranged is a day as an arrangement has it: off, or worked. One that is
// worked and falls on Monday to Friday is a plain working day.
func Arranged(date Date, off bool, name string) Day {
	switch {
	case off:
		return Day{Date: date, Kind: Holiday, Name: name}
	case date.weekend():
		return Day{Date: date, Kind: MakeUp, Name: name}
	}
	return Day{Date: date, Kind: Workday, Name: name}
}

// With returns the same days with changes laid over them and with more years
// whose arrangement is complete. Areas of minorities may set days of their own
// (《全国年节及纪念日放假办法》第四条), and an arrangement may be published after
// this program was.
func (d *Days) With(changes []Day, years ...int) *Days {
	e := &Days{special: maps.Clone(d.special), known: maps.Clone(d.known), dated: maps.Clone(d.dated)}
	for _, c := range changes {
		c.Unsure = false
		e.set(c)
	}
	for _, y := range years {
		e.known[y] = true
	}
	return e
}

// Known reports whether the arrangement of a year is known.
func (d *Days) Known(year int) bool { return d.known[year] }

// On tells what a date is.
func (d *Days) On(date Date) Day {
	if day, ok := d.special[date]; ok {
		return day
	}
	day := Day{Date: date, Unsure: !d.settled(date)}
	if date.weekend() {
		day.Kind = Weekend
	}
	return day
}

func (d Date) weekend() bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// newYear is the first day of December that arrangements of the year after
// have ever changed, less a weekend.
const newYear = 27

// settled reports whether the arrangement that decides about a date is known:
// that of its year, and at the end of December that of the next too, for New
// Year's days off and their make-up days begin there.
func (d *Days) settled(date Date) bool {
	year := int(date.Year)
	return d.known[year] && (date.Month < 12 || date.Day < newYear || d.known[year+1])
}

// Count shows the working of a deadline or of a lapse of time: which days
// were counted and which were not, and why.
type Count struct {
	From, To Date // From is not counted; To is, if it is a working day
	Working  int  // working days counted
	Skipped  []Day
	MakeUps  []Day // Saturdays and Sundays that were counted
	// Unsure is the first year whose arrangement is not known and would be
	// needed, 0 where all is known. To and Working are then not reliable.
	Unsure int
}

// After finds the n-th working day after from, which is not counted (民法典
// 第二百零一条).
func (d *Days) After(from Date, n int) Count {
	c := Count{From: from, To: from}
	for c.Working < n {
		c.To = c.To.AddDays(1)
		c.count(d.On(c.To))
	}
	return c
}

// Between counts the working days after from up to and with to. Of years of which
// nothing is known, and that are passed as a whole, no days are listed: somebody
// may have written the year 9999.
func (d *Days) Between(from, to Date) Count {
	c := Count{From: from, To: to}
	for date := from.AddDays(1); !date.After(to); {
		if year := int(date.Year); date.Month == 1 && date.Day == 1 && year < int(to.Year) && !d.known[year] && !d.dated[year] {
			c.guess(date)
			date.Year++
			continue
		}
		c.count(d.On(date))
		date = date.AddDays(1)
	}
	return c
}

// guess counts Monday to Friday of the year that begins on a day.
func (c *Count) guess(first Date) {
	if c.Unsure == 0 {
		c.Unsure = int(first.Year)
	}
	const weeks = 52
	c.Working += weeks * 5
	next := first
	next.Year++
	for day := first.AddDays(weeks * 7); day.Before(next); day = day.AddDays(1) {
		if !day.weekend() {
			c.Working++
		}
	}
}

func (c *Count) count(day Day) {
	if day.Unsure && c.Unsure == 0 {
		c.Unsure = int(day.Date.Year)
		if day.Date.Month == 12 && day.Date.Day >= newYear {
			c.Unsure++
		}
	}
	switch {
	case !day.Working():
		c.Skipped = append(c.Skipped, day)
		return
	case day.Kind == MakeUp:
		c.MakeUps = append(c.MakeUps, day)
	}
	c.Working++
}

// NextWorking is date itself if it is a working day, else the next one. It is
// for periods in calendar days: one that would end on a day off ends on the
// next day that is none (民法典第二百零三条).
func (d *Days) NextWorking(date Date) Day {
	for day := d.On(date); ; day = d.On(day.Date.AddDays(1)) {
		if day.Working() {
			return day
		}
	}
}
