package privacy

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// The numbers below are vectors of the standards and of GB 11643 itself; they
// are nobody's.
const (
	id       = "11010519491231002X"
	id2      = "511526199003070016"
	card     = "6217000000000000004"
	card2    = "6222020000000007"
	badLuhn  = "6222021234567890123"
	mobile   = "13800138000"
	credit   = "91350100M000100Y43"
	credit2  = "11441700007280420Y"
	fullID   = "５１１５２６１９９００３０７００１６"
	mathCall = "𝟣𝟥𝟪𝟢𝟢𝟣𝟥𝟪𝟢𝟢𝟢"
)

var kinds = map[Kind]string{ID: "id", Account: "account", Phone: "phone", Passport: "passport", Plate: "plate", Address: "address", Email: "email", Name: "name"}

func found(text string) string {
	var list []string
	for _, h := range Scan(nil, []byte(text)) {
		list = append(list, kinds[h.Kind]+" "+text[h.Off:h.Off+h.Len])
	}
	return strings.Join(list, "; ")
}

func TestScanFinds(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"身份证号" + id + "。", "id " + id},
		{"身份证号11010519491231002x，", "id 11010519491231002x"},
		{"（" + id2 + "）", "id " + id2},
		{"证件 110105 19491231 002X 号", "id 110105 19491231 002X"},
		{"1101051949 1231002 X", "id 1101051949 1231002 X"},
		{"511526-19900307-0016", "id 511526-19900307-0016"},
		{fullID, "id " + fullID},
		{"511526\u200b19900307\u200b0016", "id 511526\u200b19900307\u200b0016"},
		{"511526**19900307**0016", "id 511526**19900307**0016"},
		{"![" + id2 + "](a.jpg)", "id " + id2},
		{"身份证号: \"" + id2 + "\"", "id " + id2},
		{"身份证 110105491231002", "id 110105491231002"},
		{"5.11526199003E+17", "id 5.11526199003E+17"},
		{"5.11526E17", "id 5.11526E17"},
		{"年度 2026 " + id2, "id " + id2},

		{card, "account " + card},
		{"卡号：" + card2, "account " + card2},
		{"6222 0200 0000 0007", "account 6222 0200 0000 0007"},
		{"卡号6222 0200 0000 0007，", "account 6222 0200 0000 0007"},
		{"一卡通账号" + badLuhn, "account " + badLuhn},
		{"王小明，存折 880100123456789", "account 880100123456789"},
		{"示范县农业农村局把补助打入王小明" + card, "account " + card},

		{"联系人手机：" + mobile, "phone " + mobile},
		{mobile, "phone " + mobile},
		{"138 0013 8000", "phone 138 0013 8000"},
		{"138-0013-8000", "phone 138-0013-8000"},
		{"电话 138 0013 8000 139 0013 9000", "phone 138 0013 8000; phone 139 0013 9000"},
		{"+86 138 0013 8000", "phone 138 0013 8000"},
		{"+8613800138000", "phone 13800138000"},
		{"0086-13800138000", "phone 13800138000"},
		{"１３８００１３８０００", "phone １３８００１３８０００"},
		{mathCall, "phone " + mathCall},
		{"0999-5011012/" + mobile, "phone " + mobile},
		{"[打电话](tel:13800138000)", "phone 13800138000"},
		{"手机 1.38001E+10", "phone 1.38001E+10"},
		{"电话0999-5011012，" + mobile + "、13900139000", "phone 13800138000; phone 13900139000"},

		{"护照号码E12345678", "passport E12345678"},
		{"护照 EA1234567", "passport EA1234567"},
		{"车牌号为川A·12345的货车", "plate 川A·12345"},
		{"川AD12345", "plate 川AD12345"},
		{"粤B1234学", "plate 粤B1234学"},
		{"家庭住址：青石镇白果村3组12号", "address 青石镇白果村3组12号"},
		{"住址为城关街道府前路8号2栋3单元502室，", "address 城关街道府前路8号2栋3单元502室"},
		{"邮箱 1234567890@qq.com", "email 1234567890@qq.com"},
		{"13800138000@139.com", "email 13800138000@139.com"},
		{"联系人：王小明，wangxm@163.com", "email wangxm@163.com"},
	} {
		if got := found(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestScanIsSilent(t *testing.T) {
	for _, text := range []string{
		"",
		"130732198502290015",                       // no such day
		"440524188001010014",                       // 1880
		"11010519491231002Y", "110105194912310020", // check digit
		"统一社会信用代码：" + credit, credit2 + "/2021-00050", "1137078555222300XQ/2015-00020",
		"01527918X-2020-153077", "99990001/2026-00012", "6107280000/2024-001005",
		"工商注册号 510423000001234", "510423000001234",
		"12345", "96333", "400-123-4567", "0999-5011012", "010-66001234", "120、110、119",
		"总投资15000000000元", "合计13812345678.50元", "补贴 13512345678 元", "产量13800000000公斤", "金额：1,3812345678",
		"合同编号：13812345678", "备案号13812345678", "订单号 13812345678",
		"https://www.example.com/art/2019/13812345678.html", "/zwgk/t20190305_13812345678.html", "abc13812345678def",
		"2404-511526-04-01-123456", "2404-620102-04-01-123456", "N5115262026000123", "采购项目编号：511526202600012",
		"104.71234567，28.41234567", "1.2E+17", "1.38E+10千瓦时",
		"开户行：中国农业银行示范县支行，户名：示范县财政局，账号：22930101040012345",
		"户名：示范县慈善会\n账号：6217000000000000004",
		"账号：见附件", "138****8000", "510***********1234", "王小明 510526********0016",
		"国办发〔2017〕47号", "GB/T 9704-2012", "ISBN 978-7-01-012345-6", "1949-10-01 2026-11-28",
		"编号 E12345678", "川G5高速公路", "京ICP备12345678号", "京B2-20090059", "湘J型", "S103线K12+345",
		"地址：示范县城关街道府前路1号", "住址登记", "居住在青石镇白果村", "现住房12套",
		"zwgk@shifanxian.example", "联系邮箱：sfxnyj@163.com",
		strings.Repeat("1380013 ", 60), strings.Repeat("9", 500),
		"12 345 678 901 234 567 890", "138 0013 8000 1234 5678",
	} {
		if got := found(text); got != "" {
			t.Errorf("%s: found %s", text, got)
		}
	}
}

func TestScanReadsTables(t *testing.T) {
	list := "# 2026年农村低保对象公示\n\n| 序号 | 姓名 | 身份证号 | 一卡通账号 | 联系电话 | 住址 | 金额（元） |\n| --- | --- | --- | --- | --- | --- | --- |\n" +
		"| 1 | 王小明 | 110105491231002 | 880100123456789 | 13800138000 | 白果村3组12号 | 13900139000 |\n| 2 | 李* | 无 | 无 | 无 | 白果村 | 300 |\n| 合计 | 合计 |  |  |  |  | 300 |\n"
	want := "id 110105491231002; account 880100123456789; phone 13800138000; address 白果村3组12号; name 王小明"
	if got := found(list); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if hits := Scan(nil, []byte(list)); !hits[len(hits)-1].Sensitive {
		t.Error("the list of the poorest is not sensitive")
	}
	offices := "| 单位 | 开户行 | 账号 |\n|---|---|---|\n| 示范县财政局 | 农行 | 22930101040012345 |\n"
	if got := found(offices); got != "" {
		t.Errorf("an office's account: %s", got)
	}
}

func TestMasksKeepWhatManyShare(t *testing.T) {
	for in, want := range map[string]string{
		"身份证" + id: "110***************", "卡号" + card2: "6222************", "电话138 0013 8000": "138********",
		"川A·12345": "川A*****", "1234567890@qq.com": "1***@qq.com", "住址：白果村3组12号": "白果村***", "5.11526199003E+17": "5.1**********E+17",
	} {
		hits := Scan(nil, []byte(in))
		if len(hits) != 1 || hits[0].Masked != want {
			t.Errorf("%s: %+v, want %s", in, hits, want)
		}
	}
}

func TestVeilKeepsPlaces(t *testing.T) {
	for in, want := range map[string]string{
		"电话：" + mobile + "，谢谢": "电话：138********，谢谢",
		"138-0013-8000":        "138-****-****",
		fullID:                 "５１１＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊",
		"住址：白果村3组12号":          "住址：白果村*组**号",
		"川A·12345":             "川A·*****",
		"没有什么":                 "没有什么",
	} {
		got := VeilString(in)
		if got != want || len(got) != len(in) || utf8.RuneCountInString(got) != utf8.RuneCountInString(in) {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
		if again := VeilString(got); again != got {
			t.Errorf("%s: masked twice: %s", in, again)
		}
	}
}

func TestValidNumbers(t *testing.T) {
	for _, s := range []string{id, id2} {
		if !ValidID(s) {
			t.Error(s)
		}
	}
	for _, s := range []string{"130732198502290015", "440524188001010014", "11010519491231002", "a1010519491231002X", "00010519491231002X"} {
		if ValidID(s) {
			t.Error(s)
		}
	}
	for s, want := range map[string]bool{credit: true, credit2: true, "91350100M0001TGQXM": false, "9135": false, "91350100I000100Y43": false} {
		if ValidCreditCode(s) != want {
			t.Error(s)
		}
	}
}

// prose is a page of made official prose: numbers of every kind that may be
// published, and none that may not.
func prose(r *rand.Rand) string {
	var b strings.Builder
	digits := func(n int) string {
		s := ""
		for range n {
			s += fmt.Sprint(r.IntN(10))
		}
		return s
	}
	credit := func() string {
		for {
			s := "9151152" + digits(1) + "MA"
			for range 7 {
				s += string(creditAlphabet[r.IntN(31)])
			}
			for i := range creditAlphabet {
				if code := s + creditAlphabet[i:i+1]; ValidCreditCode(code) {
					return code
				}
			}
		}
	}
	sentence := []func() string{
		func() string {
			return "示政办发〔20" + digits(2) + "〕" + fmt.Sprint(1+r.IntN(99)) + "号文件规定，"
		},
		func() string { return "总投资" + fmt.Sprint(r.Uint64N(20000000000)) + "元，" },
		func() string { return "咨询电话：0999-50" + digits(5) + "、12345，" },
		func() string { return "统一社会信用代码" + credit() + "，" },
		func() string { return "项目代码：20" + digits(2) + "-511526-04-01-" + digits(6) + "，" },
		func() string {
			return "户名：示范县财政局非税收入专户，开户行：农商银行，账号：" + digits(17) + "。"
		},
		func() string { return "采购编号N511526" + digits(10) + "，" },
		func() string { return "坐标为104." + digits(8) + "，28." + digits(8) + "；" },
		func() string { return "完成" + fmt.Sprint(r.Uint64N(20000000000)) + "千瓦时，" },
		func() string { return "宗地编号511526" + digits(12) + "GB" + digits(5) + "，" },
		func() string { return "见 https://www.example.com/art/" + digits(4) + "/" + digits(11) + ".html 。" },
		func() string { return "索引号1151152600" + digits(7) + "Y/2026-" + digits(5) + "，" },
		func() string { return "许可证编号 JY1511526" + digits(7) + "，" },
		func() string { return "地址：示范县城关街道府前路" + fmt.Sprint(1+r.IntN(99)) + "号，" },
		func() string {
			return "20" + digits(2) + "年1月至6月累计" + digits(3) + "." + digits(2) + "万吨，"
		},
		func() string { return "桩号K" + digits(2) + "+" + digits(3) + "，" },
		func() string { return "招标编号：" + digits(11) + "，" },
		func() string {
			return "| " + digits(6) + " | " + digits(4) + "." + digits(2) + " | " + digits(5) + " |\n"
		},
	}
	for b.Len() < 3000 {
		b.WriteString(sentence[r.IntN(len(sentence))]())
		if r.IntN(4) == 0 {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// TestScanIsSilentOnOfficialProse: a thousand pages with office numbers,
// document numbers, amounts and credit codes.
func TestScanIsSilentOnOfficialProse(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	hits := 0
	for range 1000 {
		page := prose(r)
		for _, h := range Scan(nil, []byte(page)) {
			hits++
			t.Errorf("%s %s in …%s", kinds[h.Kind], page[h.Off:h.Off+h.Len], page[max(0, h.Off-40):h.Off])
		}
	}
	if hits > 0 {
		t.Errorf("%d findings in a thousand pages", hits)
	}
}

// TestScanFindsEach: made numbers in every writing, in a thousand places. They
// are born before 1950 and in regions at random.
func TestScanFindsEach(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	writings := []func(string) string{
		func(s string) string { return s },
		func(s string) string { return s[:6] + " " + s[6:14] + " " + s[14:] },
		func(s string) string { return s[:6] + "-" + s[6:14] + "-" + s[14:] },
		func(s string) string { return s[:3] + "\u200b" + s[3:] },
		func(s string) string { return s[:4] + "**" + s[4:8] + "**" + s[8:] },
		strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９", "X", "Ｘ").Replace,
	}
	around := []string{"身份证号%s，", "（%s）", "| 王* | %s | 300 |", "![%s](a.png)", "summary: %s", "编号1、%s；", "[见附件](a.csv)%s"}
	for range 1000 {
		number := madeID(r)
		text := "前文。\n" + fmt.Sprintf(around[r.IntN(len(around))], writings[r.IntN(len(writings))](number)) + "\n后文。"
		hits := Scan(nil, []byte(text))
		if len(hits) != 1 || hits[0].Kind != ID || hits[0].Key != number {
			t.Errorf("%q: %+v", text, hits)
		}
	}
}

// TestScanFindsEachInARow: numbers in a row, whole and in pieces, however long
// the row is.
func TestScanFindsEachInARow(t *testing.T) {
	for _, number := range []string{id2, "511526 19900307 0016"} {
		for _, n := range []int{2, 7, 8, 50} {
			row := strings.TrimSpace(strings.Repeat(number+" ", n))
			if got := len(Scan(nil, []byte(row))); got != n {
				t.Errorf("%d times %q: found %d", n, number, got)
			}
		}
	}
}

func madeID(r *rand.Rand) string {
	codes := strings.Fields(regions)
	for {
		s := fmt.Sprintf("%s%04d%04d%02d%02d%03d", codes[r.IntN(len(codes))], r.IntN(10000), 1900+r.IntN(50), 1+r.IntN(12), 1+r.IntN(28), r.IntN(1000))
		for _, c := range "0123456789X" {
			if id := s + string(c); ValidID(id) {
				return id
			}
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{id, card, "| 姓名 |\n|---|\n| 王小明 |\n", "138 0013 8000", "5.1E+17", "a@qq.com", "川A12345", "住址：3组", "\xef\xbc", "**1**2"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		for _, h := range Scan(nil, text) {
			if h.Off < 0 || h.Len <= 0 || h.Off+h.Len > len(text) || h.Masked == "" || h.Masked == string(text[h.Off:h.Off+h.Len]) {
				t.Errorf("%+v", h)
			}
		}
		if out := Veil(text); len(out) != len(text) || !bytes.Equal(text, before) {
			t.Error("Veil changes lengths or its input")
		}
	})
}

func BenchmarkScan(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	page := []byte(prose(r) + strings.Repeat("县人民政府办公室要求各乡镇、各部门认真组织实施，按照职责分工抓好落实，及时公开进展情况。\n\n", 40))
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		Scan(nil, page)
	}
}

func BenchmarkScanTable(b *testing.B) {
	page := []byte("| 姓名 | 乡镇 | 金额（元） |\n|---|---|---|\n" + strings.Repeat("| 王* | 青石镇 | 1200.00 |\n", 1000))
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		Scan(nil, page)
	}
}
