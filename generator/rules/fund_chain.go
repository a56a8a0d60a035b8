package rules

import (
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/site"
	"gongkai/generator/table"
)

var fundLaw = diag.Say(
	"《中华人民共和国政府信息公开条例》（2019年修订）第二十条第（七）项、第（十一）项，第二十一条",
	"Regulation on Open Government Information (2019), article 20 (7) and (11), article 21")

func fundChain() Rule {
	return Rule{Name: "fund-chain", Severity: diag.Error, check: checkFundChain, Law: fundLaw}
}

// checkFundChain holds the levels together: what the county gave is what the
// townships had, what a township had is what its villages had, what a village
// had is what its people received.
func checkFundChain(s *site.Site, found *diag.List) {
	for _, f := range s.Funds {
		for _, y := range f.Years {
			if y.Allocation == nil || y.Allocation.Table == nil || y.Allocation.Table.Flawed {
				continue
			}
			c := chain{y.Allocation.Table, found}
			villages, all := c.levels()
			c.total(all)
			if y.Receivers != nil && y.Receivers.Table != nil && !y.Receivers.Table.Flawed {
				c.people(villages, y.Receivers.Table)
			}
		}
	}
}

type chain struct {
	t     *table.Table
	found *diag.List
}

type place struct{ township, village string }

// share is what a place had.
type share struct {
	amount table.Decimal
	people int
	cell   table.Cell
}

func (c chain) columns() (township, village, people, amount int) {
	s := content.AllocationSchema
	return s.Column("township"), s.Column("village"), s.Column("people"), s.Column("amount")
}

// levels sums villages into their townships and holds them against the rows
// of the townships.
func (c chain) levels() (villages map[place]share, all table.Decimal) {
	township, village, people, amount := c.columns()
	villages = map[place]share{}
	sums, have := map[string]table.Decimal{}, map[string]bool{}
	for _, row := range c.t.Rows {
		if name := row[village].Text; name != "" && !row.Total() {
			at := place{row[township].Text, name}
			n := villages[at]
			villages[at] = share{n.amount.Plus(row[amount].Number), n.people + row[people].Number.Int(), row[amount].Cell}
			sums[at.township] = sums[at.township].Plus(row[amount].Number)
			have[at.township] = true
		}
	}
	for _, row := range c.t.Rows {
		if row[village].Text != "" || row.Total() {
			continue
		}
		name := row[township].Text
		if have[name] && sums[name] != row[amount].Number {
			c.tell(row[amount].Cell, name, row[amount].Number, "各村之和", "the sum of its villages", sums[name])
		}
		if !have[name] {
			sums[name] = row[amount].Number
		}
	}
	for _, sum := range sums {
		all = all.Plus(sum)
	}
	return villages, all
}

func (c chain) total(all table.Decimal) {
	_, _, _, amount := c.columns()
	for _, row := range c.t.Rows {
		if row.Total() && row[amount].Number != all {
			c.tell(row[amount].Cell, "合计", row[amount].Number, "各乡镇之和", "the sum of the townships", all)
		}
	}
}

// people holds the list of names against the villages.
func (c chain) people(villages map[place]share, list *table.Table) {
	s := content.BeneficiarySchema
	received := map[place]share{}
	var order []place
	for _, row := range list.Rows {
		if row.Total() {
			continue
		}
		at := place{row[s.Column("township")].Text, row[s.Column("village")].Text}
		n, known := received[at]
		if !known {
			n.cell = row[s.Column("village")].Cell
			order = append(order, at)
		}
		received[at] = share{n.amount.Plus(row[s.Column("amount")].Number), n.people + 1, n.cell}
	}
	for _, at := range order {
		got := received[at]
		want, known := villages[at]
		switch {
		case !known:
			list.Add(c.found, "fund-chain", got.cell, diag.Say("分配表里没有%s%s", "the allocation has no %s%s", at.township, at.village), diag.Say("核对乡镇和村的名称，两张表要一样", "compare the names, which must be the same in both tables"))
		case want.amount != got.amount:
			c.tell(want.cell, at.township+at.village, want.amount, "名单合计", "the sum of its list", got.amount)
		case want.people != 0 && want.people != got.people:
			c.t.Add(c.found, "fund-chain", want.cell, diag.Say("%s%s分配表里是 %d 户，名单有 %d 户", "%s%s has %d households in the allocation and %d in the list", at.township, at.village, want.people, got.people), diag.Say("核对两张表", "compare both tables"))
		}
	}
}

func (c chain) tell(cell table.Cell, name string, got table.Decimal, zh, en string, want table.Decimal) {
	c.t.Add(c.found, "fund-chain", cell,
		diag.Text{ZH: name + "是 " + got.Fixed(2) + " 元，" + zh + "是 " + want.Fixed(2) + " 元", EN: name + " has " + got.Fixed(2) + " yuan; " + en + " is " + want.Fixed(2)},
		differBy(got, want, 2))
}
