package calendar

import "testing"

func TestParseFormsOfOffices(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-05":          "2026-03-05",
		"2026-3-5":            "2026-03-05",
		"2026/3/5":            "2026-03-05",
		"2026.3.5":            "2026-03-05",
		"2026年3月5日":           "2026-03-05",
		"２０２６年３月５日":           "2026-03-05",
		"二○○七年四月五日":           "2007-04-05",
		"二〇一一年十二月三十一日":        "2011-12-31",
		"2026-03-05 09:30":    "2026-03-05 09:30",
		"2026-03-05 9：30":     "2026-03-05 09:30",
		"2026年3月5日 9:30":      "2026-03-05 09:30",
		"2026-03-05T09:30:00": "2026-03-05 09:30",
	} {
		m, ok := Parse(in)
		if !ok || m.String() != want {
			t.Errorf("Parse(%q) = %q, %v; want %q", in, m.String(), ok, want)
		}
	}
}

func TestParseRefusesWhatIsNoDate(t *testing.T) {
	for _, in := range []string{"", "2026-02-30", "2026-13-01", "26-3-5", "2026-3", "明天", "2026-03-05 25:00", "2026-03-05 9", "三月五日", "2026年3月", "2026-03-05-01"} {
		if m, ok := Parse(in); ok {
			t.Errorf("Parse(%q) = %v, want refusal", in, m)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	d, _ := On(2024, 2, 28)
	if got := d.AddDays(2).String(); got != "2024-03-01" {
		t.Errorf("leap day: %s", got)
	}
	if n := d.DaysUntil(d.AddDays(400)); n != 400 {
		t.Errorf("DaysUntil = %d", n)
	}
	if got := d.Chinese(); got != "2024年2月28日" {
		t.Error(got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("2026年3月5日 9:30")
	f.Add("二○○七年四月五日")
	f.Fuzz(func(t *testing.T, s string) {
		if m, ok := Parse(s); ok {
			if again, ok := Parse(m.String()); !ok || again != m {
				t.Errorf("%q reads as %v, which reads as %v", s, m, again)
			}
		}
	})
}
