package content

import . "gongkai/generator/fields"

// The schemas: each content kind stands here once. The decoder, the tables
// of content/README.md, the JSON Schema and the archetypes of `gongkai new`
// are made from these values.

var reviewSchema = Schema[Review]{Kind: "review", Alias: "保密审查", Fields: []Field[Review]{
	Line("by", "审查人", func(r *Review) *Text { return &r.By }).Must().Is("审查人姓名，不能是责任编辑本人", "who reviewed it; not the author").Like("李文"),
	Day("on", "日期", func(r *Review) *Moment { return &r.On }).Must().Is("审查日期，不晚于发布日期", "the day of the review, not after publication").Like("2026-03-04"),
	Choice("ruling", "结论", func(r *Review) *Text { return &r.Ruling }, "可以公开", "删除后公开", "不予公开").Must().Is("审查结论", "the ruling"),
	Line("basis", "依据", func(r *Review) *Text { return &r.Basis }).Is("作出结论的依据", "the basis of the ruling"),
}}

var attachmentSchema = Schema[Attachment]{Kind: "attachment", Alias: "附件", Fields: []Field[Attachment]{
	Line("file", "文件", func(a *Attachment) *Text { return &a.File }).Must().Is("和正文放在同一文件夹里的文件名", "a file beside the text").Like("附件1.xlsx"),
	Line("title", "名称", func(a *Attachment) *Text { return &a.Title }).Is("附件名称；不写就用文件名", "what it is called; the file's name if absent"),
}}

var sourceSchema = Schema[Source]{Kind: "source", Alias: "来源", Fields: []Field[Source]{
	Line("name", "名称", func(s *Source) *Text { return &s.Name }).Must().Is("转载自哪里", "where it was first published"),
	Line("url", "网址", func(s *Source) *Text { return &s.URL }).Is("原文网址", "the address of the original"),
}}

var deadlineSchema = Schema[Deadline]{Kind: "deadline", Alias: "公开期限", Fields: []Field[Deadline]{
	Number("days", "天数", func(d *Deadline) *Whole { return &d.Days }, 1, 730).Must().Is("自形成或者变更之日起的天数", "days from forming or change").Like("20"),
	Choice("unit", "单位", func(d *Deadline) *Text { return &d.Unit }, "工作日", "日").Is("不写按工作日算", "working days or days; working days if absent"),
	Line("basis", "依据", func(d *Deadline) *Text { return &d.Basis }).Must().Is("另有规定的法律、法规", "the law that sets it"),
}}

var allowSchema = Schema[Allow]{Kind: "allow", Alias: "豁免", Fields: []Field[Allow]{
	Line("rule", "规则", func(a *Allow) *Text { return &a.Rule }).Must().Is("豁免哪条规则（检查报告里的英文名）", "the rule's name").Like("document-number-form"),
	Line("text", "原文", func(a *Allow) *Text { return &a.Text }).Is("只豁免含有这段文字的问题", "only findings on this text"),
	Line("reason", "理由", func(a *Allow) *Text { return &a.Reason }).Is("为什么可以不改", "why it may stand"),
	Line("by", "批准人", func(a *Allow) *Text { return &a.By }).Is("谁批准的", "who allowed it"),
	Day("until", "截止", func(a *Allow) *Moment { return &a.Until }).Is("到哪一天为止", "the last day").Like("2027-03-31"),
}}

