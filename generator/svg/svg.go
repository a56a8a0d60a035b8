// Package svg makes a drawing that a stranger sent fit to be published.
//
// Idea: a drawing within a page is inert, but a reader who opens it by itself
// opens a document of the site's own, whose scripts would run with the site's
// rights. From a USB stick no header says otherwise. So what is published is
// not the file but what Clean wrote anew from it: elements and attributes of
// an allow-list, all values escaped, nothing that loads from elsewhere.
//
// Design: one pass over the tokens of encoding/xml. What is not on the list is
// dropped with all that lies in it: remarks of drawing programs, with the
// names of their users, go too. Of what is dropped, that which would have run
// or loaded something is told, for somebody meant it. An element that is
// used by others is drawn again each time, so a file of a few lines can draw
// for hours; how often is computed from who refers to whom (weight.go).
//
// Limits: no animation, no links, no text in HTML (foreignObject), no
// entities of a document type, no encodings but UTF-8: such a file is
// refused or loses them. A style sheet keeps plain rules only.
package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Bounds of a drawing.
const (
	MaxSize     = 8 << 20 // bytes
	maxDepth    = 100     // elements within one another
	maxElements = 200_000
	maxDrawn    = 500_000 // elements, each as often as it is drawn
	maxTold     = 20      // kinds of active content
)

// Why a drawing is refused.
var (
	ErrSize    = errors.New("the drawing has too many bytes")
	ErrXML     = errors.New("the drawing is no well-formed XML in UTF-8")
	ErrRoot    = errors.New("the outermost element is not svg")
	ErrComplex = errors.New("the drawing is nested too deeply, or draws too many things")
)

// Clean returns a drawing without anything but shapes, words and pictures, and
// names what of the source was active: "<script>", "onload", "javascript:".
// Cleaning what is clean changes nothing.
func Clean(src []byte) (out []byte, active []string, err error) {
	if len(src) > MaxSize {
		return nil, nil, ErrSize
	}
	c := cleaner{refs: newRefs()}
	if err := c.walk(bytes.TrimPrefix(src, []byte("\ufeff"))); err != nil {
		return nil, nil, err
	}
	if c.refs.drawn() > maxDrawn || !c.refs.plainPaints() {
		return nil, nil, ErrComplex
	}
	return c.out.Bytes(), c.active, nil
}

// cleaner is the state of one Clean.
type cleaner struct {
	out    bytes.Buffer
	active []string
	open   []string // names of the elements that were written and not closed
	skip   int      // how many elements are open that are dropped
	opened bool     // the last start tag lacks its end still
	count  int
	ended  bool // the outermost element is closed
	sheet  strings.Builder
	refs   *refs
}

func (c *cleaner) tell(what string) {
	if len(c.active) < maxTold && !slices.Contains(c.active, what) {
		c.active = append(c.active, what)
	}
}

func (c *cleaner) walk(src []byte) error {
	d := xml.NewDecoder(bytes.NewReader(src))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%w: %v", ErrXML, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = c.start(t)
		case xml.EndElement:
			c.end()
		case xml.CharData:
			c.text(t)
		case xml.Directive:
			if bytes.ContainsRune(t, '[') {
				err = fmt.Errorf("%w: it defines entities", ErrXML)
			}
		case xml.ProcInst:
			if t.Target == "xml-stylesheet" {
				c.tell("<?xml-stylesheet")
			}
		}
		if err != nil {
			return err
		}
	}
	if !c.ended {
		return ErrRoot
	}
	c.out.WriteByte('\n')
	return nil
}

const (
	space = "http://www.w3.org/2000/svg"
	xlink = "http://www.w3.org/1999/xlink"
)

func (c *cleaner) start(el xml.StartElement) error {
	if c.count++; c.count > maxElements || len(c.open)+c.skip >= maxDepth {
		return ErrComplex
	}
	if c.skip > 0 {
		c.skip++
		c.tellElement(el)
		return nil
	}
	name := el.Name.Local
	if el.Name.Space != space && el.Name.Space != "" {
		name = ""
	}
	if name == "a" { // the words of a link stay
		name = "g"
	}
	switch {
	case len(c.open) == 0 && (name != "svg" || c.ended):
		return ErrRoot
	case !elements[name]:
		c.tellElement(el)
		c.skip = 1
		return nil
	}
	c.closeTag()
	c.open = append(c.open, name)
	c.out.WriteString("<" + name)
	if len(c.open) == 1 {
		c.out.WriteString(` xmlns="` + space + `" xmlns:xlink="` + xlink + `"`)
	}
	c.opened = true
	c.attributes(name, el.Attr)
	return nil
}

// tellElement tells of an element that is dropped and would have run or loaded
// something, or of its handlers.
func (c *cleaner) tellElement(el xml.StartElement) {
	switch name := strings.ToLower(el.Name.Local); name {
	case "script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "audio", "video", "link", "feimage":
		c.tell("<" + el.Name.Local + ">")
	case "set", "animate", "animatetransform", "animatemotion", "animatecolor", "discard":
		for _, a := range el.Attr {
			if a.Name.Local == "attributeName" && (strings.HasSuffix(a.Value, "href") || strings.HasPrefix(a.Value, "on")) {
				c.tell("<" + name + ">")
			}
		}
	}
	for _, a := range el.Attr {
		if handler(a.Name.Local) {
			c.tell(a.Name.Local)
		}
	}
}

func handler(name string) bool { return len(name) > 2 && strings.EqualFold(name[:2], "on") }

func (c *cleaner) end() {
	if c.skip > 0 {
		c.skip--
		return
	}
	name := c.open[len(c.open)-1]
	if name == "style" {
		c.style()
	}
	c.open = c.open[:len(c.open)-1]
	c.refs.close()
	if c.ended = len(c.open) == 0; c.opened {
		c.out.WriteString("/>")
		c.opened = false
		return
	}
	c.out.WriteString("</" + name + ">")
}

// closeTag ends the start tag at hand: something follows in its element.
func (c *cleaner) closeTag() {
	if c.opened {
		c.out.WriteByte('>')
		c.opened = false
	}
}

func (c *cleaner) text(t []byte) {
	switch {
	case c.skip > 0 || len(c.open) == 0 || len(t) == 0:
		return
	case c.open[len(c.open)-1] == "style":
		c.sheet.Write(t)
		return
	}
	c.closeTag()
	escapeText(&c.out, t)
}

// style writes a style sheet if all of it is plain, for what a part of it
// means depends on the rest.
func (c *cleaner) style() {
	sheet := c.sheet.String()
	c.sheet.Reset()
	if sheet == "" {
		return
	}
	if !plainCSS(sheet) {
		c.tell("<style>")
		return
	}
	for _, id := range targets(sheet) {
		c.refs.paint(id)
	}
	c.closeTag()
	escapeText(&c.out, []byte(sheet))
}

// escapeText writes character data as xml.EscapeText does, but for line
// breaks and tabs, which need no escape there.
func escapeText(w *bytes.Buffer, t []byte) {
	for _, r := range string(t) {
		switch r {
		case '<':
			w.WriteString("&lt;")
		case '>':
			w.WriteString("&gt;")
		case '&':
			w.WriteString("&amp;")
		case '\r':
			w.WriteString("&#xD;")
		default:
			w.WriteRune(r)
		}
	}
}
