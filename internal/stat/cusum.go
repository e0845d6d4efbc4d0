package stat

import (
	"math"
	"sort"
)

// The Poisson CUSUM looks for a rate half as high again and, when nothing has
// changed, cries wolf once in 500 periods on average.
const (
	CUSUMFactor = 1.5
	CUSUMARL    = 500

	// Paths that are simulated for the threshold, and after how many multiples
	// of the wanted run length they are cut, which can only make it stricter.
	cusumPaths = 400
	cusumCut   = 8
	// cusumMinBaseline is how many periods the in-control rate must rest on.
	cusumMinBaseline = 12
)

// PoissonCUSUM returns the reference value k and the cumulative sums of counts
// for a rise from the mean lambda0 to factor·lambda0: S = max(0, S + x − k) from
// 0, k = (λ₁−λ₀)/(ln λ₁ − ln λ₀) (Lucas 1985). Not ok unless lambda0 > 0,
// factor > 1 and the counts are counts.
func PoissonCUSUM(lambda0, factor float64, counts []float64) (k float64, sums []float64, ok bool) {
	if !finite(lambda0, factor) || lambda0 <= 0 || factor <= 1 || !finite(counts...) {
		return 0, nil, false
	}
	k = lambda0 * (factor - 1) / math.Log(factor)
	sums = make([]float64, len(counts))
	s := 0.0
	for i, x := range counts {
		if x < 0 {
			return 0, nil, false
		}
		s = math.Max(0, s+x-k)
		sums[i] = s
	}
	return k, sums, true
}

// CUSUMThreshold returns the smallest h, to three decimals, for which PoissonCUSUM
// first has S ≥ h after at least arl periods on average when the mean stays
// lambda0, found by seeded simulation. Not ok for arguments that PoissonCUSUM
// refuses, a mean above 10 000, or arl outside 1 to 5 000.
func CUSUMThreshold(lambda0, factor float64, arl int, seed Seed) (float64, bool) {
	k, _, ok := PoissonCUSUM(lambda0, factor, nil)
	if !ok || lambda0 > 1e4 || arl < 1 || arl > 5000 {
		return 0, false
	}
	cut := cusumCut * arl
	rng := seed.Rand()
	cdf := poissonCDF(lambda0)
	paths := make([]recordPath, cusumPaths)
	for i := range paths {
		s, most := 0.0, 0.0
		for t := 1; t <= cut; t++ {
			x := sort.SearchFloat64s(cdf, rng.Float64())
			s = math.Max(0, s+float64(x)-k)
			if s > most {
				most = s
				paths[i] = append(paths[i], record{s, t})
			}
		}
	}
	enough := func(h float64) bool {
		sum := 0
		for _, p := range paths {
			sum += p.reaches(h, cut)
		}
		return sum >= arl*cusumPaths
	}
	const perUnit = 1000
	most := int(math.Ceil((k+lambda0+50)*perUnit)) * 10
	i := sort.Search(most, func(i int) bool { return enough(float64(i) / perUnit) })
	return float64(i) / perUnit, i < most
}

// recordPath holds the new heights of a path with their times.
type recordPath []record

type record struct {
	height float64
	t      int
}

// reaches returns when the path is first at h or above, cut if it never is.
func (p recordPath) reaches(h float64, cut int) int {
	if i := sort.Search(len(p), func(i int) bool { return p[i].height >= h }); i < len(p) {
		return p[i].t
	}
	return cut
}

// poissonCDF tabulates P(X ≤ x) until nothing of the tail is left, for drawing
// by inversion.
func poissonCDF(lambda float64) []float64 {
	var cdf []float64
	sum, most := 0.0, lambda+12*math.Sqrt(lambda)+30
	for x := 0.0; x <= most; x++ {
		lg, _ := math.Lgamma(x + 1)
		sum += math.Exp(x*math.Log(lambda) - lambda - lg)
		cdf = append(cdf, sum)
	}
	return cdf
}

// Rise is a slow increase that no single period's spike test sees.
type Rise struct {
	Sums      []float64 // the CUSUM after each later period
	Threshold float64
	Signal    int // index of the first later period at the threshold, −1 if none
}

// GradualRise runs the Poisson CUSUM over the periods after a baseline. With
// exposures that vary, the reference value of a period is in proportion to its
// own, k_t = λ_t·(f−1)/ln f with λ_t = E_t·ΣK/ΣE, which is the likelihood-ratio
// CUSUM; the threshold is that of the mean exposure. Not ok with fewer than 12
// baseline periods with exposure, or none of them with a loss.
func GradualRise(baseline, later []Period, seed Seed) (Rise, bool) {
	var k, e, n float64
	for _, p := range baseline {
		if !p.sound() {
			return Rise{}, false
		}
		if p.E > 0 {
			k, e, n = k+p.K, e+p.E, n+1
		}
	}
	if n < cusumMinBaseline || k == 0 {
		return Rise{}, false
	}
	h, ok := CUSUMThreshold(k/n, CUSUMFactor, CUSUMARL, seed)
	if !ok {
		return Rise{}, false
	}
	out := Rise{Sums: make([]float64, len(later)), Threshold: h, Signal: -1}
	s := 0.0
	for i, p := range later {
		if !p.sound() {
			return Rise{}, false
		}
		s = math.Max(0, s+p.K-p.E*k/e*(CUSUMFactor-1)/math.Log(CUSUMFactor))
		out.Sums[i] = s
		if s >= h && out.Signal < 0 {
			out.Signal = i
		}
	}
	return out, true
}
