// Package calendar knows civil dates (days as a county writes them, without
// a time zone, and the minute of a day where a document gives one), working
// days in China, and the times that the Regulation on Open Government
// Information sets.
//
// Design: a Date is a small comparable value, so that it can be a map key,
// be sorted and be printed without an allocation. Nothing here asks the
// machine for the time: "today" is always handed in.
//
// Working days follow the arrangement that the State Council's General Office
// publishes for each year, which no rule foretells: it moves whole weekends. A
// deadline that runs into a year without one is returned as unsure, never
// guessed. A Count shows its working: what was counted, what not, and why.
//
// Limits: years 1 to 9999 of the Gregorian calendar; arrangements of 2008 to
// 2026, and what a county adds. Half days off for parts of the population
// (young people on 4 May) count as working days.
package calendar

import (
	"fmt"
	"strconv"
	"time"
)

// Date is a day. The zero Date means "no date".
type Date struct {
	Year  int16
	Month uint8
	Day   uint8
}

// Moment is a day and, where HasTime, a minute of it in China Standard Time.
type Moment struct {
	Date
	HasTime bool
	Minute  int16 // minutes after midnight
}

// On returns the date y-m-d; ok is false where there is no such day.
func On(y, m, d int) (date Date, ok bool) {
	if y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return Date{}, false
	}
	return Date{int16(y), uint8(m), uint8(d)}, true
}

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Of returns the date of t in t's own zone.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return Date{int16(y), uint8(m), uint8(d)}
}

// Zone is China Standard Time, which has had no daylight saving since 1991.
func Zone() *time.Location { return time.FixedZone("CST", 8*60*60) }

// IsZero reports whether d means "no date".
func (d Date) IsZero() bool { return d == Date{} }

// Compare orders dates; the zero Date comes first.
func (d Date) Compare(e Date) int {
	a := int(d.Year)*10000 + int(d.Month)*100 + int(d.Day)
	b := int(e.Year)*10000 + int(e.Month)*100 + int(e.Day)
	return a - b
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// time is noon of the day in UTC: far from any border of the day.
func (d Date) time() time.Time {
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 12, 0, 0, 0, time.UTC)
}

// AddDays returns the date n calendar days later.
func (d Date) AddDays(n int) Date { return Of(d.time().AddDate(0, 0, n)) }

// DaysUntil counts the calendar days from d to e; negative if e is earlier.
func (d Date) DaysUntil(e Date) int { return int(e.time().Sub(d.time()).Hours() / 24) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// String is the date as 2026-03-05, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	b := [10]byte{4: '-', 7: '-'}
	put(b[0:4], int(d.Year))
	put(b[5:7], int(d.Month))
	put(b[8:10], int(d.Day))
	return string(b[:])
}

func put(b []byte, n int) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
}

// Chinese is the date as official documents print it: 2026年3月5日
// (GB/T 9704-2012: no leading zeros).
func (d Date) Chinese() string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(int(d.Year)) + "年" + strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(int(d.Day)) + "日"
}

// Compare orders moments by day, then by minute.
func (m Moment) Compare(n Moment) int {
	if c := m.Date.Compare(n.Date); c != 0 {
		return c
	}
	return int(m.Minute) - int(n.Minute)
}

// String is 2026-03-05, or 2026-03-05 09:30 where there is a time.
func (m Moment) String() string {
	if !m.HasTime {
		return m.Date.String()
	}
	return m.Date.String() + " " + m.clock()
}

// Minutes is the moment as the government meta tag PubDate wants it
// (2026-03-05 09:30), or "" for the zero Moment; a day without a time counts
// as its midnight.
func (m Moment) Minutes() string {
	if m.IsZero() {
		return ""
	}
	return m.Date.String() + " " + m.clock()
}

// RFC3339 is the moment with seconds and China Standard Time, for feeds, or ""
// for the zero Moment.
func (m Moment) RFC3339() string {
	if m.IsZero() {
		return ""
	}
	return m.Date.String() + "T" + m.clock() + ":00+08:00"
}

func (m Moment) clock() string {
	b := [5]byte{2: ':'}
	put(b[0:2], int(m.Minute)/60)
	put(b[3:5], int(m.Minute)%60)
	return string(b[:])
}

// Format exists so that %v and %s print a date as its String.
func (m Moment) Format(s fmt.State, _ rune) { fmt.Fprint(s, m.String()) }
