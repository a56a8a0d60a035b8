package rules

import (
	"cmp"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

func latePublication() Rule {
	return Rule{Name: "late-publication", Severity: diag.Warning, check: checkLatePublication, Law: diag.Say(
		"《中华人民共和国政府信息公开条例》（2019年修订）第二十六条；2019年5月14日以前形成的，2007年公布的条例第十八条",
		"Regulation on Open Government Information (2019), article 26; for what was formed until 2019-05-14, article 18 of 2007")}
}

func inWords(l report.Limit, lang string) string {
	unit := map[bool]string{true: " 个工作日", false: " 日"}[l.Working]
	if lang == "en" {
		unit = map[bool]string{true: " working days", false: " days"}[l.Working]
	}
	return strconv.Itoa(l.Days) + unit
}

// slow is a document that was, or is to be, published so long after its
// forming that the days have to be counted.
type slow struct {
	formed, published fields.Moment
	limit             report.Limit
	due               calendar.Count
}

// slowOnes are those among the notices, published or waiting for their day,
// and the regulations.
func slowOnes(s *site.Site) iter.Seq[slow] {
	return func(yield func(slow) bool) {
		for n := range readable(s) {
			if n.State != site.Published && n.State != site.Future {
				continue
			}
			if d, ok := slowness(s, n.Formed, n.Published, n.Deadline.V); ok && !yield(d) {
				return
			}
		}
		for _, r := range s.Regulations {
			if d, ok := slowness(s, r.Formed, r.Published, content.Deadline{}); ok && !yield(d) {
				return
			}
		}
	}
}

func slowness(s *site.Site, formed, published fields.Moment, own content.Deadline) (d slow, ok bool) {
	if formed.V.IsZero() || published.V.IsZero() {
		return slow{}, false
	}
	l, ok := report.LimitOf(own, formed.V.Date)
	// So many working days are at least as many days.
	if !ok || formed.V.Date.DaysUntil(published.V.Date) <= l.Days {
		return slow{}, false
	}
	return slow{formed, published, l, l.Due(s.Days, formed.V.Date)}, true
}

func checkLatePublication(s *site.Site, found *diag.List) {
	for d := range slowOnes(s) {
		if d.due.Unsure != 0 || !d.published.V.Date.After(d.due.To) {
			continue
		}
		found.Add("late-publication", d.published.At, late(d.formed.V.Date, d.published.V.Date, d.due.To, d.limit, s.Days),
			diag.Say("核对成文日期和首次发布的日期；确实晚了的，照实写，以后成文后及时送公开。另有规定的，写“公开期限”和依据", "compare both dates; if it was late, leave it as it is. Where another law sets the time, write `deadline`"),
			diag.Note{Span: d.formed.At, Text: working(d.due, d.limit)})
	}
}

func late(formed, published, last calendar.Date, l report.Limit, days *calendar.Days) diag.Text {
	took := report.Limit{Days: formed.DaysUntil(published)}
	about := diag.Text{}
	if l.Working {
		c := days.Between(formed, published)
		took = report.Limit{Days: c.Working, Working: true}
		if c.Unsure != 0 { // late in any case: its last day is known
			about = diag.Say("约", "about ")
		}
	}
	return diag.Text{
		ZH: fmt.Sprintf("%s 成文，%s 发布，隔了%s %s；期限是 %s，最迟 %s", formed, published, about.ZH, inWords(took, "zh"), inWords(l, "zh"), last),
		EN: fmt.Sprintf("formed on %s and published on %s, %s%s later; the limit is %s, the last day was %s", formed, published, about.EN, inWords(took, "en"), inWords(l, "en"), last),
	}
}

// working shows which days were counted and which not, and why.
func working(c calendar.Count, l report.Limit) diag.Text {
	if !l.Working {
		return diag.Say("自成文次日起算 %d 日，依据：%s", "%d days from the day after, by %s", l.Days, cmp.Or(l.Law.ZH, l.Law.EN))
	}
	zh := "从 " + c.From.String() + " 的次日算起，"
	en := "counted from the day after " + c.From.String()
	weekends, off := 0, map[string]int{}
	for _, d := range c.Skipped {
		if d.Kind == calendar.Holiday {
			off[d.Name]++
		} else {
			weekends++
		}
	}
	zh += "不算：周末 " + strconv.Itoa(weekends) + " 天"
	en += "; not counted: " + strconv.Itoa(weekends) + " days of weekends"
	for _, name := range c.Festivals() {
		zh += "、" + name + " " + strconv.Itoa(off[name]) + " 天"
		en += ", " + strconv.Itoa(off[name]) + " of " + name
	}
	if len(c.MakeUps) > 0 {
		var dates []string
		for _, d := range c.MakeUps {
			dates = append(dates, d.Date.String())
		}
		zh += "；调休上班要算：" + strings.Join(dates, "、")
		en += "; worked and counted: " + strings.Join(dates, ", ")
	}
	return diag.Text{ZH: zh + "。依据：" + l.Law.ZH, EN: en + "; by " + cmp.Or(l.Law.EN, l.Law.ZH)}
}
