package stat

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Test is the outcome of a chi-square test.
type Test struct {
	Stat float64 // the statistic
	DF   int     // its degrees of freedom
	P    float64 // the chance of at least Stat when nothing is going on
}

// ChiSquareTail returns P(X ≥ x) for X ~ χ² with df degrees of freedom.
func ChiSquareTail(x float64, df int) (float64, bool) {
	if !finite(x) || x < 0 || df < 1 {
		return 0, false
	}
	p := mathext.GammaIncRegComp(float64(df)/2, x/2)
	return p, finite(p)
}

// HypergeometricUpper returns P(X ≥ nab) when nb of n units are drawn blindly
// and na of the n are marked: how surprising it is that at least nab customers
// have both products. Not ok for counts that cannot be.
func HypergeometricUpper(n, na, nb, nab int) (float64, bool) {
	if n < 1 || na < 0 || nb < 0 || na > n || nb > n || nab < 0 || nab > min(na, nb) {
		return 0, false
	}
	sum := 0.0
	for x := max(nab, na+nb-n); x <= min(na, nb); x++ {
		sum += math.Exp(logHypergeometric(n, na, nb, x))
	}
	return math.Min(1, sum), true
}

// ConditionalBinomial compares two Poisson rates k1/e1 and k2/e2 one-sidedly:
// the chance that at least k1 of the k1+k2 events fall in the first when both
// have the same rate, X ~ Binomial(k1+k2, e1/(e1+e2)) (Przyborowski & Wilenski
// 1940). Small means that the first rate is higher. Exposures must be positive.
func ConditionalBinomial(k1, e1, k2, e2 float64) (float64, bool) {
	if !finite(k1, e1, k2, e2) || k1 < 0 || k2 < 0 || e1 <= 0 || e2 <= 0 {
		return 0, false
	}
	if k1 == 0 {
		return 1, true
	}
	// P(X ≥ k) = I_p(k, n−k+1)
	p := mathext.RegIncBeta(k1, k2+1, e1/(e1+e2))
	return p, finite(p)
}

// logChoose is ln C(n, k).
func logChoose(n, k int) float64 {
	return logFactorial(n) - logFactorial(k) - logFactorial(n-k)
}

func logFactorial(n int) float64 {
	v, _ := math.Lgamma(float64(n) + 1)
	return v
}

// logHypergeometric is ln P(X = x): x marked ones among nb drawn of n with na
// marked.
func logHypergeometric(n, na, nb, x int) float64 {
	return logChoose(na, x) + logChoose(n-na, nb-x) - logChoose(n, nb)
}
