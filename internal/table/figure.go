package table

import (
	"slices"
	"strconv"
	"time"

	"peil"
	"peil/internal/locale"
)

// figures are a result's tables beside its measures, each as a grid. Those
// without cells are left out.
func (p *printer) figures(r *peil.Result) []*grid {
	var out []*grid
	for _, f := range r.Figures {
		switch {
		case len(f.Cells) == 0:
		case len(f.Axes) == 2 && (f.Chart == peil.ChartHeat || f.Chart == peil.ChartMatrix):
			out = append(out, p.field(f))
		default:
			out = append(out, p.keyed(f))
		}
	}
	return out
}

func (p *printer) figureTitle(f peil.Figure) string { return p.c.T("figure." + f.ID) }

// key is what a place on an axis is called.
func (p *printer) key(f peil.Figure, c peil.Cell, i int) string {
	a, k, label := f.Axes[i], c.Keys[i], ""
	if words, ok := p.timeOrTotal(a.ID, k); ok {
		return words
	}
	if i < len(c.Labels) {
		label = c.Labels[i]
	}
	if x, err := strconv.ParseFloat(k, 64); err == nil && a.Unit != "" {
		return p.c.Format(a.Unit, "", x, locale.Place(a.Unit, x, nil))
	}
	return clipText(oneLine(p.sliceLabel(a.ID, &k, label)), widestLabel)
}

// keyed has a row for each cell: its keys, then its measures.
func (p *printer) keyed(f peil.Figure) *grid {
	g := &grid{title: p.figureTitle(f), keys: len(f.Axes)}
	for _, a := range f.Axes {
		g.cols = append(g.cols, column{p.c.Name("dim", a.ID), a.Unit != ""})
	}
	for _, m := range f.Measures {
		g.cols = append(g.cols, column{p.c.Name("measure", m.ID), true})
	}
	for _, c := range f.Cells {
		var row []cell
		for i := range f.Axes {
			row = append(row, cell{text: p.key(f, c, i)})
		}
		for _, m := range f.Measures {
			row = append(row, p.figureValue(f, c, m.ID))
		}
		g.rows = append(g.rows, row)
		g.last = g.last || c.Keys[0] == peil.Total
	}
	return g
}

func (p *printer) figureValue(f peil.Figure, c peil.Cell, id string) cell {
	v, ok := c.Measures[id]
	if !ok {
		return cell{}
	}
	if v.Value == nil && v.Reason != "" && v.Reason != reasonNotSplit {
		return cell{text: p.c.Name("reason", v.Reason), tone: muted}
	}
	out := p.value(v, true)
	if f.Chart == peil.ChartWaterfall && v.Value != nil {
		// The bars add up, so they are not rounded to what each can bear.
		out = cell{text: p.c.Format(v.Unit, v.Currency, *v.Value, locale.Place(v.Unit, *v.Value, nil))}
	}
	if v.Chance {
		out.text, out.tone = out.text+" · "+p.c.T("text.chance"), muted
	}
	return out
}

// timeOrTotal is a key that is a day, a period or the sum of its axis.
func (p *printer) timeOrTotal(axis, key string) (string, bool) {
	if key == peil.Total {
		return p.c.T("text.total"), true
	}
	switch axis {
	case "day":
		if d, err := peil.ParseDate(key); err == nil {
			return p.c.Date(d), true
		}
	case "period":
		if w, err := peil.ParsePeriod(key, peil.DateOf(time.Now(), time.UTC), peil.PeriodOptions{}); err == nil {
			return p.c.Period(w), true
		}
	}
	return "", false
}

// field pivots two axes: the first down, the second across, the first measure in
// the field.
func (p *printer) field(f peil.Figure) *grid {
	g := &grid{title: p.figureTitle(f) + " · " + p.c.Name("measure", f.Measures[0].ID), cols: []column{{p.c.Name("dim", f.Axes[0].ID), false}}}
	across := places(f, 1)
	for _, c := range across {
		g.cols = append(g.cols, column{p.key(f, c, 1), true})
	}
	for _, down := range places(f, 0) {
		row := make([]cell, len(across)+1)
		row[0] = cell{text: p.key(f, down, 0)}
		for _, c := range f.Cells {
			if c.Keys[0] != down.Keys[0] {
				continue
			}
			i := slices.IndexFunc(across, func(a peil.Cell) bool { return a.Keys[1] == c.Keys[1] })
			row[i+1] = p.fieldValue(c.Measures[f.Measures[0].ID])
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// fieldValue is a value where there is room for a number only.
func (p *printer) fieldValue(v peil.Value) cell {
	switch {
	case v.Display == peil.DisplayTooFew && v.K != nil && v.N != nil:
		return cell{text: p.count(*v.K) + "/" + p.count(*v.N), tone: muted}
	case v.Value == nil && v.Reason != "" && p.c.Has("mark."+v.Reason):
		return cell{text: p.c.T("mark." + v.Reason), tone: muted}
	case v.Value == nil:
		return cell{text: "–", tone: muted}
	}
	return cell{text: p.number(v)}
}

// places are cells that stand for the keys of an axis: in their order where they
// sort by themselves, else as they come.
func places(f peil.Figure, axis int) []peil.Cell {
	var out []peil.Cell
	for _, c := range f.Cells {
		if !slices.ContainsFunc(out, func(o peil.Cell) bool { return o.Keys[axis] == c.Keys[axis] }) {
			out = append(out, c)
		}
	}
	if f.Chart == peil.ChartHeat {
		slices.SortStableFunc(out, func(a, b peil.Cell) int { return compareKeys(a.Keys[axis], b.Keys[axis]) })
	}
	return out
}

// compareKeys orders numbers by size and words by their letters.
func compareKeys(a, b string) int {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	switch {
	case errX == nil && errY == nil && x < y:
		return -1
	case errX == nil && errY == nil && x > y:
		return 1
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// sheetOfFigure spreads a figure out: a row for each cell.
func (p *printer) sheetOfFigure(f peil.Figure) sheet {
	s := sheet{rows: make([][]any, len(f.Cells))}
	for i, a := range f.Axes {
		s.heads = append(s.heads, head{key: a.ID, name: p.c.Name("dim", a.ID), unit: a.Unit})
		for n, c := range f.Cells {
			if x, err := strconv.ParseFloat(c.Keys[i], 64); err == nil && a.Unit != "" {
				s.rows[n] = append(s.rows[n], x)
			} else {
				s.rows[n] = append(s.rows[n], p.key(f, c, i))
			}
		}
	}
	measures := make([]map[string]peil.Value, len(f.Cells))
	for i, c := range f.Cells {
		measures[i] = c.Measures
	}
	p.addMeasures(&s, f.Measures, measures)
	return s
}
