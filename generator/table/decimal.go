package table

import (
	"math"
	"math/bits"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

// Decimal is an exact number: a count of millionths. It holds an amount in
// 万元 to the 分. Sums of it have no rounding, so that a total that is off by
// 0.01 is off, and one that is right is right.
type Decimal int64

const (
	one    = 1_000_000
	places = 6
	// most bounds what a cell may hold: a thousand billion.
	most = 1_000_000_000_000
)

// Whole is n as a Decimal.
func Whole(n int) Decimal { return Decimal(n) * one }

// ParseDecimal reads a number as offices write it: with or without thousands
// separators, in half or full width, with a minus sign. ok is false for what
// is no number, has separators at the wrong places, more than six decimals or
// more than a thousand billion.
func ParseDecimal(s string) (d Decimal, ok bool) {
	s = width.Narrow.String(strings.TrimSpace(s))
	negative := false
	if rest, found := strings.CutPrefix(s, "-"); found {
		s, negative = rest, true
	} else if rest, found := strings.CutPrefix(s, "−"); found {
		s, negative = rest, true
	}
	whole, fraction, point := strings.Cut(s, ".")
	whole, ok = ungroup(whole)
	fraction = strings.TrimRight(fraction, "0")
	if !ok || len(fraction) > places || !digits(whole) || point && fraction != "" && !digits(fraction) {
		return 0, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n > most {
		return 0, false
	}
	d = Decimal(n) * one
	if fraction != "" {
		n, _ = strconv.ParseInt(fraction+strings.Repeat("0", places-len(fraction)), 10, 64)
		d += Decimal(n)
	}
	if negative {
		d = -d
	}
	return d, true
}

// ungroup drops thousands separators, which must be every three digits.
func ungroup(s string) (string, bool) {
	groups := strings.Split(s, ",")
	for i, g := range groups {
		if len(groups) > 1 && (i > 0 && len(g) != 3 || i == 0 && (len(g) == 0 || len(g) > 3)) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func digits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// Plus adds. A sum that no table can have stays at the largest number there
// is, and so agrees with nothing.
func (d Decimal) Plus(e Decimal) Decimal {
	sum := d + e
	if (d > 0) == (e > 0) && (sum > 0) != (d > 0) && d != 0 && e != 0 {
		if d > 0 {
			return math.MaxInt64
		}
		return -math.MaxInt64
	}
	return sum
}

// Over divides by a power of ten that a unit is of another: 元 to 万元. exact
// is false where a millionth would be lost.
func (d Decimal) Over(n int64) (q Decimal, exact bool) {
	return d / Decimal(n), d%Decimal(n) == 0
}

// Times multiplies by a power of ten that a unit is of another: 万元 to 元.
func (d Decimal) Times(n int64) Decimal {
	if d > math.MaxInt64/Decimal(n) || d < -math.MaxInt64/Decimal(n) {
		return math.MaxInt64
	}
	return d * Decimal(n)
}

// IsWhole reports whether d is a whole number.
func (d Decimal) IsWhole() bool { return d%one == 0 }

// Int is d without its fraction.
func (d Decimal) Int() int { return int(d / one) }

// Float is d for drawing, where a pixel does not count.
func (d Decimal) Float() float64 { return float64(d) / one }

// String is d with as many decimals as it has: 1234.5.
func (d Decimal) String() string {
	s := d.digits(places)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func (d Decimal) digits(n int) string {
	sign := ""
	u := uint64(d)
	if d < 0 {
		sign, u = "-", uint64(-d)
	}
	s := sign + strconv.FormatUint(u/one, 10)
	if n == 0 {
		return s
	}
	fraction := strconv.FormatUint(one+u%one, 10)[1:]
	return s + "." + fraction[:n]
}

// Fixed is d with n decimals and thousands separators, as tables are printed:
// 1,234.50. Where d has more decimals, it is shown with all of them: a page
// rounds nothing that the county wrote.
func (d Decimal) Fixed(n int) string {
	for n < places && d%pow10(places-n) != 0 {
		n++
	}
	s := d.digits(n)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	whole, fraction, point := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		whole += "." + fraction
	}
	return sign + whole
}

func pow10(n int) Decimal {
	p := Decimal(1)
	for range n {
		p *= 10
	}
	return p
}

// Percent is d as a share of another number, rounded half up to one decimal:
// 12.3%. It is "—" where there is nothing to share.
func (d Decimal) Percent(of Decimal) string {
	if of == 0 {
		return "—"
	}
	sign := ""
	if (d < 0) != (of < 0) && d != 0 {
		sign = "-"
	}
	hi, lo := bits.Mul64(size(d), 1000)
	lo, carry := bits.Add64(lo, size(of)/2, 0)
	hi += carry
	if hi >= size(of) {
		return "—"
	}
	tenths, _ := bits.Div64(hi, lo, size(of))
	if tenths == 0 {
		sign = ""
	}
	return sign + strconv.FormatUint(tenths/10, 10) + "." + strconv.FormatUint(tenths%10, 10) + "%"
}

func size(d Decimal) uint64 {
	if d < 0 {
		return uint64(-d)
	}
	return uint64(d)
}
