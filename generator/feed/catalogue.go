package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"gongkai/generator/site"
)

// record is a row of the catalogue as open data. The first four columns are
// what the Regulation demands of a catalogue (article 12: 索引、名称、内容概述、
// 生成日期); names are those of the front matter.
type record struct {
	Index     string `json:"index"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Formed    string `json:"formed"`
	Published string `json:"published"`
	Revised   string `json:"revised,omitempty"`
	Agency    string `json:"agency"`
	Number    string `json:"number,omitempty"`
	Category  string `json:"category"`
	Topic     string `json:"topic,omitempty"`
	Genre     string `json:"genre,omitempty"`
	Validity  string `json:"validity,omitempty"`
	Effective string `json:"effective,omitempty"`
	Expires   string `json:"expires,omitempty"`
	Keywords  string `json:"keywords,omitempty"`
	URL       string `json:"url"`
}

var columns = []struct {
	key, label string
	value      func(*record) string
}{
	{"index", "索引号", func(r *record) string { return r.Index }},
	{"title", "名称", func(r *record) string { return r.Title }},
	{"summary", "内容概述", func(r *record) string { return r.Summary }},
	{"formed", "生成日期", func(r *record) string { return r.Formed }},
	{"published", "发布日期", func(r *record) string { return r.Published }},
	{"revised", "修订日期", func(r *record) string { return r.Revised }},
	{"agency", "发布机构", func(r *record) string { return r.Agency }},
	{"number", "发文字号", func(r *record) string { return r.Number }},
	{"category", "公开类别", func(r *record) string { return r.Category }},
	{"topic", "主题分类", func(r *record) string { return r.Topic }},
	{"genre", "体裁", func(r *record) string { return r.Genre }},
	{"validity", "有效性", func(r *record) string { return r.Validity }},
	{"effective", "施行日期", func(r *record) string { return r.Effective }},
	{"expires", "失效日期", func(r *record) string { return r.Expires }},
	{"keywords", "关键词", func(r *record) string { return r.Keywords }},
	{"url", "网址", func(r *record) string { return r.URL }},
}

func (m *maker) record(n *site.Notice) record {
	r := record{Index: n.Index.V, Title: n.Title.V, Summary: oneLine(n.Summary.V), Formed: n.Formed.V.Date.String(), Published: n.Published.V.String(),
		Revised: n.Revised.V.Date.String(), Number: n.Number.V, Validity: n.Validity, Effective: n.Effective.V.Date.String(), Expires: n.Expires.V.Date.String(), URL: m.url(n.Address)}
	names := m.named(n)
	r.Agency, r.Category, r.Topic, r.Genre = names.Agency, names.Category, names.Topic, names.Genre
	words := make([]string, 0, len(n.Keywords))
	for _, k := range n.Keywords {
		words = append(words, k.V)
	}
	r.Keywords = strings.Join(words, "、")
	return r
}

// named are the names of what a notice is filed under.
func (m *maker) named(n *site.Notice) (r record) {
	if n.Agency != nil {
		r.Agency = n.Agency.Name.V
	}
	if n.Category != nil {
		r.Category = n.Category.Name
	}
	if n.Topic != nil {
		r.Topic = n.Topic.Name
	}
	if n.Genre != nil {
		r.Genre = n.Genre.Name
	}
	return r
}

// catalogue is the whole catalogue for harvesting and for Excel.
func (m *maker) catalogue() {
	name := m.Portal.Name.V + "公开目录"
	m.stream("data/catalogue.json", "catalogue", m.jsonRecords, `{"version":1,"name":`+quote(name)+`,"documents":[`, "\n]}\n")
	// Without the byte order mark Excel takes the file for GBK.
	m.stream("data/catalogue.csv", "catalogue", m.csvRecords, "\uFEFF"+csvHead(), "")
	m.stream("data/catalogue.xml", "catalogue", m.xmlRecords, xmlHead+`<catalogue version="1" name="`+attribute(name)+`">`+"\n", "</catalogue>\n")
}

// quote is a JSON string with its characters as they are.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // strings always encode
	return strings.TrimSuffix(b.String(), "\n")
}

func (m *maker) jsonRecords(w *bytes.Buffer) func(*site.Notice) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return func(n *site.Notice) {
		if n != m.Notices[0] {
			w.WriteByte(',')
		}
		w.WriteByte('\n')
		r := m.record(n)
		_ = e.Encode(&r) // structs of strings always encode
		w.Truncate(w.Len() - 1)
	}
}

func csvHead() string {
	row := make([]string, len(columns))
	for i, col := range columns {
		row[i] = col.label
	}
	var b bytes.Buffer
	rows(&b)(row)
	return b.String()
}

func (m *maker) csvRecords(w *bytes.Buffer) func(*site.Notice) {
	row := make([]string, len(columns))
	write := rows(w)
	return func(n *site.Notice) {
		r := m.record(n)
		for i, col := range columns {
			row[i] = inert(col.value(&r))
		}
		write(row)
	}
}

// rows writes rows of a CSV file.
func rows(w *bytes.Buffer) func([]string) {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	return func(row []string) {
		_ = c.Write(row) // a bytes.Buffer never fails
		c.Flush()
	}
}

func (m *maker) xmlRecords(w *bytes.Buffer) func(*site.Notice) {
	return func(n *site.Notice) {
		r := m.record(n)
		w.WriteString("<document>\n")
		for _, col := range columns {
			element(w, col.key, col.value(&r))
		}
		w.WriteString("</document>\n")
	}
}

// formulaStart are the characters, full-width ones too, with which a text
// begins that a spreadsheet takes for a formula.
const formulaStart = "=+-@＝＋－＠\t\r\n"

// inert keeps a spreadsheet from taking a text for a formula.
func inert(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune(formulaStart, first) {
		return "'" + s
	}
	return s
}
