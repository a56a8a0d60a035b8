package render

import (
	"errors"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/layout"
	"gongkai/layouts"
)

func set(t *testing.T, own fs.FS) *layout.Set {
	t.Helper()
	s, err := layout.Load(layout.Overlay(own, layouts.FS), Funcs())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEachLayoutHasItsView(t *testing.T) {
	s := set(t, nil)
	if err := Check(s); err != nil {
		t.Error(err)
	}
	var names []string
	seen := map[reflect.Type]string{}
	for _, v := range Views() {
		names = append(names, v.Layout)
		kind := reflect.TypeOf(v.Zero).Elem()
		if first, ok := seen[kind]; ok && kind != reflect.TypeFor[PlainView]() {
			t.Errorf("%s and %s share a view", first, v.Layout)
		}
		seen[kind] = v.Layout
		if _, ok := kind.FieldByName("Frame"); !ok {
			t.Errorf("%s has no Frame for base.html", kind)
		}
	}
	if !slices.IsSorted(names) {
		t.Errorf("views are not sorted: %q", names)
	}
	if got := s.Names(); !slices.Equal(got, names) {
		t.Errorf("there are the layouts %q and views for %q", got, names)
	}
}

func TestCheckFindsFaults(t *testing.T) {
	for _, test := range []struct{ name, file, text, want string }{
		{"field", "notice.html", "{{define \"main\"}}\n{{.Titel}}{{end}}", "notice.html:2"},
		{"field of an item", "list.html", "{{define \"main\"}}{{range .Items}}\n\n{{.Titel}}{{end}}{{end}}", "list.html:3"},
		{"branch that is seldom taken", "letter.html", "{{define \"main\"}}{{if .Reply}}{{.Repply}}{{end}}{{end}}", "letter.html:1"},
		{"shared part", "parts/fields.html", "{{define \"fields\"}}{{range .}}{{.Lable}}{{end}}{{end}}{{define \"office\"}}{{end}}", "parts/fields.html:1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := Check(set(t, fstest.MapFS{test.file: {Data: []byte(test.text)}}))
			var found layout.Problems
			if !errors.As(err, &found) || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// TestViewsHoldWhatIsShown: a field that no layout mentions is work for
// nothing, or a page that forgot to show it.
func TestViewsHoldWhatIsShown(t *testing.T) {
	var all strings.Builder
	err := fs.WalkDir(layouts.FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(layouts.FS, p)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[reflect.Type]bool{}
	var walk func(kind reflect.Type)
	walk = func(kind reflect.Type) {
		for kind.Kind() == reflect.Pointer || kind.Kind() == reflect.Slice {
			kind = kind.Elem()
		}
		if kind.Kind() != reflect.Struct || seen[kind] {
			return
		}
		seen[kind] = true
		for f := range kind.Fields() {
			if !f.Anonymous && !strings.Contains(all.String(), "."+f.Name) {
				t.Errorf("no layout shows %s.%s", kind.Name(), f.Name)
			}
			walk(f.Type)
		}
	}
	for _, v := range Views() {
		walk(reflect.TypeOf(v.Zero))
	}
	walk(reflect.TypeFor[TopView]())
	walk(reflect.TypeFor[BottomView]())
}
