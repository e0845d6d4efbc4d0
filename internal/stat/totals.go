package stat

import (
	"math"
	"slices"
)

// Bet is a deal that is worth Value with probability P and otherwise nothing.
type Bet struct{ Value, P float64 }

// Amount is a total that can occur, and its probability.
type Amount struct{ Value, P float64 }

// Totals is the distribution of a sum of bets: what can occur, ascending.
type Totals []Amount

// Up to so many amounts a distribution is worked out exactly, and so much work is
// done for it; beyond, it is drawn.
const (
	mostAmounts = 1 << 20
	mostWork    = 60_000_000
)

// ExactTotals adds bets that do not depend on each other, and a sum that is certain:
// every total with its probability, by convolution. Not ok where there are too many,
// or for an impossible bet.
func ExactTotals(certain float64, bets []Bet) (Totals, bool) {
	if !finite(certain) {
		return nil, false
	}
	d := Totals{{certain, 1}}
	for _, b := range bets {
		if !finite(b.Value, b.P) || b.P < 0 || b.P > 1 || 2*len(d) > 2*mostAmounts {
			return nil, false
		}
		if b.P > 0 && b.Value != 0 {
			d = d.with(b)
		}
	}
	return d, len(d) <= mostAmounts
}

// with adds a bet: the amounts without and with its value, merged.
func (d Totals) with(b Bet) Totals {
	lose, win := slices.Clone(d), slices.Clone(d)
	for i := range d {
		lose[i].P *= 1 - b.P
		win[i].Value += b.Value
		win[i].P *= b.P
	}
	if b.Value < 0 {
		lose, win = win, lose
	}
	out := make(Totals, 0, 2*len(d))
	for i, j := 0, 0; i < len(lose) || j < len(win); {
		var next Amount
		if j == len(win) || i < len(lose) && lose[i].Value <= win[j].Value {
			next, i = lose[i], i+1
		} else {
			next, j = win[j], j+1
		}
		if last := len(out) - 1; last >= 0 && out[last].Value == next.Value {
			out[last].P += next.P
		} else if next.P > 0 {
			out = append(out, next)
		}
	}
	return out
}

// Quantile is the smallest amount with at least the share q at or below it (type
// 1): always one that can occur. Zero of nothing.
func (d Totals) Quantile(q float64) float64 {
	sum := 0.0
	for _, a := range d {
		if sum += a.P; sum >= q-slack {
			return a.Value
		}
	}
	if len(d) == 0 {
		return 0
	}
	return d[len(d)-1].Value
}

// AtLeast is the probability of a total of x or more.
func (d Totals) AtLeast(x float64) float64 {
	sum := 0.0
	for _, a := range slices.Backward(d) {
		if a.Value < x {
			break
		}
		sum += a.P
	}
	return math.Min(1, sum)
}

// Moments returns mean and standard deviation.
func (d Totals) Moments() (mean, sd float64) {
	squares := 0.0
	for _, a := range d {
		mean += a.Value * a.P
		squares += a.Value * a.Value * a.P
	}
	return mean, math.Sqrt(math.Max(0, squares-mean*mean))
}
