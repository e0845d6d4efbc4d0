package report

import (
	"context"

	"peil"
)

// explanation is a figure that takes more than the rows of the answer: other
// windows, another cut, a model. The figure is the description; of fills in the
// cells, and may name another axis.
type explanation struct {
	peil.Figure
	of func(ctx context.Context, r *run, f *peil.Figure) error
}

// explain fills in those of the figures that are asked for.
func (r *run) explain(ctx context.Context, res *peil.Result) error {
	for _, e := range r.report.explains {
		if !r.wants(e.ID) {
			continue
		}
		f := e.Figure
		if err := e.of(ctx, r, &f); err != nil {
			return err
		}
		if f.Cells == nil {
			f.Cells = []peil.Cell{}
		}
		for _, c := range f.Cells { // every cell has every measure
			for _, m := range f.Measures {
				if _, ok := c.Measures[m.ID]; !ok {
					c.Measures[m.ID] = (&cell{q: r.question, unit: m.Unit}).null("not_split")
				}
			}
		}
		res.Figures = append(res.Figures, f)
	}
	return nil
}

// axis is the axis of a figure with one.
func axis(id string) []peil.Axis { return []peil.Axis{{ID: id}} }

func column(id string, unit peil.Unit, better peil.Better) peil.Measure {
	return peil.Measure{ID: id, Unit: unit, Better: better}
}

// at is a cell of a figure with one axis.
func at(key, label string, m map[string]peil.Value) peil.Cell {
	c := peil.Cell{Keys: []string{key}, Measures: m}
	if label != "" {
		c.Labels = []string{label}
	}
	return c
}

// summed is the cell of the total in a window, or of a slice, for what figures
// compute.
func (r *run) summed(slice *string, w window, id string, unit peil.Unit) *cell {
	return &cell{group: r.groups.at(slice, w.n), all: r.groups, q: r.question, w: w, slice: slice, id: id, unit: unit}
}

// change returns the two windows that a change is explained between: the base
// asked for, else the first comparison, and the part of the period that goes with
// it. Not ok without a comparison.
func (r *run) change() (base, current window, ok bool) {
	current = r.windows[0]
	for _, w := range r.windows {
		if w.n == winBase {
			return w, r.windows[0], true
		}
	}
	for _, w := range r.windows {
		switch {
		case w.n == winLike:
			current = w
		case (w.n == winPrevious || w.n == winYear) && !ok:
			base, ok = w, true
		}
	}
	return base, current, ok
}

// beside asks the same question cut by another dimension, empty for none, in other
// windows, for sums only.
func (r *run) beside(ctx context.Context, by string, windows []window) (*run, error) {
	q := *r.question
	q.by, q.By = nil, by
	if by != "" {
		d, err := q.report.dim(ctx, q.view, by, "by")
		if err != nil {
			return nil, err
		}
		q.by = d
	}
	out := &run{question: &q, windows: windows}
	var err error
	out.groups, err = out.sums(ctx, windows)
	return out, err
}
