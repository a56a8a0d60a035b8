package render

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"gongkai/generator/content"
	"gongkai/generator/site"
)

// Flow charts are drawn from the top down in a narrow column, so that they
// can be read on a telephone: one box a step, and below a decision one box an
// outcome, set in, each reached by an arrow from the decision's side.
// All numbers are user units of the SVG; the sizes of text are those of the
// theme's chart.css: 18 units are 12 pixels on a telephone 360 wide.
const (
	chartWidth   = 480
	boxLeft      = 30
	boxWidth     = 440
	outcomeLeft  = 90
	outcomeWidth = 380
	spineX       = 60 // where arrows to outcomes come down
	gap          = 34 // between steps
	outcomeGap   = 14
	nameSize     = 20 // size of a step's name
	textSize     = 18 // size of what is said of it
	lineHeight   = 27
	padding      = 18
)

// chart draws the flow chart of a regulation, or returns nil where it has
// none.
func (p page) chart(r *site.Regulation) *Chart {
	flow := r.Flow.V
	if len(flow.Steps) == 0 {
		return nil
	}
	c := &Chart{ID: "chart-" + r.Slug, Title: flow.Title.V, Link: p.link(r.Title.V, r.Address), Width: chartWidth}
	y := 10
	for i, s := range flow.Steps {
		if i > 0 {
			c.arrow(fmt.Sprintf("M%d %dV%d", chartWidth/2, y-gap, y-2))
		}
		y = c.step(s.V, y) + gap
		c.Steps = append(c.Steps, stepText(s.V))
	}
	c.Height = y - gap + 10
	return c
}

func (c *Chart) arrow(path string) { c.Arrows = append(c.Arrows, Arrow{Path: path}) }

// step draws a step and its outcomes and returns where it ends.
func (c *Chart) step(s content.Step, y int) int {
	kind := s.Kind.V
	if kind == "" {
		kind = "step"
	}
	end := c.box(kind, boxLeft, y, boxWidth, s.Name.V, s.Text.V)
	if len(s.Outcomes) == 0 {
		return end
	}
	from := end
	for _, o := range s.Outcomes {
		top := end + outcomeGap
		end = c.box("outcome", outcomeLeft, top, outcomeWidth, o.V.When.V, o.V.Then.V)
		middle := (top + end) / 2
		c.arrow(fmt.Sprintf("M%d %dV%dH%d", spineX, from, middle, outcomeLeft-2))
	}
	return end
}

// box draws a box with a name and a smaller text and returns where it ends.
func (c *Chart) box(kind string, x, y, w int, name, text string) int {
	b := Box{Kind: kind, X: x, Y: y, Width: w}
	inner := w - 2*padding
	at := y + padding + nameSize - 3
	for _, line := range wrap(name, inner, nameSize) {
		b.Lines = append(b.Lines, BoxLine{X: x + w/2, Y: at, Text: line})
		at += lineHeight
	}
	for _, line := range wrap(text, inner, textSize) {
		b.Lines = append(b.Lines, BoxLine{X: x + w/2, Y: at, Text: line, Small: true})
		at += lineHeight
	}
	b.Height = at - lineHeight + padding - y + 4
	if kind == "decision" {
		const nose = 16
		b.Points = fmt.Sprintf("%d,%d %d,%d %d,%d %d,%d %d,%d %d,%d", x, y+b.Height/2, x+nose, y, x+w-nose, y, x+w, y+b.Height/2, x+w-nose, y+b.Height, x+nose, y+b.Height)
	}
	c.Boxes = append(c.Boxes, b)
	return y + b.Height
}

// noLineStart may not begin a line of Chinese text (GB/T 15834).
const noLineStart = "，。、；：？！）》”’」』】〕·"

// wrap breaks a text into lines that fit, counting a Chinese character as one
// em and others as 0.56 of it.
func wrap(s string, room, size int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for _, r := range s {
		w := size * 56 / 100
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth || k == width.EastAsianAmbiguous {
			w = size
		}
		if used+w > room && !strings.ContainsRune(noLineStart, r) {
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		line.WriteRune(r)
		used += w
	}
	if line.Len() > 0 {
		lines = append(lines, line.String())
	}
	return lines
}

func stepText(s content.Step) ChartStep {
	out := ChartStep{Name: s.Name.V, Text: s.Text.V}
	for _, o := range s.Outcomes {
		out.Outcomes = append(out.Outcomes, o.V.When.V+"："+o.V.Then.V)
	}
	return out
}

// chartSheet is the style sheet of pages with a flow chart.
func chartSheet(has bool) string {
	if has {
		return "chart.css"
	}
	return ""
}

func (p page) anyChart() bool {
	return slices.ContainsFunc(p.Regulations, func(r *site.Regulation) bool { return len(r.Flow.V.Steps) > 0 })
}
