package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Garwood returns the exact 95 % interval of the mean of a Poisson count k:
// [½χ²(.025; 2k), ½χ²(.975; 2k+2)], lower end 0 at k=0 (Garwood 1936). Divide
// both ends by the exposure for a rate. Not ok for a negative count.
func Garwood(k float64) (Interval, bool) {
	if !finite(k) || k < 0 {
		return Interval{}, false
	}
	lo := 0.0
	if k > 0 {
		lo = mathext.GammaIncRegInv(k, alphaLow)
	}
	hi := mathext.GammaIncRegInv(k+1, alphaHigh)
	if !finite(lo, hi) {
		return Interval{}, false
	}
	return interval95(lo, hi, MethodGarwood), true
}

// CompoundPoisson returns the 95 % interval of a total such as the money sold
// in a period: sum ± z·√Σv², where both the number of sales and their sizes are
// chance. sum is Σv and sumSquares Σv² in the same unit squared; Σv² is the
// variance of a compound Poisson total, Var = E N·E v², by the method of
// moments. The lower end is cut at 0 unless corrections made the sum negative.
// Not ok without any value: nothing sold says nothing of how sizes vary.
func CompoundPoisson(sum, sumSquares float64) (Interval, bool) {
	if !finite(sum, sumSquares) || sumSquares <= 0 {
		return Interval{}, false
	}
	half := Z * math.Sqrt(sumSquares)
	lo := sum - half
	if sum >= 0 {
		lo = math.Max(0, lo)
	}
	return interval95(lo, sum+half, MethodCompoundPoisson), true
}