// NoticeSchema is the form of a notice.
var NoticeSchema = Schema[Notice]{Kind: "notice", Alias: "公开信息", Lenient: func(n *Notice) bool { return n.Draft.V }, Fields: []Field[Notice]{
	Line("title", "标题", func(n *Notice) *Text { return &n.Title }).Must().Is("完整标题，不加句号", "the full title").Like("关于做好2026年春季植树工作的通知"),
	Ref("agency", "发布机构", "agency", func(n *Notice) *Text { return &n.Agency }).Must().Is("机构的编号或全称，见 agencies 文件夹", "an agency's id or name").Like("office"),
	Line("index", "索引号", func(n *Notice) *Text { return &n.Index }).Must().Is("全站唯一，由 gongkai new 给出，用过的不再用", "unique; given by `gongkai new`, never used again").Like("99990001/2026-00012"),
	Line("number", "发文字号", func(n *Notice) *Text { return &n.Number }).Is("年份用六角括号〔〕，序号不写“第”、不补零", "the document number, year in 〔〕").Like("示政办发〔2026〕12号"),
	Day("formed", "成文日期", func(n *Notice) *Moment { return &n.Formed }).Must().Is("文件落款的日期", "the date on the document").Like("2026-03-01"),
	Time("published", "发布日期", func(n *Notice) *Moment { return &n.Published }).Must().Is("首次发布的日期，可以带时刻", "when it was first published").Like("2026-03-05 09:30"),
	Day("revised", "修订日期", func(n *Notice) *Moment { return &n.Revised }).Is("内容有改动时写最近一次的日期", "when the text last changed"),
	Ref("category", "公开类别", "category", func(n *Notice) *Text { return &n.Category }).Must().Is("法定主动公开内容的类别，见 vocabulary/categories.yaml", "a category's id or name").Like("regulations-documents"),
	Ref("topic", "主题分类", "topic", func(n *Notice) *Text { return &n.Topic }).Is("主题，见 vocabulary/topics.yaml", "a topic's id or name").Like("agriculture"),
	Ref("genre", "体裁", "genre", func(n *Notice) *Text { return &n.Genre }).Is("文种，见 vocabulary/genres.yaml", "a genre's id or name").Like("通知"),
	Prose("summary", "内容概述", func(n *Notice) *Text { return &n.Summary }).Must().Is("一两句话说清写的是什么、对谁有用", "one or two sentences").Like("部署2026年春季植树的任务、时间和责任单位。"),
	Lines("keywords", "关键词", func(n *Notice) *[]Text { return &n.Keywords }).Is("三到五个词", "three to five words").Like("[植树, 绿化]"),
	Choice("disclosure", "公开属性", func(n *Notice) *Text { return &n.Disclosure }, "主动公开", "依申请公开", "不予公开").Is("不写就是主动公开；写了后两种的文件不会发布", "主动公开 if absent; the others are never published"),
	Group("review", "保密审查", reviewSchema, func(n *Notice) *Value[Review] { return &n.Review }).Is("先审查、后公开，逐件记录；从网站设置的“保密审查起始日期”起必须有", "the confidentiality review, item by item; required from the settings' review_since on"),
	Line("author", "责任编辑", func(n *Notice) *Text { return &n.Author }).Is("录入和校对的人", "who edited it").Like("王静"),
	Group("source", "来源", sourceSchema, func(n *Notice) *Value[Source] { return &n.Source }).Is("转载的写清来源", "of a repost"),
	Choice("stage", "公开阶段", func(n *Notice) *Text { return &n.Stage }, "事前", "事中", "事后").Is("同一事项分阶段公开时用", "the stage of a matter that is disclosed in stages"),
	Day("effective", "施行日期", func(n *Notice) *Moment { return &n.Effective }).Is("从哪天起施行", "in force from"),
	Day("expires", "失效日期", func(n *Notice) *Moment { return &n.Expires }).Is("有效期的最后一天", "the last day in force"),
	Choice("validity", "有效性", func(n *Notice) *Text { return &n.Validity }, "有效", "失效", "废止", "已修改").Is("一般不写，由日期和废止关系得出", "normally computed"),
	Refs("repeals", "废止", "notice", func(n *Notice) *[]Text { return &n.Repeals }).Is("本文废止了哪些文件（发文字号、索引号或“年/文件名”）", "the documents that this one repeals"),
	Refs("repealed_by", "废止依据", "notice", func(n *Notice) *[]Text { return &n.RepealedBy }).Is("本文被哪个文件废止", "the document that repeals this one"),
	Refs("interprets", "解读对象", "notice", func(n *Notice) *[]Text { return &n.Interprets }).Is("政策解读所解读的文件", "what this interpretation interprets"),
	Line("series", "系列", func(n *Notice) *Text { return &n.Series }).Is("同一事项的各阶段写同样的名称，页面会连起来", "links the stages of one matter").Like("青河路改造工程"),
	Groups("attachments", "附件", attachmentSchema, func(n *Notice) *[]Value[Attachment] { return &n.Attachments }).Is("附件列表", "the attachments"),
	Lines("aliases", "旧网址", func(n *Notice) *[]Text { return &n.Alias }).Is("这份文件以前的网址路径，旧链接会转到新页面", "old paths that lead here").Like("[/zwgk/2019/t123.html]"),
	Group("deadline", "公开期限", deadlineSchema, func(n *Notice) *Value[Deadline] { return &n.Deadline }).Is("法律、法规另有规定时写", "where another law sets one"),
	Groups("allow", "豁免", allowSchema, func(n *Notice) *[]Value[Allow] { return &n.Allow }).Is("某条提示确实不用改时写明理由和期限；违法的问题不能豁免", "a waiver, with reason and end; no breach of law can be waived"),
	Flag("from_requests", "依申请转主动公开", func(n *Notice) *YesNo { return &n.FromRequests }).Is("多人申请过、因此主动公开的，写“是”，会列在依申请公开页面上（《条例》第四十四条）", "made public because several asked for it; listed on the page of requests"),
	Flag("draft", "草稿", func(n *Notice) *YesNo { return &n.Draft }).Is("写“是”的不发布", "a draft is not published"),
}}

