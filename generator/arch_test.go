package generator

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// floors states the order of the house as data: a room may import rooms of
// later lines, never of its own line or an earlier one.
var floors = [][]string{
	{"cmd/gongkai", "cmd/countygen"},
	{"generator/serve"},
	{"generator/build"},
	{"generator/render", "generator/feed", "generator/search"}, // makers
	{"generator/assets"},
	{"generator/rules"}, // judges
	{"generator/report", "generator/compare"},
	{"generator/site"}, // model
	{"generator/content", "generator/config"},
	{"generator/table"},
	{"generator/fields", "generator/markdown", "generator/layout", "generator/attachment"},                                                                                                               // readers
	{"generator/calendar", "generator/privacy", "generator/diag", "generator/output", "generator/integrity", "generator/cache", "generator/browser", "generator/qr", "generator/ooxml", "generator/svg"}, // ground
	{"generator/disk", "generator/row", "generator/han"},                                                                                                                                                 // what file systems can do
	{"layouts", "theme", "content", "generator"},                                                                                                                                                         // files and nothing else
}

// modules are the modules that the program may be built from, each with its
// reason. Those that only they need come with them.
var modules = map[string]string{
	"github.com/adrg/frontmatter":     "finds front matter in its notations",
	"github.com/alecthomas/kong":      "command line",
	"github.com/andybalholm/brotli":   "packs pages for servers that send .br; the standard library has gzip alone",
	"github.com/bep/imagemeta":        "what cameras note in photographs: places, names",
	"github.com/evanw/esbuild":        "bundles CSS and TypeScript",
	"github.com/fsnotify/fsnotify":    "sees files change, for serve",
	"github.com/goccy/go-yaml":        "YAML with places",
	"github.com/jba/templatecheck":    "checks a county's own layouts against their views",
	"github.com/ledongthuc/pdf":       "text of PDF attachments, for the search for personal data",
	"github.com/mozillazg/go-pinyin":  "file names from Chinese titles, initials of agencies for the search",
	"github.com/pelletier/go-toml/v2": "TOML with places",
	"github.com/tdewolff/minify/v2":   "minifies layouts once, at load",
	"github.com/yuin/goldmark":        "Markdown",
	"golang.org/x/net":                "reads HTML back",
	"golang.org/x/sync":               "errgroup",
	"golang.org/x/sys":                "the swap of two folders on Linux, locks of folders, the console of Windows",
	"golang.org/x/text":               "GBK, widths of characters, folding of names",
	"rsc.io/qr":                       "QR codes of addresses",
}

type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
	Module     *struct{ Path string }
	Standard   bool
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,Deps,Module,Standard"}, args...)...)
	cmd.Dir = ".."
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var all []listed
	for d := json.NewDecoder(out); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	return all
}

func floor(room string) int {
	return slices.IndexFunc(floors, func(rooms []string) bool { return slices.Contains(rooms, room) })
}

func TestArrowsPointDown(t *testing.T) {
	for _, p := range list(t, "./...") {
		room := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "gongkai"), "/")
		from := floor(room)
		if from < 0 {
			t.Errorf("%s has no place in the house: add it to floors in arch_test.go", room)
			continue
		}
		for _, i := range p.Imports {
			to, ours := strings.CutPrefix(i, "gongkai/")
			if ours && floor(to) <= from {
				t.Errorf("%s imports %s, which is not below it", room, to)
			}
		}
	}
}

func TestModulesAreOnTheList(t *testing.T) {
	direct := map[string]bool{}
	all := list(t, "-deps", "./...")
	owner := map[string]string{}
	for _, p := range all {
		if p.Module != nil {
			owner[p.ImportPath] = p.Module.Path
		}
	}
	for _, p := range all {
		if p.Module == nil || p.Module.Path != "gongkai" {
			continue
		}
		for _, i := range p.Imports {
			if m := owner[i]; m != "" && m != "gongkai" {
				direct[m] = true
			}
		}
	}
	for m := range direct {
		if modules[m] == "" {
			t.Errorf("module %s is not on the list in arch_test.go: is it worth a decision?", m)
		}
	}
	for m := range modules {
		if !direct[m] {
			t.Errorf("module %s is on the list and not used", m)
		}
	}
}

func TestEveryRoomTellsItsIdea(t *testing.T) {
	cmd := exec.Command("go", "list", "-f", "{{if not .Doc}}{{.ImportPath}}{{end}}", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if names := strings.Fields(string(out)); len(names) > 0 {
		t.Errorf("packages without a package comment: %s", strings.Join(names, ", "))
	}
}
