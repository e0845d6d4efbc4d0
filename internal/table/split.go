package table

import (
	"slices"
	"strings"
	"time"

	"peil"
)

// widestLabel is where the name of a slice is cut.
const widestLabel = 30

// split has a row for each slice and the total last. The first measure, the
// report's headline, is followed by its change and its course.
func (p *printer) split(r *peil.Result) *grid {
	g := &grid{cols: []column{{p.c.Name("dim", r.By), false}}, last: true}
	against, measures := comparisons(r), splittable(r)
	for i, m := range measures {
		g.cols = append(g.cols, column{p.c.Name("measure", m.ID), true})
		if i == 0 && len(against) > 0 {
			g.cols = append(g.cols, column{p.c.T("text." + against[0].To), true})
		}
		if i == 0 && len(r.Series) > 0 {
			g.cols = append(g.cols, column{p.c.T("text.trend"), false})
		}
	}
	for _, row := range totalLast(r.Rows) {
		tone := plain
		if row.Slice == nil {
			tone = strong
		}
		cells := []cell{{text: clipText(oneLine(p.sliceLabel(r.By, row.Slice, row.Label)), widestLabel), tone: tone}}
		for i, m := range measures {
			v, ok := row.Measures[m.ID]
			if ok {
				cells = append(cells, p.value(v, true))
			} else {
				cells = append(cells, cell{})
			}
			if i == 0 && len(against) > 0 {
				cells = append(cells, p.change(m, v, against[0].To))
			}
			if i == 0 && len(r.Series) > 0 {
				cells = append(cells, cell{text: spark(series(r, row.Slice, m.ID))})
			}
		}
		g.rows = append(g.rows, cells)
	}
	return g
}

// reasonNotSplit is why a measure has no value by a dimension that its rows lack.
const reasonNotSplit = "not_split"

// splittable are the measures that have values by the result's dimension.
func splittable(r *peil.Result) []peil.Measure {
	return slices.DeleteFunc(slices.Clone(r.Measures), func(m peil.Measure) bool {
		all, without := 0, 0
		for _, row := range r.Rows {
			if row.Slice != nil {
				all++
				if row.Measures[m.ID].Reason == reasonNotSplit {
					without++
				}
			}
		}
		return all > 0 && all == without
	})
}

// totalLast orders rows for reading: the slices as the report has them, then
// the total.
func totalLast(rows []peil.Row) []peil.Row {
	out := make([]peil.Row, 0, len(rows))
	for _, row := range rows {
		if row.Slice != nil {
			out = append(out, row)
		}
	}
	for _, row := range rows {
		if row.Slice == nil {
			out = append(out, row)
		}
	}
	return out
}

// series is a measure's course in one slice, up to the moment of the answer.
func series(r *peil.Result, slice *string, id string) []*float64 {
	var out []*float64
	for _, pt := range r.Series {
		if !r.AsOf.IsZero() && pt.From.Start(time.UTC).After(r.AsOf) {
			continue
		}
		if sameSlice(pt.Slice, slice) {
			out = append(out, pt.Measures[id].Value)
		}
	}
	return out
}

func sameSlice(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// trend has a row for each bucket of time: the measures of the total.
func (p *printer) trend(r *peil.Result) *grid {
	word := strings.ToLower(p.c.Name("grain", string(r.Grain)))
	g := &grid{title: p.c.T("text.per_grain", "grain", word), cols: []column{{p.c.T("text.period"), false}}}
	var measures []peil.Measure
	for _, m := range r.Measures { // some are not measured bucket by bucket
		if slices.ContainsFunc(r.Series, func(pt peil.Point) bool { _, ok := pt.Measures[m.ID]; return ok }) {
			measures = append(measures, m)
			g.cols = append(g.cols, column{p.c.Name("measure", m.ID), true})
		}
	}
	for _, pt := range r.Series {
		if pt.Slice != nil {
			continue
		}
		row := []cell{{text: p.c.Period(peil.Period{From: pt.From, To: pt.To})}}
		for _, m := range measures {
			v, ok := pt.Measures[m.ID]
			if !ok {
				row = append(row, cell{text: ""})
				continue
			}
			row = append(row, p.value(v, true))
		}
		g.rows = append(g.rows, row)
	}
	return g
}
