package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"gongkai/generator/build"
	"gongkai/generator/cache"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/integrity"
	"gongkai/generator/output"
)

type buildVerb struct {
	reading
	Out         string `short:"o" placeholder:"DIR" help:"写到哪个文件夹；默认是网站文件夹里的 public|where the site is written; default: public in the source folder"`
	BaseURL     string `short:"b" name:"base-url" placeholder:"URL" help:"网站根地址，代替设置里的网址，用于预览|the address of the site's root instead of the settings' one, for previews"`
	Edition     string `placeholder:"offline" help:"offline：做一个压缩包，拷到U盘里双击就能看，不用网络；默认写到网站文件夹里的 offline.zip|offline: one ZIP archive that is read from a USB stick by a double click; default: offline.zip in the source folder"`
	Precompress string `placeholder:"gz,br" help:"网页等文本文件旁边另写压缩好的副本（.gz、.br），供 nginx、Caddy 等直接发送；只压缩变化了的文件|write packed copies (.gz, .br) beside pages and other texts, for nginx, Caddy and others to send; changed files alone are packed"`
	VerifyCache bool   `help:"全部重新生成，并和缓存核对|make everything anew and compare it with the cache"`
	NoSearch    bool   `help:"不做全文检索，用于大网站的快速预览|leave the full-text search out, for a quick preview of a large site"`
	Stats       bool   `help:"列出各阶段用的时间和内存，和这次变了哪些文件（A 新增、M 改动、D 删除），方便只上传变了的|tell the time and memory of each stage and, on standard output, which files changed (A new, M other bytes, D gone), so that only those need to be uploaded"`
}

func (*buildVerb) more() diag.Text {
	return diag.Text{
		ZH: "先检查。有错误时列出全部问题，什么也不写，原来的网站不变。\n写出的文件夹是完整的网站，任何主机都可以托管，也可以拷到U盘里直接打开。",
		EN: "It checks first. If there is an error, all findings are told, nothing is written, and the\nsite of before stays. What is written is the whole site, for any host or for a USB stick.",
	}
}

// Run builds and writes the site.
func (v *buildVerb) Run(c *console) error {
	began := time.Now()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer collectLate()()
	p, err := v.plan(c)
	if err != nil {
		return interrupted(ctx, err)
	}
	p.began = began
	defer p.close()

	line := c.progress(diag.Say("正在检查和生成……", "checking and building…"))
	r, err := build.Run(ctx, p.opts)
	line.end()
	if err != nil {
		return interrupted(ctx, err)
	}
	if err := c.show(r.Findings, p.opts); err != nil {
		return err
	}
	if r.Unchanged {
		p.unchanged(c, r)
		return nil
	}
	if err := faithful(p.pack); err != nil {
		return err
	}
	defer remember(p.opts.Memo)() // while the site is being written
	if err := verdict(r.Findings, diag.Error); err != nil {
		c.say("共 %d 个错误、%d 个警告，网站没有更新。某条规则的说明：gongkai explain 规则名",
			"%d errors, %d warnings: the site was not written. About a rule: gongkai explain RULE",
			r.Findings.Count(diag.Error), r.Findings.Count(diag.Warning))
		return err
	}
	if p.opts.Offline {
		return p.edition(ctx, c, r)
	}
	return p.publish(ctx, c, r)
}

// plan is what a build was asked for, and what it holds open meanwhile.
type plan struct {
	*buildVerb
	began  time.Time
	opts   build.Options
	pack   *cache.Pack
	out    string
	folder *output.Folder // nil for an edition
}

// plan makes of the flags what they ask for, and takes the output folder.
func (v *buildVerb) plan(c *console) (*plan, error) {
	p := &plan{buildVerb: v, out: v.Out}
	var err error
	if p.opts, p.pack, err = v.reading.options(c); err != nil {
		return nil, err
	}
	if err := p.choose(c); err != nil {
		p.close()
		return nil, err
	}
	if !p.opts.Offline {
		if err := p.open(); err != nil {
			p.close()
			return nil, err
		}
	}
	if p.pack != nil {
		p.pack.Verify = v.VerifyCache
	}
	// Without room for temporary files the texts stay in memory.
	p.opts.Spool, _ = cache.NewSpool()
	return p, nil
}

// choose takes in the flags that are a build's own.
func (p *plan) choose(c *console) (err error) {
	if p.opts.BaseURL, err = baseURL(p.BaseURL); err != nil {
		return err
	}
	if p.opts.Compress, err = p.compression(); err != nil {
		return err
	}
	if p.Edition != "" {
		if err := oneOf("--edition", p.Edition, "offline"); err != nil {
			return err
		}
	}
	p.opts.NoSearch, p.opts.Offline = p.NoSearch, p.Edition != ""
	if p.out == "" {
		p.out = filepath.Join(c.folder, map[bool]string{true: "offline.zip", false: "public"}[p.opts.Offline])
	}
	return refuse(p.out, c.folder)
}

