package layout

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestOverlay(t *testing.T) {
	lower := files("base.html", "lower", "home.html", "lower", "parts/a.html", "lower", "parts/b.html", "lower", "x/y", "lower", "z", "lower")
	upper := files("home.html", "upper", "parts/b.html", "upper", "parts/c.html", "upper", "x", "upper", "z/deep", "upper")
	o := Overlay(upper, lower)
	if err := fstest.TestFS(o, "base.html", "home.html", "parts/a.html", "parts/b.html", "parts/c.html", "x", "z/deep"); err != nil {
		t.Fatal(err)
	}
	var got []string
	fs.WalkDir(o, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			t.Error(err)
		} else if !d.IsDir() {
			b, err := fs.ReadFile(o, p)
			if err != nil {
				t.Error(err)
			}
			got = append(got, p+"="+string(b))
		}
		return nil
	})
	const want = "base.html=lower home.html=upper parts/a.html=lower parts/b.html=upper parts/c.html=upper x=upper z/deep=upper"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	if _, err := fs.Stat(o, "none"); err == nil {
		t.Error("none: no error")
	}
	if Overlay(nil, lower) == nil || Overlay(upper, nil) == nil {
		t.Error("one layer alone is nothing")
	}
}

func TestCountysOwnLayoutWins(t *testing.T) {
	s := load(t, Overlay(files("parts/footer.html", `{{define "footer"}}<footer>ours</footer>{{end}}`), good()))
	if n := len(s.Names()); n != 2 {
		t.Errorf("%d pages", n)
	}
	if err := s.Check("home", view{}); err != nil {
		t.Error(err)
	}
}
