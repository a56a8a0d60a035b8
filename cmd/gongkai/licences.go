package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
)

// licences are the modules and data in the program with the licences that ask
// to be passed on with it. A test writes the file from the module cache, and
// fails when it is out of date:
//
//	go test ./cmd/gongkai -run TestLicences -update
//
//go:embed licences.txt
var licences string

// component is something of others in the program.
type component struct {
	name    string // a module's path, or what it is
	version string // of a module
	licence string // SPDX identifiers, joined by AND
	texts   []licenceText
}

type licenceText struct {
	file    string // as its author calls it
	licence string // SPDX identifier; empty for notices and grants beside it
	text    string
}

const (
	goItself = "Go standard library"
	dataMark = " (data)"
)

// parseLicences reads the file that the test writes: the head of a component
// begins its line, names of files are indented by two spaces, texts by four.
func parseLicences(s string) []component {
	var list []component
	var text *licenceText
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "    ") || line == "":
			if text != nil {
				text.text += strings.TrimPrefix(line, "    ") + "\n"
			}
		case strings.HasPrefix(line, "  "):
			file, licence, _ := strings.Cut(strings.TrimSpace(line), ": ")
			at := &list[len(list)-1]
			at.texts = append(at.texts, licenceText{file: file, licence: licence})
			text = &at.texts[len(at.texts)-1]
		default:
			text = nil
			f := strings.Split(line, " | ")
			list = append(list, component{name: f[0], version: f[1], licence: f[2]})
			if f[0] == goItself {
				list[len(list)-1].version = strings.TrimPrefix(runtime.Version(), "go")
			}
		}
	}
	for _, c := range list {
		for i := range c.texts {
			c.texts[i].text = strings.TrimRight(c.texts[i].text, "\n") + "\n"
		}
	}
	return list
}

// write writes the texts of a component for people.
func (c *component) write(b *strings.Builder) {
	for _, t := range c.texts {
		head := strings.TrimSpace(c.name+" "+c.version) + ": " + t.file
		fmt.Fprintf(b, "\n%s\n%s\n\n%s", head, strings.Repeat("=", len(head)), t.text)
	}
}

// writeCycloneDX writes a bill of materials in the form CycloneDX 1.6. It holds
// no time and no serial number, so that one program has one.
func writeCycloneDX(w io.Writer, about program, parts []component) error {
	type text struct {
		ContentType string `json:"contentType"`
		Content     string `json:"content"`
	}
	type licence struct {
		ID   string `json:"id,omitempty"`
		Name string `json:"name,omitempty"`
		Text text   `json:"text"`
	}
	type licensed struct {
		License licence `json:"license"`
	}
	type part struct {
		Type     string     `json:"type"`
		Ref      string     `json:"bom-ref"`
		Name     string     `json:"name"`
		Version  string     `json:"version,omitempty"`
		PURL     string     `json:"purl,omitempty"`
		Licenses []licensed `json:"licenses,omitempty"`
	}
	type metadata struct {
		Component part `json:"component"`
	}
	bill := struct {
		Schema      string   `json:"$schema"`
		Format      string   `json:"bomFormat"`
		SpecVersion string   `json:"specVersion"`
		Version     int      `json:"version"`
		Metadata    metadata `json:"metadata"`
		Components  []part   `json:"components"`
	}{"http://cyclonedx.org/schema/bom-1.6.schema.json", "CycloneDX", "1.6", 1,
		metadata{part{Type: "application", Ref: "gongkai", Name: "gongkai", Version: strings.TrimSpace(about.version + " " + about.commit)}}, nil}
	for _, c := range parts {
		p := part{Type: "library", Name: c.name, Version: c.version}
		switch name, data := strings.CutSuffix(c.name, dataMark); {
		case data:
			p.Type, p.Name = "data", name
		case c.name == goItself:
			p.PURL = "pkg:golang/std@" + c.version
		default:
			p.PURL = "pkg:golang/" + c.name + "@" + c.version
		}
		if p.Ref = p.PURL; p.Ref == "" {
			p.Ref = p.Name
		}
		for _, t := range c.texts {
			l := licence{ID: t.licence, Text: text{"text/plain", t.text}}
			if t.licence == "" {
				l.Name = t.file
			}
			p.Licenses = append(p.Licenses, licensed{l})
		}
		bill.Components = append(bill.Components, p)
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(bill)
}
