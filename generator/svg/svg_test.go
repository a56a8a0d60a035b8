package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// drawing wraps the inside of an svg element.
func drawing(inner string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">` + inner + `</svg>`
}

func TestShapesStay(t *testing.T) {
	src := drawing(`<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient><path id="p" d="M0 0L1 1"/></defs>` +
		`<style>.a{fill:url(#g)}</style><g class="a" transform="translate(1)"><use xlink:href="#p"/><text x="1">县 &lt; 乡</text></g>` +
		`<image width="1" height="1" xlink:href="data:image/png;base64,AAAA"/>`)
	out, active, err := Clean([]byte(`<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><!-- 张三 -->` + src))
	if err != nil || len(active) > 0 {
		t.Fatal(err, active)
	}
	for _, part := range []string{`stop-color="#fff"`, `fill:url(#g)`, `xlink:href="#p"`, `县 &lt; 乡`, `data:image/png`, `viewBox="0 0 10 10"`} {
		if !strings.Contains(string(out), part) {
			t.Errorf("%s is missing in %s", part, out)
		}
	}
	if strings.Contains(string(out), "张三") || strings.Contains(string(out), "DOCTYPE") {
		t.Errorf("a remark or a document type stays: %s", out)
	}
}

func TestEditorsRemarksGo(t *testing.T) {
	out, active, err := Clean([]byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:export-filename="C:\Users\zhang\a.png">` +
		`<metadata>zhang</metadata><inkscape:view who="zhang"/><rect width="1" height="1" inkscape:label="zhang"/></svg>`))
	if err != nil || len(active) > 0 || strings.Contains(string(out), "zhang") || !strings.Contains(string(out), "<rect") {
		t.Error(string(out), active, err)
	}
}

func TestActiveContentIsToldAndDropped(t *testing.T) {
	for inner, want := range map[string]string{
		`<script>x()</script>`:                    "<script>",
		`<g><script href="x.js"/></g>`:            "<script>",
		`<rect onload="x()" width="1"/>`:          "onload",
		`<metadata><p onclick="x()"/></metadata>`: "onclick",
		`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>`: "<foreignObject>",
		`<a xlink:href="javascript:x()"><text>a</text></a>`:                           "javascript:",
		`<a href=" JavaScript:x()"><text>a</text></a>`:                                "JavaScript:",
		`<image href="https://evil.example/a.png"/>`:                                  "href https:",
		`<image href="data:image/svg+xml;base64,AAAA"/>`:                              "href data:",
		`<use href="other.svg#a"/>`:                                                   "href other.svg#a",
		`<style>@import "https://evil.example/a.css";</style>`:                        "<style>",
		`<rect style="fill:url(https://evil.example/#a)"/>`:                           "style",
		`<rect fill="url(https://evil.example/#a)"/>`:                                 "fill",
		`<rect style="fill:u\72l(https://evil.example/)"/>`:                           "style",
		`<g><set attributeName="href" to="javascript:x()"/></g>`:                      "<set>",
		`<animate attributeName="onclick" values="x()"/>`:                             "<animate>",
		`<h:script xmlns:h="http://www.w3.org/1999/xhtml">x()</h:script>`:             "<script>",
	} {
		out, active, err := Clean([]byte(drawing(inner)))
		if err != nil || !slices.Equal(active, []string{want}) {
			t.Errorf("%s: %q, %v, want %q", inner, active, err, want)
		}
		harmless(t, out)
	}
	if _, active, err := Clean([]byte(`<?xml-stylesheet href="https://evil.example/a.xsl"?>` + drawing(""))); err != nil || len(active) != 1 {
		t.Errorf("a style sheet of another host: %q, %v", active, err)
	}
}

func TestRefused(t *testing.T) {
	bomb := `<rect id="a0" width="1" height="1"/>`
	for i := 1; i < 12; i++ {
		bomb += fmt.Sprintf(`<g id="a%d">%s</g>`, i, strings.Repeat(fmt.Sprintf(`<use href="#a%d"/>`, i-1), 10))
	}
	pattern := `<pattern id="b0"><rect/></pattern>`
	for i := 1; i < 12; i++ {
		pattern += fmt.Sprintf(`<pattern id="b%d">%s</pattern>`, i, strings.Repeat(fmt.Sprintf(`<rect fill="url(#b%d)"/>`, i-1), 10))
	}
	for name, c := range map[string]struct {
		src  string
		want error
	}{
		"html":          {`<html><body/></html>`, ErrRoot},
		"nothing":       {``, ErrRoot},
		"two roots":     {drawing("") + drawing(""), ErrRoot},
		"not closed":    {`<svg><g>`, ErrXML},
		"laughs":        {`<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>` + drawing(`<text>&b;</text>`), ErrXML},
		"entity":        {drawing(`<text>&nbsp;</text>`), ErrXML},
		"GBK":           {`<?xml version="1.0" encoding="GBK"?>` + drawing(""), ErrXML},
		"depth":         {drawing(strings.Repeat("<g>", 500) + strings.Repeat("</g>", 500)), ErrComplex},
		"depth dropped": {drawing(strings.Repeat("<x>", 500) + strings.Repeat("</x>", 500)), ErrComplex},
		"elements":      {drawing(strings.Repeat("<g/>", maxElements)), ErrComplex},
		"uses":          {drawing(bomb), ErrComplex},
		"patterns":      {drawing(pattern), ErrComplex},
		"itself":        {drawing(`<g id="a"><use href="#a"/></g>`), ErrComplex},
		"by class":      {drawing(`<style>.a{fill:url(#a)}</style><pattern id="a"><rect class="a"/></pattern>`), ErrComplex},
		"size":          {drawing(strings.Repeat(" ", MaxSize)), ErrSize},
	} {
		if out, _, err := Clean([]byte(c.src)); !errors.Is(err, c.want) || out != nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// harmless checks a cleaned drawing by the words of the specification, not by
// those of the cleaner.
func harmless(t *testing.T, out []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(out))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		switch el := token.(type) {
		case xml.StartElement:
			if el.Name.Space != space || slices.Contains([]string{"script", "foreignobject", "set", "animate", "feimage", "a"}, strings.ToLower(el.Name.Local)) {
				t.Errorf("element %s in %s", el.Name.Local, out)
			}
			for _, a := range el.Attr {
				v := strings.ToLower(strings.TrimSpace(a.Value))
				if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") {
					t.Errorf("attribute %s in %s", a.Name.Local, out)
				}
				if a.Name.Local == "href" && !strings.HasPrefix(v, "#") && !strings.HasPrefix(v, "data:image/") {
					t.Errorf("href %q in %s", a.Value, out)
				}
				if i := strings.Index(v, "url("); i >= 0 && !strings.HasPrefix(strings.TrimLeft(v[i+4:], " '\"\t\n\r"), "#") {
					t.Errorf("%s loads %q", a.Name.Local, a.Value)
				}
			}
		case xml.ProcInst, xml.Directive, xml.Comment:
			t.Errorf("%v in %s", token, out)
		}
	}
}

// FuzzClean: whatever comes in, what goes out is harmless, and clean already.
func FuzzClean(f *testing.F) {
	f.Add([]byte(drawing(`<rect width="1" onload="x()"/><script>x()</script>`)))
	f.Add([]byte(drawing(`<style>.a{fill:url(#g)}</style><g id="g"><use xlink:href="#p"/><a href="javascript:x()">y</a></g>`)))
	f.Add([]byte(drawing("<text xml:space='preserve'>a\r\n&#13;\t<![CDATA[<script>]]></text>")))
	f.Add([]byte(drawing(`<image href="data:image/png;base64,AA=="/><rect style="fill:url( '#a' )" filter="url(#b)"/>`)))
	files, err := filepath.Glob("../../theme/static/*.svg")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		out, _, err := Clean(src)
		if err != nil {
			return
		}
		harmless(t, out)
		again, active, err := Clean(out)
		if err != nil || len(active) > 0 || !bytes.Equal(again, out) {
			t.Errorf("cleaned again: %s, %q, %v, of %s", again, active, err, out)
		}
	})
}
