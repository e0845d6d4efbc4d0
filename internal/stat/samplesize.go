package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// SampleSizePerArm returns how many units each of two arms needs to tell the
// proportions p1 and p2 apart, two-sided at level alpha with the given power:
//
//	n = ⌈(z_{1−α/2}·√(2p̄q̄) + z_{power}·√(p1q1 + p2q2))² / (p1−p2)²⌉
//
// (Fleiss 1981, without continuity correction). Not ok for equal proportions or
// ones outside [0, 1].
func SampleSizePerArm(p1, p2, alpha, power float64) (int, bool) {
	if !finite(p1, p2, alpha, power) || p1 == p2 || math.Min(p1, p2) < 0 || math.Max(p1, p2) > 1 ||
		alpha <= 0 || alpha >= 1 || power <= 0 || power >= 1 {
		return 0, false
	}
	za := distuv.UnitNormal.Quantile(1 - alpha/2)
	zb := distuv.UnitNormal.Quantile(power)
	mean := (p1 + p2) / 2
	root := za*math.Sqrt(2*mean*(1-mean)) + zb*math.Sqrt(p1*(1-p1)+p2*(1-p2))
	n := math.Ceil(root * root / ((p1 - p2) * (p1 - p2)))
	if n > math.MaxInt32 {
		return 0, false
	}
	return int(math.Max(1, n)), true
}

// neededHalfWidth is how narrow "enough" is: ±8 points.
const neededHalfWidth = .08

// LeadsNeeded returns the smallest n for which the Wilson interval of the
// proportion p has a half width of at most 8 points: how many leads a source
// must have had before its hit rate means something (SRC-4). k = p·n may be
// fractional. Not ok for p outside [0, 1].
func LeadsNeeded(p float64) (int, bool) {
	if !finite(p) || p < 0 || p > 1 {
		return 0, false
	}
	// The widest case, p = ½, needs 147, so the loop is short.
	for n := 1; ; n++ {
		if _, half := wilson(p*float64(n), float64(n)); half <= neededHalfWidth {
			return n, true
		}
	}
}
