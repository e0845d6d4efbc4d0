package stat

import "math"

// Stratum is one stratum of a comparison of two arms: won of n in each.
type Stratum struct{ Won1, N1, Won0, N0 float64 }

// MantelHaenszelRR returns the risk ratio of arm 1 against arm 0 held level over
// strata (Mantel & Haenszel 1959), so that arms that got different kinds of
// leads can be compared:
//
//	RR = Σ won1·n0/N / Σ won0·n1/N,  N = n1+n0
//
// The 95 % interval is exp(ln RR ± z·√V) with the variance of Greenland &
// Robins (1985), V = Σ (n1·n0·(won1+won0) − won1·won0·N)/N² / (R·S), R and S
// being the two sums. Strata with an empty arm carry no comparison and are
// skipped. Not ok where an arm has no win in any stratum that counts.
func MantelHaenszelRR(strata []Stratum) (Estimate, bool) {
	var r, s, v float64
	for _, t := range strata {
		if t.N1 == 0 || t.N0 == 0 {
			continue
		}
		if !validShare(t.Won1, t.N1) || !validShare(t.Won0, t.N0) {
			return Estimate{}, false
		}
		n := t.N1 + t.N0
		r += t.Won1 * t.N0 / n
		s += t.Won0 * t.N1 / n
		v += (t.N1*t.N0*(t.Won1+t.Won0) - t.Won1*t.Won0*n) / (n * n)
	}
	if r <= 0 || s <= 0 {
		return Estimate{}, false
	}
	rr, spread := r/s, math.Exp(Z*math.Sqrt(math.Max(0, v)/(r*s)))
	return Estimate{rr, interval95(rr/spread, rr*spread, MethodGreenlandRobins)}, true
}
