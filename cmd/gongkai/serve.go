package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"gongkai/generator/build"
	"gongkai/generator/diag"
	"gongkai/generator/serve"
)

type serveVerb struct {
	Port       *int `short:"p" placeholder:"N" help:"端口；默认 8080，被占用时用后面的|the port; default: 8080, or the next free one"`
	Open       bool `help:"打开浏览器|open the browser"`
	Poll       bool `help:"定时查看文件有没有变，用于网络共享文件夹|look for changes again and again, for shared folders on a network"`
	Drafts     bool `help:"草稿也显示|show drafts too"`
	Future     bool `help:"发布日期还没到的也显示|show what is dated after today too"`
	Components bool `help:"另加一页 components.html，列出主题的全部组件，改样式时用|add the page components.html with all components of the theme, for changing it"`
	Jobs       int  `placeholder:"N" help:"同时处理几个文件；默认按处理器个数|how many files are worked on at a time; default: one a processor"`
}

const (
	usualPort = 8080
	pollEvery = 700 * time.Millisecond
)

func (*serveVerb) more() diag.Text {
	return diag.Text{
		ZH: "只有本机能访问。内容有错误时，页面上会列出问题，下面仍是上一次的网页；改好后自动恢复。按 Ctrl+C 结束。",
		EN: "Only this machine can see it. While there are errors they are laid over the last good page,\nand go away by themselves once they are mended. Ctrl+C ends it.",
	}
}

// Run serves until it is interrupted.
func (v *serveVerb) Run(c *console) error {
	if _, err := c.options(); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ln, err := v.listen()
	if err != nil {
		return err
	}
	address := "http://" + ln.Addr().String() + "/"
	fmt.Fprintln(c.err, diag.Say("预览地址：%s（按 Ctrl+C 结束）", "serving %s (Ctrl+C ends it)", address).In(c.lang))
	if v.Open {
		openBrowser(c, address)
	}
	memory := build.NewMemory()
	shown := false // whether a build was good, so that there are pages to keep
	done := func(b serve.Built, took time.Duration, err error) {
		c.rebuilt(b, took, err, shown)
		shown = shown || b.Tree != nil
		go runtime.GC() // while the page is looked at, and not while the next one is waited for
	}
	opts := serve.Options{Folder: c.folder, Lang: c.lang, Done: done,
		Build: func(ctx context.Context) (serve.Built, error) { return v.build(ctx, c, memory) }}
	if v.Poll {
		opts.Poll = pollEvery
	}
	return serve.New(opts).Run(ctx, ln)
}

func (v *serveVerb) listen() (net.Listener, error) {
	port := usualPort
	if v.Port != nil {
		port = *v.Port
	}
	if port < 0 || port > 65535 {
		return nil, misuse("没有 %d 这个端口", "there is no port %d", port)
	}
	ln, err := serve.Listen(port, v.Port != nil)
	if err != nil {
		return nil, exit{ioTrouble, portTrouble(port, err)}
	}
	return ln, nil
}

// portTrouble says why a port can't be had, and what to do.
func portTrouble(port int, err error) diag.Text {
	switch {
	case caused(err, portTaken):
		return diag.Say("端口 %d 被别的程序占用。用 -p 换一个，或者不写 -p", "port %d is in use by another program. Choose another with -p, or leave -p out", port)
	case caused(err, portDenied):
		return diag.Say("系统不让用端口 %d。用 -p 换一个大于 1024 的", "the system does not give away port %d. Choose one above 1024 with -p", port)
	}
	return diag.Say("端口 %d 用不了：%v", "port %d cannot be used: %v", port, err)
}

// build is one build for the server. Folders of layouts or a theme may have
// come since the last one, and the day may have changed.
func (v *serveVerb) build(ctx context.Context, c *console, memory *build.Memory) (serve.Built, error) {
	opts, err := c.options()
	if err != nil {
		return serve.Built{}, err
	}
	opts.Drafts, opts.Future, opts.Jobs, opts.Memory = v.Drafts, v.Future, v.Jobs, memory
	opts.Components = v.Components
	r, err := build.Run(ctx, opts)
	if err != nil {
		return serve.Built{}, err
	}
	return serve.Built{Tree: r.Tree, Base: r.Site.Portal.Base(), Findings: r.Findings}, nil
}

// rebuilt tells the terminal what the browser is told. before says whether there
// are pages of an earlier build.
func (c *console) rebuilt(b serve.Built, took time.Duration, err error, before bool) {
	if err != nil {
		why := explain(err)
		if end := (exit{}); errors.As(err, &end) {
			why = end.why
		}
		fmt.Fprintln(c.err, diag.Say("没有生成。", "the build failed: ").In(c.lang)+why.In(c.lang))
		return
	}
	if opts, err := c.options(); err == nil {
		_ = c.show(b.Findings, opts) // stderr is gone: nobody to tell
	}
	wrong, warnings := b.Findings.Count(diag.Error), b.Findings.Count(diag.Warning)
	now := time.Now().Format("15:04:05")
	switch {
	case b.Tree == nil && !before:
		c.say("%s %d 个错误，%d 个警告：还没有网页可以显示", "%s %d errors, %d warnings: there is no page to show yet", now, wrong, warnings)
		return
	case b.Tree == nil:
		c.say("%s %d 个错误，%d 个警告：显示的还是上一次的网页", "%s %d errors, %d warnings: still showing the pages of before", now, wrong, warnings)
		return
	}
	c.say("%s 已更新，用时 %d 毫秒；%d 个警告", "%s built in %d ms; %d warnings", now, took.Milliseconds(), warnings)
}

func openBrowser(c *console, address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		c.say("打不开浏览器（%v），请自己打开上面的地址", "no browser could be opened (%v): open the address yourself", err)
		return
	}
	go cmd.Wait() // so that it leaves no dead process behind
}
