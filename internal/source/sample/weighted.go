package sample

import (
	"math/rand/v2"
	"sort"
)

// weighted draws indexes with fixed weights by binary search on their sums.
type weighted struct{ sums []float64 }

func newWeighted(weights []float64) weighted {
	a := weighted{sums: make([]float64, len(weights))}
	sum := 0.0
	for i, w := range weights {
		sum += w
		a.sums[i] = sum
	}
	return a
}

func (a weighted) pick(rng *rand.Rand) int {
	x := rng.Float64() * a.sums[len(a.sums)-1]
	return min(sort.SearchFloat64s(a.sums, x), len(a.sums)-1)
}