var officeSchema = Schema[Office]{Kind: "disclosure_office", Alias: "公开工作机构", Fields: []Field[Office]{
	Line("name", "名称", func(o *Office) *Text { return &o.Name }).Must().Is("机构名称", "its name").Like("县财政局办公室"),
	Line("head", "负责人", func(o *Office) *Text { return &o.Head }).Is("负责人姓名", "its head"),
	Line("address", "地址", func(o *Office) *Text { return &o.Address }).Must().Is("办公地址", "its address"),
	Line("hours", "办公时间", func(o *Office) *Text { return &o.Hours }).Must().Is("办公时间", "its hours").Like("工作日 8:30—12:00，14:30—18:00"),
	Line("phone", "电话", func(o *Office) *Text { return &o.Phone }).Must().Is("联系电话", "its telephone"),
	Line("fax", "传真", func(o *Office) *Text { return &o.Fax }).Must().Is("传真号码，没有就写“无”", "its fax, or 无").Like("无"),
	Line("email", "互联网联系方式", func(o *Office) *Text { return &o.Email }).Must().Is("电子邮箱或其他互联网联系方式", "its internet contact"),
}}

var leaderSchema = Schema[Leader]{Kind: "leader", Alias: "领导", Fields: []Field[Leader]{
	Line("name", "姓名", func(l *Leader) *Text { return &l.Name }).Must().Is("姓名", "name"),
	Line("post", "职务", func(l *Leader) *Text { return &l.Post }).Must().Is("职务", "post"),
	Prose("duties", "分工", func(l *Leader) *Text { return &l.Duties }).Is("分管工作", "what they are in charge of"),
}}

// AgencySchema is the form of an agency.
var AgencySchema = Schema[Agency]{Kind: "agency", Alias: "机构", Fields: []Field[Agency]{
	Line("name", "名称", func(a *Agency) *Text { return &a.Name }).Must().Is("机构全称", "the full name").Like("示范县财政局"),
	Line("short", "简称", func(a *Agency) *Text { return &a.Short }).Is("简称", "the short name").Like("县财政局"),
	Coded("kind", "机构类别", func(a *Agency) *Text { return &a.Kind }, "government", "政府", "department", "部门", "township", "乡镇", "subdistrict", "街道", "institution", "事业单位", "authorised", "授权组织").Must().Is("政府、部门、乡镇、街道、事业单位或授权组织", "what kind of body it is"),
	Line("code", "机构代码", func(a *Agency) *Text { return &a.Code }).Must().Is("索引号里的机构代码", "its code in index numbers").Like("99990002"),
	Number("order", "排序", func(a *Agency) *Whole { return &a.Order }, 0, 1_000_000).Is("在名单里的次序，小的在前", "its place in lists"),
	Group("disclosure_office", "公开工作机构", officeSchema, func(a *Agency) *Value[Office] { return &a.Office }).Must().Is("政府信息公开工作机构（条例第十二条要求公布）", "the disclosure office (Regulation, article 12)"),
	Groups("leaders", "领导", leaderSchema, func(a *Agency) *[]Value[Leader] { return &a.Leaders }).Is("领导姓名、职务和分工", "its leaders"),
	Line("website", "网站", func(a *Agency) *Text { return &a.Website }).Is("自己的网站；没有就不写", "its own website, if any"),
	Ref("parent", "上级机构", "agency", func(a *Agency) *Text { return &a.Parent }).Is("主管机构", "the body above it"),
}}

