package attachment

import (
	"bytes"
	"encoding/xml"
	"errors"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/svg"
)

// What a browser, or a computer, would run. A page that lies beside a notice is
// a page of the site, whose scripts have the site's rights; from a disk no
// header says otherwise. So it is refused by its kind, and a drawing is looked
// through.
var (
	asPage    = diag.Say("是网页，打开时会运行里面的代码，不能当附件", "it is a web page, and code in it would run when it is opened: it cannot be an attachment")
	asProgram = diag.Say("是程序或者脚本，不能当附件", "it is a program or a script and cannot be an attachment")
	asXML     = diag.Say("是 XML，浏览器打开时会运行里面的代码，不能当附件；数据用 .csv 或 .json", "it is XML, and code in it would run in a browser: it cannot be an attachment; data are .csv or .json")
)

var largeDrawing = diag.Say("图超过 %d 兆；另存为 .png", "the drawing has more than %d MiB; save it as .png", svg.MaxSize>>20)

// refused are the kinds that are not published, by the endings of their names.
var refused = kindsOf(map[string]diag.Text{
	"html htm xhtml xht xhtm shtml shtm stm mht mhtml mhtm hta htc htt maff webarchive asp aspx jsp jspx php phtml cgi cfm swf": asPage,
	"xml xsl xslt xsd xspf rdf rss atom svgz mathml mml wsdl kml gml opml":                                                      asXML,
	"js mjs cjs jse ts wasm vbs vbe vb wsf wsh ws ps1 psm1 bat cmd com exe msi msix scr pif cpl dll sys reg inf lnk url desktop jar jnlp apk app deb rpm dmg pkg sh bash py rb pl command appref-ms scf hlp chm gadget library-ms settingcontent-ms iso img vhd css": asProgram,
})

// kindsOf spreads lists of endings.
func kindsOf(lists map[string]diag.Text) map[string]diag.Text {
	m := map[string]diag.Text{}
	for endings, why := range lists {
		for _, e := range strings.Fields(endings) {
			m["."+e] = why
		}
	}
	return m
}

// asCopy are files that a server takes for the packed copy of another: it sends
// a.svg.gz to those who ask for a.svg, as what a.svg is, and nobody looked into it.
var asCopy = diag.Say("会被服务器当作另一个文件的压缩副本发给读者，不能当附件；解开后放原来的文件", "a server would send it as the packed copy of another file: it cannot be an attachment; unpack it and put the file itself here")

// packedKinds are the kinds of files that packed copies are made of, and those
// that are refused.
var packedKinds = kindsOf(map[string]diag.Text{"csv tsv txt md json geojson svg ics webmanifest": asCopy})

// activeKind is why a file may not be published, by its name alone.
func activeKind(name string) diag.Text {
	kind := strings.ToLower(path.Ext(name))
	if kind == ".gz" || kind == ".br" || kind == ".zst" {
		inner := strings.ToLower(path.Ext(name[:len(name)-len(kind)]))
		if refused[inner].ZH != "" || packedKinds[inner].ZH != "" {
			return asCopy
		}
	}
	return refused[kind]
}

// looksLikePage reports whether a browser that guesses would take a file of an
// unknown kind for a page.
func looksLikePage(head []byte) bool {
	kind := http.DetectContentType(head)
	return strings.HasPrefix(kind, "text/html") || strings.HasPrefix(kind, "text/xml")
}

// drawing is an SVG file: its words are read as those of any text, and what
// would run in it is told. What is published is cleaned besides.
func drawing(src []byte) Report {
	r := plain(src)
	shown(src, &r)
	_, active, err := svg.Clean(src)
	switch {
	case errors.Is(err, svg.ErrSize):
		r.Active = largeDrawing
	case errors.Is(err, svg.ErrComplex):
		r.Active = diag.Say("图层层引用，画起来没有尽头；另存为 .png", "the drawing is nested or drawn again without end; save it as .png")
	case err != nil:
		r.Active = diag.Say("不是完好的 UTF-8 编码的 SVG，或者自己定义了实体；用绘图软件另存为“普通 SVG”，或者 .png", "it is no well-formed SVG in UTF-8, or defines entities; save it as plain SVG, or as .png")
	case len(active) > 0:
		list := strings.Join(active, "、")
		r.Active = diag.Say("图里有会运行的代码或者从别处加载的内容：%s；用绘图软件另存为“普通 SVG”，或者 .png", "the drawing holds code that would run, or loads from elsewhere: %s; save it as plain SVG, or as .png", list)
	}
	return r
}

// shown reads a drawing as it is shown: characters that are written by their
// numbers, and words whose letters stand in elements of their own. What stands
// in its lines was found there.
func shown(src []byte, r *Report) {
	where := named(diag.Say("图里的文字", "the words of the drawing"))
	var l lines
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			l.line(b.String(), where)
			b.Reset()
		}
	}
	d := xml.NewDecoder(bytes.NewReader(src))
	d.Strict = false
	from, letters := 0, false // where the text element at hand begins; whether single letters came before
	for {
		token, err := d.RawToken()
		if err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			for _, a := range t.Attr {
				if numbered(a.Value) && t.Name.Local != "path" {
					l.line(a.Value, where)
				}
			}
			if t.Name.Local == "text" {
				from = b.Len()
			}
		case xml.CharData:
			b.Write(bytes.TrimSpace(t))
		case xml.EndElement:
			switch t.Name.Local {
			case "tspan", "a", "textPath":
			case "text":
				one := utf8.RuneCountInString(b.String()[min(from, b.Len()):]) == 1
				if !one || b.Len() > longestWord {
					flush()
				}
				letters = one
			default:
				if !letters {
					flush()
				}
			}
		}
	}
	flush()
	var more Report
	l.scan(&more)
	r.addNew(more.Hits)
}

// addNew adds hits that are not found yet.
func (r *Report) addNew(hits []Hit) {
	known := make(map[string]bool, len(r.Hits))
	for _, h := range r.Hits {
		known[h.Key] = true
	}
	for _, h := range hits {
		if !known[h.Key] {
			known[h.Key] = true
			r.Hits = append(r.Hits, h)
		}
	}
}
