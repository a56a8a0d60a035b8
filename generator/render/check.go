package render

import "gongkai/generator/layout"

// View is what a layout is made of.
type View struct {
	Layout string // the layout's name: "notice" for notice.html
	Zero   any    // a pointer to an empty view
}

// Views are the views of all layouts, sorted by name.
func Views() []View {
	return []View{
		{"accessibility", &PlainView{}},
		{"agencies", &AgenciesView{}},
		{"agency", &AgencyView{}},
		{"catalogue", &CatalogueView{}},
		{"components", &ComponentsView{}},
		{"fiscal", &FiscalView{}},
		{"fiscal-agency", &FiscalAgencyView{}},
		{"fiscal-part", &FiscalPartView{}},
		{"fiscal-report", &FiscalReportView{}},
		{"fiscal-table", &FiscalTableView{}},
		{"fiscal-year", &FiscalYearView{}},
		{"fund", &FundView{}},
		{"fund-level", &FundLevelView{}},
		{"fund-query", &FundQueryView{}},
		{"funds", &FundsView{}},
		{"guide", &GuideView{}},
		{"guides", &GuidesView{}},
		{"home", &HomeView{}},
		{"hotline", &HotlineView{}},
		{"letter", &LetterView{}},
		{"list", &ListView{}},
		{"mailbox", &MailboxView{}},
		{"notfound", &PlainView{}},
		{"notice", &NoticeView{}},
		{"regulation", &RegulationView{}},
		{"regulations", &RegulationsView{}},
		{"report", &ReportView{}},
		{"reports", &ReportsView{}},
		{"request", &RequestView{}},
		{"request-flow", &RequestFlowView{}},
		{"request-form", &RequestFormView{}},
		{"request-points", &RequestPointsView{}},
		{"score", &ScoreView{}},
		{"scorecard", &ScorecardView{}},
		{"screen", &ScreenView{}},
		{"search", &SearchView{}},
		{"sitemap", &SitemapView{}},
		{"statistics", &StatisticsView{}},
		{"thanks", &ThanksView{}},
		{"touch", &TouchView{}},
	}
}

// Check tells whether each layout can be made of its view, whatever the
// documents: so a misspelt field of a county's own layout is found before a
// page is made. The error is layout.Problems.
func Check(layouts *layout.Set) error {
	var found layout.Problems
	for _, v := range Views() {
		if err := layouts.Check(v.Layout, v.Zero); err != nil {
			found = append(found, err.(layout.Problem)) // says Check
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found
}
