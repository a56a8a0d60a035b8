package rules

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

func annualLedger() Rule {
	return Rule{Name: "annual-ledger", Severity: diag.Warning, check: checkAnnualLedger, Law: annualLaw}
}

// checkAnnualLedger holds tables that lie beside a report against the ledger
// of its year.
func checkAnnualLedger(s *site.Site, found *diag.List) {
	for _, r := range annuals(s) {
		if r.Form.Requests == nil || !s.HasLedger(r.Year) {
			continue
		}
		agency := r.Agency
		if agency.Kind.V == "government" {
			agency = nil
		}
		tellLedger(r.Table("requests"), report.Requests(s, r.Form, agency, r.Year), found)
		tellLedger(r.Table("reviews"), report.Reviews(s, r.Form, agency, r.Year), found)
	}
}

// tellLedger tells the cells in which a table differs from what the ledger
// yields.
func tellLedger(t, ledger *table.Table, found *diag.List) {
	if t == nil || t.Flawed || len(t.Rows) != len(ledger.Rows) {
		return
	}
	for i := range t.Rows {
		for k := 1; k < len(t.Rows[i]); k++ {
			got, want := t.Rows[i][k], ledger.Rows[i][k]
			if got.Number == want.Number {
				continue
			}
			t.Add(found, "annual-ledger", got.Cell,
				diag.Say("“%s”的“%s”表里是 %d，按申请台账是 %d", "%q, column %q: the table has %d, the ledger yields %d", t.Schema.Fixed[i], t.Schema.Columns[k].Name, got.Number.Int(), want.Number.Int()),
				diag.Say("核对台账和表；台账对的，删去这张表，页面会照台账算", "compare them; if the ledger is right, remove the table and the page computes it"))
		}
	}
}