// open takes the folder that the site is written to.
func (p *plan) open() (err error) {
	if st, err := os.Stat(p.out); err == nil && !st.IsDir() {
		return misuse("“%s”是文件，不是文件夹，不会覆盖它。换一个文件夹，例如 public", "%q is a file and no folder, and is not written over. Choose a folder, such as public", p.out)
	}
	p.folder, err = output.Open(p.out, packVersion(), integrity.SignaturePath, integrity.SignaturePath+newSuffix)
	if !p.afresh() {
		p.opts.Published = p.folder
	}
	return err
}

// afresh reports whether nothing of before is believed.
func (p *plan) afresh() bool { return p.VerifyCache || p.NoCache }

// close lets go of everything. What is worth keeping was saved before.
func (p *plan) close() {
	p.opts.Spool.Close()
	p.folder.Close()
	p.pack.Close()
}

// unchanged says that the site stays.
func (p *plan) unchanged(c *console, r *build.Result) {
	files, bytes := p.folder.Size()
	report := output.Report{Kept: files, Bytes: bytes}
	c.told(r, report, p.out, time.Since(p.began))
	if p.Stats {
		c.stats([]build.Stage{build.NewStage("unchanged", p.began, 0)}, report, p.pack)
	}
}

// edition writes the archive.
func (p *plan) edition(ctx context.Context, c *console, r *build.Result) error {
	line := c.progress(diag.Say("正在写文件", "writing files"))
	err := writeEdition(ctx, r, p.out)
	line.end()
	if err != nil {
		return interrupted(ctx, err)
	}
	c.say("离线版做好了：公开信息 %d 条，内容截至 %s → %s\n解压到U盘，双击 index.html", "the edition is made: %d documents, as of %s → %s\nunpack it to a USB stick and double-click index.html",
		len(r.Site.Notices), r.Site.Clock, p.out)
	return nil
}

// publish writes the folder.
func (p *plan) publish(ctx context.Context, c *console, r *build.Result) error {
	start := time.Now()
	line := c.progress(diag.Say("正在写文件", "writing files"))
	report, err := p.folder.Write(ctx, r.Tree, output.WriteOptions{Jobs: p.Jobs, Progress: line.step, Notes: r.Notes, Compress: p.opts.Compress, Verify: p.afresh()})
	line.end()
	if err != nil {
		return interrupted(ctx, err)
	}
	r.Stages = append(r.Stages, build.NewStage("write", start, len(report.Written)))
	if err := c.show(r.Limits, p.opts); err != nil {
		return err
	}
	c.told(r, report, p.out, time.Since(p.began))
	if p.Stats {
		c.stats(r.Stages, report, p.pack)
	}
	if n := len(report.Lies); n > 0 && p.VerifyCache {
		return exit{ioTrouble, diag.Say("有 %d 个文件和记下的不一样，已经改正：%s", "%d files were not what was remembered of them, and are put right: %s", n, strings.Join(report.Lies[:min(5, n)], "、"))}
	}
	return nil
}

// baseURL asks of the flag what the settings ask of theirs. An empty one is as
// good as none: workflows hand on what a host may not have told them.
func baseURL(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	if why := config.BaseProblem(s); why != (diag.Text{}) {
		return "", exit{misused, diag.Text{
			ZH: fmt.Sprintf("--base-url 后面的“%s”不能作网站根地址：%s", s, why.ZH),
			EN: fmt.Sprintf("--base-url %q cannot be the address of the site's root: %s", s, why.EN),
		}}
	}
	return s, nil
}

