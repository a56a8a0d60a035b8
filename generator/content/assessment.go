package content

import "gongkai/generator/fields"

// Assessment is how the county scores the work of its agencies: what counts
// how much, what people found who looked, and what has to be put right.
type Assessment struct {
	Year, Minimum fields.Whole
	Publish       fields.YesNo
	Weights       []fields.Value[Weight]
	Declared      []fields.Value[Declared]
	Rectify       []fields.Value[Rectify]
}

// Weight of an item, in points of a hundred.
type Weight struct {
	Item   fields.Text
	Points fields.Whole
}

// Declared is what cannot be read off the site: how much of an item's points
// an agency has earned, and by what evidence.
type Declared struct {
	Agency, Item, Evidence fields.Text
	Percent                fields.Whole
}

// Rectify is something that an agency has to put right by a day (限期整改).
type Rectify struct {
	Agency, What, Note fields.Text
	Due, Done          fields.Moment
}

// AssessmentItem is something that is scored.
type AssessmentItem struct {
	ID, Name, Dimension string
	Points              int  // where the county says nothing
	Declared            bool // only people can tell
}

// AssessmentItems are the items, by the three dimensions of the county's
// assessment: organisation, disclosure, venues.
var AssessmentItems = []AssessmentItem{
	{"leadership", "组织领导", "组织推进", 5, true},
	{"staff", "机构人员", "组织推进", 5, false},
	{"systems", "制度建设", "组织推进", 5, false},
	{"support", "保障措施", "组织推进", 5, true},
	{"guide", "公开指南", "信息公开", 8, false},
	{"catalogue", "公开目录", "信息公开", 7, false},
	{"timeliness", "公开及时", "信息公开", 12, false},
	{"updates", "更新", "信息公开", 8, false},
	{"money", "预决算公开", "信息公开", 8, false},
	{"requests", "依申请公开", "信息公开", 10, false},
	{"review", "保密审查", "信息公开", 7, false},
	{"report", "年度报告", "信息公开", 10, false},
	{"places", "查阅场所", "公开载体", 6, false},
	{"carriers", "其他载体", "公开载体", 4, true},
}

func itemIDs() []string {
	var ids []string
	for _, i := range AssessmentItems {
		ids = append(ids, i.ID, i.Name)
	}
	return ids
}

var weightSchema = fields.Schema[Weight]{Kind: "weight", Alias: "权重", Fields: []fields.Field[Weight]{
	fields.Coded("item", "项目", func(w *Weight) *fields.Text { return &w.Item }, itemIDs()...).Must().Is("考核项目", "the item"),
	fields.Number("points", "分值", func(w *Weight) *fields.Whole { return &w.Points }, 0, 100).Must().Is("多少分；各项合计应是 100", "its points; all make 100"),
}}

var declaredSchema = fields.Schema[Declared]{Kind: "declared", Alias: "认定", Fields: []fields.Field[Declared]{
	fields.Ref("agency", "单位", "agency", func(d *Declared) *fields.Text { return &d.Agency }).Must().Is("哪个单位", "whose"),
	fields.Coded("item", "项目", func(d *Declared) *fields.Text { return &d.Item }, itemIDs()...).Must().Is("考核项目", "the item"),
	fields.Number("percent", "得分率", func(d *Declared) *fields.Whole { return &d.Percent }, 0, 100).Must().Is("得这一项的百分之几，0 到 100", "how much of its points, 0 to 100").Like("90"),
	fields.Line("evidence", "依据", func(d *Declared) *fields.Text { return &d.Evidence }).Must().Is("看了什么：文件、台账、现场", "what was looked at"),
}}

var rectifySchema = fields.Schema[Rectify]{Kind: "rectify", Alias: "整改", Fields: []fields.Field[Rectify]{
	fields.Ref("agency", "单位", "agency", func(r *Rectify) *fields.Text { return &r.Agency }).Must().Is("哪个单位", "whose"),
	fields.Line("what", "事项", func(r *Rectify) *fields.Text { return &r.What }).Must().Is("要改什么", "what has to be put right"),
	fields.Day("due", "期限", func(r *Rectify) *fields.Moment { return &r.Due }).Must().Is("最迟哪一天", "the last day"),
	fields.Day("done", "完成日期", func(r *Rectify) *fields.Moment { return &r.Done }).Is("改好的日期", "when it was put right"),
	fields.Line("note", "结果", func(r *Rectify) *fields.Text { return &r.Note }).Is("改成了什么样", "the result"),
}}

// AssessmentSchema is the form of assessment.yaml.
var AssessmentSchema = fields.Schema[Assessment]{Kind: "assessment", Alias: "考核", Fields: []fields.Field[Assessment]{
	fields.Number("year", "年度", func(a *Assessment) *fields.Whole { return &a.Year }, 2008, 2200).Must().Is("考核哪一年", "the year that is assessed").Like("2026"),
	fields.Flag("publish", "公布", func(a *Assessment) *fields.YesNo { return &a.Publish }).Is("写“是”，网站上有考核结果页面；不写只能用 gongkai score 看", "whether the site has a page of the scores"),
	fields.Number("minimum", "最少件数", func(a *Assessment) *fields.Whole { return &a.Minimum }, 1, 1000).Is("少于这个件数的，及时率不评分；不写是 3", "below so many cases a rate is not scored; 3 if absent"),
	fields.Groups("weights", "权重", weightSchema, func(a *Assessment) *[]fields.Value[Weight] { return &a.Weights }).Is("各项分值；不写用默认的", "points of the items; the usual ones if absent"),
	fields.Groups("declared", "认定", declaredSchema, func(a *Assessment) *[]fields.Value[Declared] { return &a.Declared }).Is("网站上看不出来、由考核组认定的", "what people found who looked"),
	fields.Groups("rectify", "整改", rectifySchema, func(a *Assessment) *[]fields.Value[Rectify] { return &a.Rectify }).Is("限期整改的事项", "what has to be put right by a day"),
}}