// GuideSchema is the form of a disclosure guide.
var GuideSchema = Schema[Guide]{Kind: "guide", Alias: "公开指南", Fields: []Field[Guide]{
	Line("title", "标题", func(g *Guide) *Text { return &g.Title }).Is("不写就用“机构名称＋政府信息公开指南”", "made from the agency's name if absent"),
	Day("revised", "修订日期", func(g *Guide) *Moment { return &g.Revised }).Must().Is("最近一次更新的日期", "when it was last brought up to date").Like("2026-01-15"),
}}

var outcomeSchema = Schema[Outcome]{Kind: "outcome", Alias: "分支", Fields: []Field[Outcome]{
	Line("when", "情形", func(o *Outcome) *Text { return &o.When }).Must().Is("什么情形", "in which case"),
	Line("then", "处理", func(o *Outcome) *Text { return &o.Then }).Must().Is("怎么处理", "what is done"),
}}

var stepSchema = Schema[Step]{Kind: "step", Alias: "步骤", Fields: []Field[Step]{
	Line("name", "名称", func(s *Step) *Text { return &s.Name }).Must().Is("步骤名称", "its name"),
	Line("text", "说明", func(s *Step) *Text { return &s.Text }).Is("由谁做、多长时间", "by whom and in what time"),
	Choice("kind", "类型", func(s *Step) *Text { return &s.Kind }, "start", "step", "decision", "end").Is("start 开始、step 步骤、decision 判断、end 结束", "what kind of step"),
	Groups("outcomes", "分支", outcomeSchema, func(s *Step) *[]Value[Outcome] { return &s.Outcomes }).Is("判断的各个结果", "the outcomes of a decision"),
}}

var flowSchema = Schema[Flow]{Kind: "flow", Alias: "流程图", Fields: []Field[Flow]{
	Line("title", "标题", func(f *Flow) *Text { return &f.Title }).Must().Is("流程图名称", "its title"),
	Groups("steps", "步骤", stepSchema, func(f *Flow) *[]Value[Step] { return &f.Steps }).Must().Is("自上而下的步骤", "the steps, from the top"),
}}

// RegulationSchema is the form of a regulation.
var RegulationSchema = Schema[Regulation]{Kind: "regulation", Alias: "制度", Lenient: func(r *Regulation) bool { return r.Draft.V }, Fields: []Field[Regulation]{
	Line("title", "标题", func(r *Regulation) *Text { return &r.Title }).Must().Is("制度名称", "the title").Like("示范县政府信息公开保密审查办法"),
	Ref("system", "所属制度", "system", func(r *Regulation) *Text { return &r.System }).Is("六项制度中的哪一项，见 vocabulary/regulations.yaml", "which of the six systems").Like("review"),
	Ref("agency", "发布机构", "agency", func(r *Regulation) *Text { return &r.Agency }).Must().Is("发布机构", "the agency").Like("office"),
	Line("number", "发文字号", func(r *Regulation) *Text { return &r.Number }).Is("发文字号", "the document number"),
	Day("formed", "成文日期", func(r *Regulation) *Moment { return &r.Formed }).Is("成文日期", "the date on the document"),
	Time("published", "发布日期", func(r *Regulation) *Moment { return &r.Published }).Must().Is("发布日期", "when it was published").Like("2026-03-05"),
	Day("effective", "施行日期", func(r *Regulation) *Moment { return &r.Effective }).Is("施行日期", "in force from"),
	Choice("validity", "有效性", func(r *Regulation) *Text { return &r.Validity }, "有效", "失效", "废止", "已修改").Is("不写就是有效", "valid if absent"),
	Prose("summary", "内容概述", func(r *Regulation) *Text { return &r.Summary }).Must().Is("一两句话", "one or two sentences"),
	Group("flow", "流程图", flowSchema, func(r *Regulation) *Value[Flow] { return &r.Flow }).Is("页面按步骤画出流程图，并附文字说明", "drawn as a chart, with its text"),
	Group("review", "保密审查", reviewSchema, func(r *Regulation) *Value[Review] { return &r.Review }).Is("保密审查记录", "the confidentiality review"),
	Flag("draft", "草稿", func(r *Regulation) *YesNo { return &r.Draft }).Is("写“是”的不发布", "a draft is not published"),
}}

