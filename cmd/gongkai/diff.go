package main

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"gongkai/generator/build"
	"gongkai/generator/compare"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/site"
)

type diffVerb struct {
	Base   string `required:"" placeholder:"REV" help:"和 git 的哪个版本比，例如 origin/main|the revision of git to compare with, such as origin/main"`
	Format string `default:"markdown" placeholder:"FORMAT" help:"markdown（默认）或 json|markdown (the default) or json"`
}

func (*diffVerb) more() diag.Text {
	return diag.Text{
		ZH: "列出这次改动让公众看到什么不同：增加、减少、换了网址的页面（旧网址还打不打得开），改动了的法定内容。\n没有提交的改动也算。检查的问题不在这里列，用 gongkai check。",
		EN: "What the public will see differently: pages that come, go or move (and whether old addresses still\nanswer), and statutory contents that change, with what is not committed yet. For findings: gongkai check.",
	}
}

// Run compares the site with the one at a revision.
func (v *diffVerb) Run(c *console) error {
	if err := oneOf("--format", v.Format, "markdown", "json"); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	opts, err := c.options()
	if err != nil {
		return err
	}
	rev, err := commit(c.folder, v.Base)
	if err != nil {
		return err
	}
	before, err := siteAt(ctx, c.folder, rev, opts)
	if err != nil {
		return interrupted(ctx, err)
	}
	after, err := build.Check(ctx, opts)
	if err != nil {
		return interrupted(ctx, err)
	}
	report := compare.Sites(before, after.Site)
	if v.Format == "json" {
		return report.JSON(c.out, c.lang, v.Base)
	}
	return report.Markdown(c.out, c.lang, v.Base)
}

// siteAt assembles the site of a folder as it is at a commit, from a copy of
// its content that is removed again.
func siteAt(ctx context.Context, folder, rev string, opts build.Options) (*site.Site, error) {
	dir, err := os.MkdirTemp("", "gongkai-diff-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if err := extract(ctx, folder, rev, root); err != nil {
		return nil, err
	}
	opts.Source = root.FS()
	r, err := build.Check(ctx, opts)
	if err != nil {
		return nil, err
	}
	return r.Site, nil
}

// extract writes the content folder of a commit below root. A commit without
// one leaves it empty: then everything is new.
func extract(ctx context.Context, folder, rev string, root *os.Root) error {
	tree := rev + ":" + filepath.ToSlash(prefix(folder)) + content.Root
	if _, err := git(folder, "cat-file", "-e", tree); err != nil {
		return nil
	}
	// From a folder within, git archives that folder of the tree.
	top, err := git(folder, "rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "git", "-C", strings.TrimSpace(string(top)), "archive", "--format=tar", "--prefix="+content.Root+"/", tree)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	err = unpack(tar.NewReader(out), root)
	_, _ = io.Copy(io.Discard, out) // so that git can end
	if ended := cmd.Wait(); err == nil {
		err = ended
	}
	return err
}

// unpack writes the folders and plain files of an archive below root, which
// lets nothing out. Links are left away: the check refuses them as well.
func unpack(in *tar.Reader, root *os.Root) error {
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := filepath.FromSlash(h.Name)
		switch h.Typeflag {
		case tar.TypeDir:
			err = root.MkdirAll(name, 0o755)
		case tar.TypeReg:
			err = unpackFile(in, root, name)
		}
		if err != nil {
			return err
		}
	}
}

func unpackFile(in io.Reader, root *os.Root, name string) error {
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := root.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, in)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
