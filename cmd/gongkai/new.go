package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"gongkai/generator/build"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/fields"
	"gongkai/generator/site"
)

type newVerb struct {
	Kind  string   `arg:"" help:"文件种类：notice 公开信息、agency 机构、guide 指南、regulation 制度、letter 来信，写中文也可以|notice, agency, guide, regulation or letter; Chinese names will do"`
	Words []string `arg:"" name:"title" help:"发布机构（编号或名称）和标题；只有一个机构时可以不写机构|the agency (id or name) and the title; with one agency only it may be left out"`
}

func (*newVerb) more() diag.Text {
	return diag.Text{
		ZH: `例如：
  gongkai new notice finance 关于2026年部门预算的通知
  gongkai new 来信 县交通运输局 关于通村客车班次的咨询
  gongkai new agency finance 示范县财政局      第一个词是新机构的英文编号
  gongkai new guide finance                    指南不用写标题
新的公开信息、制度和来信是草稿，不会发布。文件路径显示在标准输出。`,
		EN: `For example:
  gongkai new notice finance 关于2026年部门预算的通知
  gongkai new letter transport 关于通村客车班次的咨询
  gongkai new agency finance 示范县财政局      the first word is the new agency's id
  gongkai new guide finance                    a guide needs no title
A new notice, regulation or letter is a draft and will not be published. The path goes to stdout.`,
	}
}

// makable is a kind of file that can be made anew.
type makable struct {
	kind  string   // as in content.Shapes
	names []string // other names
}

func makables() []makable {
	return []makable{
		{"notice", []string{"公开信息", "信息"}},
		{"agency", []string{"机构"}},
		{"guide", []string{"公开指南", "指南"}},
		{"regulation", []string{"制度"}},
		{"letter", []string{"来信", "信件"}},
	}
}

func makableKinds() []string {
	var list []string
	for _, m := range makables() {
		list = append(list, m.kind)
	}
	return list
}

func kindNamed(name string) (string, error) {
	var words []string
	for _, m := range makables() {
		for _, w := range append([]string{m.kind}, m.names...) {
			if w == name {
				return m.kind, nil
			}
			words = append(words, w)
		}
	}
	return "", oneOf("new", name, words...)
}

// Run makes the file and writes its path to stdout.
func (v *newVerb) Run(c *console) error {
	kind, err := kindNamed(v.Kind)
	if err != nil {
		return err
	}
	opts, err := c.options()
	if err != nil {
		return err
	}
	if _, err := fs.Stat(opts.Source, config.Path); err != nil {
		return misuse("“%s”里没有 content/portal.yaml，不是网站文件夹。新建网站：gongkai init 文件夹名", "%q has no content/portal.yaml and is no site. A new one: gongkai init DIR", c.folder)
	}
	opts.Drafts, opts.Future = true, true // numbers of drafts are taken too
	r, err := build.Check(context.Background(), opts)
	if err != nil {
		return err
	}
	d := draft{kind: kind, site: r.Site, source: opts.Source, today: c.today(), lang: c.lang}
	if err := d.take(v.Words); err != nil {
		return err
	}
	if err := d.decide(); err != nil {
		return err
	}
	if err := createFile(c.folder, d.path, d.text()); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return misuse("已经有 %s", "%s is there already", d.path)
		}
		return err
	}
	if d.agency == nil && kind == "notice" {
		c.say("没有写发布机构，索引号留空：请在文件里填写，或者重新运行，写上机构", "no agency was given, so there is no index number: fill both in, or run this again with the agency")
	}
	_, err = fmt.Fprintln(c.out, c.named(d.path))
	return err
}

// take reads the words of the command: [AGENCY] TITLE.
func (d *draft) take(words []string) error {
	if len(words) > 2 {
		return misuse("最多写两个词：机构和标题。标题里有空格的，用引号括起来", "there are two words at most, the agency and the title. Quote a title with spaces in it")
	}
	d.title = oneLine(words[len(words)-1])
	switch {
	case d.kind == "agency":
		if len(words) == 2 {
			d.slug = words[0]
			if !plainSlug.MatchString(d.slug) {
				return misuse("机构编号“%s”只能用小写英文字母、数字和连字符", "the agency's id %q may have lower-case letters, digits and hyphens only", d.slug)
			}
		}
	case d.kind == "guide":
		agency, err := findAgency(d.site, words[0])
		if err != nil {
			return err
		}
		d.agency, d.slug = agency, agency.ID
		if len(words) == 1 {
			d.title = ""
		}
		return nil
	case len(words) == 2:
		agency, err := findAgency(d.site, words[0])
		if err != nil {
			return err
		}
		d.agency = agency
	case len(d.site.Agencies) == 1:
		d.agency = d.site.Agencies[0]
	}
	if d.title == "" {
		return misuse("标题是空的", "the title is empty")
	}
	return nil
}

// findAgency finds an agency by its id, its name or its short name.
func findAgency(s *site.Site, word string) (*site.Agency, error) {
	var words []string
	for _, a := range s.Agencies {
		if word == a.ID || word == a.Name.V || word == a.Short.V {
			return a, nil
		}
		words = append(words, a.ID, a.Name.V, a.Short.V)
	}
	if near := fields.Nearest(word, words); near != "" {
		return nil, misuse("没有“%[1]s”这个机构，是不是 %[2]s？", "there is no agency %[1]q, did you mean %[2]s?", word, near)
	}
	return nil, misuse("没有“%s”这个机构，机构在 content/agencies 文件夹里", "there is no agency %q: they are in content/agencies", word)
}

// createFile makes a file that is not there yet, inside the folder.
func createFile(folder, name, text string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	name = filepath.FromSlash(name)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// free finds a name in a folder of the source that is not taken, in any case.
func free(source fs.FS, folder, slug string) string {
	taken := map[string]bool{}
	entries, err := fs.ReadDir(source, folder)
	if err == nil { // else there is no such folder, and nothing is taken
		for _, e := range entries {
			taken[strings.ToLower(strings.TrimSuffix(e.Name(), ".md"))] = true
		}
	}
	name := slug
	for n := 2; taken[name] || reserved.MatchString(name); n++ {
		name = fmt.Sprintf("%s-%d", slug, n)
	}
	return path.Join(folder, name+".md")
}

// shapeNamed describes a kind of file.
func shapeNamed(kind string) fields.Shape {
	for _, s := range content.Shapes() {
		if s.Kind == kind {
			return s
		}
	}
	return fields.Shape{Kind: kind}
}
