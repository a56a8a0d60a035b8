package main

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"gongkai/generator/build"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
)

type checkVerb struct {
	reading
	Format string `default:"text" placeholder:"FORMAT" help:"输出格式：text、json、sarif、github（合并请求里的批注）、gitlab（代码质量报告）或 markdown（评论）|the form of the findings: text, json, sarif, github (annotations of a pull request), gitlab (code quality) or markdown (a comment)"`
	Since  string `name:"changed-since" placeholder:"REV" help:"和 git 的这个版本相比，改动的行上的问题排在前面，其余的标明是以前就有的|put findings on lines that differ from this revision of git first, and mark the others as old"`
	Fix    bool   `help:"先把能照规则改的改好：编码、全角冒号、少的空格、发文字号的括号；只动列出的字节|mend first what can be mended by rule: encoding, full-width colons, missing spaces, brackets of document numbers; nothing but the bytes it lists"`
	FailOn string `default:"error" placeholder:"LEVEL" help:"到哪一级算不通过：error 或 warning；默认 error|what fails the check: error or warning; default: error"`
}

// Run checks the site and writes the findings to stdout.
func (v *checkVerb) Run(c *console) error {
	if err := oneOf("--format", v.Format, diag.Formats()...); err != nil {
		return err
	}
	if err := oneOf("--fail-on", v.FailOn, "error", "warning"); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer collectLate()()
	opts, pack, err := v.reading.options(c)
	if err != nil {
		return err
	}
	defer pack.Close() // what is worth keeping is saved before
	opts.Judged = true
	var changes diag.Changes
	if v.Since != "" {
		if changes, err = changedSince(c.folder, v.Since); err != nil {
			return err
		}
	}
	line := c.progress(diag.Say("正在检查……", "checking…"))
	defer line.end()
	r, err := build.Check(ctx, opts)
	if err == nil && v.Fix {
		line.end()
		r, err = v.mend(ctx, c, r, opts)
	}
	if err != nil {
		line.end()
		return interrupted(ctx, err)
	}
	r.Findings = append(r.Findings, build.CheckLook(opts)...).Sort()
	line.end()
	if v.Since != "" {
		r.Findings = changes.Mark(r.Findings, diag.NewSources(opts.Source, nil))
	}
	if err := v.print(c, r.Findings, opts); err != nil {
		return err
	}
	if err := faithful(pack); err != nil {
		return err
	}
	remember(opts.Memo)()
	c.say("检查了 %d 条公开信息：%d 个错误，%d 个警告", "%d documents checked: %d errors, %d warnings",
		len(r.Site.Notices)+len(r.Site.Held), r.Findings.Count(diag.Error), r.Findings.Count(diag.Warning))
	level := diag.Error
	if v.FailOn == "warning" {
		level = diag.Warning
	}
	return verdict(r.Findings, level)
}

// print writes the findings, and the full list to the summary that GitHub
// shows for a step, if it asks for one.
func (v *checkVerb) print(c *console, findings diag.List, opts build.Options) error {
	p := c.printer(c.out, opts.Source)
	switch v.Format {
	case "sarif":
		p.Rules = aboutRules(c.lang)
		p.Prefix = prefix(c.folder)
	case "github", "gitlab":
		p.Prefix = prefix(c.folder)
	}
	path := os.Getenv("GITHUB_STEP_SUMMARY")
	if v.Format != "github" || path == "" {
		return p.Print(c.out, v.Format, findings)
	}
	summary, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	p.Summary = summary
	err = p.Print(c.out, v.Format, findings)
	if closed := summary.Close(); err == nil {
		err = closed
	}
	return err
}

// oneOf is misuse if a value is none of those that there are.
func oneOf(what, value string, values ...string) error {
	if slices.Contains(values, value) {
		return nil
	}
	list := strings.Join(values, ", ")
	if near := fields.Nearest(value, values); near != "" {
		return misuse("%[1]s 没有“%[2]s”，是不是 %[4]s？可用的：%[3]s", "%[1]s has no %[2]q, did you mean %[4]s? There are: %[3]s", what, value, list, near)
	}
	return misuse("%[1]s 没有“%[2]s”。可用的：%[3]s", "%[1]s has no %[2]q. There are: %[3]s", what, value, list)
}
