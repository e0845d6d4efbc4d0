package locale

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"peil"
)

// Number writes v with so many decimals at most and the language's marks; a
// negative number of decimals rounds to tens, hundreds and so on. Halves are
// rounded away from zero, as people do.
func (c *Catalogue) Number(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	s := strconv.FormatFloat(roundTo(v, -decimals), 'f', max(0, decimals), 64)
	s, negative := strings.CutPrefix(s, "-")
	whole, frac, _ := strings.Cut(s, ".")
	if negative && strings.Trim(whole+frac, "0") == "" {
		negative = false // a negative zero is a zero
	}
	out := c.grouped(whole)
	if frac != "" {
		out += c.style.point + frac
	}
	if negative {
		return c.style.minus + out
	}
	return out
}

// grouped sets the thousands mark every third digit from the right.
func (c *Catalogue) grouped(whole string) string {
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(c.style.group)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// roundTo rounds v to a multiple of 10^place, halves away from zero. The tiny
// push makes 1.005, which no float is, round as the number that was meant.
func roundTo(v float64, place int) float64 {
	if place >= 0 {
		p := math.Pow10(place)
		return math.Round(v/p) * p
	}
	p := math.Pow10(-place)
	scaled := v * p
	return math.Round(scaled+math.Copysign(math.Abs(scaled)*1e-12, scaled)) / p
}

// Place returns the power of ten to which a value of a unit is rounded: by
// habit of the unit, and never finer than the first digit of the interval's
// half-width (metrics.md §1). Shares count in percent. What was counted or summed
// is what it is, however much chance is in it: nobody has sold for about a
// million.
func Place(u peil.Unit, v float64, in *peil.Interval) int {
	place := usualPlace(u, v)
	if in == nil || u == peil.UnitCount || u == peil.UnitFTE || slices.Contains(exact, in.Method) {
		return place
	}
	half := (in.Hi - in.Lo) / 2
	if u == peil.UnitShare || u == peil.UnitPoints {
		half *= 100
	}
	if half <= 0 || math.IsInf(half, 0) || math.IsNaN(half) {
		return place
	}
	return max(place, int(math.Floor(math.Log10(half))))
}

// exact are the methods whose interval says how else chance could have gone, not
// how well the number is known: those of counts and of sums of sales.
var exact = []string{"garwood", "compound_poisson"}

// usualPlace is the precision of a unit without any interval.
func usualPlace(u peil.Unit, v float64) int {
	switch u {
	case peil.UnitShare, peil.UnitFTE:
		return -1
	case peil.UnitFactor, peil.UnitNumber:
		if math.Abs(v) < 100 { // what is large is not read to the hundredth
			return -2
		}
	case peil.UnitDays:
		if math.Abs(v) < 10 {
			return -1
		}
	case peil.UnitCount:
		if v != math.Trunc(v) && math.Abs(v) < 1000 { // shared credit makes fractions of a deal
			return -1
		}
	}
	return 0
}

// Format writes a value of a unit rounded to 10^place: "336 678 kr", "42,9 %",
// "2 t 5 min". Money stands in the main unit, shares are fractions.
func (c *Catalogue) Format(u peil.Unit, cur peil.Currency, v float64, place int) string {
	switch u {
	case peil.UnitMin:
		return c.Minutes(roundTo(v, max(0, place)))
	case peil.UnitOpen:
		return c.openMinutes(roundTo(v, max(0, place)))
	}
	return c.wrap(u, cur, c.bare(u, v, place))
}

// bare writes the number without its unit.
func (c *Catalogue) bare(u peil.Unit, v float64, place int) string {
	if u == peil.UnitShare || u == peil.UnitPoints {
		v *= 100
	}
	s := c.Number(v, -place)
	if u == peil.UnitDays { // "4 d", not "4,0 d"
		s = strings.TrimSuffix(s, c.style.point+"0")
	}
	return s
}

// wrap sets the unit beside a number.
func (c *Catalogue) wrap(u peil.Unit, cur peil.Currency, s string) string {
	switch u {
	case peil.UnitShare:
		return s + c.style.percent
	case peil.UnitPoints:
		return s + "\u00a0pp"
	case peil.UnitDays:
		return s + "\u00a0d"
	case peil.UnitFactor:
		return s + "×"
	case peil.UnitMoney:
		return c.money(s, cur)
	}
	return s
}

// money sets the currency where the language has it: "kr" after the amount in
// Norwegian for kroner, else the code; the code before the amount in English.
func (c *Catalogue) money(s string, cur peil.Currency) string {
	if cur == "" {
		return s
	}
	if c.lang != "nb" {
		if rest, negative := strings.CutPrefix(s, c.style.minus); negative {
			return c.style.minus + string(cur) + "\u00a0" + rest
		}
		return string(cur) + "\u00a0" + s
	}
	if cur == "NOK" {
		return s + "\u00a0kr"
	}
	return s + "\u00a0" + string(cur)
}

// Range writes an interval with the unit once: "16–75 %". Ends below zero are
// joined by a word, since a dash there reads as a minus.
func (c *Catalogue) Range(u peil.Unit, cur peil.Currency, lo, hi float64, place int) string {
	dash := "–"
	if lo < 0 {
		dash = " " + c.T("text.to") + " "
	}
	if u == peil.UnitMin || u == peil.UnitOpen {
		return c.Format(u, cur, lo, place) + dash + c.Format(u, cur, hi, place)
	}
	if u == peil.UnitMoney && max(math.Abs(lo), math.Abs(hi)) >= million {
		s := c.Number(lo/million, max(0, 6-place)) + dash + c.Number(hi/million, max(0, 6-place))
		return c.wrap(u, cur, s+c.T("text.million"))
	}
	return c.wrap(u, cur, c.bare(u, lo, place)+dash+c.bare(u, hi, place))
}

// million is from where the ends of a range are told in millions: nobody reads
// seven digits twice.
const million = 1e6

// Signed writes a change with its sign: "+12 %", "−3 %". Nothing is "0 %".
func (c *Catalogue) Signed(u peil.Unit, cur peil.Currency, v float64, place int) string {
	s := c.Format(u, cur, v, place)
	if v > 0 && c.bare(u, v, place) != c.bare(u, 0, place) {
		return "+" + s
	}
	return s
}

// openMinutes writes minutes of working hours: "8 min", "2 t 5 min", "88 t". They
// make no days: a working day is not told how long it is.
func (c *Catalogue) openMinutes(v float64) string {
	if math.Abs(v) < 2*24*60 {
		return c.Minutes(v)
	}
	return c.Number(v/60, 0) + "\u00a0" + c.style.hour
}

// Minutes writes a number of minutes: "8 min", "2 t 5 min", from two days on
// "5 d 20 t".
func (c *Catalogue) Minutes(v float64) string {
	if v < 0 {
		return c.style.minus + c.Minutes(-v)
	}
	m := int64(math.Round(v))
	join := func(big int64, bigUnit string, small int64, smallUnit string) string {
		s := c.Number(float64(big), 0) + "\u00a0" + bigUnit
		if small != 0 {
			s += " " + strconv.FormatInt(small, 10) + "\u00a0" + smallUnit
		}
		return s
	}
	switch {
	case m < 60:
		return strconv.FormatInt(m, 10) + "\u00a0min"
	case m < 2*24*60:
		return join(m/60, c.style.hour, m%60, "min")
	}
	return join(m/(24*60), "d", m%(24*60)/60, c.style.hour)
}
