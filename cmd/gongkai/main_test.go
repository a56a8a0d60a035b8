package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gongkai": main})
}

func TestScript(t *testing.T) {
	params := testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "zh_CN.UTF-8")
			// Where Linux, Windows and macOS keep caches.
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			env.Setenv("LocalAppData", filepath.Join(env.WorkDir, ".cache"))
			env.Setenv("HOME", filepath.Join(env.WorkDir, ".home"))
			env.Setenv("CACHE", filepath.Join(env.WorkDir, ".cache"))
			if runtime.GOOS == "darwin" {
				env.Setenv("CACHE", filepath.Join(env.WorkDir, ".home", "Library", "Caches"))
			}
			env.Setenv("GONGKAI_CLOCK", "2026-11-23")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "json": validJSON, "edit": edit, "repeat": repeat, "freeport": freePort, "fetch": fetch, "hears": hears, "sametree": sameTree, "gbk": gbk, "complete": complete, "unzip": unzip, "private": private, "host": host,
		},
	}
	if raceDetector && testing.Short() {
		// The scripts in which several things are done at a time. The others
		// tell of words and files, which are the same.
		params.Dir = ""
		for _, name := range []string{"build", "cache", "check", "delivery", "diff", "list", "serve", "verify"} {
			params.Files = append(params.Files, "testdata/script/"+name+".txtar")
		}
	}
	testscript.Run(t, params)
}

// exits STATUS COMMAND...: the command ends with the status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	status := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var end *exec.ExitError
		if !errors.As(err, &end) {
			ts.Fatalf("%v", err)
		}
		status = end.ExitCode()
	}
	if status != want {
		ts.Fatalf("exit status is %d, want %d", status, want)
	}
}

// json FILE: the file is JSON.
func validJSON(ts *testscript.TestScript, neg bool, args []string) {
	var v any
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &v); err != nil {
		ts.Fatalf("%s: %v", args[0], err)
	}
}

// edit FILE OLD NEW: replaces a text that is there, in one step; \n is a new line.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], `\n`, "\n")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s holds no %q", args[0], args[1])
	}
	name := ts.MkAbs(args[0])
	ts.Check(os.WriteFile(name+".swp", []byte(strings.ReplaceAll(text, args[1], args[2])), 0o644))
	ts.Check(os.Rename(name+".swp", name))
}

// repeat FILE OLD NEW N: puts N lines in the place of a text, in which {n} is the
// number of each.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[3])
	ts.Check(err)
	var lines []string
	for i := range n {
		lines = append(lines, strings.ReplaceAll(args[2], "{n}", strconv.Itoa(i)))
	}
	edit(ts, false, []string{args[0], args[1], strings.Join(lines, "\n")})
}

// complete DIR: a new county with all that the law asks of it, and nothing that is
// marked to be replaced.
func complete(ts *testscript.TestScript, neg bool, args []string) {
	write := func(name, text string) {
		ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0]+"/"+name)), 0o755))
		ts.Check(os.WriteFile(ts.MkAbs(args[0]+"/"+name), []byte(text), 0o644))
	}
	write("content/vocabulary/categories.yaml", "groups:\n  - {id: y2019, name: 法定主动公开内容}\ncategories:\n  - {id: institutions, name: 机构职能, group: y2019, summary: 机关职能。}\n")
	for _, id := range []string{"review", "annual-report", "proactive", "request", "clarification", "coordination"} {
		write("content/regulations/"+id+".md", "---\ntitle: 信息公开制度\nsystem: "+id+"\nagency: office\npublished: 2026-01-05\nsummary: 规定职责和程序。\n---\n\n正文。\n")
	}
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]+"/content"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(p)
		if err != nil || !bytes.Contains(text, []byte("请改")) || filepath.Base(p) == "README.md" {
			return err
		}
		return os.WriteFile(p, bytes.ReplaceAll(text, []byte("请改"), []byte("已改")), 0o644)
	}))
}

// unzip FILE DIR: unpacks an archive.
func unzip(ts *testscript.TestScript, neg bool, args []string) {
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), z))
}

// private FILE: nobody but its owner may read it.
func private(ts *testscript.TestScript, neg bool, args []string) {
	st, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if st.Mode().Perm() != 0o600 {
		ts.Fatalf("%s has the permissions %o", args[0], st.Mode().Perm())
	}
}

// host NAME DIR: serves a folder until the script ends, hides what hosts hide,
// and sets a variable to its address.
func host(ts *testscript.TestScript, neg bool, args []string) {
	files := http.FileServer(http.Dir(ts.MkAbs(args[1])))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/_") || strings.HasPrefix(r.URL.Path, "/.") || r.URL.Path == "/nginx.conf" {
			http.NotFound(w, r)
			return
		}
		files.ServeHTTP(w, r)
	}))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL+"/")
}

// gbk FILE: the bytes of 标题 in another encoding than UTF-8.
func gbk(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("---\n\xb1\xea\xcc\xe2: \xb2\xe2\xca\xd4\n---\n"), 0o644))
}

// freeport NAME: sets a variable to the number of a port that is free.
func freePort(ts *testscript.TestScript, neg bool, args []string) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], strconv.Itoa(ln.Addr().(*net.TCPAddr).Port))
	ts.Check(ln.Close())
}

// hangs is what takes so long: nothing does that ends at all, on a busy machine
// under the race detector either.
const hangs = 5 * time.Minute

// fetch URL STATUS PATTERN: waits until the answer is so.
func fetch(ts *testscript.TestScript, neg bool, args []string) {
	pattern := regexp.MustCompile(args[2])
	last := ""
	for deadline := time.Now().Add(hangs); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		r, err := http.Get(args[0])
		if err != nil {
			last = err.Error()
			continue
		}
		body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		r.Body.Close()
		last = r.Status + "\n" + string(body)
		if err == nil && strconv.Itoa(r.StatusCode) == args[1] && pattern.Match(body) {
			return
		}
	}
	ts.Fatalf("%s: %s", args[0], last)
}

// hears URL PATTERN: a line of the event stream is so.
func hears(ts *testscript.TestScript, neg bool, args []string) {
	pattern := regexp.MustCompile(args[1])
	client := http.Client{Timeout: hangs}
	r, err := client.Get(args[0])
	ts.Check(err)
	defer r.Body.Close()
	for lines := bufio.NewScanner(r.Body); lines.Scan(); {
		if pattern.MatchString(lines.Text()) {
			return
		}
	}
	ts.Fatalf("%s never says %s", args[0], args[1])
}

// sametree A B: two folders hold the same files with the same bytes.
func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	a, b := filesOf(ts, args[0]), filesOf(ts, args[1])
	same := len(a) == len(b)
	for name, text := range a {
		if !bytes.Equal(text, b[name]) {
			same = false
			if !neg {
				ts.Logf("differs: %s", name)
			}
		}
	}
	if same == neg {
		ts.Fatalf("%s (%d files) and %s (%d files): same is %v", args[0], len(a), args[1], len(b), same)
	}
}

func filesOf(ts *testscript.TestScript, dir string) map[string][]byte {
	files := map[string][]byte{}
	root := os.DirFS(ts.MkAbs(dir))
	ts.Check(walkFiles(root, func(name string, text []byte) { files[name] = text }))
	return files
}
