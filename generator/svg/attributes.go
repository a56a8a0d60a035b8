package svg

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
)

// elements that are kept.
var elements = set(`svg g defs symbol use switch path rect circle ellipse line polyline polygon image text tspan textPath
	title desc style linearGradient radialGradient stop clipPath mask pattern marker filter
	feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
	feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
	feSpotLight feTile feTurbulence`)

// kept are the attributes of no name space that are kept; none of them can
// run anything. Those that may refer to something are judged besides.
var kept = set(`id class style role lang x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height d points pathLength viewBox preserveAspectRatio
	version baseProfile transform gradientTransform patternTransform gradientUnits patternUnits patternContentUnits clipPathUnits maskUnits maskContentUnits
	markerUnits markerWidth markerHeight refX refY orient spreadMethod offset rotate textLength lengthAdjust startOffset method spacing side
	filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4 stdDeviation edgeMode order kernelMatrix divisor bias targetX targetY
	preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent limitingConeAngle azimuth elevation z pointsAtX pointsAtY pointsAtZ
	scale xChannelSelector yChannelSelector radius baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude exponent
	alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters color-rendering direction display
	dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font font-family font-size font-size-adjust font-stretch font-style
	font-variant font-weight glyph-orientation-vertical image-rendering isolation letter-spacing lighting-color marker marker-end marker-mid marker-start mask
	mix-blend-mode opacity overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
	stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-orientation text-rendering text-transform transform-origin
	unicode-bidi vector-effect visibility white-space word-spacing writing-mode
	aria-label aria-hidden aria-labelledby aria-describedby`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func (c *cleaner) attributes(element string, list []xml.Attr) {
	id, seen := "", []string{}
	var to []string
	for _, a := range list {
		name := a.Name.Local
		switch {
		case a.Name.Space == "xmlns" || name == "xmlns":
			continue
		case handler(name):
			c.tell(name)
			continue
		case name == "href" && (a.Name.Space == "" || a.Name.Space == xlink):
			target, ok := c.href(element, a.Value)
			if !ok || slices.Contains(seen, "href") {
				continue
			}
			if target != "" {
				to = append(to, target)
			}
			seen = append(seen, "href")
			c.attribute("xlink:href", a.Value)
			continue
		case a.Name.Space == "http://www.w3.org/XML/1998/namespace" && name == "space":
			c.attribute("xml:space", a.Value)
			continue
		case a.Name.Space != "" || !kept[name] || slices.Contains(seen, name):
			continue
		case !plainCSS(a.Value):
			// Any presentation attribute may hold url(…); the others hold no
			// character that plainCSS minds.
			if name == "id" || name == "class" || name == "d" || name == "points" || strings.HasPrefix(name, "aria-") {
				continue
			}
			c.tell(name)
			continue
		}
		seen = append(seen, name)
		if name == "id" {
			id = a.Value
		}
		to = append(to, targets(a.Value)...)
		c.attribute(name, a.Value)
	}
	c.refs.open(element, id, to)
}

func (c *cleaner) attribute(name, value string) {
	c.out.WriteString(" " + name + `="`)
	_ = xml.EscapeText(&c.out, []byte(value)) // into memory, which does not fail
	c.out.WriteByte('"')
}

var (
	picture  = regexp.MustCompile(`^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$`)
	fragment = regexp.MustCompile(`^#[^\s"'()<>\\]+$`)
)

// href judges a reference. target is the id of the element that it leads to.
func (c *cleaner) href(element, value string) (target string, ok bool) {
	value = strings.TrimSpace(value)
	switch {
	case element == "g": // of a link
		if i := strings.IndexByte(value, ':'); i >= 0 && !strings.HasPrefix(strings.ToLower(value), "http") && !strings.HasPrefix(strings.ToLower(value), "mailto:") {
			c.tell(clipped(value[:i+1]))
		}
		return "", false
	case element == "image" && picture.MatchString(value):
		return "", true
	case fragment.MatchString(value):
		return value[1:], true
	case value == "":
		return "", false
	}
	if i := strings.IndexByte(value, ':'); i >= 0 {
		value = value[:i+1]
	}
	c.tell("href " + clipped(value))
	return "", false
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// plainCSS reports whether a style sheet, a declaration or a value loads
// nothing and runs nothing. Escapes and at-rules are for clever people.
func plainCSS(s string) bool {
	if strings.ContainsAny(s, `\@<`) || strings.Contains(s, "/*") {
		return false
	}
	low := strings.ToLower(s)
	for _, word := range []string{"expression", "behavior", "-moz-binding", "javascript", "image(", "image-set(", "src(", "cross-fade(", "element(", "import", "attr("} {
		if strings.Contains(low, word) {
			return false
		}
	}
	return strings.Count(low, "url") == len(targets(s))
}

var local = regexp.MustCompile(`(?i)url\(\s*["']?#([^\s"'()<>\\]+)["']?\s*\)`)

// targets are the ids that a value of CSS refers to.
func targets(s string) []string {
	if !strings.Contains(strings.ToLower(s), "url") {
		return nil
	}
	var ids []string
	for _, m := range local.FindAllStringSubmatch(s, -1) {
		ids = append(ids, m[1])
	}
	return ids
}
