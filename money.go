package peil

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// Money is an exact amount: whole minor units (øre, cents) of one currency. A
// yen has no minor unit, so there Minor counts yen.
type Money struct {
	Minor    int64    `json:"minor"`
	Currency Currency `json:"currency"`
}

// ParseDecimal reads a plain decimal number of main units, "1234.5" or "-7":
// digits, at most one point, no spaces or thousands marks. Nothing is rounded:
// decimals the currency does not have must be zeros. Amounts beyond an int64 of
// minor units are refused.
func ParseDecimal(main string, c Currency) (Money, error) {
	if !c.Valid() {
		return Money{}, Invalid("unknown_currency", "there is no currency %q", clip(string(c))).InField("currency")
	}
	s, negative := strings.CutPrefix(main, "-")
	whole, frac, point := strings.Cut(s, ".")
	if whole == "" || point && frac == "" || !allDigits(whole) || !allDigits(frac) {
		return Money{}, Invalid("bad_amount", "%q is not an amount in %s: write digits with a point before the decimals, such as 1234.50", clip(main), c).InField("amount")
	}
	n := c.Digits()
	if len(frac) > n {
		if strings.Trim(frac[n:], "0") != "" {
			return Money{}, Invalid("amount_too_precise", "%q is not an amount in %s: the currency has %d decimals", clip(main), c, n).InField("amount")
		}
		frac = frac[:n]
	}
	text := whole + frac + strings.Repeat("0", n-len(frac))
	if negative {
		text = "-" + text
	}
	minor, err := strconv.ParseInt(text, 10, 64)
	if err != nil { // all are digits, so only the range can be wrong
		return Money{}, Invalid("amount_too_large", "%q is not an amount in %s: it is too large", clip(main), c).InField("amount")
	}
	return Money{minor, c}, nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Decimal returns the exact amount in main units with all the currency's
// decimals: "1234.50" kroner, "1234" yen. ParseDecimal reads it back.
func (m Money) Decimal() string {
	n := m.Currency.Digits()
	s := strconv.FormatInt(m.Minor, 10)
	s, negative := strings.CutPrefix(s, "-")
	if n > 0 {
		if len(s) <= n {
			s = strings.Repeat("0", n+1-len(s)) + s
		}
		s = s[:len(s)-n] + "." + s[len(s)-n:]
	}
	if negative {
		return "-" + s
	}
	return s
}

// IsZero reports whether the amount is zero, in whatever currency.
func (m Money) IsZero() bool { return m.Minor == 0 }

// Add returns the sum. Amounts of two currencies cannot be added (G10: convert
// first), nor any whose sum is beyond an int64.
func (m Money) Add(o Money) (Money, error) {
	if m.Currency != o.Currency {
		return Money{}, Invalid("currencies_differ", "%s cannot be added to %s", o.Currency, m.Currency)
	}
	sum := m.Minor + o.Minor
	if (sum > m.Minor) != (o.Minor > 0) && o.Minor != 0 {
		return Money{}, Invalid("sum_too_large", "the sum is too large")
	}
	return Money{sum, m.Currency}, nil
}

// Split divides total among the weights so that the parts sum to it exactly
// (largest remainder: everybody gets the whole units of their share, what is
// left goes one by one to the largest fractions, the first of equals first). A
// negative total is split as its opposite. Weights below zero, or not finite,
// count as zero; if none is above zero the split is even. No weights, no parts.
func Split(total int64, weights []float64) []int64 {
	if len(weights) == 0 {
		return nil
	}
	parts := make([]int64, len(weights))
	if len(weights) == 1 {
		parts[0] = total
		return parts
	}
	// Exact arithmetic: in floats an amount above 2^53 loses units, and shares
	// such as 0.1 + 0.2 + 0.7 do not sum to one.
	shares, sum := exactShares(weights)
	abs := new(big.Int).Abs(big.NewInt(total))
	left := new(big.Int).Set(abs)
	wholes := make([]*big.Int, len(shares))
	fractions := make([]*big.Rat, len(shares))
	for i, w := range shares {
		quota := new(big.Rat).SetInt(abs)
		quota.Mul(quota, w).Quo(quota, sum)
		wholes[i] = new(big.Int).Quo(quota.Num(), quota.Denom())
		fractions[i] = quota.Sub(quota, new(big.Rat).SetInt(wholes[i]))
		left.Sub(left, wholes[i])
	}
	order := make([]int, len(shares))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return fractions[b].Cmp(fractions[a]) })
	one := big.NewInt(1)
	for _, i := range order[:left.Int64()] { // fewer units are left than there are weights
		wholes[i].Add(wholes[i], one)
	}
	for i, w := range wholes {
		if total < 0 {
			w.Neg(w)
		}
		parts[i] = w.Int64()
	}
	return parts
}

// exactShares returns the weights that count and their sum, which is above zero.
func exactShares(weights []float64) (shares []*big.Rat, sum *big.Rat) {
	shares, sum = make([]*big.Rat, len(weights)), new(big.Rat)
	for i, w := range weights {
		shares[i] = new(big.Rat)
		if w > 0 && !math.IsInf(w, 0) {
			shares[i].SetFloat64(w)
		}
		sum.Add(sum, shares[i])
	}
	if sum.Sign() > 0 {
		return shares, sum
	}
	for _, s := range shares {
		s.SetInt64(1)
	}
	return shares, sum.SetInt64(int64(len(shares)))
}
