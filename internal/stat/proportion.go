package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// validShare says whether k of n is a proportion at all. k may be fractional,
// for planning (LeadsNeeded) and for weighted counts.
func validShare(k, n float64) bool { return finite(k, n) && n > 0 && k >= 0 && k <= n }

// Wilson returns the 95 % score interval of the proportion k/n:
//
//	(k + z²/2 ± z·√(k(n−k)/n + z²/4)) / (n + z²)
//
// It keeps its level for small n and for k at 0 or n, where the usual
// p ± z·√(pq/n) does not (Brown, Cai, DasGupta 2001). Not ok unless
// 0 ≤ k ≤ n and n > 0.
func Wilson(k, n float64) (Interval, bool) {
	if !validShare(k, n) {
		return Interval{}, false
	}
	mid, half := wilson(k, n)
	lo, hi := math.Max(0, mid-half), math.Min(1, mid+half)
	// Rounding must not leave 1e-17 where the bound is exact, nor let the
	// interval miss its own estimate.
	p := k / n
	if k == 0 {
		lo = 0
	}
	if k == n {
		hi = 1
	}
	return interval95(math.Min(lo, p), math.Max(hi, p), MethodWilson), true
}

// wilson returns the middle and the half width of the score interval.
func wilson(k, n float64) (mid, half float64) {
	const z2 = Z * Z
	return (k + z2/2) / (n + z2), Z * math.Sqrt(k*(n-k)/n+z2/4) / (n + z2)
}

// Jeffreys returns the equal-tailed 95 % interval of the posterior
// Beta(k+½, n−k+½), with 0 as lower end at k=0 and 1 as upper end at k=n. It is
// for places that need a posterior; elsewhere use Wilson.
func Jeffreys(k, n float64) (Interval, bool) {
	if !validShare(k, n) {
		return Interval{}, false
	}
	lo, hi := 0.0, 1.0
	if k > 0 {
		lo, _ = BetaQuantile(alphaLow, k+.5, n-k+.5)
	}
	if k < n {
		hi, _ = BetaQuantile(alphaHigh, k+.5, n-k+.5)
	}
	return interval95(lo, hi, MethodJeffreys), true
}

// BetaQuantile returns the x with P(X ≤ x) = p for X ~ Beta(a, b). Not ok
// unless 0 ≤ p ≤ 1 and a, b > 0.
func BetaQuantile(p, a, b float64) (float64, bool) {
	if !finite(p, a, b) || p < 0 || p > 1 || a <= 0 || b <= 0 {
		return 0, false
	}
	x := mathext.InvRegIncBeta(a, b, p)
	return x, finite(x)
}

// Newcombe returns the difference k1/n1 − k2/n2 with its 95 % hybrid score
// interval: MOVER over two Wilson intervals (Newcombe 1998, method 10).
func Newcombe(k1, n1, k2, n2 float64) (Estimate, bool) {
	a, okA := Wilson(k1, n1)
	b, okB := Wilson(k2, n2)
	if !okA || !okB {
		return Estimate{}, false
	}
	d, ok := MOVER(Estimate{k1 / n1, a}, Estimate{k2 / n2, b})
	d.Interval.Method = MethodNewcombe
	return d, ok
}

// MOVER returns the difference a − b of two independent estimates of any kind
// with an interval made from theirs ("method of variance estimates recovery",
// Zou & Donner 2008): the distances to the ends are squared and added,
//
//	lo = d − √((a−a.lo)² + (b.hi−b)²),  hi = d + √((a.hi−a)² + (b−b.lo)²)
//
// so the asymmetry of the two intervals is kept. Both must have the same level
// and contain their value; it is that of the result.
func MOVER(a, b Estimate) (Estimate, bool) {
	ai, bi := a.Interval, b.Interval
	if !finite(a.Value, b.Value, ai.Lo, ai.Hi, bi.Lo, bi.Hi) || ai.Level != bi.Level ||
		ai.Lo > a.Value || a.Value > ai.Hi || bi.Lo > b.Value || b.Value > bi.Hi {
		return Estimate{}, false
	}
	d := a.Value - b.Value
	return Estimate{d, Interval{
		Lo:     d - math.Hypot(a.Value-ai.Lo, bi.Hi-b.Value),
		Hi:     d + math.Hypot(ai.Hi-a.Value, b.Value-bi.Lo),
		Level:  ai.Level,
		Method: MethodMOVER,
	}}, true
}
