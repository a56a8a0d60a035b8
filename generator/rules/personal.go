package rules

import (
	"slices"
	"strings"

	"gongkai/generator/attachment"
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/site"
)

// mostHits bounds the findings of one rule in one file: of a list of fifteen
// thousand people the first ones tell, and the rest is counted.
const mostHits = 10

// told is one hit as a rule tells of it.
type told struct {
	at      diag.Span
	message diag.Text
}

// personalData tells of the hits of some kinds that are no office's contacts.
func personalData(s *site.Site, message func(privacy.Hit) diag.Text, kinds ...privacy.Kind) []told {
	var all []told
	contacts := contactsOf(s)
	for _, file := range s.Personal {
		for _, h := range pick(file.InName, kinds, s.Clock, contacts) {
			m := message(h)
			all = append(all, told{diag.At(file.File, 0, 0), diag.Text{ZH: "文件名里有个人信息：" + m.ZH, EN: "in the file's name: " + m.EN}})
		}
		hits := pick(file.Hits, kinds, s.Clock, contacts)
		for i, h := range hits[:min(mostHits, len(hits))] {
			all = append(all, told{diag.At(file.File, h.Off, h.Len), more(message(h), i, len(hits))})
		}
	}
	for f := range attachments(s) {
		var own []attachment.Hit
		for _, h := range f.Report.Hits {
			if len(pick([]privacy.Hit{h.Hit}, kinds, s.Clock, contacts)) > 0 {
				own = append(own, h)
			}
		}
		for i, h := range own[:min(mostHits, len(own))] {
			all = append(all, told{f.At, f.inside(h.Where, more(message(h.Hit), i, len(own)))})
		}
	}
	return all
}

// more says with the last hit that is told how many follow.
func more(m diag.Text, i, n int) diag.Text {
	if i < mostHits-1 || n <= mostHits {
		return m
	}
	rest := diag.Say("；后面还有 %d 处", "; and %d more below", n-mostHits)
	return diag.Text{ZH: m.ZH + rest.ZH, EN: m.EN + rest.EN}
}

// pick keeps the hits of some kinds, without identity numbers of people who
// are not born yet.
func pick(hits []privacy.Hit, kinds []privacy.Kind, clock calendar.Date, contacts map[string]bool) []privacy.Hit {
	today := int(clock.Year)*10000 + int(clock.Month)*100 + int(clock.Day)
	var own []privacy.Hit
	for _, h := range hits {
		if slices.Contains(kinds, h.Kind) && h.Born <= today && !contacts[h.Key] {
			own = append(own, h)
		}
	}
	return own
}

// contactsOf are the mobile numbers and mailboxes that the county itself gives
// as an office's: in its settings, its agencies, hotlines and reading places.
// Nothing else becomes an office's by standing there.
func contactsOf(s *site.Site) map[string]bool {
	known := map[string]bool{}
	numbers := func(texts ...string) {
		for _, t := range texts {
			for _, h := range privacy.Scan(nil, []byte(t)) {
				if h.Kind == privacy.Phone {
					known[h.Key] = true
				}
			}
		}
	}
	mailboxes := func(texts ...string) {
		for _, t := range texts {
			for _, address := range strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune("、，,；; /", r) }) {
				if strings.Contains(address, "@") {
					known[strings.ToLower(address)] = true
				}
			}
		}
	}
	m := s.Portal.Mailbox.V
	numbers(s.Portal.Phone.V, m.Phone.V)
	mailboxes(s.Portal.Email.V, m.Email.V)
	for _, a := range s.Agencies {
		o := a.Office.V
		numbers(o.Phone.V, o.Fax.V)
		mailboxes(o.Email.V)
	}
	for _, h := range slices.Concat(s.Hotlines, s.Complaints) {
		numbers(h.Number.V)
	}
	for _, p := range s.Places {
		numbers(p.Phone.V)
	}
	return known
}

var privacyLaw = diag.Say(
	"《中华人民共和国个人信息保护法》第二十五条、第二十八条；《中华人民共和国政府信息公开条例》（2019年修订）第十五条",
	"Personal Information Protection Law, articles 25 and 28; Regulation on Open Government Information (2019), article 15")
