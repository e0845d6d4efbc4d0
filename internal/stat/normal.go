package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// DifferenceTest returns the two-sided p of two independent estimates being of the
// same value, by the normal distribution: z = (a − b) / √(seₐ² + se_b²), the standard
// errors read off the intervals, (hi − lo)/2z. Not ok where neither has any spread.
func DifferenceTest(a, b Estimate) (p float64, ok bool) {
	se := func(iv Interval) float64 { return (iv.Hi - iv.Lo) / (2 * Z) }
	sd := math.Hypot(se(a.Interval), se(b.Interval))
	if !finite(a.Value, b.Value, sd) || sd <= 0 {
		return 0, false
	}
	return twoSided((a.Value - b.Value) / sd), true
}

// RatioTest returns the two-sided p of a ratio being 1, its interval being one of
// its logarithm (as MantelHaenszelRR's is). Not ok for what is no such ratio.
func RatioTest(e Estimate) (p float64, ok bool) {
	if !finite(e.Value, e.Interval.Lo, e.Interval.Hi) || e.Value <= 0 || e.Interval.Lo <= 0 || e.Interval.Hi <= e.Interval.Lo {
		return 0, false
	}
	se := math.Log(e.Interval.Hi/e.Interval.Lo) / (2 * Z)
	return twoSided(math.Log(e.Value) / se), true
}

func twoSided(z float64) float64 { return 2 * distuv.UnitNormal.CDF(-math.Abs(z)) }
