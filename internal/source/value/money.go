package value

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"peil"
)

// Amount is a number that was read exactly: Digits · 10^-Scale, with the
// currency that stood with it, if any.
type Amount struct {
	Digits   int64
	Scale    int
	Currency peil.Currency
}

// Minor returns the amount in whole minor units of c, rounded half away from
// zero where it has more decimals. False where it is beyond an int64.
func (a Amount) Minor(c peil.Currency) (int64, bool) { return a.scaled(c.Digits()) }

// Float returns the amount as a floating-point number of main units.
func (a Amount) Float() float64 { return float64(a.Digits) / math.Pow10(a.Scale) }

func (a Amount) scaled(decimals int) (int64, bool) {
	d, by := a.Digits, decimals-a.Scale
	for ; by > 0; by-- {
		if d > math.MaxInt64/10 || d < math.MinInt64/10 {
			return 0, false
		}
		d *= 10
	}
	if by < 0 {
		if by < -18 {
			return 0, true
		}
		div := int64(math.Pow10(-by))
		rest := d % div
		d /= div
		switch {
		case rest >= div-rest && rest > 0:
			d++
		case -rest >= div+rest && rest < 0:
			d--
		}
	}
	return d, true
}

// ParseMoney reads an amount in any usual form: "$342.09K", "27 600 kr",
// "1.117,10", "(1 200)". decimal is the column's decimal mark, '.' or ',', or 0
// where the column leaves it open: a single mark before exactly three digits
// then separates thousands, as money has no three decimals.
func ParseMoney(s string, decimal byte) (Amount, bool) {
	if len(s) <= 18 && digitsOnly(s) { // ids, counts and most amounts
		n, err := strconv.ParseInt(s, 10, 64)
		return Amount{Digits: n}, err == nil
	}
	num, cur, scale, ok := moneyParts(s)
	if !ok {
		return Amount{}, false
	}
	neg := false
	if strings.HasPrefix(num, "-") {
		neg, num = true, num[1:]
	}
	whole, frac, ok := splitNumber(num, decimal)
	if !ok || len(whole)+len(frac) > 19 {
		return Amount{}, false
	}
	d, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil {
		return Amount{}, false
	}
	if neg {
		d = -d
	}
	a := Amount{Digits: d, Scale: len(frac) - scale, Currency: cur}
	if a.Scale < 0 {
		a.Digits, ok = a.scaled(0)
		a.Scale = 0
	}
	return a, ok
}

// moneyParts takes sign, currency and magnitude off: what is left is digits and
// marks, with '-' in front when negative. scale is the power of ten.
func moneyParts(s string) (num string, cur peil.Currency, scale int, ok bool) {
	s = Clean(s)
	if s == "" || len(s) > 60 {
		return "", "", 0, false
	}
	neg := false
	if s[0] == '(' && s[len(s)-1] == ')' {
		neg, s = true, strings.TrimSpace(s[1:len(s)-1])
	}
	s = strings.TrimSuffix(strings.TrimSuffix(s, ",-"), ",--")
	first := strings.IndexFunc(s, isDigit)
	last := strings.LastIndexFunc(s, isDigit)
	if first < 0 {
		return "", "", 0, false
	}
	if first > 0 && (s[first-1] == '.' || s[first-1] == ',') && (first == 1 || s[first-2] == '-' || s[first-2] == ' ') {
		first-- // .50
	}
	before, num, after := s[:first], s[first:last+1], s[last+1:]
	if exp, e := expand(num); e {
		num = exp
	}
	for _, side := range []string{before, after} {
		for _, w := range moneyWords(side) {
			switch c, k, minus := moneyWord(w); {
			case minus && !neg:
				neg = true
			case c != "" && cur == "":
				cur = c
			case k > 0 && scale == 0:
				scale = k
			case minus || w == "." || w == ",":
			default:
				return "", "", 0, false
			}
		}
	}
	if neg {
		num = "-" + num
	}
	return num, cur, scale, true
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// expand writes 1.2e6 without its exponent: spreadsheets export large numbers so.
func expand(num string) (string, bool) {
	if !strings.ContainsAny(num, "eE") || len(num) > 30 {
		return num, false
	}
	m, e, _ := strings.Cut(strings.ToLower(num), "e")
	if n, err := strconv.Atoi(e); err != nil || n > 18 || n < -18 || strings.ContainsAny(m, " ,'") {
		return num, false
	}
	r, ok := new(big.Rat).SetString(num)
	if !ok {
		return num, false
	}
	return strings.TrimSuffix(strings.TrimRight(r.FloatString(8), "0"), "."), true
}
