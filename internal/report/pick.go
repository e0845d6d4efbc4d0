package report

import (
	"cmp"
	"slices"

	"peil"
)

// Pick narrows an answer to some of its measures, as if only these had been asked
// for: its slices come in the order of the first, and its figures, which belong to
// the whole report, are left out. So one answer serves all who ask the same for
// different measures.
func Pick(res *peil.Result, ids []string) (*peil.Result, error) {
	rep, err := Find(res.Report)
	if err != nil {
		return nil, err
	}
	wanted, err := rep.measures(ids)
	if err != nil {
		return nil, err
	}
	out := *res
	out.Measures = nil
	if len(ids) > 0 {
		out.Figures = nil
	}
	for _, m := range wanted {
		out.Measures = append(out.Measures, m.Measure)
	}
	out.Rows = make([]peil.Row, len(res.Rows))
	for i, row := range res.Rows {
		out.Rows[i] = row
		out.Rows[i].Measures = some(row.Measures, wanted)
	}
	place := map[string]int{}
	if len(out.Rows) > 0 {
		rep.reorder(out.Rows[1:], wanted[0].ID, res.By)
		for i, row := range out.Rows[1:] {
			place[*row.Slice] = i + 1
		}
	}
	out.Series = make([]peil.Point, len(res.Series))
	for i, pt := range res.Series {
		out.Series[i] = pt
		out.Series[i].Measures = some(pt.Measures, wanted)
	}
	slices.SortStableFunc(out.Series, func(a, b peil.Point) int {
		return cmp.Or(cmp.Compare(a.From.String(), b.From.String()), cmp.Compare(placeOf(place, a.Slice), placeOf(place, b.Slice)))
	})
	return &out, nil
}

func placeOf(place map[string]int, slice *string) int {
	if slice == nil {
		return 0
	}
	return place[*slice]
}

func some(all map[string]peil.Value, wanted []Measure) map[string]peil.Value {
	out := make(map[string]peil.Value, len(wanted))
	for _, m := range wanted {
		if v, ok := all[m.ID]; ok {
			out[m.ID] = v
		}
	}
	return out
}

// reorder puts slices in the order of a measure, as run.order does: those that have
// an order of their own stay in it.
func (r *Report) reorder(rows []peil.Row, measure, by string) {
	d := slices.IndexFunc(dims, func(d dim) bool { return d.id == by })
	if by == "stage" || d >= 0 && r.inOrder(&dims[d]) {
		return
	}
	rank := func(r peil.Row) float64 {
		if v := r.Measures[measure]; v.Value != nil {
			return -*v.Value
		}
		return 0
	}
	last := func(r peil.Row) int {
		if *r.Slice == "" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(rows, func(a, b peil.Row) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Label, b.Label), cmp.Compare(*a.Slice, *b.Slice))
	})
}
