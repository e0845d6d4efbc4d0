package file

import "context"

// Derive returns a table whose rows are made of t's: each gets the cells of a
// row of t and emits none, one or several rows under the header. They keep the
// number of the row they come from. name tells the table apart from t, as a
// sheet is told apart from its book: "deals.csv#history".
func (t *Table) Derive(name string, header []string, each func(cells []string, emit func(cells ...string) error) error) *Table {
	d := *t
	d.Name, d.Base, d.Header = t.Name+"#"+name, name, header
	d.read = func(ctx context.Context, emit Emit, progress func(int64)) error {
		return t.Rows(ctx, func(row int, cells []string) error {
			return each(cells, func(out ...string) error { return emit(row, out) })
		}, progress)
	}
	return &d
}

// Keep returns the table without the rows that keep turns down.
func (t *Table) Keep(keep func(cells []string) bool) *Table {
	k := *t
	k.read = func(ctx context.Context, emit Emit, progress func(int64)) error {
		return t.Rows(ctx, func(row int, cells []string) error {
			if !keep(cells) {
				return nil
			}
			return emit(row, cells)
		}, progress)
	}
	return &k
}
