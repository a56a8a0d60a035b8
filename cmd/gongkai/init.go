package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"

	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
)

// county is the smallest complete site, of the county 某某县. Dates and the
// folders of years stand as YYYY-MM-DD and YYYY.
//
//go:embed all:county
var county embed.FS

type initVerb struct {
	Dir    string `arg:"" help:"新文件夹|the new folder"`
	County string `default:"某某县" placeholder:"NAME" help:"县的名称，例如 青山县|the county's name, such as 青山县"`
	Force  bool   `help:"文件夹里已经有文件时也写；已有的文件不动|write into a folder with files in it too, leaving those as they are"`
}

func (*initVerb) more() diag.Text {
	return diag.Text{
		ZH: "新文件夹里是一个完整的网站，马上可以生成和预览。要换成真实内容的地方都标着“请改”。",
		EN: "The new folder is a complete site that builds at once. What has to be replaced is marked 请改.",
	}
}

var countyName = regexp.MustCompile(`^[\p{Han}\p{L}\p{N}·]{2,20}$`)

// Run writes the files of a new county.
func (v *initVerb) Run(c *console) error {
	if !countyName.MatchString(v.County) {
		return misuse("“%s”不能作县名：只写名称，例如 青山县", "%q is no name of a county: write the name alone, such as 青山县", v.County)
	}
	entries, err := os.ReadDir(v.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case len(entries) > 0 && !v.Force:
		return misuse("文件夹“%s”里已经有文件。换一个新的，或者加 --force（已有的文件不动）", "the folder %q has files in it. Choose a new one, or add --force, which leaves them as they are", v.Dir)
	}
	if err := os.MkdirAll(v.Dir, 0o755); err != nil {
		return err
	}
	written, err := v.write(c)
	if err != nil {
		return err
	}
	c.say("在“%[1]s”里写了 %[2]d 个文件。接着：\n  gongkai serve -s %[1]s    预览\n标着“请改”的地方换成真实的内容，先看 README.md。",
		"%[2]d files written to %[1]q. Next:\n  gongkai serve -s %[1]s    shows the site\nReplace what is marked 请改; README.md tells the order.", v.Dir, written)
	return nil
}

// write makes each file that is not there, and tells of those that are.
func (v *initVerb) write(c *console) (written int, err error) {
	today := c.today()
	fill := strings.NewReplacer("某某县", v.County, "YYYY-MM-DD", today.String(), "YYYY", strconv.Itoa(int(today.Year)))
	put := func(name, text string) error {
		err := createFile(v.Dir, fill.Replace(name), text)
		if errors.Is(err, fs.ErrExist) {
			c.say("已有，没有改动：%s", "kept as it was: %s", fill.Replace(name))
			return nil
		}
		written++
		return err
	}
	err = fs.WalkDir(county, "county", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(county, p)
		if err != nil {
			return err
		}
		return put(strings.TrimPrefix(p, "county/"), fill.Replace(string(text)))
	})
	if err != nil {
		return written, err
	}
	return written, put(path.Join(content.Root, "README.md"), handbook())
}

// handbook is content/README.md: the tables of all fields, in Chinese.
func handbook() string {
	var b strings.Builder
	b.WriteString(`# 内容怎么写

每份文件是一个文本文件，用记事本、WPS文字的纯文本格式或者 VS Code 编辑，保存为 UTF-8。
文件开头两行 ` + "`---`" + ` 之间是字段，一行一个，写成“字段: 值”，冒号用半角，后面空一格。字段名写中文、英文都可以。下面是正文。

新建文件最方便的办法是 ` + "`gongkai new`" + `，字段都已经列好，索引号也编好了。

| 文件 | 放在哪里 |
| --- | --- |
| 公开信息 | ` + "`notices/年份/名称.md`" + `；有附件的建文件夹 ` + "`notices/年份/名称/`" + `，正文叫 ` + "`index.md`" + `，附件放在旁边 |
| 机构 | ` + "`agencies/编号.md`" + ` |
| 公开指南 | ` + "`guide/机构编号.md`" + ` |
| 制度 | ` + "`regulations/名称.md`" + ` |
| 县长信箱来信 | ` + "`mailbox/年份/名称.md`" + ` |
| 热线、查阅点 | ` + "`hotlines.yaml`、`places.yaml`" + ` |
| 本县的放假安排 | ` + "`holidays.yaml`" + ` |
| 公开类别、主题、体裁、制度的名单，名词解释 | ` + "`vocabulary/`" + ` |
| 网站设置 | ` + "`portal.yaml`" + ` |
`)
	for _, shape := range append(content.Shapes(), config.Schema.Shape()) {
		fmt.Fprintf(&b, "\n## %s\n\n| 字段 | 英文名 | 必填 | 意思 | 例子 |\n| --- | --- | --- | --- | --- |\n", shape.Alias)
		rows(&b, "", "", shape)
	}
	return b.String()
}

// rows describes the fields of a shape and, indented by name, their parts.
func rows(b *strings.Builder, zh, en string, shape fields.Shape) {
	for _, f := range shape.Fields {
		must := ""
		if f.Required {
			must = "是"
		}
		about := f.About.ZH
		if options := f.Options; len(options) > 0 {
			if len(f.Names) > 0 {
				options = f.Names
			}
			about += "；可选：" + strings.Join(options, "、")
		}
		fmt.Fprintf(b, "| %s%s | %s%s | %s | %s | %s |\n", zh, f.Alias, en, f.Key, must, cell(about), cell(f.Example))
		if f.Sub != nil {
			rows(b, zh+f.Alias+" → ", en+f.Key+".", *f.Sub)
		}
	}
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
