//go:build linux || darwin

package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// secret is what lies outside of every source, and must not be told.
const secret = "root:x:0:0:secret"

// hostileFolder is a new county with something hostile in it, beside a secret.
func hostileFolder(t *testing.T) (folder, outside string) {
	t.Helper()
	dir := t.TempDir()
	outside = filepath.Join(dir, "outside")
	folder = filepath.Join(dir, "county")
	var out bytes.Buffer
	if status := run([]string{"init", folder, "--county", "青山县", "--lang", "en"}, strings.NewReader(""), &out, &out); status != clean {
		t.Fatal(out.String())
	}
	if err := os.MkdirAll(outside, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"secret.md", "secret.yaml", "base.html", "site.css", "index.md"} {
		if err := os.WriteFile(filepath.Join(outside, name), []byte(secret+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder, outside
}

// TestHostileFiles: links, pipes and the like are told of, nothing is read
// through them, and nothing is waited for.
func TestHostileFiles(t *testing.T) {
	plainPass(t)
	link := func(from, to string) func(*testing.T, string, string) {
		return func(t *testing.T, folder, outside string) {
			at := filepath.Join(folder, from)
			_ = os.RemoveAll(at)
			_ = os.MkdirAll(filepath.Dir(at), 0o755)
			if err := os.Symlink(strings.ReplaceAll(to, "OUT", outside), at); err != nil {
				t.Skip(err)
			}
		}
	}
	pipe := func(name string) func(*testing.T, string, string) {
		return func(t *testing.T, folder, _ string) {
			at := filepath.Join(folder, name)
			_ = os.RemoveAll(at)
			_ = os.MkdirAll(filepath.Dir(at), 0o755)
			if err := syscall.Mkfifo(at, 0o644); err != nil {
				t.Skip(err)
			}
		}
	}
	node := func(name string, mode uint32, device int) func(*testing.T, string, string) {
		return func(t *testing.T, folder, _ string) {
			at := filepath.Join(folder, name)
			_ = os.RemoveAll(at)
			_ = os.MkdirAll(filepath.Dir(at), 0o755)
			if err := syscall.Mknod(at, mode, device); err != nil {
				t.Skip(err) // devices are for root alone
			}
		}
	}
	const zero = 1<<8 | 5 // the number of /dev/zero
	beside := func(make func(*testing.T, string, string)) func(*testing.T, string, string) {
		return func(t *testing.T, folder, outside string) {
			make(t, folder, outside)
			_ = os.WriteFile(filepath.Join(folder, "content/notices/2026/a/index.md"), []byte("---\n---\n"), 0o644)
		}
	}
	for name, c := range map[string]struct {
		make func(t *testing.T, folder, outside string)
		want string // in what is told
	}{
		"a text":              {link("content/notices/2026/a.md", "OUT/secret.md"), "symbolic link"},
		"a text, upwards":     {link("content/notices/2026/a.md", "../../../../outside/secret.md"), "symbolic link"},
		"a text beside":       {link("content/notices/2026/a.md", "../../portal.yaml"), "symbolic link"},
		"a folder":            {link("content/notices/2026/a", "OUT"), "symbolic link"},
		"a year":              {link("content/notices/2027", "OUT"), "symbolic link"},
		"a kind":              {link("content/reports", "OUT"), "symbolic link"},
		"the settings":        {link("content/portal.yaml", "OUT/secret.yaml"), "content/portal.yaml"},
		"the content":         {link("content", "OUT"), "symbolic link"},
		"the content, inside": {link("content", "layouts"), "symbolic link"},
		"round":               {link("content/notices/2026/a", "."), "symbolic link"},
		"a file of proc":      {link("content/hotlines.yaml", "/proc/self/environ"), "symbolic link"},
		"zero":                {link("content/hotlines.yaml", "/dev/zero"), "symbolic link"},
		"layouts":             {link("layouts", "OUT"), "layouts"},
		"a layout":            {link("layouts/base.html", "OUT/base.html"), "layouts"},
		"theme":               {link("theme", "OUT"), "theme"},
		"a style sheet":       {link("theme/site.css", "OUT/site.css"), "theme"},
		"a static file":       {link("theme/static/a.css", "OUT/site.css"), "theme"},
		"a pipe":              {pipe("content/notices/2026/a.md"), "pipe"},
		"a pipe as attachment": {func(t *testing.T, folder, outside string) {
			pipe("content/notices/2026/a/b.pdf")(t, folder, outside)
			_ = os.WriteFile(filepath.Join(folder, "content/notices/2026/a/index.md"), []byte("---\n---\n"), 0o644)
		}, "pipe"},
		"a pipe as the text of a folder": {pipe("content/notices/2026/a/index.md"), "pipe"},
		"a pipe as folder":               {pipe("content/notices/2026/a"), "pipe"},
		"a pipe as year":                 {pipe("content/notices/2026"), "pipe"},
		"a socket":                       {node("content/notices/2026/a.md", syscall.S_IFSOCK|0o644, 0), "socket"},
		"a socket as attachment":         {beside(node("content/notices/2026/a/b.pdf", syscall.S_IFSOCK|0o644, 0)), "socket"},
		"a socket as table":              {node("content/requests/2026.csv", syscall.S_IFSOCK|0o644, 0), "socket"},
		"a device":                       {node("content/notices/2026/a.md", syscall.S_IFCHR|0o644, zero), "device"},
		"a device as attachment":         {beside(node("content/notices/2026/a/b.pdf", syscall.S_IFCHR|0o644, zero)), "device"},
		"a device as settings":           {node("content/portal.yaml", syscall.S_IFCHR|0o644, zero), "portal.yaml"},
		"a pipe as settings":             {pipe("content/portal.yaml"), "pipe"},
		"a pipe as table":                {pipe("content/requests/2026.csv"), "pipe"},
		"a pipe as layout":               {pipe("layouts/base.html"), "pipe"},
		"a pipe as style":                {pipe("theme/site.css"), "pipe"},
		"a pipe as content":              {pipe("content"), "pipe"},
		"a folder called index.md": {func(t *testing.T, folder, _ string) {
			if err := os.MkdirAll(filepath.Join(folder, "content/notices/2026/a/index.md"), 0o755); err != nil {
				t.Fatal(err)
			}
		}, "index.md"},
		"a folder as settings": {func(t *testing.T, folder, _ string) {
			_ = os.Remove(filepath.Join(folder, "content/portal.yaml"))
			if err := os.MkdirAll(filepath.Join(folder, "content/portal.yaml"), 0o755); err != nil {
				t.Fatal(err)
			}
		}, "portal.yaml"},
		"a long name": {func(t *testing.T, folder, _ string) {
			_ = os.WriteFile(filepath.Join(folder, "content/notices/2026", strings.Repeat("a", 252)+".md"), []byte("---\n---\n"), 0o644)
		}, "too long"},
		"deep folders": {func(t *testing.T, folder, _ string) {
			root, err := os.OpenRoot(filepath.Join(folder, "content/notices"))
			if err != nil {
				t.Fatal(err)
			}
			for range 30 {
				if err := root.Mkdir(strings.Repeat("d", 200), 0o755); err != nil {
					t.Fatal(err)
				}
				below, err := root.OpenRoot(strings.Repeat("d", 200))
				root.Close()
				if err != nil {
					t.Fatal(err)
				}
				root = below
			}
			root.Close()
		}, "year of four digits"},
	} {
		t.Run(name, func(t *testing.T) {
			folder, outside := hostileFolder(t)
			c.make(t, folder, outside)
			var out bytes.Buffer
			done := make(chan int, 1)
			go func() {
				done <- run([]string{"build", "--source", folder, "--lang", "en", "--no-cache", "--clock", "2026-11-23"}, strings.NewReader(""), &out, &out)
			}()
			select {
			case status := <-done:
				if status == clean && !strings.Contains(out.String(), "warning") {
					t.Errorf("status %d:\n%s", status, out.String())
				}
			case <-time.After(hangs):
				t.Fatal("it waits without end")
			}
			if !strings.Contains(out.String(), c.want) {
				t.Errorf("%q is not told:\n%s", c.want, out.String())
			}
			if strings.Contains(out.String(), secret) {
				t.Errorf("what lies outside is told:\n%s", out.String())
			}
			published, err := os.ReadFile(filepath.Join(folder, "public", "index.html"))
			if err == nil && bytes.Contains(published, []byte(secret)) {
				t.Error("what lies outside is published")
			}
		})
	}
}

// TestPipesInASite: whoever compares or signs a site waits for no pipe in the
// place of its list or its signature, and leaves nothing behind.
func TestPipesInASite(t *testing.T) {
	plainPass(t)
	folder, _ := hostileFolder(t)
	key := filepath.Join(t.TempDir(), "key")
	attempt := func(args ...string) (int, string) {
		t.Helper()
		var out bytes.Buffer
		done := make(chan int, 1)
		go func() { done <- run(append(args, "--lang", "en"), strings.NewReader(""), &out, &out) }()
		select {
		case status := <-done:
			return status, out.String()
		case <-time.After(hangs):
			t.Fatal("it waits without end")
		}
		return 0, ""
	}
	site := filepath.Join(folder, "public")
	for _, args := range [][]string{{"build", "--source", folder, "--no-cache", "--clock", "2026-11-23"}, {"sign", "--new-key", key}} {
		if status, out := attempt(args...); status != clean {
			t.Fatalf("%s: %d\n%s", args[0], status, out)
		}
	}
	for _, name := range []string{"data/manifest.json", "data/manifest.json.sig"} {
		at := filepath.Join(site, name)
		kept, _ := os.ReadFile(at)
		_ = os.Remove(at)
		if err := syscall.Mkfifo(at, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"verify", site}, {"sign", "--key", key, site}} {
			if status, out := attempt(args...); status == clean && args[0] == "verify" {
				t.Errorf("%s with a pipe as %s: %d\n%s", args[0], name, status, out)
			}
		}
		_ = os.Remove(at)
		if kept != nil {
			if err := os.WriteFile(at, kept, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	// A folder cannot be replaced by a file.
	if err := errors.Join(os.RemoveAll(filepath.Join(site, "data/manifest.json.sig")), os.Mkdir(filepath.Join(site, "data/manifest.json.sig"), 0o755)); err != nil {
		t.Fatal(err)
	}
	if status, out := attempt("sign", "--key", key, site); status == clean {
		t.Errorf("a folder was signed over:\n%s", out)
	}
	if left, _ := filepath.Glob(filepath.Join(site, "data", "*.new")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
