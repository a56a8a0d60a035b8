package feed

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/site"
	"gongkai/generator/table"
)

// The data of the query over lists of receivers. Like the files of the search,
// each is a script that calls one function, so that a page opened from a disk
// may load it: funds/data/index.js tells of every shard, the list of some villages, and
// which surnames it has; the shards themselves are files of their own. A question
// reads the index and then only shards that can answer it.

// fundShard is the list of some villages of a township.
type fundShard struct {
	Fund, Year, Township int // Fund and Township are indices of the names
	Rows                 int
	Least, Most          string // amounts
	Villages             string // their names, a blank between them
	villages             []*site.FundVillage
}

// shardRows is how many rows a shard has, unless one village has more: some
// ten kilobytes, compressed.
const shardRows = 2000

// fundIndex is what index.js holds.
type fundIndex struct {
	Funds, Townships []string
	Shards           []fundShard
	Surnames         map[string]string // surname → which shards, a bit each, in base64
}

func (m *maker) funds() {
	index := fundIndex{Surnames: map[string]string{}}
	bits := map[string][]byte{}
	for _, f := range m.Funds {
		for _, y := range f.Years {
			m.add(y.ListAddress(), "fund", func(w *bytes.Buffer) { writeLevels(w, y) })
			for _, t := range y.Townships {
				for _, villages := range shards(t) {
					s := fundShard{Fund: place(&index.Funds, f.Name.V), Year: y.Year, Township: place(&index.Townships, t.Name), villages: villages}
					s.measure(bits, len(index.Shards))
					m.shard(len(index.Shards), villages)
					index.Shards = append(index.Shards, s)
				}
			}
		}
	}
	if len(index.Shards) == 0 {
		return
	}
	for name, b := range bits {
		index.Surnames[name] = base64.RawStdEncoding.EncodeToString(b)
	}
	m.add("funds/data/index.js", "fund", func(w *bytes.Buffer) { call(w, index) })
}

// shards cuts a township's list at villages.
func shards(t *site.FundTownship) (list [][]*site.FundVillage) {
	rows := 0
	for _, v := range t.Villages {
		n := len(v.Receivers)
		if n == 0 {
			continue
		}
		if len(list) == 0 || rows+n > shardRows {
			list, rows = append(list, nil), 0
		}
		last := len(list) - 1
		list[last], rows = append(list[last], v), rows+n
	}
	return list
}

// place is the index of a name in a list, to which it is added.
func place(list *[]string, name string) int {
	if i := slices.Index(*list, name); i >= 0 {
		return i
	}
	*list = append(*list, name)
	return len(*list) - 1
}

// measure counts the rows of a shard, finds its least and most amount, and
// notes its surnames.
func (s *fundShard) measure(bits map[string][]byte, n int) {
	var least, most table.Decimal
	var names []string
	for _, v := range s.villages {
		names = append(names, v.Name)
		for _, r := range v.Receivers {
			if s.Rows == 0 || r.Amount < least {
				least = r.Amount
			}
			if s.Rows == 0 || r.Amount > most {
				most = r.Amount
			}
			s.Rows++
			name := strings.TrimSuffix(r.Name, "*")
			b := bits[name]
			for len(b) <= n/8 {
				b = append(b, 0)
			}
			b[n/8] |= 1 << (n % 8)
			bits[name] = b
		}
	}
	s.Least, s.Most, s.Villages = least.String(), most.String(), strings.Join(names, " ")
}

// shard writes a list: by village, a line for each receiver.
func (m *maker) shard(n int, villages []*site.FundVillage) {
	m.add("funds/data/"+strconv.Itoa(n)+".js", "fund", func(w *bytes.Buffer) {
		type village struct {
			Name, Address string
			Rows          string // name,amount,date; a line each
		}
		var list []village
		for _, v := range villages {
			var b strings.Builder
			for i, r := range v.Receivers {
				if i > 0 {
					b.WriteByte('\n')
				}
				b.WriteString(strings.TrimSuffix(r.Name, "*") + "," + r.Amount.String() + "," + r.Paid.String())
			}
			list = append(list, village{v.Name, site.EscapePath(v.Address), b.String()})
		}
		call(w, list)
	})
}

func call(w *bytes.Buffer, v any) {
	out, err := json.Marshal(v)
	if err != nil {
		return // strings and numbers always marshal
	}
	w.WriteString("gongkaiFunds(")
	w.Write(out)
	w.WriteString(")")
}

// writeLevels writes how a year was handed down, to the villages: names stay
// on the pages, which leave the site when they have had their time.
func writeLevels(w *bytes.Buffer, y *site.FundYear) {
	w.WriteString("\ufeff")
	out := csv.NewWriter(w)
	out.Write([]string{"乡镇", "村", "户（人）数", "金额（元）", "用途"})
	for _, t := range y.Townships {
		for _, v := range t.Villages {
			out.Write([]string{inert(t.Name), inert(v.Name), strconv.Itoa(v.People), v.Amount.String(), inert(v.Project)})
		}
	}
	out.Flush()
}
