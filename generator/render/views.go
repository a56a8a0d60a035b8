package render

import "html/template"

// Every layout has one view struct, and a view holds nothing but what its
// layout shows: finished texts, and addresses relative to the page. The
// structs are the contract between Go and the layouts; a test checks each
// layout against its view.

// Link leads somewhere. Href is relative to the page that shows it.
type Link struct {
	Name    string
	Href    template.URL
	Current bool   // it leads to where the reader is
	Count   int    // how many documents are there, where that is shown
	Note    string // a remark behind the name: a date, a legal basis
}

// Frame is what base.html needs on every page; all views embed it.
type Frame struct {
	Kind      string        // which layout: "home", "notice", …; a class on <body>
	Title     string        // the whole <title>
	Heading   string        // the page's h1
	Canonical string        // absolute; "" on pages that are not indexed
	Meta      template.HTML // what machines read in the head: policy, tags, canonical, feeds, JSON-LD
	Style     template.URL
	Paper     template.URL // the style sheet for printing, which no screen waits for
	Sheet     template.URL // what only this kind of page has; "" where it needs no more
	Mode      string       // "elder" for what is in 长者模式 from the start
	Script    template.URL
	Icon      template.URL
	Crumbs    []Link        // from the home page to here; the last one has Current
	Code      *CodeView     // of documents that have an address
	Site      string        // the site's name
	Mistake   template.URL  // a letter about a mistake on the page; "" without a mailbox, and on pages without Code
	Top       template.HTML // layout part "top": skip link, header, navigation, search box
	Bottom    template.HTML // layout part "bottom": footer
}

// CodeView is the QR code of a page's address, as the path of an SVG.
type CodeView struct {
	Size int
	Path string
}

// Signature is who issued a document and when, as it stands below the text on
// paper.
type Signature struct{ Agency, Formed string }

// TopView is what the part "top" shows; pages at one depth and in one
// section share it.
type TopView struct {
	Name, County, Disclaimer string
	Edition                  string // of one to be read without a network: as of when
	Home, Search             template.URL
	Root, Suggest            template.URL // the way to the root; the script of suggestions
	Nav                      []Link
	Upper                    []Link // platforms of higher authorities
}

// BottomView is what the part "bottom" shows.
type BottomView struct {
	Owner, Operator, Address, Postcode, Phone, Email, Hours string
	Tel                                                     template.URL
	SiteCode, ICP, Police                                   string
	PoliceHref, ErrorReport, Emblem                         template.URL
	Links                                                   []Link // site map, accessibility statement, feed, open data
}

// Item is a document in a list.
type Item struct {
	Title     string
	Href      template.URL
	Published string // 2026-03-05
	Formed    string
	Index     string
	Number    string
	Summary   string
	Agency    string
	Category  string
	Validity  string // shown when it is not 有效
}

// Field is a row of the metadata table.
type Field struct {
	Key, Label, Value string
	Href              template.URL // of a value that leads somewhere
	Time              string       // machine-readable date of a value that is one
}

// AttachmentView is a file that a notice offers.
type AttachmentView struct {
	Title string
	Href  template.URL
	Kind  string // "XLSX 电子表格"
	Size  string // "12.3 KB"
	Name  string // the file's own name
}

// Banner tells at the top of a document that it is not, or not fully, in
// force.
type Banner struct {
	Kind  string // "repealed", "expired", "amended", "pending"
	Text  string
	Links []Link
}

// Heading of a document's outline.
type HeadingView struct {
	Level int // 2 or 3
	Text  string
	Href  template.URL // "#…"
}

// Stage of a matter that is disclosed in stages.
type Stage struct {
	Name  string // 事前, 事中, 事后
	Items []Link
}

// NoticeView is for notice.html.
type NoticeView struct {
	Frame
	Fields        []Field
	Banner        *Banner
	Source        Link // of a repost; Name "" otherwise
	Outline       []HeadingView
	Body          template.HTML
	Attachments   []AttachmentView
	Interprets    []Link // the documents this one interprets
	InterpretedBy []Link
	Repeals       []Link
	RepealedBy    []Link
	Series        string
	Stages        []Stage
	Prev, Next    Link // Name "" where there is none
	Category      Link
	Agency        Link
	Disclosure    string // 主动公开: printed after the text
	Words         []Word // of the text, explained
	Beside        []Link // others of the same topic
	Topic         Link
	Number        string
	Updated       string     // the day of its last revision, or else of publication
	Signature     *Signature // nil where the text ends with its own
}

// Word of a text with its explanation, to which ID leads.
type Word struct{ ID, Name, Text string }

// Column of the home page: a category with its newest.
type Column struct {
	Link
	Summary string
	Items   []Item
}

