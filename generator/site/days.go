package site

import (
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
)

// longestHoliday bounds an entry of several days: the longest arrangement yet,
// the Spring Festival of 2020, had ten and was prolonged by six.
const longestHoliday = 31

// days lays the county's arrangement over the national one.
func (a *assembler) days(h *content.Holidays) {
	given := map[calendar.Date]diag.Span{}
	var changes []calendar.Day
	for _, entry := range h.Days {
		changes = append(changes, a.dayOff(entry, given)...)
	}
	var years []int
	for _, y := range h.Years {
		n, err := strconv.Atoi(y.V)
		if err != nil || n < 2000 || n > 2200 {
			a.found.Add("bad-value", y.At, diag.Say("“%s”不是四位数的年份", "%q is not a year of four digits", y.V),
				diag.Say("例如 2027", "write it as 2027"))
			continue
		}
		years = append(years, n)
	}
	a.Days = calendar.National()
	if len(changes) > 0 || len(years) > 0 {
		a.Days = a.Days.With(changes, years...)
	}
}

// dayOff lists the days of an entry, less those that another one gave before.
func (a *assembler) dayOff(entry fields.Value[content.DayOff], given map[calendar.Date]diag.Span) []calendar.Day {
	d := entry.V
	from, to := d.From.V.Date, d.To.V.Date
	if from.IsZero() || d.Kind.V == "" {
		return nil // the decoder has said so
	}
	if to.IsZero() {
		to = from
	}
	if n := from.DaysUntil(to) + 1; n < 1 || n > longestHoliday {
		a.found.Add("bad-value", d.To.At, diag.Say("从 %s 到 %s 不是一次放假的天数", "%s to %s is not the length of a holiday", from, to),
			diag.Say("截止不早于日期，一条最多 %d 天", "the end is not before the beginning, and an entry has at most %d days", longestHoliday))
		return nil
	}
	var days []calendar.Day
	for date := from; !date.After(to); date = date.AddDays(1) {
		if first, twice := given[date]; twice {
			a.found.Add("bad-value", entry.At, diag.Say("%s 写了两次", "%s is given twice", date),
				diag.Say("同一天只留一条", "keep one entry for a day"),
				diag.Note{Span: first, Text: diag.Say("第一次在这里", "here first")})
			continue
		}
		given[date] = entry.At
		days = append(days, calendar.Arranged(date, d.Kind.V == "放假", d.Name.V))
	}
	return days
}