// LetterSchema is the form of a letter to the county mayor.
var LetterSchema = Schema[Letter]{Kind: "letter", Alias: "来信", Lenient: func(l *Letter) bool { return l.Draft.V }, Fields: []Field[Letter]{
	Line("title", "标题", func(l *Letter) *Text { return &l.Title }).Must().Is("来信主题", "its subject").Like("关于青石镇通村客车班次的咨询"),
	Line("number", "编号", func(l *Letter) *Text { return &l.Number }).Must().Is("来信编号，全站唯一", "its number, unique").Like("XZXX-2026-0001"),
	Time("received", "来信日期", func(l *Letter) *Moment { return &l.Received }).Must().Is("收到的日期", "when it was received").Like("2026-03-05"),
	Choice("kind", "类别", func(l *Letter) *Text { return &l.Kind }, "咨询", "投诉", "建议", "求助").Must().Is("咨询、投诉、建议或求助", "its kind"),
	Line("from", "来信人", func(l *Letter) *Text { return &l.From }).Is("页面上只显示姓，其余自动换成 *", "the writer; masked on the page").Like("王**"),
	Flag("consent", "同意公开", func(l *Letter) *YesNo { return &l.Consent }).Must().Is("来信人是否同意公开；不同意的不能发布", "whether the writer consents to publication"),
	Ref("agency", "受理单位", "agency", func(l *Letter) *Text { return &l.Agency }).Must().Is("受理单位", "who handles it").Like("transport"),
	Choice("status", "状态", func(l *Letter) *Text { return &l.Status }, "已受理", "办理中", "已办结", "不予受理").Must().Is("办理状态", "its status"),
	Time("replied", "答复日期", func(l *Letter) *Moment { return &l.Replied }).Is("答复的日期", "when it was answered"),
	Ref("replied_by", "答复单位", "agency", func(l *Letter) *Text { return &l.RepliedBy }).Is("答复单位；不写就是受理单位", "who answered; the handling agency if absent"),
	Choice("satisfaction", "满意度", func(l *Letter) *Text { return &l.Satisfaction }, "非常满意", "满意", "基本满意", "不满意", "未评价").Is("来信人的评价", "the writer's opinion of the reply"),
	Flag("draft", "草稿", func(l *Letter) *YesNo { return &l.Draft }).Is("写“是”的不发布", "a draft is not published"),
}}

var hotlineSchema = Schema[Hotline]{Kind: "hotline", Alias: "热线", Fields: []Field[Hotline]{
	Line("name", "名称", func(h *Hotline) *Text { return &h.Name }).Must().Is("热线名称", "its name").Like("政务服务便民热线"),
	Line("number", "号码", func(h *Hotline) *Text { return &h.Number }).Must().Is("电话号码", "the number").Like("12345"),
	Choice("kind", "类型", func(h *Hotline) *Text { return &h.Kind }, "热线", "投诉").Is("不写就是热线", "热线 if absent"),
	Line("hours", "时间", func(h *Hotline) *Text { return &h.Hours }).Must().Is("接听时间", "when it is answered").Like("24小时"),
	Prose("scope", "受理范围", func(h *Hotline) *Text { return &h.Scope }).Must().Is("能问什么、能办什么", "what it is for"),
	Ref("agency", "责任单位", "agency", func(h *Hotline) *Text { return &h.Agency }).Is("由谁接听", "who answers"),
}}

var placeSchema = Schema[Place]{Kind: "place", Alias: "查阅点", Fields: []Field[Place]{
	Line("name", "名称", func(p *Place) *Text { return &p.Name }).Must().Is("查阅点名称", "its name"),
	Choice("kind", "类型", func(p *Place) *Text { return &p.Kind }, "档案馆", "图书馆", "政务服务中心", "乡镇查阅室", "其他").Must().Is("查阅点类型", "its kind"),
	Line("address", "地址", func(p *Place) *Text { return &p.Address }).Must().Is("地址", "its address"),
	Line("hours", "开放时间", func(p *Place) *Text { return &p.Hours }).Must().Is("开放时间", "its hours"),
	Line("phone", "电话", func(p *Place) *Text { return &p.Phone }).Must().Is("电话", "its telephone"),
	Prose("equipment", "设备", func(p *Place) *Text { return &p.Equipment }).Is("可用的设备", "what is there to use"),
	Ref("agency", "责任单位", "agency", func(p *Place) *Text { return &p.Agency }).Is("责任单位", "who runs it"),
}}

