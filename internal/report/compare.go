package report

import (
	"peil"
	"peil/internal/stat"
)

// compareAll sets what each comparison of the question says of a value.
func (q *question) compareAll(gs *groups, m Measure, slice *string, v *peil.Value, ws []window) {
	now := *v
	var like *window
	for i, w := range ws {
		switch w.n {
		case winLike:
			like = &ws[i]
			now = q.value(gs, m, slice, w)
		case winPrevious, winYear:
			then := q.value(gs, m, slice, w)
			c := peil.Change{To: "previous", Period: w.period, Value: then.Value, BusinessDays: w.businessDays}
			if w.n == winYear {
				c.To = "year"
			}
			if like != nil {
				c.Current, c.CurrentPeriod = now.Value, like.period
			}
			if now.Value != nil && then.Value != nil {
				d := *now.Value - *then.Value
				c.Delta, c.Interval = &d, difference(now, then)
			}
			v.Compare = append(v.Compare, c)
		}
	}
}

// difference is the interval of now − then: Newcombe's for two proportions, else
// made of the two intervals. Nil where either is missing: what a difference can
// bear is then not known (G16).
func difference(now, then peil.Value) *peil.Interval {
	if wilson(now) && wilson(then) {
		if e, ok := stat.Newcombe(*now.K, *now.N, *then.K, *then.N); ok {
			return &e.Interval
		}
		return nil
	}
	a, okA := estimate(now, then)
	b, okB := estimate(then, now)
	if !okA || !okB {
		return nil
	}
	if e, ok := stat.MOVER(a, b); ok {
		return &e.Interval
	}
	return nil
}

func wilson(v peil.Value) bool {
	return v.Interval != nil && v.Interval.Method == stat.MethodWilson && v.K != nil && v.N != nil
}

// noSaleUpper is the upper end of Garwood's interval of a count of 0.
const noSaleUpper = 3.688879

// estimate is a value with its interval. A window in which nothing was sold has
// none of its own: it could have had up to 3.7 sales of the other window's mean.
func estimate(v, other peil.Value) (stat.Estimate, bool) {
	if v.Interval != nil {
		return stat.Estimate{Value: *v.Value, Interval: *v.Interval}, true
	}
	o := other.Interval
	if *v.Value != 0 || o == nil || o.Method != stat.MethodCompoundPoisson || other.N == nil || *other.N <= 0 {
		return stat.Estimate{}, false
	}
	hi := noSaleUpper * max(0, *other.Value) / *other.N
	return stat.Estimate{Interval: peil.Interval{Hi: hi, Level: o.Level, Method: o.Method}}, true
}
