package report

import (
	"context"
	"slices"
	"strings"

	"peil"
	"peil/internal/facts"
)

// DimValue is a value that a filter on a dimension can take.
type DimValue struct {
	// Key is its id, or the word itself; Label what people call it.
	Key, Label string
}

// Values lists the values of a dimension, by label. Records that no row of the
// facts has are listed too: a new source has no leads yet.
func Values(ctx context.Context, v *facts.View, dimension string) ([]DimValue, error) {
	id := strings.ToLower(strings.TrimSpace(dimension))
	i := slices.IndexFunc(dims, func(d dim) bool { return d.id == id })
	if i < 0 {
		var all []string
		for _, d := range dims {
			all = append(all, d.id)
		}
		return nil, wrongWord(peil.KindNotFound, "unknown_dim", "dim", "dimension", dimension, all)
	}
	var out []DimValue
	if d := dims[i]; d.named == "" {
		q := &question{view: v}
		words, err := q.texts(ctx, d.values)
		if err != nil {
			return nil, err
		}
		for _, w := range words {
			out = append(out, DimValue{w, w})
		}
	} else if v.Named != nil {
		all, err := v.Named(ctx, d.named)
		if err != nil {
			return nil, failed("names", err)
		}
		for id, label := range all {
			out = append(out, DimValue{id.String(), label})
		}
	}
	slices.SortFunc(out, func(a, b DimValue) int {
		if c := strings.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label)); c != 0 {
			return c
		}
		return strings.Compare(a.Key, b.Key)
	})
	return out, nil
}
