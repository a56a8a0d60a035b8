package ooxml_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/generator/ooxml"
)

// open is a file of parts, by name and text.
func open(t *testing.T, parts ...string) (*ooxml.Package, error) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return ooxml.Open(b.Bytes())
}

func TestKeys(t *testing.T) {
	for name, want := range map[string]string{
		"word/document.xml": "word/document.xml", "/Word/Document.XML": "word/document.xml", `word\document.xml`: "word/document.xml",
		"xl/worksheets/%73.xml": "xl/worksheets/s.xml", "xl/../a.xml": "a.xml", "../../a.xml": "a.xml", "50%.xml": "50%.xml", "表.xml": "表.xml",
	} {
		if got := ooxml.Key(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestPartsAreFound: by relations, and however their names are written.
func TestPartsAreFound(t *testing.T) {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	p, err := open(t,
		"xl/", "",
		"_rels/.rels", `<Relationships><Relationship Id="a" Type="`+office+`officeDocument" Target="gone.xml"/><Relationship Id="b" Type="`+office+`officeDocument" Target="/XL/book.xml"/></Relationships>`,
		"xl/Book.xml", `<workbook><sheets><sheet name="甲" r:id="r1"/><sheet name="乙" r:id="r2" state="hidden"/></sheets></workbook>`,
		"xl/_rels/book.xml.rels", `<Relationships><Relationship Id="r1" Target="sheets/%31.xml"/><Relationship Id="r2" Target="..\b.xml"/><Relationship Id="r3" Type="`+office+`sharedStrings" Target="words.xml"/></Relationships>`,
		`xl\sheets\1.xml`, "<worksheet/>", "B.xml", "<worksheet/>", "xl/words.xml", "<sst><si><t>丙</t></si></sst>")
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := p.Sheets()
	if d := cmp.Diff([]ooxml.Sheet{{Name: "甲", Part: "XL/sheets/1.xml"}, {Name: "乙", Part: "b.xml", Hidden: true}}, sheets); d != "" || err != nil {
		t.Error(d, err)
	}
	for _, s := range sheets {
		if !p.Has(s.Part) {
			t.Errorf("%s is not found", s.Part)
		}
	}
	if list, err := p.Strings(); err != nil || len(list) != 1 || list[0] != "丙" {
		t.Error(list, err)
	}
	if _, err := open(t, "a.xml", "", `A.XML`, ""); !errors.Is(err, ooxml.ErrForm) {
		t.Errorf("two parts that programs take for one: %v", err)
	}
}

// TestEncodings: XML comes in more than one.
func TestEncodings(t *testing.T) {
	for src, want := range map[string]string{
		"<a>\xe5\x8e\xbf</a>":                                        "县",
		"\xef\xbb\xbf<a>\xe5\x8e\xbf</a>":                            "\ufeff县",
		"\xff\xfe<\x00a\x00>\x00\xbfS<\x00/\x00a\x00>\x00":           "县",
		"\xfe\xff\x00<\x00a\x00>S\xbf\x00<\x00/\x00a\x00>":           "县",
		`<?xml version="1.0" encoding="GBK"?><a>` + "\xcf\xd8</a>":   "县",
		`<?xml version="1.0" encoding="windows-1252"?><a>` + "\xe9":  "é",
		`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`:                   "&b;!",
		`<?xml version="1.0" encoding="UTF-16"?><a>` + "in truth 8":  "!",
		`<?xml version="1.0" encoding="x-unknown"?><a>` + "\xcf\xd8": "!",
	} {
		p, err := open(t, "a.xml", src)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		err = p.Each("A.xml", func(xml.StartElement) {}, func(s string) { got += s }, func(string) {})
		if err != nil {
			got += "!"
		}
		if head, _ := p.Head("a.xml"); got != want || !ooxml.IsXML(head) {
			t.Errorf("%q: %q %v, want %q", src, got, err, want)
		}
	}
}
