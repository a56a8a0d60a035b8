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
	"gongkai/generator/search"
	"gongkai/generator/site"
)

type listVerb struct {
	Which  string `arg:"" optional:"" default:"all" help:"drafts 草稿、future 还没到发布日期的、expired 已失效或废止的、all 全部（默认）|drafts, future (dated after today), expired (no longer in force) or all (the default)"`
	Format string `default:"csv" placeholder:"FORMAT" help:"csv（默认）或 json|csv (the default) or json"`
	Search string `placeholder:"TEXT" help:"只列网站检索能找到的，最相关的在前，最多100条|only what the site's search finds, best first, 100 at most"`
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

// Run writes the list to stdout, in the order of the files, or of the hits of a search.
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
	run := build.Check
	if v.Search != "" {
		run = build.Run
	}
	r, err := run(context.Background(), opts)
	if err != nil {
		return err
	}
	if n := r.Findings.Count(diag.Error); n > 0 {
		c.say("内容里有 %d 个错误，请运行 gongkai check", "the content has %d errors: run gongkai check", n)
	}
	entries := entriesOf(r.Site, v.Which)
	if v.Search != "" {
		if entries, err = searched(r, entries, v.Search); err != nil {
			return err
		}
	}
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

// mostFound is how many hits of a search are listed.
const mostFound = 100

// searched keeps the entries that the built site's search finds, best first.
func searched(r *build.Result, entries []entry, text string) ([]entry, error) {
	list := []entry{}
	if r.Tree == nil {
		return list, nil // errors were told
	}
	index, err := search.Open(r.Tree)
	if err != nil {
		return nil, err
	}
	hits, err := index.Search(search.Query{Text: text, Limit: mostFound})
	if err != nil {
		return nil, err
	}
	for _, h := range hits.Hits {
		if i := slices.IndexFunc(entries, func(e entry) bool { return e.Address == h.Address }); i >= 0 {
			list = append(list, entries[i])
		}
	}
	return list, nil
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
