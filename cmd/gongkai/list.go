package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

type listVerb struct {
	Which  string `arg:"" optional:"" default:"all" help:"drafts 草稿、future 还没到发布日期的、expired 已失效或废止的、all 全部（默认）|drafts, future (dated after today), expired (no longer in force) or all (the default)"`
	Format string `default:"csv" placeholder:"FORMAT" help:"csv（默认）或 json|csv (the default) or json"`
}

// entry is one document of the list.
type entry struct {
	Path      string `json:"path"`
	Title     string `json:"title"`
	Agency    string `json:"agency"`
	Index     string `json:"index"`
	Number    string `json:"number"`
	Published string `json:"published"`
	State     string `json:"state"`   // published, expired, draft, future, withheld or unreadable
	Address   string `json:"address"` // in the site; "" where it is not published
}

// Run writes the list to stdout, in the order of the files.
func (v *listVerb) Run(c *console) error {
	if err := oneOf("list", v.Which, "all", "drafts", "future", "expired"); err != nil {
		return err
	}
	if err := oneOf("--format", v.Format, "csv", "json"); err != nil {
		return err
	}
	opts, err := c.options()
	if err != nil {
		return err
	}
	r, err := build.Check(context.Background(), opts)
	if err != nil {
		return err
	}
	if n := r.Findings.Count(diag.Error); n > 0 {
		c.say("内容里有 %d 个错误，请运行 gongkai check", "the content has %d errors: run gongkai check", n)
	}
	entries := entriesOf(r.Site, v.Which)
	if v.Format == "json" {
		e := json.NewEncoder(c.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(entries)
	}
	w := csv.NewWriter(c.out)
	rows := [][]string{{"path", "title", "agency", "index", "number", "published", "state", "address"}}
	for _, e := range entries {
		rows = append(rows, []string{e.Path, e.Title, e.Agency, e.Index, e.Number, e.Published, e.State, e.Address})
	}
	return w.WriteAll(rows)
}

func entriesOf(s *site.Site, which string) []entry {
	wanted := map[string]string{"drafts": "draft", "future": "future", "expired": "expired"}[which]
	list := []entry{}
	for _, n := range slices.Concat(s.Notices, s.Held) {
		e := entryOf(n, s.Clock)
		if wanted == "" || e.State == wanted {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b entry) int { return cmp.Compare(a.Path, b.Path) })
	return list
}

func entryOf(n *site.Notice, today calendar.Date) entry {
	e := entry{Path: n.File.Path, Title: n.Title.V, Agency: n.Notice.Agency.V, Index: n.Index.V, Number: n.Number.V,
		Published: n.Published.V.String(), State: "published", Address: n.Address}
	if n.Agency != nil {
		e.Agency = n.Agency.Name.V
	}
	switch n.State {
	case site.Draft:
		e.State = "draft"
	case site.Future:
		e.State = "future"
	case site.Withheld:
		e.State = "withheld"
	case site.Unreadable:
		e.State = "unreadable"
	case site.Published:
		over := !n.Expires.V.IsZero() && n.Expires.V.Date.Before(today)
		if over || n.Validity == "失效" || n.Validity == "废止" {
			e.State = "expired"
		}
		return e
	}
	e.Address = ""
	return e
}
