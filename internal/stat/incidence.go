package stat

import (
	"math"
	"sort"
)

// CIFInterval returns the 95 % interval of CIF(cause, h): bootstrap by unit up
// to 2 000 units, above F ± z·√V with the delta-method variance of the
// Aalen–Johansen estimate ("aalen"). Where no unit, or every unit, had the event
// all resamples are alike and would claim certainty; there it is the Wilson
// interval over the units whose fate by h is known.
func (c Curve) CIFInterval(cause int, h float64, r Resampling) (Interval, bool) {
	f, ok := c.CIF(cause, h)
	if !ok {
		return Interval{}, false
	}
	if f <= 0 || f >= 1-slack {
		n := float64(c.known(h))
		return Wilson(math.Round(f)*n, n)
	}
	if c.Units <= MaxResampled {
		return bootstrap(c.counts, r, func(counts []int) (float64, bool) {
			return c.incidence(counts, cause, h), true
		})
	}
	i := c.at(h)
	half := Z * math.Sqrt(c.incidenceVariance(cause, i, 0))
	return interval95(math.Max(0, f-half), math.Min(1, f+half), MethodAalen), true
}

// known counts the units not censored before h. Those censored at the last
// observed time, beyond which nobody is, count as known.
func (c Curve) known(h float64) int {
	h = math.Min(h, c.Last)
	n, width := c.Units, c.Causes+1
	for j, t := range c.times {
		if t < h {
			n -= c.counts[j*width]
		}
	}
	return n
}

// incidence is the cumulative incidence at h of counts shaped like c.counts.
func (c Curve) incidence(counts []int, cause int, h float64) float64 {
	f := 0.0
	c.walk(counts, func(m moment) bool {
		if m.t <= h {
			f += m.before * float64(m.byCause[cause-1]) / float64(m.atRisk)
		}
		return m.t <= h
	})
	return f
}

// QuantileGivenCause returns the time by which a share q of those who in the
// end have the event of the cause have had it: the smallest time with
// F_c(t) ≥ q·F_c(last). With q = ½ and cause "won" it is the median cycle. Open
// deals are in it through the incidence, so a young pipeline does not make the
// cycle look short. Not ok without such an event.
func (c Curve) QuantileGivenCause(cause int, q float64) (float64, bool) {
	if c.Units == 0 || cause < 1 || cause > c.Causes || !(q > 0 && q < 1) {
		return 0, false
	}
	total, _ := c.CIF(cause, c.Last)
	if total <= 0 {
		return 0, false
	}
	i := sort.Search(len(c.Steps), func(i int) bool { return c.Steps[i].F[cause-1] >= q*total-slack })
	return c.Steps[i].T, true
}

// MedianGivenCause is the ½-quantile given the cause.
func (c Curve) MedianGivenCause(cause int) (float64, bool) { return c.QuantileGivenCause(cause, .5) }

// QuantileGivenCauseInterval returns the 95 % interval of that quantile:
// bootstrap by unit up to 2 000 units; above, the event times at which
// F_c(t) − q·F_c(last) is within z standard errors of 0 (the delta method,
// inverted: "aalen"). Not ok without the event, or with so few that a tenth of
// the resamples have none.
func (c Curve) QuantileGivenCauseInterval(cause int, q float64, r Resampling) (Interval, bool) {
	middle, ok := c.QuantileGivenCause(cause, q)
	if !ok {
		return Interval{}, false
	}
	if c.Units <= MaxResampled {
		path := make([]float64, len(c.times))
		return bootstrap(c.counts, r, func(counts []int) (float64, bool) {
			return c.timeOfShare(counts, cause, q, path)
		})
	}
	total, _ := c.CIF(cause, c.Last)
	// The first step at which the difference, side standard errors up, is not
	// below 0. Both are monotone but for ripples far from the crossing.
	crossing := func(side float64) float64 {
		i := sort.Search(len(c.Steps)-1, func(i int) bool {
			above := c.Steps[i].F[cause-1] - q*total
			return above+side*math.Sqrt(c.incidenceVariance(cause, i, q)) >= -slack
		})
		return c.Steps[i].T
	}
	lo, hi := math.Min(crossing(Z), middle), math.Max(crossing(-Z), middle)
	return interval95(lo, hi, MethodAalen), true
}

// timeOfShare is QuantileGivenCause over counts shaped like c.counts; path is
// room for the incidence at each time.
func (c Curve) timeOfShare(counts []int, cause int, q float64, path []float64) (float64, bool) {
	f, n := 0.0, 0
	c.walk(counts, func(m moment) bool {
		f += m.before * float64(m.byCause[cause-1]) / float64(m.atRisk)
		path[n] = f
		n++
		return true
	})
	if f <= 0 {
		return 0, false
	}
	return c.times[sort.SearchFloat64s(path[:n], q*f-slack)], true
}

// incidenceVariance returns the variance of F(t) − q·F(last), t being the time
// of step i; with q = 0 that of the incidence itself. It is the delta method on
// the hazards h_k = d_k/n of each time, whose events are multinomial given n:
//
//	∂F(t)/∂h_cause = S⁻ − (F(t)−F)/(1−h),  ∂F(t)/∂h_other = −(F(t)−F)/(1−h)
//	V = Σ [A²h_cause + B²h_other − (A·h_cause + B·h_other)²] / n
//
// with S⁻ before and F after the time, A and B the two derivatives of the
// difference (Marubini & Valsecchi 1995, ch. 10).
func (c Curve) incidenceVariance(cause, i int, q float64) float64 {
	k, last := cause-1, len(c.Steps)-1
	ft, fEnd := c.Steps[i].F[k], c.Steps[last].F[k]
	end := i
	if q > 0 {
		end = last
	}
	sum, before := 0.0, 1.0
	for j := 0; j <= end; j++ {
		step := c.Steps[j]
		n := float64(step.AtRisk)
		hc := float64(step.Events[k]) / n
		ho := float64(step.total()-step.Events[k]) / n
		a, b := gradient(before, fEnd-step.F[k], hc+ho)
		a, b = -q*a, -q*b
		if j <= i {
			at, bt := gradient(before, ft-step.F[k], hc+ho)
			a, b = a+at, b+bt
		}
		mean := a*hc + b*ho
		sum += (a*a*hc + b*b*ho - mean*mean) / n
		before = step.S
	}
	return math.Max(0, sum)
}

// gradient returns the derivatives of a later incidence by a time's hazards of
// the cause and of the others; rest is the incidence still to come.
func gradient(before, rest, hazard float64) (cause, other float64) {
	if hazard >= 1 {
		return before, 0 // nobody is left, so nothing is still to come
	}
	other = -rest / (1 - hazard)
	return before + other, other
}
