package report

import (
	"testing"
	"testing/fstest"
)

// TestWhoDoesNotAnswerIsLate: a request that waits past its last day counts as
// one that was not answered in time; one whose time runs counts as neither.
func TestWhoDoesNotAnswerIsLate(t *testing.T) {
	s := county(t, fstest.MapFS{"content/requests/2026.csv": {Data: []byte(
		"编号,收到日期,渠道,申请人类型,受理单位,补正告知,补正收到,征求意见,意见收到,延期告知,答复日期,办理结果\n" +
			"1,2026-03-02,网上,自然人,a,,,,,,2026-03-09,予以公开\n" + // in time
			"2,2026-03-02,网上,自然人,a,,,,,,2026-06-09,予以公开\n" + // late
			"3,2026-03-02,网上,自然人,a,,,,,,,\n" + // waits, and its time is over
			"4,2026-11-20,网上,自然人,a,,,,,,,\n" + // waits
			"5,2026-03-02,网上,自然人,b,,,,,,,\n")}})
	all, rows := RequestFigures(s, 2026)
	if all.InTimeRate() != "25.0%" {
		t.Errorf("of four whose time is over, one in time makes %s", all.InTimeRate())
	}
	for _, r := range rows {
		if want := map[string]string{"a": "33.3%", "b": "0.0%"}[r.Agency.ID]; r.Received > 0 && r.InTimeRate() != want {
			t.Errorf("%s has %s, want %s: %+v", r.Agency.ID, r.InTimeRate(), want, r)
		}
	}
}
