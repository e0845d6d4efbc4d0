package stat

import (
	"cmp"
	"math"
	"slices"
)

// BenjaminiHochberg returns the q-value of every p in a family of tests, in the
// order given: q₍ᵢ₎ = min over j ≥ i of p₍ⱼ₎·m/j, at most 1 (Benjamini & Hochberg
// 1995). Rejecting where q ≤ x keeps the expected share of false alarms below
// x. A p that is no probability counts as 1, so that it can never be a finding.
func BenjaminiHochberg(p []float64) []float64 {
	m := len(p)
	order := make([]int, m)
	clean := make([]float64, m)
	for i, v := range p {
		order[i] = i
		clean[i] = 1
		if v >= 0 && v <= 1 {
			clean[i] = v
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(clean[a], clean[b]) })
	q := make([]float64, m)
	least := 1.0
	for j := m; j >= 1; j-- {
		i := order[j-1]
		least = math.Min(least, clean[i]*(float64(m)/float64(j)))
		q[i] = least
	}
	return q
}
