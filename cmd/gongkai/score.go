package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"

	"gongkai/generator/build"
	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

type scoreVerb struct {
	Agency string `placeholder:"AGENCY" help:"只看一个单位，逐项列出|one agency only, item by item"`
	Format string `default:"text" placeholder:"FORMAT" help:"text（默认）或 csv（逐项）|text (the default) or csv (item by item)"`
}

func (*scoreVerb) more() diag.Text {
	return diag.Text{
		ZH: `按 content/assessment.yaml 考核各单位的公开工作，写到标准输出。同样的内容、同样的日期，得分一样。
例如：
  gongkai score                      全县的得分和等次
  gongkai score --agency finance     一个单位的逐项得分和依据
  gongkai score --format csv         逐项得分，可以用表格软件打开`,
		EN: `Scores the agencies' work by content/assessment.yaml, to stdout. The same content and date give the same scores.
For example:
  gongkai score                      totals and bands of all
  gongkai score --agency finance     one agency, item by item, with the evidence
  gongkai score --format csv         all items, for a spreadsheet`,
	}
}

// Run writes the scores.
func (v *scoreVerb) Run(c *console) error {
	if err := oneOf("--format", v.Format, "text", "csv"); err != nil {
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
	if r.Site.Assessment.Year.V == 0 {
		return misuse("没有 content/assessment.yaml，或者里面没有写年度", "there is no content/assessment.yaml, or it names no year")
	}
	if n := r.Findings.Count(diag.Error); n > 0 {
		c.say("内容里有 %d 个错误，得分可能不准，请运行 gongkai check", "the content has %d errors and the scores may be wrong: run gongkai check", n)
	}
	scores := report.Scores(r.Site)
	if v.Agency != "" {
		if scores, err = only(r.Site, scores, v.Agency); err != nil {
			return err
		}
	}
	if v.Format == "csv" {
		w := csv.NewWriter(c.out)
		return w.WriteAll(append([][]string{report.ScoreHead}, report.ScoreRows(scores)...))
	}
	for i, s := range scores {
		fmt.Fprintf(c.out, "%2d  %6s  %s  %s\n", i+1, s.Total.Fixed(2), cmp.Or(s.Band, "不能评定"), s.Agency.Name.V)
		if v.Agency == "" {
			continue
		}
		for _, item := range s.Items {
			points := "不评"
			if item.Judged {
				points = item.Points.Fixed(2)
			}
			fmt.Fprintf(c.out, "    %s %s／%d  %s\n", item.Name, points, item.Weight, item.Why)
		}
	}
	return nil
}

// only keeps the score of one agency.
func only(s *site.Site, scores []report.Score, name string) ([]report.Score, error) {
	agency, err := findAgency(s, name)
	if err != nil {
		return nil, err
	}
	for _, score := range scores {
		if score.Agency == agency {
			return []report.Score{score}, nil
		}
	}
	return nil, misuse("%s是考核别人的，自己没有得分", "%s assesses and has no score of its own", agency.Name.V)
}
