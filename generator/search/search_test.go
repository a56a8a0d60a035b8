package search

import (
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"gongkai/generator/cache"
	"gongkai/generator/output"
)

// doc is a document of the tests: invented, as a county office would write it.
func doc(address, date, title, number, agency, text string) Document {
	return Document{
		Address: address, Date: date, Title: title, Number: number, Index: "99990001/" + date[:min(4, len(date))] + "-" + address[:min(5, len(address))],
		Summary: title + "的主要内容。", Kind: "notice", Agency: agency, Category: "rules", Topic: "farming", Genre: "notice", Text: says(text),
	}
}

func says(text string) func([]byte) ([]byte, error) {
	return func(dst []byte) ([]byte, error) { return append(dst, text...), nil }
}

var names = Labels{
	Kind:   map[string]string{"notice": "公开信息", "agency": "机构"},
	Agency: map[string]string{"office": "珙泉县人民政府办公室", "finance": "珙泉县财政局", "housing": "珙泉县住房和城乡建设局"},
}

// collection is small, in order of date.
func collection() []Document {
	docs := []Document{
		{Address: "agencies/finance.html", Title: "珙泉县财政局", Kind: "agency", Agency: "finance", Keywords: []string{"县财政局"}, Text: says("编制县级预算、决算草案，管理政府采购。\n电话 0999-5012233")},
		doc("a1.html", "2019-03-01", "关于公布2019年行政事业性收费目录的通知", "珙财发〔2019〕7号", "finance", "收费单位应当公示收费标准。\n殡葬服务收费另行规定。"),
		doc("a2.html", "2021-06-30", "农村危房改造补助标准", "珙府办发〔2021〕12号", "housing", "经鉴定为 D 级的危房，一户补助2.8万元；C 级一户补助1.2万元。\n申请由村民委员会评议。"),
		doc("a3.html", "2024-01-15", "关于做好春季植树工作的通知", "珙府办发〔2024〕3号", "office", "各乡镇要在三月底前完成植树造林任务，栽植油松、侧柏。\n苗木由县林业局统一调配。"),
		doc("a4.html", "2026-02-10", "关于做好今冬明春森林防火工作的通知", "珙府办发〔2026〕12号", "office", "严禁携带火种进入林区，春季植树期间不得烧荒。\n举报电话 12119。"),
		doc("a5.html", "2026-05-20", "2025年部门决算公开", "", "finance", "一般公共预算财政拨款支出决算1,234.56万元，“三公”经费支出3.2万元。"),
	}
	for i := range 20 {
		docs = append(docs, doc(fmt.Sprintf("b%02d.html", i), fmt.Sprintf("2026-06-%02d", 1+i), fmt.Sprintf("第%d号抽检公告", i+1), fmt.Sprintf("珙市监〔2026〕%d号", i+1), "office",
			"抽检食品合格。通报各乡镇，做好工作。"))
	}
	return docs
}

