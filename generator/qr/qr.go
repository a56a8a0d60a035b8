// Package qr draws QR codes (ISO/IEC 18004) of addresses, for paper and for
// telephones.
//
// A library encodes; here the smallest version that holds the text is chosen.
// The drawing is the path of an SVG, to be stroked one unit wide, with the quiet
// zone of four modules that the standard asks for. It is small, for it stands
// in every document's page.
//
// Of the eight masks one is always taken: the standard lets an encoder look for
// the evenest, readers read them all, and looking would cost a build of twenty
// thousand pages seconds.
//
// Limits: texts of up to 1,000 bytes, with the middle level of correction: what
// is printed on paper gets folded.
package qr

import (
	"fmt"
	"strconv"
	"sync"

	"rsc.io/qr/coding"
)

// quiet is the width of the margin in modules.
const quiet = 4

// level restores 15 % of the modules.
const level = coding.M

// mask is the checkerboard.
const mask = 0

// maxBytes bounds a text: an address of more is not scanned by anyone.
const maxBytes = 1000

// Code is a drawing of Size by Size modules, margin and all.
type Code struct {
	Size int    // of the view box 0 0 Size Size
	Path string // to be stroked one unit wide
}

// plans are the layouts of modules by version, which are the same for every
// text. There are forty at most.
var plans sync.Map

func planOf(v coding.Version) (*coding.Plan, error) {
	if p, ok := plans.Load(v); ok {
		return p.(*coding.Plan), nil
	}
	p, err := coding.NewPlan(v, level, mask)
	if err != nil {
		return nil, err
	}
	plans.Store(v, p)
	return p, nil
}

// Encode draws a text. Safe for use by several goroutines.
func Encode(text string) (Code, error) {
	if text == "" || len(text) > maxBytes {
		return Code{}, fmt.Errorf("qr: a text of %d bytes", len(text))
	}
	content := coding.String(text)
	v := coding.Version(coding.MinVersion)
	for content.Bits(v) > v.DataBytes(level)*8 {
		if v++; v > coding.MaxVersion {
			return Code{}, fmt.Errorf("qr: a text of %d bytes", len(text))
		}
	}
	p, err := planOf(v)
	if err != nil {
		return Code{}, err
	}
	c, err := p.Encode(content)
	if err != nil {
		return Code{}, err
	}
	return Code{c.Size + 2*quiet, path(c)}, nil
}

// decimal are the numbers below the size of the largest code: twenty thousand
// codes have many millions of them.
var decimal = func() (list [177 + 2*quiet]string) {
	for n := range list {
		list[n] = strconv.Itoa(n)
	}
	return list
}()

// path draws the runs of dark modules row by row, as strokes along the middle
// of the row.
func path(c *coding.Code) string {
	b := make([]byte, 0, 2048)
	for y := range c.Size {
		row := c.Bitmap[y*c.Stride:][:c.Stride]
		black := func(x int) bool { return row[x/8]>>(7-x%8)&1 != 0 }
		at := -1 // where the pen is in this row
		for x := 0; x < c.Size; x++ {
			if !black(x) {
				continue
			}
			from := x
			for x < c.Size && black(x) {
				x++
			}
			if at < 0 {
				b = append(b, 'M')
				b = append(b, decimal[from+quiet]...)
				b = append(b, ' ')
				b = append(b, decimal[y+quiet]...)
				b = append(b, ".5"...)
			} else {
				b = append(b, 'm')
				b = append(b, decimal[from-at]...)
				b = append(b, " 0"...)
			}
			b = append(b, 'h')
			b = append(b, decimal[x-from]...)
			at = x
		}
	}
	return string(b)
}
