package source

import (
	"context"
	"errors"
	"slices"
)

// errEnough ends a reading that has what it wants.
var errEnough = errors.New("enough rows")

// First gives the first rows of each table as they stand in the file, at most n of
// each, by the table's name.
func (p *Plan) First(ctx context.Context, n int) (map[string][][]string, error) {
	out := make(map[string][][]string, len(p.set.Tables))
	for _, t := range p.set.Tables {
		rows := [][]string{}
		err := t.Rows(ctx, func(_ int, cells []string) error {
			rows = append(rows, slices.Clone(cells[:min(len(cells), len(t.Header))]))
			if len(rows) >= n {
				return errEnough
			}
			return nil
		}, nil)
		if err != nil && !errors.Is(err, errEnough) {
			return nil, err
		}
		out[t.Name] = rows
	}
	return out, nil
}
