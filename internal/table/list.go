package table

import (
	"peil"
)

// list has a row for each measure of the total.
func (p *printer) list(r *peil.Result) *grid {
	g := &grid{cols: []column{{p.c.T("text.measure"), false}, {p.c.T("text.value"), true}}}
	total := totalRow(r)
	g.cols = append(g.cols, column{p.c.T("text.interval", "level", int(level(total)*100+.5)), true})
	against := comparisons(r)
	for _, ch := range against {
		g.cols = append(g.cols, column{p.c.T("text." + ch.To), true})
	}
	if len(r.Series) > 0 {
		g.cols = append(g.cols, column{p.c.T("text.trend"), false})
	}
	for _, m := range r.Measures {
		if v, ok := total.Measures[m.ID]; ok {
			g.rows = append(g.rows, p.listRow(r, m, v, against, len(g.cols)))
		}
	}
	return g
}

// listRow is a measure's row. A value that cannot be read has its remark in place
// of interval and changes.
func (p *printer) listRow(r *peil.Result, m peil.Measure, v peil.Value, against []peil.Change, n int) []cell {
	row := []cell{{text: p.c.Name("measure", m.ID)}, p.value(v, false)}
	if remark := p.remark(v); remark != "" {
		row = append(row, cell{text: remark, tone: muted, overflows: true})
		return append(row, make([]cell, n-len(row))...)
	}
	row = append(row, cell{text: p.interval(v), tone: muted})
	for _, ch := range against {
		row = append(row, p.change(m, v, ch.To))
	}
	if len(r.Series) > 0 {
		row = append(row, cell{text: spark(series(r, nil, m.ID))})
	}
	return row
}

func totalRow(r *peil.Result) peil.Row {
	for _, row := range r.Rows {
		if row.Slice == nil {
			return row
		}
	}
	return peil.Row{}
}

// level is the level of a row's intervals; usually all have the same.
func level(row peil.Row) float64 {
	for _, v := range row.Measures {
		if v.Interval != nil {
			return v.Interval.Level
		}
	}
	return usualLevel
}

const usualLevel = .95
