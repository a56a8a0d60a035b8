package render

import (
	"strconv"
	"strings"
)

// A paper is a form to be filled in on the page or by hand, and printed. In
// its lines [[name:20]] is a blank of so many characters, [[name:area]] one of
// several lines, and [ ]words a box to be ticked.
type paper struct {
	id, title, who, about string
	lines                 []string // "# …" is a heading
}

const (
	forApplicants = "申请人用"
	forAgencies   = "机关用"
)

// remedies ends every decision (Regulation, article 51; 行政复议法第二十条,
// 行政诉讼法第四十六条).
const remedies = "如对本决定不服，可以自收到本告知书之日起60日内向[[复议机关:16]]申请行政复议，或者在6个月内依法向[[人民法院:16]]提起行政诉讼。"

func letter(id, title, about string, body ...string) paper {
	lines := append([]string{"编号：[[文书编号:20]]", "[[申请人:16]]："}, body...)
	return paper{id, title, forAgencies, about, append(lines, "（机关印章）", "[[年:4]]年[[月:2]]月[[日:2]]日")}
}

// papers are the forms of disclosure on request, in the order of its steps.
var papers = []paper{
	{"application-person", "政府信息公开申请表（公民）", forApplicants, "公民申请公开政府信息时填写。一份表写一项信息，知道标题、文号、时间的请写上，找得快。", []string{
		"# 申请人", "姓名：[[姓名:12]] 证件名称：[[证件名称:10]] 证件号码：[[证件号码:22]]", "联系电话：[[联系电话:16]] 电子邮箱：[[电子邮箱:22]]", "通信地址：[[通信地址:36]] 邮政编码：[[邮政编码:8]]",
		"# 申请公开的政府信息", "信息名称、文号，或者便于查询的其他特征：", "[[所需信息:area]]",
		"# 希望怎样得到", "提供方式：[ ]纸质 [ ]电子邮件 [ ]光盘或者U盘 [ ]当场阅读、抄录", "获取途径：[ ]邮寄 [ ]电子邮件 [ ]自行领取 [ ]传真",
		"# 提交", "向哪个机关提交：[[受理机关:24]]", "申请人签名：[[签名:12]] 申请日期：[[年:4]]年[[月:2]]月[[日:2]]日",
	}},
	{"application-organisation", "政府信息公开申请表（法人或者其他组织）", forApplicants, "企业、学校、社会组织、律师事务所等申请公开政府信息时填写。", []string{
		"# 申请人", "名称：[[名称:30]]", "类型：[ ]商业企业 [ ]科研机构 [ ]社会公益组织 [ ]法律服务机构 [ ]其他", "统一社会信用代码：[[统一社会信用代码:22]] 法定代表人或者负责人：[[负责人:12]]", "联系人：[[联系人:12]] 联系电话：[[联系电话:16]] 电子邮箱：[[电子邮箱:22]]", "通信地址：[[通信地址:36]] 邮政编码：[[邮政编码:8]]",
		"# 申请公开的政府信息", "信息名称、文号，或者便于查询的其他特征：", "[[所需信息:area]]",
		"# 希望怎样得到", "提供方式：[ ]纸质 [ ]电子邮件 [ ]光盘或者U盘 [ ]当场阅读、抄录", "获取途径：[ ]邮寄 [ ]电子邮件 [ ]自行领取 [ ]传真",
		"# 提交", "向哪个机关提交：[[受理机关:24]]", "申请人盖章：[[盖章:12]] 申请日期：[[年:4]]年[[月:2]]月[[日:2]]日",
	}},
	{"correction", "政府信息更正申请表", forApplicants, "有证据证明行政机关提供的、与自己有关的政府信息记录不准确时填写（《条例》第四十一条）。", []string{
		"# 申请人", "姓名或者名称：[[姓名或者名称:20]] 联系电话：[[联系电话:16]]", "通信地址：[[通信地址:36]]",
		"# 要更正的信息", "信息名称、文号：[[信息名称:36]]", "记录的内容：", "[[记录的内容:area]]", "应当是：", "[[应当是:area]]", "证据材料：", "[[证据材料:area]]",
		"# 提交", "向哪个机关提交：[[受理机关:24]]", "申请人签名或者盖章：[[签名:12]] 申请日期：[[年:4]]年[[月:2]]月[[日:2]]日",
	}},
	letter("receipt", "政府信息公开申请受理回执", "收到申请后交给申请人。",
		"您（单位）于[[提交日期:12]]以[ ]当面 [ ]邮寄 [ ]互联网 [ ]传真方式提交的政府信息公开申请，本机关已于[[收到日期:12]]收到，登记号为[[登记号:14]]。",
		"能够当场答复的，当场答复；不能当场答复的，本机关将自收到申请之日起20个工作日内，即[[最迟日期:12]]前答复。需要补正、征求第三方意见或者延长答复期限的，另行告知。", "联系人：[[联系人:10]] 联系电话：[[联系电话:16]]"),
	letter("transfer", "政府信息公开申请转办通知单", "办公室把申请转给承办单位时用。",
		"现将[[登记号:14]]号政府信息公开申请转你单位办理。申请内容：", "[[申请内容:area]]",
		"请于[[办结日期:12]]前提出处理意见，连同保密审查意见送[[送达机构:16]]。涉及第三方合法权益、需要补正或者延长期限的，请在收到之日起[[天数:4]]个工作日内提出。", "转办人：[[转办人:10]] 承办单位签收：[[签收人:10]]"),
	letter("supplement", "政府信息公开申请补正告知书", "申请内容不明确的，自收到申请之日起7个工作日内一次性告知补正。",
		"您（单位）于[[收到日期:12]]提交的政府信息公开申请（登记号[[登记号:14]]）收悉。经审查，申请内容不明确，需要补正下列事项：", "[[需要补正的事项:area]]",
		"请于[[补正期限:12]]前补正。答复期限自本机关收到补正的申请之日起计算。无正当理由逾期不补正的，视为放弃申请，本机关不再处理。"),
	letter("consult", "政府信息公开征求第三方意见书", "申请公开的信息涉及第三方商业秘密、个人隐私时，书面征求意见。",
		"本机关收到政府信息公开申请，要求公开下列与您（单位）有关的信息：", "[[信息内容:area]]",
		"请自收到本意见书之日起15个工作日内，书面答复是否同意公开，不同意的请说明理由。逾期未提出意见的，由本机关依照《中华人民共和国政府信息公开条例》的规定决定是否公开。", "第三方意见：[ ]同意公开 [ ]不同意公开，理由：", "[[第三方的理由:area]]"),
	letter("extension", "政府信息公开延期答复告知书", "需要延长答复期限的，经公开工作机构负责人同意，在原期限届满前告知。",
		"您（单位）提出的政府信息公开申请（登记号[[登记号:14]]），因[[延长的理由:30]]，不能在[[原答复期限:12]]前答复。经本机关政府信息公开工作机构负责人同意，延长[[延长天数:4]]个工作日（最长不超过20个工作日），于[[新答复期限:12]]前答复。"),
	letter("reply-published", "政府信息已主动公开告知书", "所申请的信息已经主动公开。",
		"您（单位）申请公开的[[信息名称:30]]，本机关已经主动公开。获取的方式和途径：", "[[获取的方式和途径:area]]", remedies),
	letter("reply-disclosed", "政府信息公开告知书", "所申请的信息可以公开。",
		"您（单位）申请公开的[[信息名称:30]]，经审查可以公开。", "[ ]现随本告知书提供，共[[页数:4]]页（件）。 [ ]请于[[获取时间:12]]到[[获取地点:20]]领取、查阅。", remedies),
	letter("reply-partial", "政府信息部分公开告知书", "所申请的信息含有不应当公开的内容，能够区分处理。",
		"您（单位）申请公开的[[信息名称:30]]中，下列内容不予公开：", "[[不予公开的内容:area]]", "理由和依据：", "[[理由和依据:area]]", "其余内容现予提供，共[[页数:4]]页（件）。", remedies),
	letter("reply-refused", "政府信息不予公开告知书", "所申请的信息依法不予公开。",
		"您（单位）申请公开的[[信息名称:30]]，经审查：", "[ ]属于国家秘密，或者法律、行政法规禁止公开 [ ]公开后可能危及国家安全、公共安全、经济安全、社会稳定 [ ]涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害 [ ]属于内部事务信息 [ ]属于过程性信息 [ ]属于行政执法案卷信息 [ ]属于行政查询事项", "理由和依据：", "[[理由和依据:area]]", "根据《中华人民共和国政府信息公开条例》第[[条:4]]条的规定，决定不予公开。", remedies),
	letter("reply-absent", "政府信息不存在告知书", "经检索没有所申请的信息。",
		"您（单位）申请公开的[[信息名称:30]]，本机关在[[检索的范围:24]]以[[检索的方式:20]]进行了检索，没有制作、获取或者保存该信息，该政府信息不存在。", remedies),
	letter("reply-elsewhere", "非本机关政府信息告知书", "所申请的信息不属于本机关负责公开。",
		"您（单位）申请公开的[[信息名称:30]]，不属于本机关负责公开。理由：", "[[理由:area]]", "建议向[[机关名称:24]]提出申请，联系方式：[[联系方式:24]]。", remedies),
	letter("reply-not-handled", "政府信息公开申请不予处理告知书", "信访投诉举报类申请、重复申请、要求提供公开出版物等。",
		"您（单位）提出的政府信息公开申请（登记号[[登记号:14]]），经审查：", "[ ]以申请的形式进行信访、投诉、举报等活动，请通过[[相应渠道:16]]提出 [ ]本机关已就同一信息作出答复，属于重复申请，不予重复处理 [ ]要求提供政府公报、报刊、书籍等公开出版物，获取途径：[[获取途径:16]] [ ]申请公开的数量、频次明显超过合理范围，没有正当理由 [ ]要求对已获取的信息进行确认或者重新出具", "本机关不作为政府信息公开申请处理（不予重复处理）。", remedies),
	letter("reply-law", "依照有关规定办理告知书", "法律、行政法规对获取该信息另有规定的。",
		"您（单位）申请公开的[[信息名称:30]]，属于[ ]工商登记资料 [ ]不动产登记资料 [ ]其他：[[其他:16]]，有关法律、行政法规对信息的获取有特别规定，请依照[[法律法规名称:24]]的规定，向[[办理机构:20]]办理。", remedies),
	letter("fee", "信息处理费缴费通知书", "申请的数量、频次明显超过合理范围，决定收取信息处理费的，在答复期限内告知。",
		"您（单位）提出的政府信息公开申请（登记号[[登记号:14]]），按[ ]件 [ ]量计收信息处理费，共[[件数或者页数:6]]件（页），应缴[[金额:8]]元。计算过程：", "[[计算过程:area]]", "请自收到本通知次日起30日内缴纳。逾期未缴纳的，视为放弃申请，本机关不再处理。", "对收费通知有异议的，可以在缴费期满前向本机关书面申请复核。"),
}

