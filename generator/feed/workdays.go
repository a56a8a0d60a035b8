package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gongkai/generator/calendar"
)

// workdays offers the county's calendar: by year the days off on Monday to
// Friday, and the Saturdays and Sundays that are worked, as MMDD. The page of
// requests counts deadlines by it. It is a script that calls one function, so
// that a page opened from a disk may load it.
func (m *maker) workdays() {
	m.add("data/workdays.js", "workdays", func(w *bytes.Buffer) {
		type year struct{ Off, On string }
		years := map[string]year{}
		for y := 2008; y <= int(m.Clock.Year)+1; y++ {
			if off, on, known := m.arrangement(y); known {
				years[strconv.Itoa(y)] = year{strings.Join(off, ","), strings.Join(on, ",")}
			}
		}
		out, err := json.Marshal(years) // sorts the years
		if err == nil {
			w.WriteString("gongkaiDays(")
			w.Write(out)
			w.WriteString(")")
		}
	})
}

// arrangement lists what differs in a year from weeks as they are.
func (m *maker) arrangement(year int) (off, on []string, known bool) {
	first, _ := calendar.On(year, 1, 1)
	if !m.Days.Known(year) {
		return nil, nil, false
	}
	for d := first; int(d.Year) == year; d = d.AddDays(1) {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		mmdd := fmt.Sprintf("%02d%02d", d.Month, d.Day)
		switch working := m.Days.On(d).Working(); {
		case working && weekend:
			on = append(on, mmdd)
		case !working && !weekend:
			off = append(off, mmdd)
		}
	}
	return off, on, true
}
