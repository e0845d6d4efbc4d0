package value

import (
	"strings"

	"peil"
)

// MoneyColumn gathers what the values of a column say about its amounts.
type MoneyColumn struct {
	// Values counts the values that were offered, Amounts those that are
	// amounts, Signed those that came with a currency or a magnitude.
	Values, Amounts, Signed int
	Negative, Zero          int
	dot, comma              int // where the mark can only be the decimal mark
	Currencies              map[peil.Currency]int
	// Min and Max are the smallest and largest amount, in main units.
	Min, Max float64
	lastRead string
	last     Amount
	lastOK   bool
	lastSign bool
}

// Add takes one value of the column into account; empty ones are not offered.
func (c *MoneyColumn) Add(s string) {
	if s != c.lastRead || c.Values == 0 {
		c.lastRead = s
		c.last, c.lastOK = ParseMoney(s, 0)
		c.lastSign = c.lastOK && (c.last.Currency != "" || strings.ContainsAny(s, "kKmM"))
	}
	c.Values++
	if !c.lastOK {
		return
	}
	c.marks(s)
	c.Amounts++
	if c.lastSign {
		c.Signed++
	}
	if c.last.Currency != "" {
		if c.Currencies == nil {
			c.Currencies = map[peil.Currency]int{}
		}
		c.Currencies[c.last.Currency]++
	}
	f := c.last.Float()
	if c.Amounts == 1 || f < c.Min {
		c.Min = f
	}
	if c.Amounts == 1 || f > c.Max {
		c.Max = f
	}
	switch {
	case c.last.Digits < 0:
		c.Negative++
	case c.last.Digits == 0:
		c.Zero++
	}
}

// marks notes where a mark is the decimal mark for certain.
func (c *MoneyColumn) marks(s string) {
	if c.last.Scale == 0 && !strings.ContainsAny(s, ".,") {
		return
	}
	num, _, _, ok := moneyParts(s)
	if !ok {
		return
	}
	num = strings.TrimPrefix(num, "-")
	switch at := decimalAt(num, 0); {
	case at >= 0 && num[at] == '.':
		c.dot++
	case at >= 0:
		c.comma++
	case strings.Count(num, ".") > 1: // a thousands mark: then the other is the decimal
		c.comma++
	case strings.Count(num, ",") > 1:
		c.dot++
	}
}

// Decimal returns the column's decimal mark, or 0 where it shows none.
func (c *MoneyColumn) Decimal() byte {
	switch {
	case c.dot > c.comma:
		return '.'
	case c.comma > 0:
		return ','
	}
	return 0
}

// Currency returns the currency most amounts came with, or "".
func (c *MoneyColumn) Currency() peil.Currency {
	var best peil.Currency
	for cur, n := range c.Currencies {
		if n > c.Currencies[best] || n == c.Currencies[best] && cur < best {
			best = cur
		}
	}
	return best
}