// pieces reads a line of a paper.
func pieces(line string) []FormPiece {
	var list []FormPiece
	text := func(s string) {
		if s != "" {
			list = append(list, FormPiece{Kind: "text", Text: s})
		}
	}
	for line != "" {
		blank, box := strings.Index(line, "[["), strings.Index(line, "[ ]")
		switch {
		case blank >= 0 && (box < 0 || blank < box):
			text(line[:blank])
			inside, rest, _ := strings.Cut(line[blank+2:], "]]")
			name, size, _ := strings.Cut(inside, ":")
			if size == "area" {
				list = append(list, FormPiece{Kind: "area", Text: name})
			} else {
				n, _ := strconv.Atoi(size)
				list = append(list, FormPiece{Kind: "blank", Text: name, Size: n})
			}
			line = rest
		case box >= 0:
			text(line[:box])
			words := line[box+3:]
			end := len(words)
			for _, stop := range []string{"[ ]", "[[", " "} {
				if i := strings.Index(words, stop); i >= 0 {
					end = min(end, i)
				}
			}
			list = append(list, FormPiece{Kind: "box", Text: words[:end]})
			line = words[end:]
		default:
			text(line)
			line = ""
		}
	}
	return list
}

func (p page) paper(f paper) *RequestFormView {
	v := &RequestFormView{Who: f.who, About: f.about, Address: p.Portal.Address.V}
	for _, line := range f.lines {
		l := FormLine{}
		if heading, ok := strings.CutPrefix(line, "# "); ok {
			l.Heading = heading
		} else {
			l.Pieces = pieces(line)
		}
		v.Lines = append(v.Lines, l)
	}
	for i := range v.Lines {
		for k := range v.Lines[i].Pieces {
			v.Lines[i].Pieces[k].ID = "f" + strconv.Itoa(i) + "-" + strconv.Itoa(k)
		}
	}
	trail := []Link{p.link("依申请公开", "request.html")}
	v.Frame = p.frame(about{layout: "request-form", sheet: "figures.css", heading: f.title, description: f.title + "：" + f.about, section: "request.html", trail: trail,
		column: &column{f.title, f.about, "依申请公开,文书,表格", "依申请公开"}})
	v.Back = trail[0]
	return v
}