// Way in which a citizen finds what they look for.
type Way struct {
	Name, Text string
	Links      []Link
}

// AgencyGroup is the agencies of one kind.
type AgencyGroup struct {
	Name     string // 县直部门, 乡镇 …
	Agencies []Link
}

// Due is a date that matters to citizens.
type Due struct {
	Date, What string
	Link
}

// LetterItem is a letter in a list.
type LetterItem struct {
	Title            string
	Href             template.URL
	Number           string
	Kind, Status     string
	Received, Agency string
}

// HomeView is for home.html.
type HomeView struct {
	Frame
	Newest    []Item
	Ways      []Way // 查阅有网站, 查询有热线, 查找有资料
	Columns   []Column
	Focus     []Link // 权、钱、人 and the like: entries of the law's heart
	Groups    []AgencyGroup
	Due       []Due
	Letters   []LetterItem
	Hotlines  []Hotline
	Documents int
	Updated   string // date of the newest document
	Mailbox   Link
	Guide     Link
	Catalogue Link
	Lines     Link // all telephone numbers
}

// GuidesView is for guides.html: the page guide.html.
type GuidesView struct {
	Frame
	County Link // the county's own guide; Name "" where there is none
	Groups []AgencyGroup
}

// GuideView is for guide.html: one agency's guide.
type GuideView struct {
	Frame
	Agency     Link
	Revised    string
	Office     []Field // name, address, hours, telephone, fax, internet contact
	Outline    []HeadingView
	Body       template.HTML
	Catalogue  Link
	Categories []CategoryGroup
	Places     []PlaceView
}

// CategoryGroup is one way to cut the duty into categories.
type CategoryGroup struct {
	Name, Basis string
	Categories  []CategoryLink
}

// CategoryLink leads to a category's list.
type CategoryLink struct {
	Link
	Basis, Summary string
}

// CatalogueView is for catalogue.html.
type CatalogueView struct {
	Frame
	Documents int
	Groups    []CategoryGroup
	Agencies  []AgencyGroup
	Topics    []Link
	Years     []Link
	Downloads []Link // CSV, JSON, XML of the whole catalogue
	Newest    []Item
}

// ListView is for list.html: a page of one of the catalogue's lists.
type ListView struct {
	Frame
	Name         string
	Basis        string
	Summary      string
	Count        int // of the whole list; on archive pages, of the page
	Number       int // of an archive page; 0 on the first
	Items        []Item
	Older, Newer Link // Name "" where there is none
	First        Link // the list's first page, on archive pages
	Feed         Link
	Siblings     []Link // the other lists of the kind, with counts
	SiblingsName string
	Agency       Link // an agency's own page, on its list
}

// AgenciesView is for agencies.html.
type AgenciesView struct {
	Frame
	Groups []AgencyGroup
}

// LeaderView is one leader.
type LeaderView struct{ Name, Post, Duties string }

// AgencyView is for agency.html: an agency's home page.
type AgencyView struct {
	Frame
	KindName   string // 部门, 乡镇 …
	Website    Link   // its own site; Name "" where it has none
	Body       template.HTML
	Office     []Field
	Leaders    []LeaderView
	Guide      Link
	Catalogue  Link
	Documents  int
	Newest     []Item
	Categories []Link // its documents by category, with counts
	Hotlines   []Hotline
	Places     []PlaceView
	Parent     Link
	Children   []Link
	Record     []Link // its money, annual report and score
	Feed       Link
}

// SystemView is one of the systems that a county must have.
type SystemView struct {
	Name        string
	Regulations []Item
}

// RegulationsView is for regulations.html.
type RegulationsView struct {
	Frame
	Systems []SystemView
	Others  []Item
	Charts  []Chart
}

// RegulationView is for regulation.html.
type RegulationView struct {
	Frame
	Fields  []Field
	Banner  *Banner
	Outline []HeadingView
	Body    template.HTML
	Words   []Word
	Chart   *Chart
}

// Chart is a flow chart: an inline SVG of boxes from the top down, and its
// steps as text for whoever does not see it.
type Chart struct {
	ID            string // unique on the page
	Title         string
	Link          Link // to the regulation it belongs to
	Width, Height int
	Boxes         []Box
	Arrows        []Arrow
	Steps         []ChartStep
}

// Box of a chart: x, y, width, height in user units; lines of text with
// their own places.
type Box struct {
	Kind                string // start, step, decision, end, outcome
	X, Y, Width, Height int
	Points              string // of a decision's diamond-like outline
	Lines               []BoxLine
}

// BoxLine is a line of text in a box.
type BoxLine struct {
	X, Y  int
	Text  string
	Small bool
}

