package render

import "html/template"

// The views of figures: tables and charts, money, requests, annual reports and
// scores.

// TableView is a table of figures: a head of one row, rows whose first cell
// names them.
type TableView struct {
	ID, Title string
	Unit      string // 万元; "" where it has no amounts
	Source    string
	Empty     string // why it has no rows
	Head      []HeadCell
	Rows      []RowView
	Notes     []string
	Files     []Link // CSV and XLSX
	More      Link   // the whole of a table that is cut here
}

// HeadCell is a heading; Class is "number" above numbers.
type HeadCell struct{ Name, Class string }

// RowView is a row: its name, with a code before it, and its cells. Class is
// "total", "deep-1" or "deep-2" for what is below another item.
type RowView struct {
	Class, Code, Name string
	Href              template.URL // of a name that leads somewhere
	Cells             []CellView
}

// CellView is a cell behind the name of its row.
type CellView struct {
	Text, Class string
	Href        template.URL
}

// Bars is a chart of horizontal bars, an inline SVG, whose numbers stand in a
// table below it.
type Bars struct {
	ID, Title, Desc string
	Width, Height   int
	Bars            []Bar
	Table           TableView
}

// Bar is one bar with its name above it and its number behind it. Class is
// "second" for what is compared with the bar before.
type Bar struct {
	Class, Name, Value         string
	NameY, Y, Width, X, ValueY int
}

// FiscalYear is a year of the overview.
type FiscalYear struct {
	Link
	Budgets, Accounts int
}

// FiscalView is for fiscal.html.
type FiscalView struct {
	Frame
	Year      string
	Figures   []Figure
	County    []Link // the county's newest budget and accounts
	Functions *Bars
	Themes    TableView
	Public    *Bars
	Matrix    TableView
	Years     []Link
	Agencies  []AgencyGroup
	Tables    []Link
	Office    Link // who is in charge of money
	Phone     string
	Tel       template.URL
	Complain  []Hotline
	Words     []Word
	Funds     Link // the register; Name "" without one
	Query     Link // over the lists of receivers, likewise
}

// FiscalYearView is for fiscal-year.html.
type FiscalYearView struct {
	Frame
	Lists  []FiscalList
	Tables []TableView
	Years  []Link
}

// FiscalList is budgets or accounts.
type FiscalList struct {
	ID, Name string
	Items    []Item
}

// FiscalAgencyView is for fiscal-agency.html: an agency's money, year by year.
type FiscalAgencyView struct {
	Frame
	Agency Link
	Lists  []FiscalList
	Spent  *Bars
	Public *Bars
	Phone  string
	Tel    template.URL
}

// FiscalTableView is for fiscal-table.html: one table of the list, of
// everybody and all years.
type FiscalTableView struct {
	Frame
	Years  []TableView
	Tables []Link
}

// FiscalReportView is for fiscal-report.html: a budget or accounts.
type FiscalReportView struct {
	Frame
	Fields      []Field
	Outline     []HeadingView
	Body        template.HTML
	Tables      []TableView
	Attachments []AttachmentView
	Words       []Word
	Agency      Link
	Others      []Link // the year before, the budget of these accounts
	Phone       string
	Tel         template.URL
}

// FiscalPartView is for fiscal-part.html: a piece of a long table.
type FiscalPartView struct {
	Frame
	Table      TableView
	From       Link
	Number     int
	Of         int
	Prev, Next Link
}

// Point where requests are taken: an agency's disclosure office.
type Point struct {
	Agency                                    Link
	Office, Address, Hours, Phone, Email, Fax string
	Tel, Mail                                 template.URL
}

// RequestView is for request.html.
type RequestView struct {
	Frame
	Script       template.URL
	Applications []Item // forms for applicants
	Letters      []Item // forms of the agencies
	First        Point  // the county's own office
	PointsPage   Link
	FlowPage     Link // Name "" where no regulation has a chart
	Regulation   Link
	Proactive    []Link // what became proactive after requests
	Year         string
	Figures      []Figure
	ByAgency     TableView
	AsOf         string
	Catalogue    Link
	Search       Link
}

// RequestPointsView is for request-points.html: where requests are taken.
type RequestPointsView struct {
	Frame
	Points []Point
	Back   Link
}

// RequestFlowView is for request-flow.html: the chart of the regulation.
type RequestFlowView struct {
	Frame
	Chart            Chart
	Regulation, Back Link
}

// RequestFormView is for request-form.html: a form to fill in and print.
type RequestFormView struct {
	Frame
	Who, About, Address string
	Lines               []FormLine
	Back                Link
}

// FormLine is a heading or a line with blanks.
type FormLine struct {
	Heading string
	Pieces  []FormPiece
}

// FormPiece is a piece of a line: Kind is text, blank, area or box. Text is
// the words, or what a blank is for.
type FormPiece struct {
	Kind, Text, ID string
	Size           int // characters of a blank
}

// ReportsView is for reports.html: the annual reports.
type ReportsView struct {
	Frame
	Years []FiscalList
}

// AnnualLine is a line of the table of requests: a heading, or seven numbers.
type AnnualLine struct {
	Label, Class string
	Group        bool
	Counts       []string
}

// ReportView is for report.html: an annual report. The tables stand between
// the two parts of its text.
type ReportView struct {
	Frame
	Fields        []Field
	Outline       []HeadingView
	Before, After template.HTML
	Proactive     []TableView
	Requests      []AnnualLine
	Reviews       []string // fifteen numbers
	Computed      string
	Agency        Link
	Previous      Link
}

// FundItem is a fund in the register.
type FundItem struct {
	Link
	Level, Owner, Standard string
	Newest                 Link // the newest year, with its sum
}

// FundGroup is the funds of one theme.
type FundGroup struct {
	Name  string
	Funds []FundItem
}

// FundsView is for funds.html: the register.
type FundsView struct {
	Frame
	All, Here int // funds of the list, and those that the county has
	Groups    []FundGroup
	Absent    TableView
	Query     Link
}

// FundView is for fund.html.
type FundView struct {
	Frame
	Fields []Field
	Years  TableView
	Asking Link // how to ask for papers
}

// FundLevelView is for fund-level.html: the townships of a year, the villages
// of a township, the people of a village.
type FundLevelView struct {
	Frame
	Table     TableView
	Withdrawn bool // names have had their time
	Names     bool // it is a list of names
	Phone     string
	Tel       template.URL
}

// FundQueryView is for fund-query.html.
type FundQueryView struct {
	Frame
	Script template.URL
	Lists  []Link
}

// StatisticsView is for statistics.html.
type StatisticsView struct {
	Frame
	AsOf                    string
	Holdings, Speed, Months TableView
	Scores                  Link
}

// ScorecardView is for scorecard.html: the county's assessment.
type ScorecardView struct {
	Frame
	AsOf           string
	Table, Rectify TableView
}

// ScoreView is for score.html: one agency's score, item by item.
type ScoreView struct {
	Frame
	Total, Band, Points string
	Of                  int
	Items               TableView
}
