package calendar

import (
	"strconv"
	"strings"
)

// Parse reads a date, or a date and HH:MM, in any form that offices write:
//
//	2026-03-05  2026-3-5  2026/3/5  2026.3.5  2026年3月5日  二○二六年三月五日
//
// with full-width digits and marks too, and optionally followed by a time
// 09:30, 9：30 or T09:30:00. ok is false where there is no such day or time;
// the caller says so to the clerk.
func Parse(s string) (m Moment, ok bool) {
	s = strings.TrimSpace(halfWidth(s))
	day, clock := splitTime(s)
	y, mo, d, ok := splitDay(day)
	if !ok {
		return Moment{}, false
	}
	if m.Date, ok = On(y, mo, d); !ok {
		return Moment{}, false
	}
	if clock == "" {
		return m, true
	}
	m.HasTime = true
	m.Minute, ok = parseClock(clock)
	return m, ok
}

// halfWidth folds full-width ASCII and Chinese numerals of dates.
func halfWidth(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '！' && r <= '～':
			b.WriteRune(r - '！' + '!')
		case r == '　':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func splitTime(s string) (day, clock string) {
	if i := strings.IndexAny(s, " T"); i > 0 {
		return s[:i], strings.TrimSpace(s[i+1:])
	}
	if i := strings.Index(s, "日"); i >= 0 {
		return s[:i+len("日")], strings.TrimSpace(s[i+len("日"):])
	}
	return s, ""
}

func splitDay(s string) (y, m, d int, ok bool) {
	afterYear, afterMonth := "-", "-"
	switch {
	case strings.Contains(s, "年"):
		s = strings.TrimSuffix(s, "日")
		afterYear, afterMonth = "年", "月"
	case strings.Contains(s, "."):
		afterYear, afterMonth = ".", "."
	case strings.Contains(s, "/"):
		afterYear, afterMonth = "/", "/"
	}
	year, rest, found1 := strings.Cut(s, afterYear)
	month, day, found2 := strings.Cut(rest, afterMonth)
	if !found1 || !found2 {
		return 0, 0, 0, false
	}
	y, ok1 := number(year, true)
	m, ok2 := number(month, false)
	d, ok3 := number(day, false)
	return y, m, d, ok1 && ok2 && ok3
}

// number reads Arabic digits, or Chinese numerals as documents before 2012
// wrote their dates: digit by digit in a year, with 十 in months and days.
func number(s string, year bool) (int, bool) {
	s = strings.TrimSpace(s)
	if isPlain(s) {
		if year && len(s) != 4 || len(s) == 0 || len(s) > 4 || s[0] == '+' || s[0] == '-' {
			return 0, false
		}
		n, err := strconv.Atoi(s)
		return n, err == nil
	}
	return chineseNumber(s, year)
}

func chineseNumber(s string, year bool) (int, bool) {
	const digits = "〇一二三四五六七八九"
	n, tens, seen := 0, 0, 0
	for _, r := range s {
		if r == '○' || r == '零' || r == 'Ｏ' {
			r = '〇'
		}
		if r == '十' && !year {
			tens, n = max(n, 1)*10, 0
			seen++
			continue
		}
		i := strings.IndexRune(digits, r)
		if i < 0 {
			return 0, false
		}
		n = n*10 + i/len("一")
		seen++
	}
	if year && seen != 4 || !year && (n > 9 || tens > 30) {
		return 0, false
	}
	return tens + n, seen > 0
}

func parseClock(s string) (int16, bool) {
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	h, err1 := strconv.Atoi(parts[0])
	m, err2 := strconv.Atoi(parts[1])
	if err1 != nil || err2 != nil || h < 0 || h > 23 || m < 0 || m > 59 || len(parts[1]) != 2 {
		return 0, false
	}
	return int16(h*60 + m), true
}
