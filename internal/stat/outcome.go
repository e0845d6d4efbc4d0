package stat

import "slices"

// ExactOutcome is the outcome of bets that do not depend on each other, without
// drawing. Not ok where there are too many amounts, or too many bets to see what
// each of them decides.
func ExactOutcome(certain float64, bets []Bet, target float64) (Outcome, bool) {
	d, ok := ExactTotals(certain, bets)
	if !ok || float64(len(bets))*float64(len(bets))*float64(len(d)) > mostWork {
		return Outcome{}, false
	}
	o := Outcome{P10: d.Quantile(.1), P50: d.Quantile(.5), P90: d.Quantile(.9), PTarget: d.AtLeast(target), Exact: true}
	o.Mean, _ = d.Moments()
	for i, b := range bets {
		others, _ := ExactTotals(certain, slices.Concat(bets[:i], bets[i+1:]))
		o.P = append(o.P, b.P)
		o.Swing = append(o.Swing, others.AtLeast(target-b.Value)-others.AtLeast(target))
	}
	return o, true
}
