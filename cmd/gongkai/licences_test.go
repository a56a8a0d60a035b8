package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write licences.txt anew from the module cache")

// TestLicences: whatever is built into the program, on any system, stands in
// licences.txt in the version that go.mod chooses, with all its licences.
func TestLicences(t *testing.T) {
	want := collectLicences(t)
	if *update {
		if err := os.WriteFile("licences.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if licences == want {
		return
	}
	had, has := heads(licences), heads(want)
	for _, h := range has {
		if !slices.Contains(had, h) {
			t.Errorf("is not in licences.txt: %s", h)
		}
	}
	for _, h := range had {
		if !slices.Contains(has, h) {
			t.Errorf("is in licences.txt and not in the program: %s", h)
		}
	}
	t.Error("licences.txt is out of date: go test ./cmd/gongkai -run TestLicences -update")
}

func heads(s string) []string {
	var list []string
	for line := range strings.Lines(s) {
		if line != "\n" && line[0] != ' ' {
			list = append(list, strings.TrimSpace(line))
		}
	}
	return list
}

// linked is a package in the program.
type linked struct {
	Dir    string
	Module *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// collectLicences makes the text of licences.txt.
func collectLicences(t *testing.T) string {
	t.Helper()
	modules := map[string]string{} // head → folder
	files := map[string]map[string]bool{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, p := range listLinked(t, system) {
			if p.Module == nil || p.Module.Main {
				continue
			}
			name := p.Module.Path + " | " + p.Module.Version
			if modules[name] = p.Module.Dir; files[name] == nil {
				files[name] = map[string]bool{}
			}
			for _, dir := range []string{p.Module.Dir, p.Dir} {
				for _, f := range licenceFiles(t, dir) {
					files[name][f] = true
				}
			}
		}
	}
	var b strings.Builder
	root := runtime.GOROOT()
	if out, err := exec.Command("go", "env", "GOROOT").Output(); err == nil {
		root = strings.TrimSpace(string(out))
	}
	writeComponent(t, &b, goItself+" | ", root, licenceFiles(t, root))
	for _, data := range [][2]string{
		{"github.com/NateScarlet/holiday-cn, days off of 2008 to 2026", "../../generator/calendar/holidays.LICENSE.txt"},
		{"Unicode CLDR, traditional and simplified characters", "../../generator/search/traditional.LICENSE.txt"},
	} {
		writeComponent(t, &b, data[0]+dataMark+" | ", filepath.Dir(data[1]), []string{data[1]})
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		writeComponent(t, &b, name, modules[name], slices.Sorted(maps.Keys(files[name])))
	}
	return b.String()
}

func listLinked(t *testing.T, system string) []linked {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-json=Dir,Module", ".")
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []linked
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p linked
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|copyright|notice|patents|unlicense)([.-].*)?$`)

func licenceFiles(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		if e.Type().IsRegular() && licenceName.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go" {
			list = append(list, filepath.Join(dir, e.Name()))
		}
	}
	return list
}

func writeComponent(t *testing.T, b *strings.Builder, name, dir string, files []string) {
	t.Helper()
	all := map[string]bool{}
	var texts strings.Builder
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(raw), "\r\n", "\n")
		short, err := filepath.Rel(dir, f)
		if err != nil {
			t.Fatal(err)
		}
		id := licenceOf(text)
		if id != "" {
			all[id] = true
		} else if base := strings.ToUpper(filepath.Base(f)); base != "PATENTS" && !strings.HasPrefix(base, "NOTICE") {
			t.Errorf("%s: which licence is %s? Teach licenceOf to know it, and ask whether it may be passed on so", name, short)
		}
		fmt.Fprintf(&texts, "  %s", filepath.ToSlash(short))
		if id != "" {
			fmt.Fprintf(&texts, ": %s", id)
		}
		texts.WriteByte('\n')
		for line := range strings.Lines(strings.Trim(text, "\n") + "\n") {
			texts.WriteString(strings.TrimRight("    "+line, " \t\n") + "\n")
		}
	}
	if len(all) == 0 {
		t.Errorf("%s has no licence", name)
	}
	fmt.Fprintf(b, "%s | %s\n%s", name, strings.Join(slices.Sorted(maps.Keys(all)), " AND "), texts.String())
}

// licenceOf is the SPDX identifier of a licence's text, or "".
func licenceOf(text string) string {
	plain := strings.ToLower(strings.Join(strings.Fields(text), " "))
	has := func(s string) bool { return strings.Contains(plain, s) }
	switch {
	case has("permission is hereby granted, free of charge, to any person obtaining a copy of this software"):
		return "MIT"
	case has("a copy of data files and any associated documentation"):
		return "Unicode-3.0"
	case has("redistribution and use in source and binary forms") && has("neither the name"):
		return "BSD-3-Clause"
	case has("redistribution and use in source and binary forms"):
		return "BSD-2-Clause"
	case has("apache license version 2.0, january 2004") && has("terms and conditions for use, reproduction, and distribution"):
		return "Apache-2.0"
	}
	return ""
}

// TestLicencesAreRead: what the program tells is what the file holds.
func TestLicencesAreRead(t *testing.T) {
	texts := 0
	for _, c := range parseLicences(licences) {
		if c.name == "" || c.version == "" && !strings.HasSuffix(c.name, dataMark) || c.licence == "" || len(c.texts) == 0 {
			t.Errorf("%+v", c)
		}
		for _, l := range c.texts {
			if texts++; len(l.text) < 100 {
				t.Errorf("%s: %s has %d bytes", c.name, l.file, len(l.text))
			}
		}
	}
	if want := strings.Count(licences, "\n  ") - strings.Count(licences, "\n    "); texts != want {
		t.Errorf("%d texts, want %d", texts, want)
	}
}