var dayOffSchema = Schema[DayOff]{Kind: "day", Alias: "日子", Fields: []Field[DayOff]{
	Day("from", "日期", func(d *DayOff) *Moment { return &d.From }).Must().Is("哪一天；连着几天的写第一天", "the day, or the first of several").Like("2027-02-05"),
	Day("to", "截止", func(d *DayOff) *Moment { return &d.To }).Is("连着几天的写最后一天", "the last of several"),
	Choice("kind", "类型", func(d *DayOff) *Text { return &d.Kind }, "放假", "上班").Must().Is("放假，或者周末调休上班", "a day off, or a day that is worked"),
	Line("name", "名称", func(d *DayOff) *Text { return &d.Name }).Must().Is("什么节日", "which festival").Like("春节"),
	Line("basis", "依据", func(d *DayOff) *Text { return &d.Basis }).Is("放假安排的文件", "the paper that arranges it"),
}}

var groupSchema = Schema[CategoryGroup]{Kind: "group", Alias: "分组", Fields: []Field[CategoryGroup]{
	Line("id", "编号", func(g *CategoryGroup) *Text { return &g.ID }).Must().Is("英文编号", "its id"),
	Line("name", "名称", func(g *CategoryGroup) *Text { return &g.Name }).Must().Is("分组名称", "its name"),
	Line("basis", "依据", func(g *CategoryGroup) *Text { return &g.Basis }).Is("法律依据", "the law behind it"),
}}

var categorySchema = Schema[Category]{Kind: "category", Alias: "类别", Fields: []Field[Category]{
	Line("id", "编号", func(c *Category) *Text { return &c.ID }).Must().Is("英文编号，是网址的一部分", "its id, part of an address"),
	Line("name", "名称", func(c *Category) *Text { return &c.Name }).Must().Is("类别名称", "its name"),
	Ref("group", "分组", "group", func(c *Category) *Text { return &c.Group }).Must().Is("属于哪一组", "the group it belongs to"),
	Ref("class", "归入", "category", func(c *Category) *Text { return &c.Class }).Is("同时列入另一组的哪一类", "a category of another group that lists it too"),
	Line("basis", "依据", func(c *Category) *Text { return &c.Basis }).Is("法律依据", "the law behind it"),
	Prose("summary", "说明", func(c *Category) *Text { return &c.Summary }).Must().Is("这一类包括什么", "what belongs to it"),
	Number("cycle", "更新周期", func(c *Category) *Whole { return &c.Cycle }, 1, 3650).Is("最长多少天更新一次，过了就提醒；不写不提醒", "in how many days something new is due; not watched if absent").Like("183"),
	Lines("keywords", "关键词", func(c *Category) *[]Text { return &c.Keywords }).Is("关键词", "key words"),
}}

func termSchema(kind, alias string) Schema[Term] {
	return Schema[Term]{Kind: kind, Alias: alias, Fields: []Field[Term]{
		Line("id", "编号", func(t *Term) *Text { return &t.ID }).Must().Is("英文编号", "its id"),
		Line("name", "名称", func(t *Term) *Text { return &t.Name }).Must().Is("名称", "its name"),
	}}
}

var topicSchema = Schema[Topic]{Kind: "topic", Alias: "主题", Fields: []Field[Topic]{
	Line("id", "编号", func(t *Topic) *Text { return &t.ID }).Must().Is("英文编号，是网址的一部分", "its id, part of an address"),
	Line("name", "名称", func(t *Topic) *Text { return &t.Name }).Must().Is("主题名称", "its name"),
	Groups("children", "子类", termSchema("child", "子类"), func(t *Topic) *[]Value[Term] { return &t.Children }).Is("二级主题", "second-level topics"),
}}

