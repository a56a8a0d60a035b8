package build_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	chromium "gongkai/generator/browser"
)

// The pictures in testdata/looks are what pages of each kind look like, small
// and in grey, for review: they show what a style sheet did to pages that
// nobody had in mind. go test -run TestInBrowser/looks -update takes them anew.

const looksFolder = "testdata/looks"

// look is how a page is looked at.
type look struct {
	name   string
	width  int64
	scale  float64
	dark   bool
	script string // run before the picture is taken
}

// looked is how much of a page is looked at, in CSS pixels.
const looked = 1600

var (
	looks = []look{{name: "360", width: 360, scale: 1. / 3}, {name: "1280", width: 1280, scale: 1. / 5}}
	// What some pages are looked at besides.
	moods = []look{{name: "360-dark", width: 360, scale: 1. / 3, dark: true}, {name: "360-elder", width: 360, scale: 1. / 3, script: `document.querySelector("[data-elder]").click()`}}
)

func looking(t *testing.T, start context.Context, county published) {
	_, root := serveAt(t, county.files, "/", true)
	b := newTab(t, start)
	b.open(root + "index.html")
	if !b.standardType() {
		if chromium.Required() {
			t.Fatal("the pages are not set in Noto CJK, so their pictures can't be compared, and GONGKAI_BROWSER=required")
		}
		t.Skip("the pages are not set in Noto CJK on this machine, so their pictures were not compared")
	}
	seen := map[string]bool{}
	for _, address := range county.every(t) {
		how := looks
		if address == "index.html" || address == county.rich(t).Address || address == "mailbox.html" {
			how = append(append([]look{}, looks...), moods...)
		}
		for _, l := range how {
			name := fmt.Sprintf("%s-%s.png", strings.ReplaceAll(strings.TrimSuffix(address, ".html"), "/", "-"), l.name)
			seen[name] = true
			b.compare(filepath.Join(looksFolder, name), b.look(root+address, l))
		}
	}
	list, err := os.ReadDir(looksFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if !seen[f.Name()] {
			t.Errorf("%s is the picture of no page any more", f.Name())
		}
	}
}

// ask is the answer of the browser to a command.
func ask[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	answer, err := tryAsk(b, command, params)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

func tryAsk[P, R any](b *tab, command cdp.Command[P, R], params P) (answer R, err error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	err = chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		var err error
		answer, err = cdp.Call(ctx, target, command, params)
		return err
	}))
	return answer, err
}

// standardType reports whether Chinese text is set in the type that the
// pictures were taken with.
func (b *tab) standardType() bool {
	b.t.Helper()
	ask(b, css.Enable, cdp.Empty{})
	// The driver asks for the document too when it changes, and all ids of nodes
	// are new then: what was asked for between is asked for again.
	for range 5 {
		document := ask(b, dom.GetDocument, dom.GetDocumentParams{})
		node, err := tryAsk(b, dom.QuerySelector, dom.QuerySelectorParams{NodeID: document.Root.NodeID, Selector: "main h2:not(.unseen)"})
		if err != nil {
			continue
		}
		fonts, err := tryAsk(b, css.GetPlatformFontsForNode, css.GetPlatformFontsForNodeParams{NodeID: node.NodeID})
		if err != nil {
			continue
		}
		for _, f := range fonts.Fonts {
			if strings.HasPrefix(f.FamilyName, "Noto Sans CJK") {
				return true
			}
		}
		return false
	}
	b.t.Fatal("the document does not keep its nodes")
	return false
}

// look takes a picture of the beginning of a page.
func (b *tab) look(address string, l look) *image.Paletted {
	b.t.Helper()
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	b.do(chromedp.EmulateViewport(l.width, 800),
		call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}))
	b.scripts(!strings.HasSuffix(address, "screen.html")) // which tells the time
	b.open(address)
	if l.script != "" {
		is[bool](b, "("+l.script+", true)")
	}
	whole := true
	shot := ask(b, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{CaptureBeyondViewport: &whole,
		Clip: &cdppage.Viewport{Width: float64(l.width), Height: looked, Scale: l.scale}})
	is[bool](b, `(localStorage.clear(), sessionStorage.clear(), true)`)
	picture, err := png.Decode(bytes.NewReader(shot.Data))
	if err != nil {
		b.t.Fatal(err)
	}
	return inGrey(picture)
}

// greys are the sixteen of the pictures.
var greys = func() color.Palette {
	var p color.Palette
	for i := range 16 {
		p = append(p, color.Gray{Y: uint8(i * 17)})
	}
	return p
}()

func inGrey(picture image.Image) *image.Paletted {
	grey := image.NewPaletted(picture.Bounds(), greys)
	draw.Draw(grey, grey.Bounds(), picture, picture.Bounds().Min, draw.Src)
	return grey
}

// unlike is the share of the picture's points that may differ by more than two
// greys: browsers draw the edges of letters each in their own way.
const unlike = .02

// compare holds a picture against the one that was reviewed. The new one is
// kept beside the test's other files where they differ.
func (b *tab) compare(file string, got *image.Paletted) {
	b.t.Helper()
	if *update {
		b.keep(file, got)
		return
	}
	f, err := os.Open(file)
	if err != nil {
		b.t.Errorf("%v: -update takes the picture", err)
		return
	}
	defer f.Close()
	reviewed, err := png.Decode(f)
	if err != nil {
		b.t.Errorf("%s: %v", file, err)
		return
	}
	if share := difference(inGrey(reviewed), got); share > unlike {
		now := filepath.Join(os.TempDir(), "gongkai-looks", filepath.Base(file))
		b.keep(now, got)
		b.t.Errorf("%s: %.1f %% of the page looks otherwise, see %s; -update takes it for right", file, share*100, now)
	}
}

func difference(x, y *image.Paletted) float64 {
	if x.Bounds() != y.Bounds() {
		return 1
	}
	n := 0
	for i := range x.Pix {
		if d := int(x.Pix[i]) - int(y.Pix[i]); d > 2 || d < -2 {
			n++
		}
	}
	return float64(n) / float64(len(x.Pix))
}

func (b *tab) keep(file string, picture image.Image) {
	b.t.Helper()
	var w bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err := encoder.Encode(&w, picture)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(file), 0o755)
	}
	if err == nil {
		err = os.WriteFile(file, w.Bytes(), 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}
