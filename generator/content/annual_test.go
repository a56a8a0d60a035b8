package content_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/table"
)

// requests prints the table of section three with the numbers of a report that
// adds up.
func requests(form *content.AnnualForm) [][]int {
	rows := make([][]int, len(form.Requests.Fixed))
	for i := range rows {
		rows[i] = make([]int, 7)
	}
	add := func(row, column, n int) { rows[row][column] += n; rows[row][6] += n }
	for column := range 6 {
		add(content.RowNew, column, 40+column)
		add(content.RowCarried, column, 3)
		left := 43 + column
		for row := content.RowResults; row < form.Total; row++ {
			n := (row + column) % 3
			add(row, column, n)
			add(form.Total, column, n)
			left -= n
		}
		add(form.Open, column, left)
	}
	return rows
}

// slips is how many things are wrong with a table.
func slips(t *testing.T, form *content.AnnualForm, rows [][]int) int {
	t.Helper()
	var b strings.Builder
	b.WriteString("项目,自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计\n")
	for i, row := range rows {
		b.WriteString(form.Requests.Fixed[i])
		for _, n := range row {
			fmt.Fprintf(&b, ",%d", n)
		}
		b.WriteString("\n")
	}
	g, found := table.ReadCSV(&diag.File{Path: "requests.csv"}, []byte(b.String()))
	tab, more := form.Requests.Read(&g)
	if len(found)+len(more) > 0 {
		t.Fatal(found, more)
	}
	return len(tab.Slips())
}

// TestEachWrongCellIsCaught changes every cell of an annual report by one, one
// at a time, in each form that has tables: each time something must be told.
func TestEachWrongCellIsCaught(t *testing.T) {
	for _, form := range content.AnnualForms {
		if form.Requests == nil {
			continue
		}
		rows := requests(form)
		if n := slips(t, form, rows); n > 0 {
			t.Fatalf("%s: %d things are wrong with a right report", form.Name, n)
		}
		for i := range rows {
			for k := range rows[i] {
				rows[i][k]++
				if slips(t, form, rows) == 0 {
					t.Errorf("%s: row %d, column %d is one too many, and nobody says so", form.Name, i+1, k+1)
				}
				rows[i][k]--
			}
		}
	}
}