// refuse says no to an output folder in which the source would be lost, the
// site read as content, or another site spoilt.
func refuse(out, folder string) error {
	to, err := real(out)
	if err != nil {
		return err
	}
	for _, name := range []string{"content", "layouts", "theme"} {
		from, err := real(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		if within(from, to) || within(to, from) {
			return misuse("不能写到“%s”：那里有网站的源文件（%s）。换一个文件夹，例如 public", "will not write to %q: the site's source (%s) is there. Choose another folder, such as public", out, name)
		}
	}
	if site := builtAround(to); site != "" {
		return misuse("不能写到“%s”：它在生成的网站“%s”里面，下次生成就更新不了那个网站。换一个文件夹，例如放在它旁边", "will not write to %q: it lies inside a site that was built, %q, which then could not be built again. Choose another folder, such as one beside it", out, site)
	}
	return nil
}

// builtAround is the published site that a path lies in, or "". What stands in
// one and is none of it is a stranger's file to every later build.
func builtAround(path string) string {
	for dir := filepath.Dir(path); dir != path; path, dir = dir, filepath.Dir(dir) {
		if st, err := os.Lstat(filepath.Join(dir, output.Marker)); err == nil && st.Mode().IsRegular() {
			return dir
		}
	}
	return ""
}

// within reports whether a path is a folder or lies in it.
func within(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// interrupted gives errors of a build the words that a user can act on.
func interrupted(ctx context.Context, err error) error {
	var strangers *output.Strangers
	var told exit
	switch {
	case errors.As(err, &told):
		return err
	case ctx.Err() != nil:
		return exit{ioTrouble, diag.Say("中断了，原来的网站没有变", "interrupted: the site of before is as it was")}
	case errors.Is(err, output.ErrBusy):
		return exit{ioTrouble, diag.Say("另一个 gongkai 正在写这个文件夹；等它做完再试", "another gongkai is writing to this folder; try again when it is done")}
	case errors.As(err, &strangers):
		return misuse("网站文件夹里有 %d 个不是 gongkai 生成的文件或文件夹，生成新网站会丢掉它们：%s。先把它们移到别处（要公开的放进 content），再生成",
			"the folder of the site holds %d files or folders that gongkai did not make, and a new site would lose them: %s. Move them away (into content, if they are to be published), and build again",
			len(strangers.Paths), strings.Join(strangers.Paths[:min(5, len(strangers.Paths))], "、"))
	case errors.Is(err, output.ErrNotOurs):
		where, _, _ := strings.Cut(err.Error(), ": "+output.ErrNotOurs.Error())
		return misuse("不会覆盖别人的文件夹：“%s”里有不是 gongkai 生成的文件。换一个空文件夹，或者先把里面的文件移走", "will not overwrite somebody's folder: %q has files in it that no build made. Choose an empty one, or move the files away", where)
	}
	why := explain(err)
	return exit{ioTrouble, diag.Text{ZH: why.ZH + "\n原来的网站没有变", EN: why.EN + "\nthe site of before is as it was"}}
}

// show prints findings for the human; the quiet one sees errors only.
func (c *console) show(findings diag.List, opts build.Options) error {
	var list diag.List
	for _, f := range findings {
		if !c.quiet || f.Severity == diag.Error {
			list = append(list, f)
		}
	}
	return c.printer(c.err, opts.Source).Print(c.err, "text", list)
}

// faithful fails if something that was remembered is not what was made of the
// same bytes now (Pack.Verify).
func faithful(pack *cache.Pack) error {
	if n := len(pack.Mismatches()); n > 0 {
		return exit{ioTrouble, diag.Say("缓存里有 %d 条和重新生成的不一样，这是程序的错误，请报告", "%d results in the cache differ from those made anew: a mistake in the program, please report it", n)}
	}
	return nil
}

// remember begins to save the cache and returns what waits for that. Whether it
// works is of no account to the site.
func remember(memo *content.Memo) (wait func()) {
	var saving sync.WaitGroup
	if memo != nil {
		saving.Go(func() { _ = memo.Save() })
	}
	return saving.Wait
}

// told is the one line at the end.
func (c *console) told(r *build.Result, report output.Report, out string, took time.Duration) {
	seconds := fmt.Sprintf("%.1f", took.Seconds())
	c.say("生成好了：公开信息 %d 条，网页 %d 个；写入 %d 个文件，%d 个没有变，删除 %d 个；警告 %d 个；用时 %s 秒 → %s",
		"built: %d documents, %d pages; %d files written, %d kept, %d removed; %d warnings; %s s → %s",
		r.Documents, r.Pages, len(report.Written), report.Kept, len(report.Removed), r.Findings.Count(diag.Warning), seconds, out)
}

// stats tells humans how long each stage took and how much memory it left in use,
// and machines what to upload, a line for each file: A for a new one, M for one
// with other bytes, D for one that is to go.
func (c *console) stats(stages []build.Stage, report output.Report, pack *cache.Pack) {
	for _, s := range stages {
		fmt.Fprintf(c.err, "  %-10s %8.1f ms %8d %8.1f MiB\n", s.Name, float64(s.Took.Microseconds())/1000, s.Count, float64(s.Heap)/(1<<20))
	}
	fmt.Fprintf(c.err, "  %-10s %11s %8d\n", "bytes", "", report.Bytes)
	fmt.Fprintf(c.err, "  %-10s %11s %8d\n", "cached", "", pack.Len())
	if peak := peakMemory(); peak > 0 {
		fmt.Fprintf(c.err, "  %-10s %11s %8s %8.1f MiB\n", "peak", "", "", float64(peak)/(1<<20))
	}
	list := bufio.NewWriter(c.out)
	defer list.Flush()
	for _, path := range report.Written {
		kind := 'M'
		if _, isNew := slices.BinarySearch(report.New, path); isNew {
			kind = 'A'
		}
		fmt.Fprintf(list, "%c\t%s\n", kind, path)
	}
	for _, path := range report.Removed {
		fmt.Fprintf(list, "D\t%s\n", path)
	}
}