// site writes an index and reads the files as a site has them.
func site(t testing.TB, docs []Document) fstest.MapFS {
	t.Helper()
	made, err := Write(docs, names, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return rendered(t, made.Files)
}

func rendered(t testing.TB, files []output.File) fstest.MapFS {
	t.Helper()
	tree := &output.Tree{}
	tree.Add(files...)
	out := fstest.MapFS{}
	for _, p := range tree.Paths() {
		b, err := fs.ReadFile(tree, p)
		if err != nil {
			t.Fatal(err)
		}
		out[p] = &fstest.MapFile{Data: b}
	}
	return out
}

func open(t testing.TB, site fs.FS) *Index {
	t.Helper()
	x, err := Open(site)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func ask(t testing.TB, x *Index, q Query) Result {
	t.Helper()
	r, err := x.Search(q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func addresses(r Result) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.Address)
	}
	return out
}

func TestFirstHit(t *testing.T) {
	x := open(t, site(t, collection()))
	for q, want := range map[string]string{
		"植树工作":                "a3.html", // in a title before in a text
		"植树":                  "a3.html",
		"严禁携带火种":              "a4.html", // any part of a text
		"禁携":                  "a4.html",
		"殡":                   "a1.html", // a rare character alone
		"油松、侧柏":               "a3.html", // with or without punctuation
		"油松侧柏":                "a3.html",
		"珙府办发〔2026〕12号":       "a4.html", // a document number in any brackets
		"珙府办发[2026]12号":       "a4.html",
		"珙府办发（2026）12号":       "a4.html",
		"珙府办发2026 12号":        "a4.html",
		"〔2026〕12号 珙府办发":      "a4.html",
		"珙府办发〔2021〕12号":       "a2.html",
		"２０２１　１２号　珙府办发":       "a2.html", // width
		"農村危房改造補助標準":          "a2.html", // traditional forms
		"d级的危房":               "a2.html", // case, and a gap that nobody types
		"1,234.56":            "a5.html",
		"1234.56":             "", // other words
		"12119":               "a4.html",
		"121":                 "a4.html", // the beginning of a word
		"211":                 "",        // not its middle
		"0999-5012233":        "agencies/finance.html",
		"县财政局":                "agencies/finance.html",
		"珙泉县财政局":              "agencies/finance.html",
		"“三公”经费":              "a5.html",
		"危房 补助":               "a2.html", // words apart
		"补助 林业":               "",        // in no document together
		"2025年部门决算公开":         "a5.html",
		"第7号抽检公告":             "b06.html",
		"99990001/2026-a4.ht": "a4.html",
	} {
		r := ask(t, x, Query{Text: q})
		switch {
		case want == "" && len(r.Hits) > 0 && r.Hits[0].Whole:
			t.Errorf("%q finds %q", q, addresses(r))
		case want != "" && (len(r.Hits) == 0 || r.Hits[0].Address != want):
			t.Errorf("%q finds %q, want %s first", q, addresses(r), want)
		}
		if len(r.Missing) > 0 || r.Outdated {
			t.Errorf("%q misses %q", q, r.Missing)
		}
	}
}

func TestWrongCharacter(t *testing.T) {
	x := open(t, site(t, collection()))
	for q, want := range map[string]string{"春季直树工作": "直", "农村危放改造": "放", "行政事业性收废": "废"} {
		r := ask(t, x, Query{Text: q})
		if !r.Close || len(r.Hits) == 0 || r.Hits[0].Whole || !slices.Equal(r.Dropped, []string{want}) {
			t.Errorf("%q: close %v, dropped %q, want %q; hits %q", q, r.Close, r.Dropped, want, addresses(r))
		}
	}
	if got := addresses(ask(t, x, Query{Text: "春季直树工作", Newest: true})); len(got) == 0 || got[0] != "a3.html" {
		t.Errorf("newest first, the closest are %q", got)
	}
	for _, q := range []string{"qwzx", "火星探测车队", "。，！", "", " ", "-"} {
		if r := ask(t, x, Query{Text: q}); len(r.Hits) > 0 || r.Total > 0 {
			t.Errorf("%q finds %q", q, addresses(r))
		}
	}
}

func TestQuotesAndExclusion(t *testing.T) {
	x := open(t, site(t, collection()))
	for _, test := range []struct {
		q    string
		want []string
	}{
		{"“植树工作”", []string{"a3.html"}},
		{`"植树工作"`, []string{"a3.html"}},
		{"＂植树工作＂", []string{"a3.html"}},
		{"“植树 造林”", []string{"a3.html"}},
		{"“工作植树”", nil},
		{"植树 -防火", []string{"a3.html"}},
		{"植树 －防火", []string{"a3.html"}},
		{"植树 -“防火工作”", []string{"a3.html"}},
		{"-抽检 -决算 -目录 -防火 -补助 -预算", []string{"a3.html"}},
		{"植树 -植树", nil},
	} {
		if got := addresses(ask(t, x, Query{Text: test.q})); !slices.Equal(got, test.want) {
			t.Errorf("%q finds %q, want %q", test.q, got, test.want)
		}
	}
}

func TestFiltersAndCounts(t *testing.T) {
	x := open(t, site(t, collection()))
	for _, test := range []struct {
		q     Query
		total int
	}{
		{Query{Agency: "finance"}, 3},
		{Query{Kind: "agency"}, 1},
		{Query{Year: "2026"}, 22},
		{Query{Agency: "finance", Year: "2026"}, 1},
		{Query{Agency: "nobody"}, 0},
		{Query{From: "2021-06-30", To: "2024-01-15"}, 2},
		{Query{From: "2026-06-15"}, 6},
		{Query{To: "2019-03-01"}, 1}, // what has no date is in no range
		{Query{From: "2030-01-01"}, 0},
		{Query{Text: "工作", Agency: "office", From: "2026-01-01", To: "2026-05-31"}, 1},
		{Query{Text: "通知", Category: "rules"}, 3},
		{Query{Text: "通知", Topic: "farming", Genre: "notice", Validity: ""}, 3},
	} {
		test.q.Counts = true
		r := ask(t, x, test.q)
		if r.Total != test.total || !r.Exact {
			t.Errorf("%+v: %d (exact: %v), want %d", test.q, r.Total, r.Exact, test.total)
		}
		kinds := 0
		for _, f := range r.Facets {
			if f.Facet == "kind" {
				kinds += f.Count
			}
		}
		if kinds != test.total {
			t.Errorf("%+v: the counts of kinds add up to %d, want %d", test.q, kinds, test.total)
		}
	}
}

func TestOrderAndPages(t *testing.T) {
	x := open(t, site(t, collection()))
	r := ask(t, x, Query{Text: "抽检", Newest: true, Limit: 3})
	if got, want := addresses(r), []string{"b19.html", "b18.html", "b17.html"}; !slices.Equal(got, want) || r.Total != 20 {
		t.Errorf("newest first: %q of %d, want %q of 20", got, r.Total, want)
	}
	for _, newest := range []bool{false, true} {
		var all []string
		for offset := 0; offset < 30; offset += 7 {
			all = append(all, addresses(ask(t, x, Query{Text: "工作", Newest: newest, Offset: offset, Limit: 7}))...)
		}
		once := slices.Compact(slices.Sorted(slices.Values(all)))
		if len(all) != 22 || len(once) != 22 {
			t.Errorf("newest %v: pages have %d hits, %d different, want 22", newest, len(all), len(once))
		}
	}
	if r := ask(t, x, Query{Text: "抽检", Offset: 1000}); len(r.Hits) > 0 || r.Total != 20 {
		t.Errorf("beyond the end: %q of %d", addresses(r), r.Total)
	}
}

func TestPassages(t *testing.T) {
	x := open(t, site(t, collection()))
	for q, marked := range map[string][]string{
		"严禁携带":     {"严禁携带"},
		"油松侧柏":     {"油松、侧柏"},
		"Ｄ级":       {"D 级"},
		"危房 补助":    {"危房", "补助", "补助"},
		"2.8万元":    {"2.8万元"},
		"財政撥款支出決算": {"财政拨款支出决算"},
	} {
		r := ask(t, x, Query{Text: q})
		if len(r.Hits) == 0 {
			t.Errorf("%q finds nothing", q)
			continue
		}
		var got []string
		whole := ""
		for _, p := range r.Hits[0].Passage {
			whole += p.Text
			if p.Marked {
				got = append(got, p.Text)
			}
		}
		text := ""
		for _, d := range collection() {
			if d.Address == r.Hits[0].Address {
				b, _ := d.Text(nil)
				text = string(b)
			}
		}
		if !slices.Equal(got, marked) || !strings.Contains(text, whole) {
			t.Errorf("%q marks %q in %q, want %q", q, got, whole, marked)
		}
	}
}

func TestSuggestions(t *testing.T) {
	x := open(t, site(t, collection()))
	var titles []string
	for _, s := range x.Suggest("关于做好") {
		titles = append(titles, s.Title)
	}
	if want := []string{"关于做好今冬明春森林防火工作的通知", "关于做好春季植树工作的通知"}; !slices.Equal(titles, want) {
		t.Errorf("关于做好 suggests %q, want %q", titles, want)
	}
	if n := len(x.cost.Files); n > 2 {
		t.Errorf("suggesting loads %d files", n)
	}
	for _, none := range []string{"", "关", "关于火星", "x"} {
		if got := x.Suggest(none); len(got) > 0 {
			t.Errorf("%q suggests %v", none, got)
		}
	}
	for letters, want := range map[string]string{"czj": "珙泉县财政局", "GQXCZ": "珙泉县财政局", "zfhcx": "珙泉县住房和城乡建设局", "c": "", "xx": ""} {
		got := ""
		if a := x.Agencies(letters); len(a) > 0 {
			got = a[0].Name
		}
		if got != want {
			t.Errorf("%s is %q, want %q", letters, got, want)
		}
	}
}

func TestOutOfOrder(t *testing.T) {
	docs := collection()
	docs[2], docs[4] = docs[4], docs[2]
	if _, err := Write(docs, names, Options{}); err == nil {
		t.Error("documents out of order are taken")
	}
}

func TestFewDocuments(t *testing.T) {
	x := open(t, site(t, nil))
	if r := ask(t, x, Query{Text: "植树", Counts: true, Newest: true, Agency: "a"}); len(r.Hits) > 0 || len(r.Missing) > 0 {
		t.Errorf("an empty index finds %q and misses %q", addresses(r), r.Missing)
	}
	x = open(t, site(t, collection()[3:4]))
	if got := addresses(ask(t, x, Query{Text: "植树"})); !slices.Equal(got, []string{"a3.html"}) {
		t.Errorf("one document: %q", got)
	}
}

// TestText: what no notice should hold does no harm.
func TestText(t *testing.T) {
	odd := "甲\x00乙\u2028丙\u2029</script>\xff\xfe丁\t\"\\\n戊😀己"
	docs := []Document{{Address: "a.html", Title: odd, Date: "", Text: says(odd)}}
	x := open(t, site(t, docs))
	for _, q := range []string{"乙丙", "script丁", "戊", "己"} {
		if r := ask(t, x, Query{Text: q}); len(r.Hits) != 1 || !r.Hits[0].Whole {
			t.Errorf("%q finds %+v", q, r)
		}
	}
}

func TestSameBytes(t *testing.T) {
	docs := collection()
	for i := range 300 {
		docs = append(docs, doc(fmt.Sprintf("c%03d.html", i), "2026-07-01", fmt.Sprintf("第%d批公示", i), "", "office", strings.Repeat(fmt.Sprintf("公示名单第%d批，联系电话%d。\n", i, 1000+i), 1+i%7)))
	}
	want := site(t, docs)
	spool, err := cache.NewSpool()
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	for _, procs := range []int{1, 8} {
		before := runtime.GOMAXPROCS(procs)
		made, err := Write(docs, names, Options{Spool: spool})
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		got := rendered(t, made.Files)
		if len(got) != len(want) {
			t.Errorf("%d processors: %d files, want %d", procs, len(got), len(want))
		}
		for name, f := range want {
			if got[name] == nil || string(got[name].Data) != string(f.Data) {
				t.Errorf("%d processors: %s differs", procs, name)
			}
		}
	}
}

// TestOneMore: a new notice changes the shards of its own units, and the files
// of other documents stay.
func TestOneMore(t *testing.T) {
	var docs []Document
	for i := range 2000 {
		docs = append(docs, doc(fmt.Sprintf("d%04d.html", i), "2026-01-01", fmt.Sprintf("第%d号文件", i), "", "office", invented(i, 300)))
	}
	before := site(t, docs)
	after := site(t, append(docs, doc("new.html", "2026-01-02", "新的通知", "", "office", "只有几个字。")))
	changed := map[string]int{}
	for name, f := range before {
		if after[name] == nil {
			t.Errorf("%s is gone", name)
		} else if string(after[name].Data) != string(f.Data) {
			changed[strings.Split(name, "/")[1]]++
		}
	}
	shards := 0
	for name := range before {
		if strings.HasPrefix(name, "search/i/") {
			shards++
		}
	}
	if changed["f"] > 0 || changed["i"] == 0 || changed["i"] > shards/3 {
		t.Errorf("of %d shards %d change, and %d files of documents", shards, changed["i"], changed["f"])
	}
}

// invented is a text of about so many characters, the same for the same seed.
func invented(seed, length int) string {
	const chars = "县乡镇村民政府公开信息通知办法规定条例实施方案计划预算决算财政补助资金项目工程建设管理服务监督检查食品药品安全生产环境保护水利农业林业教育卫生医疗社会保险养老低保救助住房道路交通"
	list := []rune(chars)
	h := uint32(seed)*2654435761 + 1
	var b strings.Builder
	for i := range length {
		h ^= h << 13
		h ^= h >> 17
		h ^= h << 5
		b.WriteRune(list[h%uint32(len(list))])
		if i%19 == 18 {
			b.WriteString("，")
		}
		if i%97 == 96 {
			b.WriteString("。\n")
		}
	}
	return b.String()
}

// TestRunsOfShards: in a large index the shards of a part are read and sorted
// together. They hold what each would hold alone.
func TestRunsOfShards(t *testing.T) {
	c := newCollected(1000, nil)
	h := uint32(1)
	for i := range 20000 {
		h = h*1664525 + 1013904223
		c.parts.add(newPosting(h&^3, i/20, class(i%classes)))
	}
	const shards, run = 1024, 4
	alone, together := newReader([]*collected{c}), newReader([]*collected{c})
	total := 0
	for first := 0; first < shards; first += run {
		list, err := together.gather(first, run, shards)
		if err != nil {
			t.Fatal(err)
		}
		for s := first; s < first+run; s++ {
			want, err := alone.gather(s, 1, shards)
			if err != nil {
				t.Fatal(err)
			}
			end := before(list, firstKey(s+1, shards))
			if !slices.Equal(list[:end], want) {
				t.Fatalf("shard %d has %d postings, want %d", s, end, len(want))
			}
			list, total = list[end:], total+end
		}
	}
	if total != 20000 {
		t.Errorf("%d postings are in shards", total)
	}
}

// TestDecode: the short way agrees with the long one on any three bytes.
func TestDecode(t *testing.T) {
	for x := range 1 << 24 {
		text := []byte{byte(x >> 16), byte(x >> 8), byte(x)}
		c, size := decode(text)
		if want, n := utf8.DecodeRune(text); c != want || size != n {
			t.Fatalf("%x is %x of %d bytes, want %x of %d", text, c, size, want, n)
		}
	}
}
