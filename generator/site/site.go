// Package site links entries into one frozen site.
//
// Assemble gives each entry its address, its agency, category, topic and
// neighbours, resolves every reference and every link of a text to an
// address or a finding, and makes the lists that the catalogue consists of.
// What it returns is not changed by anyone: rules, pages and feeds read it at
// the same time.
//
// Addresses are paths from the site's root without a leading slash; whoever
// writes a page puts the way up in front of them, so that the same bytes work
// at a domain's root, under a sub-path and from file://.
//
// Limits: a site is made whole, in memory, from all entries; there is no
// partial assembly, because everything may refer to everything.
package site

import (
	"gongkai/generator/calendar"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/disk"
	"gongkai/generator/fields"
)

// Site is the whole portal before it is written.
type Site struct {
	Portal  *config.Portal
	Clock   calendar.Date  // what "today" is
	Offline bool           // an edition to be read without a network
	Days    *calendar.Days // working days, with the county's own arrangement

	Notices     []*Notice // published, oldest first
	Held        []*Notice // drafts, withheld and future ones, in the order of their files
	Agencies    []*Agency // by kind and order
	Guides      []*Guide
	Groups      []*Group
	Categories  []*Category
	Topics      []*Topic
	Genres      []*Genre
	Years       []*Year // newest first
	Systems     []*System
	Glossary    []Word
	Regulations []*Regulation // newest first
	Letters     []*Letter     // newest first
	Requests    []*Request    // in the order of their receipt
	Ledgers     []*content.Ledger
	Assessment  content.Assessment
	Funds       []*Fund // in the order of the register
	FundTables  []*content.FundTable
	Annuals     []*Annual // newest year first, then by agency
	// FiscalsToCome and AnnualsToCome wait for their day: they have no page yet
	// and are judged already.
	FiscalsToCome []*Fiscal
	AnnualsToCome []*Annual
	Fiscals       []*Fiscal // newest year first, then by agency, budgets before accounts
	Hotlines      []*Hotline
	Complaints    []*Hotline
	Places        []*Place

	// Personal is what looks like personal data in the files that are, or will
	// be, published: drafts and what is withheld are left out.
	Personal []content.Personal

	targets map[string]target // by address
}

// State says why a notice is not published.
type State uint8

const (
	Published  State = iota
	Draft            // draft: true
	Withheld         // 公开属性 is not 主动公开
	Future           // 发布日期 is after today
	Unreadable       // the file is broken
)

// Text is a body with its links resolved.
type Text struct {
	*content.Doc
	Address string
	// Links holds, for each link of the body, the address it leads to; "" for
	// links that stay as they are written.
	Links []string
}

// Notice is a disclosed document in its place.
type Notice struct {
	*content.Notice
	Address     string
	Links       []string
	State       State
	Agency      *Agency
	Category    *Category
	Topic       *Topic
	Genre       *Genre
	Prev, Next  *Notice // older and newer neighbours in its category
	Attachments []Attachment
	Copies      []Copy // the files that are published with it
	Validity    string // 有效, 失效, 废止, 已修改, or "" where it does not apply

	Repeals, RepealedBy, Interprets, InterpretedBy, Series []*Notice
	// Beside are the nearest of the same topic by date, newest first: two later
	// and two earlier ones. A new document changes those of its neighbours alone.
	Beside []*Notice
}

// Attachment is a file that a notice offers.
type Attachment struct {
	Title, Name, Address string
	Size                 int64 // bytes
}

// Copy is a file that is published as it is.
type Copy struct {
	From    string     // path in the source
	To      string     // address
	Stamp   disk.Stamp // when it was looked into
	Settled bool       // a later change is bound to show in the stamp
}

// Agency is a disclosing body in its place.
type Agency struct {
	*content.Agency
	Address string
	Links   []string
	ID      string
	Parent  *Agency
	Guide   *Guide
	Notices []*Notice // oldest first
}

// Guide is the guide of an agency.
type Guide struct {
	*content.Guide
	Address string
	Links   []string
	Agency  *Agency
}

// Group is a way to cut the duty into categories.
type Group struct {
	ID, Name, Basis string
	Categories      []*Category
}

// Category is a class of what must be disclosed. Notices are those filed
// under it and those of categories that it takes in.
type Category struct {
	ID, Name, Basis, Summary string
	Keywords                 []string
	Address                  string
	Group                    *Group
	Class                    *Category
	Cycle                    fields.Whole // days in which something new is due
	Notices                  []*Notice    // oldest first
	At                       diag.Span
}

// Topic is a subject.
type Topic struct {
	ID, Name, Address string
	Children          []string
	Notices           []*Notice // oldest first
}

// Genre is a kind of document.
type Genre struct{ ID, Name string }

// Year holds what was published in a year.
type Year struct {
	Year    int
	Address string
	Notices []*Notice // oldest first
}

// System is one of the regulations that a county must have.
type System struct {
	ID, Name    string
	At          diag.Span
	Regulations []*Regulation
}

// Word of the law or of budgets, explained.
type Word struct {
	Name, Text string
	Forms      []string // the ways in which texts have it, the name first
}

// Regulation is a rule of the county's own.
type Regulation struct {
	*content.Regulation
	Address  string
	Links    []string
	Agency   *Agency
	System   *System
	Validity string
}

// Letter is a letter with its reply. Sender is masked: the name as it stands
// in the file never leaves this package.
type Letter struct {
	*content.Letter
	Address   string
	Links     []string
	Sender    string
	Agency    *Agency
	RepliedBy *Agency
	Days      int // calendar days from receipt to reply; -1 while open
	HasReply  bool
	Held      bool // a draft, or received after today
}

// Hotline is a telephone number.
type Hotline struct {
	content.Hotline
	Agency *Agency
}

// Place is a reading place.
type Place struct {
	content.Place
	Agency *Agency
}

// Options of Assemble.
type Options struct {
	Clock  calendar.Date
	Drafts bool // publish drafts too
	Future bool // publish what is dated after today too
	// Offline says that the site is to be read without a network, from a USB
	// stick or on a reading room's computer.
	Offline bool
}

// Assemble links entries into a site. Findings are about references and
// links; everything that could be linked is.
func Assemble(portal *config.Portal, c *content.Content, opts Options) (*Site, diag.List) {
	a := &assembler{Site: &Site{Portal: portal, Clock: opts.Clock, Offline: opts.Offline}, opts: opts}
	a.days(&c.Holidays)
	a.vocabulary(&c.Vocabulary)
	a.agencies(c.Agencies)
	a.guides(c.Guides)
	a.notices(c.Notices)
	a.regulations(c.Regulations)
	a.letters(c.Letters)
	a.fiscals(c.Fiscals)
	a.requests(c.Ledgers)
	a.assessment(c.Assessment)
	a.funds(&c.Register, c.FundTables)
	a.annuals(c.Annuals)
	a.directory(&c.Directory)
	a.references()
	a.lists()
	a.links()
	a.personal(c)
	return a.Site, a.found
}
