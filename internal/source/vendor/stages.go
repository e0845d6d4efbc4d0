package vendor

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"peil/internal/source/mapping"
)

// Placed is a stage and its number in the order of its pipeline, as the export
// writes it.
type Placed struct {
	mapping.Stage
	Order string
}

// InOrder puts stages in their order, by pipeline. One without a number stands
// first.
func InOrder(stages []Placed) []mapping.Stage {
	place := func(s Placed) float64 {
		f, err := strconv.ParseFloat(s.Order, 64)
		if err != nil {
			return 0
		}
		return f
	}
	slices.SortFunc(stages, func(a, b Placed) int {
		return cmp.Or(strings.Compare(a.Pipeline, b.Pipeline), cmp.Compare(place(a), place(b)), strings.Compare(a.Name, b.Name))
	})
	var out []mapping.Stage
	for _, s := range stages {
		out = append(out, s.Stage)
	}
	return out
}
