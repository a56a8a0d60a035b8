package report

import "testing"

func TestPercentIsComputedAndRounded(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{43, 139, "30.9%"}, {201, 234, "85.9%"}, {1, 3, "33.3%"}, {2, 3, "66.7%"}, {0, 5, "0.0%"}, {5, 5, "100.0%"}, {0, 0, "—"}} {
		if got := Percent(c.part, c.whole); got != c.want {
			t.Errorf("Percent(%d, %d) = %s, want %s", c.part, c.whole, got, c.want)
		}
	}
}
