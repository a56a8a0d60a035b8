package content

import (
	"io/fs"

	"gongkai/generator/attachment"
	"gongkai/generator/cache"
	"gongkai/generator/diag"
	"gongkai/generator/disk"
	"gongkai/generator/fields"
	"gongkai/generator/markdown"
)

// Doc is what every document file has.
type Doc struct {
	File *diag.File
	Slug string // the file's name without .md, or its folder's for index.md
	Year string // the folder of a notice or letter
	Dir  string // the folder that relative links start from
	Head diag.Span
	// Body is the rendered text, without its HTML where that waits elsewhere:
	// Whole brings it back.
	Body markdown.Body
	// Blank says that there is no text at all.
	Blank bool
	// Broken says that the file could not be read; it takes part in nothing
	// but references.
	Broken bool
	// Samples are values that `gongkai init` wrote and nobody replaced.
	Samples []fields.Text

	// Hash is that of the file's bytes; zero where they could not be read.
	Hash [32]byte
	// Front is the hash of the front matter: of all that is known of the document
	// but its text.
	Front [32]byte

	spool   *cache.Spool // where the HTML is, if it is in a spool
	spooled cache.Spooled
	memo    *Memo // where it is, if it is remembered: under Hash
	source  fs.FS // where it can be made again
	html    int   // its length, in bytes
}

// Review is the record of a confidentiality review before publication
// (《保守国家秘密法实施条例》第四十二条: review first, publish after, item by item).
type Review struct {
	By, Ruling, Basis fields.Text
	On                fields.Moment
}

// Attachment is a file that belongs to a notice.
type Attachment struct{ File, Title fields.Text }

// Source says where a reposted document came from.
type Source struct{ Name, URL fields.Text }

// Deadline is a publication deadline that another law sets for one document
// (Regulation, article 26, second half).
type Deadline struct {
	Days        fields.Whole
	Unit, Basis fields.Text
}

// Allow is a waiver: which rule, where, why, by whom and until when.
type Allow struct {
	Rule, Text, Reason, By fields.Text
	Until                  fields.Moment
}

// Notice is a disclosed document.
type Notice struct {
	Doc
	Title, Agency, Index, Number           fields.Text
	Formed, Published, Revised             fields.Moment
	Category, Topic, Genre, Summary        fields.Text
	Keywords                               []fields.Text
	Disclosure, Author, Stage              fields.Text
	Review                                 fields.Value[Review]
	Source                                 fields.Value[Source]
	Effective, Expires                     fields.Moment
	Validity, Series                       fields.Text
	Repeals, RepealedBy, Interprets, Alias []fields.Text
	Attachments                            []fields.Value[Attachment]
	Deadline                               fields.Value[Deadline]
	Allow                                  []fields.Value[Allow]
	FromRequests, Draft                    fields.YesNo
	// Files are the files that lie beside a bundle's index.md.
	Files []Beside
}

// Beside is a file in the folder of a notice.
type Beside struct {
	Name string
	Size int64 // bytes
	// Stamp tells whether it is still the file that was looked into, and, if it is
	// Settled, whether it changed since an earlier build.
	Stamp   disk.Stamp
	Settled bool
	// Pixels is the size of a picture; its Width is 0 where it is not known.
	Pixels markdown.Size
	// Report is what was found in it.
	Report attachment.Report
}

// Office is the body in an agency that does the disclosing; its name,
// address, hours, telephone, fax and internet contact are what a guide must
// tell (Regulation, article 12).
type Office struct{ Name, Head, Address, Hours, Phone, Fax, Email fields.Text }

// Leader of an agency.
type Leader struct{ Name, Post, Duties fields.Text }

// Agency is a disclosing body; its text tells its duties.
type Agency struct {
	Doc
	Name, Short, Kind, Code, Website, Parent fields.Text
	Order                                    fields.Whole
	Office                                   fields.Value[Office]
	Leaders                                  []fields.Value[Leader]
}

// Guide is the disclosure guide of one agency.
type Guide struct {
	Doc
	Title   fields.Text
	Revised fields.Moment
}

// Outcome is one way on from a decision in a flow chart.
type Outcome struct{ When, Then fields.Text }

// Step of a flow chart.
type Step struct {
	Name, Text, Kind fields.Text
	Outcomes         []fields.Value[Outcome]
}

// Flow is a flow chart.
type Flow struct {
	Title fields.Text
	Steps []fields.Value[Step]
}

// Regulation is a rule of the county's own about disclosure.
type Regulation struct {
	Doc
	Title, System, Agency, Number, Validity, Summary fields.Text
	Formed, Published, Effective                     fields.Moment
	Flow                                             fields.Value[Flow]
	Review                                           fields.Value[Review]
	Draft                                            fields.YesNo
}

// Letter is a letter to the county mayor that its writer lets be published,
// with the reply.
type Letter struct {
	Doc
	Title, Number, Kind, From, Agency, Status, RepliedBy, Satisfaction fields.Text
	Received, Replied                                                  fields.Moment
	Consent                                                            fields.YesNo
	Draft                                                              fields.YesNo
}

// Hotline is a telephone number that the public may call.
type Hotline struct{ Name, Number, Kind, Hours, Scope, Agency fields.Text }

// Place is a reading place (Regulation, article 25).
type Place struct{ Name, Kind, Address, Hours, Phone, Equipment, Agency fields.Text }

// CategoryGroup is a way to cut the duty to disclose into categories.
type CategoryGroup struct{ ID, Name, Basis fields.Text }

// Category of what the law says must be disclosed.
type Category struct {
	ID, Name, Group, Class, Basis, Summary fields.Text
	Keywords                               []fields.Text
	Cycle                                  fields.Whole // days
}

// Term is an entry of a plain vocabulary.
type Term struct{ ID, Name fields.Text }

// GlossaryEntry explains a word of the law or of budgets to citizens.
type GlossaryEntry struct {
	Name, Text fields.Text
	Also       []fields.Text // other ways to write it
}

// Topic is a first-level subject with its second level.
type Topic struct {
	ID, Name fields.Text
	Children []fields.Value[Term]
}

// Vocabulary is what documents may be filed under.
type Vocabulary struct {
	Groups     []fields.Value[CategoryGroup]
	Categories []fields.Value[Category]
	Topics     []fields.Value[Topic]
	Genres     []fields.Value[Term]
	Systems    []fields.Value[Term]
	Glossary   []fields.Value[GlossaryEntry]
	// Unread are the lists whose files could not be read, by their names: what refers
	// to them may be right.
	Unread []string
}

// DayOff is a day, or some days in a row, that the county's offices do not
// work on, or work on though it is a Saturday or Sunday.
type DayOff struct {
	From, To          fields.Moment
	Kind, Name, Basis fields.Text
}

// Holidays is what holidays.yaml holds: the county's own arrangement, laid
// over the State Council's.
type Holidays struct {
	Years []fields.Text // whose arrangement is complete with what stands here
	Days  []fields.Value[DayOff]
}

// Directory is what hotlines.yaml and places.yaml hold.
type Directory struct {
	Hotlines []fields.Value[Hotline]
	Places   []fields.Value[Place]
}