var glossaryEntrySchema = Schema[GlossaryEntry]{Kind: "word", Alias: "名词", Fields: []Field[GlossaryEntry]{
	Line("name", "名词", func(g *GlossaryEntry) *Text { return &g.Name }).Must().Is("文件里出现的词", "the word as documents have it").Like("年末结转"),
	Lines("also", "又作", func(g *GlossaryEntry) *[]Text { return &g.Also }).Is("其他写法", "other ways to write it"),
	Prose("text", "解释", func(g *GlossaryEntry) *Text { return &g.Text }).Must().Is("一两句普通人看得懂的话", "one or two sentences that anyone understands"),
}}

// The files of vocabulary/ and the two directories hold one list each, or,
// for categories, two.
var (
	CategoriesSchema = Schema[Vocabulary]{Kind: "categories", Alias: "公开类别表", Fields: []Field[Vocabulary]{
		Groups("groups", "分组", groupSchema, func(v *Vocabulary) *[]Value[CategoryGroup] { return &v.Groups }).Must().Is("分组", "the groups"),
		Groups("categories", "类别", categorySchema, func(v *Vocabulary) *[]Value[Category] { return &v.Categories }).Must().Is("类别", "the categories"),
	}}
	TopicsSchema = Schema[Vocabulary]{Kind: "topics", Alias: "主题分类表", Fields: []Field[Vocabulary]{
		Groups("topics", "主题", topicSchema, func(v *Vocabulary) *[]Value[Topic] { return &v.Topics }).Must().Is("主题", "the topics"),
	}}
	GenresSchema = Schema[Vocabulary]{Kind: "genres", Alias: "体裁表", Fields: []Field[Vocabulary]{
		Groups("genres", "体裁", termSchema("genre", "体裁"), func(v *Vocabulary) *[]Value[Term] { return &v.Genres }).Must().Is("体裁", "the genres"),
	}}
	SystemsSchema = Schema[Vocabulary]{Kind: "regulations", Alias: "制度表", Fields: []Field[Vocabulary]{
		Groups("systems", "制度", termSchema("system", "制度"), func(v *Vocabulary) *[]Value[Term] { return &v.Systems }).Must().Is("应当建立的制度", "the systems a county must have"),
	}}
	GlossarySchema = Schema[Vocabulary]{Kind: "glossary", Alias: "名词表", Fields: []Field[Vocabulary]{
		Groups("words", "名词", glossaryEntrySchema, func(v *Vocabulary) *[]Value[GlossaryEntry] { return &v.Glossary }).Must().Is("要向群众解释的名词", "the words that citizens want explained"),
	}}
	HotlinesSchema = Schema[Directory]{Kind: "hotlines", Alias: "热线表", Fields: []Field[Directory]{
		Groups("hotlines", "热线", hotlineSchema, func(d *Directory) *[]Value[Hotline] { return &d.Hotlines }).Must().Is("热线和投诉电话", "hotlines and complaint lines"),
	}}
	HolidaysSchema = Schema[Holidays]{Kind: "holidays", Alias: "节假日表", Fields: []Field[Holidays]{
		Lines("years", "年份", func(h *Holidays) *[]Text { return &h.Years }).Is("国务院办公厅的通知已经全部照写在下面的年份", "the years whose national arrangement stands below in full").Like("[\"2027\"]"),
		Groups("days", "日子", dayOffSchema, func(h *Holidays) *[]Value[DayOff] { return &h.Days }).Is("放假的日子和调休上班的日子", "days off, and Saturdays and Sundays that are worked"),
	}}
	PlacesSchema = Schema[Directory]{Kind: "places", Alias: "查阅点表", Fields: []Field[Directory]{
		Groups("places", "查阅点", placeSchema, func(d *Directory) *[]Value[Place] { return &d.Places }).Must().Is("查阅点", "the reading places"),
	}}
)

// Shapes describes every kind of file, for documentation, the JSON Schema
// and archetypes, in the order of the handbook.
func Shapes() []Shape {
	return []Shape{
		NoticeSchema.Shape(), AgencySchema.Shape(), GuideSchema.Shape(), RegulationSchema.Shape(), LetterSchema.Shape(), FiscalSchema.Shape(), AnnualSchema.Shape(),
		HotlinesSchema.Shape(), PlacesSchema.Shape(), FundsSchema.Shape(), AssessmentSchema.Shape(), HolidaysSchema.Shape(),
		CategoriesSchema.Shape(), TopicsSchema.Shape(), GenresSchema.Shape(), SystemsSchema.Shape(), GlossarySchema.Shape(),
	}
}