// Arrow of a chart: an SVG path, with a label beside it.
type Arrow struct {
	Path  string
	Label BoxLine
}

// ChartStep is a step as text.
type ChartStep struct {
	Name, Text string
	Outcomes   []string // “情形：处理”
}

// Hotline is a telephone number that the public may call.
type Hotline struct {
	Name, Number, Hours, Scope string
	Tel                        template.URL // tel:
	Agency                     Link
}

// PlaceView is a reading place.
type PlaceView struct {
	Name, Kind, Address, Hours, Phone, Equipment string
	Tel                                          template.URL
	Agency                                       Link
}

// PlaceGroup is the reading places of one kind.
type PlaceGroup struct {
	Name   string
	Places []PlaceView
}

// HotlineView is for hotline.html.
type HotlineView struct {
	Frame
	Hotlines   []Hotline
	Complaints []Hotline
	Places     []PlaceGroup
}

// Figure is a number with its name.
type Figure struct{ Name, Value string }

// Share is a row of a statistics table.
type Share struct {
	Name    string
	Href    template.URL
	Count   int
	Done    int
	Percent string // of all, computed: 30.9%
	Days    string // mean calendar days to the reply, or —
}

// MailboxView is for mailbox.html and its archive pages.
type MailboxView struct {
	Frame
	Number       int // of an archive page; 0 on the first, which holds the form
	Form         Form
	AcceptDays   int
	ReplyDays    int
	Notice       string
	Phone        string
	Tel          template.URL
	Address      string
	Postcode     string
	Email        string
	Figures      []Figure
	ByKind       []Share
	ByAgency     []Share
	Satisfied    []Share
	AsOf         string
	Letters      []LetterItem
	Older, Newer Link
	First        Link
}

// Form is the mailbox's form and where it goes.
type Form struct {
	Backend  string // netlify, post, mailto, none, offline
	Action   template.URL
	Thanks   template.URL // absolute path or relative page shown after sending
	Agencies []Link
	Kinds    []string
}

// Turning is what a pager turns to.
type Turning struct{ First, Newer, Older Link }

// ComponentsView is for components.html, which shows the parts in their states.
type ComponentsView struct {
	Frame
	Links, Tiles  []Link
	One, Some     []Item
	Fields        []Field
	Banners       []*Banner
	Outline       []HeadingView
	Groups        []AgencyGroup
	Hotlines      []Hotline
	Places        []PlaceView
	Letters       []LetterItem
	Shares        []Share
	First, Middle Turning
	Form          Form
	FormAbsent    []Form
	Chart         *Chart
	Keep          Frame
	Prose         template.HTML
	Words         []Word
}

// Slide of the screen in a hall.
type Slide struct {
	Item
	Urgent bool      // of an emergency, lately
	Code   *CodeView // of the document's address
}

// ScreenView is for screen.html, which rolls by itself.
type ScreenView struct {
	Frame
	Slides   []Slide
	AsOf     string
	Hotlines []Hotline
}

// Initial is a letter of the Latin alphabet with the agencies whose names
// begin with it in pinyin.
type Initial struct {
	Letter   string
	Agencies []Link
}

// TouchView is for touch.html, the home page of a touch screen.
type TouchView struct {
	Frame
	Newest   []Item
	Groups   []CategoryGroup
	Initials []Initial
	Hotlines []Hotline
	AsOf     string
	Ways     []Link
}

// LetterView is for letter.html.
type LetterView struct {
	Frame
	Fields  []Field
	Letter  template.HTML
	Reply   template.HTML // "" while open
	Replied string
	Replier Link
	Status  string
	Days    string // "6 天（自然日）", or ""
	Mailbox Link
	Prev    Link
	Next    Link
}

// ThanksView is for thanks.html: shown after a letter was sent.
type ThanksView struct {
	Frame
	AcceptDays, ReplyDays int
	Mailbox, Home         Link
	Phone                 string
	Tel                   template.URL
}

// SearchView is for search.html: a place for what the search finds, and the
// ways to find a document without it.
type SearchView struct {
	Frame
	SearchScript template.URL
	Groups       []CategoryGroup
	Agencies     []AgencyGroup
	Topics       []Link
	Years        []Link
	Catalogue    Link
	Hotline      Link
	Mailbox      Link
	Guide        Link
}

// SitemapView is for sitemap.html.
type SitemapView struct {
	Frame
	Sections []Way
}

// PlainView is for pages of standing text: 404.html, accessibility.html.
type PlainView struct {
	Frame
	Phone string
	Tel   template.URL
	Email string
	Owner string
	Links []Link
	Date  string
}
