package calendar

import "slices"

// A Duty is something that 《政府信息公开条例》 sets a time for.
type Duty uint8

const (
	Publish     Duty = iota // publish what must be disclosed, from its forming or change
	Reply                   // answer a request, from its receipt
	Extension               // answer later, from the end of the first time
	Supplement              // ask once for a request to be completed, from its receipt
	ThirdParty              // hear someone whose interests are touched, from their receipt of the question
	JointOffice             // hear another office that took part, from its receipt of the question
)

// Term is the time that the law gives for a duty.
type Term struct {
	WorkingDays int
	Law         [2]string // Chinese, English: name of the law and article
}

const (
	law2008   = "《政府信息公开条例》（2007年公布）"
	law2008EN = "Regulation on Open Government Information (2007), article "
	law2019   = "《政府信息公开条例》（2019年修订）"
	law2019EN = "Regulation on Open Government Information (2019), article "
)

func term2008(days int, article, number string) Term {
	return Term{days, [2]string{law2008 + article, law2008EN + number}}
}

func term2019(days int, article, number string) Term {
	return Term{days, [2]string{law2019 + article, law2019EN + number}}
}

// The Regulation is in force since 2008-05-01, its revision since 2019-05-15.
var (
	inForce = Date{2008, 5, 1}
	revised = Date{2019, 5, 15}

	terms2008 = map[Duty]Term{
		Publish:   term2008(20, "第十八条", "18"),
		Reply:     term2008(15, "第二十四条", "24"),
		Extension: term2008(15, "第二十四条", "24"),
	}
	terms2019 = map[Duty]Term{
		Publish:     term2019(20, "第二十六条", "26"),
		Reply:       term2019(20, "第三十三条", "33"),
		Extension:   term2019(20, "第三十三条", "33"),
		Supplement:  term2019(7, "第三十条", "30"),
		ThirdParty:  term2019(15, "第三十二条", "32"),
		JointOffice: term2019(15, "第三十四条", "34"),
	}
)

// TermOf is the time that the law in force on the day gives for a duty. ok is
// false where it gives none: before the Regulation, and for duties that came
// with its revision.
func TermOf(duty Duty, on Date) (t Term, ok bool) {
	switch {
	case on.Before(inForce):
		return Term{}, false
	case on.Before(revised):
		t, ok = terms2008[duty]
	default:
		t, ok = terms2019[duty]
	}
	return t, ok
}

// Due is the last day for a duty that begins on from: the day of forming, of
// receipt, or of the question. Request periods run from the receipt that
// article 31 of 2019 defines; that is the caller's to know.
func (d *Days) Due(duty Duty, from Date) (Count, Term, bool) {
	t, ok := TermOf(duty, from)
	if !ok {
		return Count{}, t, false
	}
	return d.After(from, t.WorkingDays), t, true
}

// Festivals names the festivals of the days off that were skipped, each once,
// in order.
func (c Count) Festivals() []string {
	var names []string
	for _, day := range c.Skipped {
		if day.Kind == Holiday && day.Name != "" && !slices.Contains(names, day.Name) {
			names = append(names, day.Name)
		}
	}
	return names
}
