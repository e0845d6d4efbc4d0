package report

import (
	"slices"
	"testing"
)

// Where a dimension gives a row several slices, each with a part of it, the row is
// gathered several times. Keyed summaries count rows, so no report with some may
// have such a dimension.
func TestKeyedRowsAreWhole(t *testing.T) {
	for _, r := range All {
		keyed := len(r.tables(everyFigure)) > 0
		for _, m := range r.Measures {
			keyed = keyed || len(m.tables) > 0
		}
		for _, d := range dims {
			if keyed && d.weight != "" && slices.ContainsFunc(r.kinds, func(k kind) bool { return slices.Contains(k.dims, d.id) }) {
				t.Errorf("%s has keyed summaries and the dimension %s", r.ID, d.id)
			}
		}
	}
}
