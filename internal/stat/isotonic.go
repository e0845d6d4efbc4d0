package stat

import "slices"

// PAVAIncreasing returns the non-decreasing sequence closest to y in weighted
// least squares (pool adjacent violators; Barlow et al. 1972). Weights must be
// positive and as many as y; an empty y is not ok.
func PAVAIncreasing(y, w []float64) ([]float64, bool) {
	if len(y) == 0 || len(y) != len(w) || !finite(y...) || !finite(w...) {
		return nil, false
	}
	type block struct {
		mean, weight float64
		n            int
	}
	var blocks []block
	for i := range y {
		if w[i] <= 0 {
			return nil, false
		}
		b := block{y[i], w[i], 1}
		for len(blocks) > 0 && blocks[len(blocks)-1].mean > b.mean {
			last := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			weight := last.weight + b.weight
			b = block{(last.mean*last.weight + b.mean*b.weight) / weight, weight, last.n + b.n}
		}
		blocks = append(blocks, b)
	}
	fit := make([]float64, 0, len(y))
	for _, b := range blocks {
		fit = append(fit, slices.Repeat([]float64{b.mean}, b.n)...)
	}
	return fit, true
}

// PAVADecreasing is PAVAIncreasing for a non-increasing sequence.
func PAVADecreasing(y, w []float64) ([]float64, bool) {
	mirrored := func(xs []float64) []float64 {
		out := slices.Clone(xs)
		slices.Reverse(out)
		return out
	}
	fit, ok := PAVAIncreasing(mirrored(y), mirrored(w))
	slices.Reverse(fit)
	return fit, ok
}
