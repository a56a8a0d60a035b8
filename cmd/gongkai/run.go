package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"gongkai/generator/diag"
)

// Exit statuses.
const (
	clean     = 0
	found     = 1 // findings at or above --fail-on
	misused   = 2 // misuse, or broken settings
	ioTrouble = 3 // input or output failed
)

// grammar is the command line. Help texts are in Chinese and English, divided
// by a bar.
type grammar struct {
	common

	Build      buildVerb      `cmd:"" help:"检查内容，没有错误就生成网站|check the content and, if there is no error, write the site"`
	Serve      serveVerb      `cmd:"" help:"在本机预览，保存后自动更新|show the site on this machine and follow every change"`
	Check      checkVerb      `cmd:"" help:"只检查，什么也不写|check only and write nothing"`
	Diff       diffVerb       `cmd:"" help:"这次改动让公众看到什么不同|what a change means for the public"`
	Explain    explainVerb    `cmd:"" help:"说明一条规则：要求、依据、改法|what a rule asks, the law behind it, and the cure"`
	New        newVerb        `cmd:"" form:"KIND [AGENCY] TITLE" help:"新建一份文件，索引号自动编好|make a new file with the next free index number"`
	Init       initVerb       `cmd:"" help:"新建一个县的网站文件夹|make the folder of a new county"`
	Report     reportVerb     `cmd:"" help:"生成年度报告、预算、决算的初稿|draft an annual report, a budget or accounts"`
	Score      scoreVerb      `cmd:"" help:"考核得分：逐项计算，写明依据|scores of the assessment, item by item with evidence"`
	List       listVerb       `cmd:"" help:"列出网站里的信息（CSV 或 JSON）|list what is in the site as CSV or JSON"`
	Sign       signVerb       `cmd:"" help:"给生成的网站签名，防止伪造|sign the site that was built, against forgery"`
	Verify     verifyVerb     `cmd:"" help:"核对一个文件夹或网站，有没有缺少、改动|compare a folder or a site with its list of files"`
	Schema     schemaVerb     `cmd:"" help:"输出内容文件的 JSON Schema|write the JSON Schema of the content files"`
	Version    versionVerb    `cmd:"" help:"显示版本|show the version"`
	Completion completionVerb `cmd:"" help:"输出命令行自动补全脚本|write a completion script for a shell"`
}

// common flags go with every verb.
type common struct {
	Source string `short:"s" default:"." placeholder:"DIR" help:"网站文件夹，里面有 content；默认是当前文件夹|the site's folder, which holds content/; default: the current one"`
	Lang   string `placeholder:"zh|en" help:"提示用的语言；默认按系统设置|language of messages; default: the system's"`
	Clock  string `env:"GONGKAI_CLOCK" placeholder:"DATE" help:"把哪一天当作今天，例如 2026-11-23；默认是北京时间的今天|what counts as today, such as 2026-11-23; default: today in China"`
	Quiet  bool   `short:"q" help:"只显示错误|say nothing but errors"`
	Help   bool   `short:"h" help:"显示用法|show how to use it"`
}

// exit ends a verb with a status. Its words, if any, have to be said still.
type exit struct {
	status int
	why    diag.Text
}

func (e exit) Error() string { return e.why.EN }

// misuse is the end of a verb that was asked for something it can't do.
func misuse(zh, en string, args ...any) error { return exit{misused, diag.Say(zh, en, args...)} }

// run is the whole program: it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &console{in: stdin, out: stdout, err: stderr, lang: languageOf(args)}
	err := dispatch(c, args)
	var end exit
	switch {
	case err == nil:
		return clean
	case errors.As(err, &end):
		if why := end.why.In(c.lang); why != "" {
			fmt.Fprintln(stderr, why)
		}
		return end.status
	default:
		fmt.Fprintln(stderr, explain(err).In(c.lang))
		return ioTrouble
	}
}

func dispatch(c *console, args []string) error {
	if len(args) > 0 && args[0] == "help" {
		args = append(args[1:len(args):len(args)], "--help")
	}
	var g grammar
	parser, err := newParser(&g)
	if err != nil {
		return err
	}
	if asked, verb := askedForHelp(parser, args); asked {
		return writeHelp(c.out, c.lang, parser.Model, verb)
	}
	if len(args) == 0 {
		if err := writeHelp(c.err, c.lang, parser.Model, nil); err != nil {
			return err
		}
		return exit{status: misused}
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		return mistake(err)
	}
	if err := c.settle(g.common); err != nil {
		return err
	}
	return ctx.Run(c, parser.Model)
}

func newParser(g *grammar) (*kong.Kong, error) {
	return kong.New(g, kong.Name("gongkai"), kong.NoDefaultHelp(),
		kong.Description("把一个文件夹的公开信息变成县政府信息公开网。|Turns a folder of notices into a county's disclosure portal."))
}

// askedForHelp looks for the help flag before anything is checked, so that it
// helps with an incomplete command too.
func askedForHelp(parser *kong.Kong, args []string) (bool, *kong.Node) {
	ctx, err := kong.Trace(parser, args)
	if err != nil {
		return false, nil
	}
	for _, p := range ctx.Path {
		if p.Flag != nil && p.Flag.Name == "help" {
			return true, ctx.Selected()
		}
	}
	return false, nil
}
