package stat

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// gamma draws from Gamma(shape, 1) (Marsaglia & Tsang 2000); a shape of 0 is 0.
func gamma(rng *rand.Rand, shape float64) float64 {
	if shape <= 0 {
		return 0
	}
	boost := 1.0
	if shape < 1 {
		boost = math.Pow(1-rng.Float64(), 1/shape)
		shape++
	}
	d := shape - 1./3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		u := 1 - rng.Float64()
		if x2 := x * x; u < 1-.0331*x2*x2 || math.Log(u) < x2/2+d*(1-v+math.Log(v)) {
			return boost * d * v
		}
	}
}

// count draws from Poisson(mean).
func count(rng *rand.Rand, mean float64) float64 {
	if mean <= 0 {
		return 0
	}
	if mean > 20 {
		return distuv.Poisson{Lambda: mean, Src: rng}.Rand()
	}
	limit, k := math.Exp(-mean), 0.0
	for p := 1 - rng.Float64(); p > limit; p *= 1 - rng.Float64() {
		k++
	}
	return k
}
