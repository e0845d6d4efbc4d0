package stat

import "math"

// QuantileInterval returns the 95 % interval of Quantile(q): the pointwise
// log-log band of S, inverted (Brookmeyer & Crowley 1982). The band is
// S^exp(±z·√G/ln S) with Greenwood's G = Σ d/(n(n−d)); an end of the interval is
// the smallest event time at which that edge of the band is ≤ 1−q. Not ok
// if the upper edge never comes down so far, which is usual in small samples.
func (c Curve) QuantileInterval(q float64) (Interval, bool) {
	if !(q > 0 && q < 1) {
		return Interval{}, false
	}
	lo, hi, okLo, okHi := 0.0, 0.0, false, false
	g := 0.0
	for _, s := range c.Steps {
		g += greenwoodTerm(s.total(), s.AtRisk)
		lower, upper := logLogBand(s.S, g)
		if !okLo && lower <= 1-q+slack {
			lo, okLo = s.T, true
		}
		if !okHi && upper <= 1-q+slack {
			hi, okHi = s.T, true
			break
		}
	}
	if !okLo || !okHi {
		return Interval{}, false
	}
	return interval95(lo, hi, MethodLogLogGreenwood), true
}

// logLogBand returns the pointwise 95 % band of S. Once S is 0 the variance does
// not exist; the upper edge then says nothing.
func logLogBand(s, g float64) (lower, upper float64) {
	if s <= 0 {
		return 0, 1
	}
	spread := math.Exp(Z * math.Sqrt(g) / math.Abs(math.Log(s)))
	return math.Pow(s, spread), math.Pow(s, 1/spread)
}

// greenwoodTerm is d/(n(n−d)), 0 where the last units at risk all have the
// event: S is 0 from there and adds no spread.
func greenwoodTerm(d, n int) float64 {
	if n <= d {
		return 0
	}
	return float64(d) / (float64(n) * float64(n-d))
}

// minAtRisk is how many units must still be observed for a curve to be trusted.
const minAtRisk = 10

// DefaultTau returns the largest observed time with at least ten units at risk,
// which is as far as a mean time may look. Not ok with fewer than ten units, or
// if that time is 0.
func (c Curve) DefaultTau() (float64, bool) {
	tau := 0.0
	c.walk(c.counts, func(m moment) bool {
		if m.atRisk >= minAtRisk {
			tau = m.t
		}
		return m.atRisk >= minAtRisk
	})
	return tau, tau > 0
}

// RMST returns the restricted mean time until an event, the area under S up to
// tau: the mean of min(T, tau) that also counts those still waiting. Not ok for
// a tau that nobody was observed until.
func (c Curve) RMST(tau float64) (float64, bool) {
	if c.Units == 0 || !(tau > 0 && tau <= c.Last) {
		return 0, false
	}
	return c.area(c.counts, tau), true
}

// area is the area under the curve of counts, shaped like c.counts.
func (c Curve) area(counts []int, tau float64) float64 {
	sum, s, from := 0.0, 1.0, 0.0
	c.walk(counts, func(m moment) bool {
		if m.t >= tau {
			return false
		}
		sum += s * (m.t - from)
		s, from = m.after, m.t
		return true
	})
	return sum + s*(tau-from)
}

// RMSTInterval returns the 95 % interval of RMST(tau): bootstrap by unit up to
// 2 000 units, above the closed form with variance Σ A²·d/(n(n−d)), A being the
// area under S from the event time to tau ("greenwood").
func (c Curve) RMSTInterval(tau float64, r Resampling) (Interval, bool) {
	mean, ok := c.RMST(tau)
	if !ok || c.Units < 2 {
		return Interval{}, false
	}
	if c.Units <= MaxResampled {
		return bootstrap(c.counts, r, func(counts []int) (float64, bool) { return c.area(counts, tau), true })
	}
	variance, area, until := 0.0, 0.0, tau
	for i := c.at(tau); i >= 0; i-- {
		s := c.Steps[i]
		area += s.S * (until - s.T)
		until = s.T
		variance += area * area * greenwoodTerm(s.total(), s.AtRisk)
	}
	half := Z * math.Sqrt(variance)
	return interval95(math.Max(0, mean-half), math.Min(tau, mean+half), MethodGreenwood), true
}
