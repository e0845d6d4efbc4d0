package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"peil"
)

// figure is a table beside a report's measures (see peil.Figure): of the total of
// the period, with the question's filters.
//
// Its data are keyed summaries: sections of the report's text that have the
// figure's keys in columns key, key2 and so on, and otherwise the columns of any
// summary. Each key is then a group of its own, and the figure's measures are
// computed from it as those of a slice are from a slice.
type figure struct {
	id       string
	chart    peil.Chart
	marks    []peil.Mark
	axes     []peil.Axis
	from     []string
	measures []Measure
	// ticks are measures that go on growing after the answer; their cells have an axis
	// of users.
	ticks []string
	// byLabel puts the cells in the order of what their first key is called.
	byLabel bool
	// cells makes the cells where there is more to it than a cell for each group.
	cells func(f *figured) []peil.Cell
}

// marks draws measures by themselves.
func marks(measures ...string) []peil.Mark {
	var out []peil.Mark
	for _, m := range measures {
		out = append(out, peil.Mark{Measure: m})
	}
	return out
}

// against draws a measure beside another.
func against(measure, base string) peil.Mark { return peil.Mark{Measure: measure, Beside: base} }

// between draws a measure in its range.
func between(measure, from, to string) peil.Mark {
	return peil.Mark{Measure: measure, From: from, To: to}
}

// Figures describes the report's figures, without cells.
func (r *Report) Figures() []peil.Figure {
	var out []peil.Figure
	for _, f := range r.figures {
		d := peil.Figure{ID: f.id, Chart: f.chart, Marks: f.marks, Axes: f.axes, Ticks: f.ticks}
		for _, m := range f.measures {
			d.Measures = append(d.Measures, m.Measure)
		}
		out = append(out, d)
	}
	for _, e := range r.explains {
		out = append(out, e.Figure)
	}
	return out
}

// keyed is the numbers at one place of a figure.
type keyed struct {
	keys []string
	*group
}

// figured is a figure being made: its groups in the order that the summaries
// gave them in, and the cell of the period's total.
type figured struct {
	*figure
	run    *run
	groups []keyed
	total  *cell
}

// keyedSections are the keyed summaries that the question's measures are made of,
// and its figures where they are wanted.
func (q *question) keyedSections(figures bool) []string {
	var out []string
	if figures {
		out = q.report.tables(q.wants)
	}
	for _, m := range q.measures {
		for _, name := range m.tables {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// tables reads keyed summaries of the period.
func (g *gathered) tables(ctx context.Context, gs *groups, names []string) error {
	gs.tables = map[string][]keyed{}
	for _, name := range names {
		list := []keyed{}
		at := map[string]int{}
		err := g.each(ctx, name, cut(nil, fmt.Sprintf(" where c.w = %d", winPeriod)), func(r *sumRow) {
			k := r.key()
			i, known := at[k]
			if !known {
				i = len(list)
				at[k] = i
				list = append(list, keyed{slices.Clone(r.keys), newGroup()})
			}
			list[i].take(r)
		})
		if err != nil {
			return err
		}
		gs.tables[name] = list
	}
	return nil
}

// wants reports whether a figure is asked for.
func (q *question) wants(figure string) bool {
	if q.Figures != nil {
		return slices.Contains(q.Figures, figure)
	}
	return len(q.Query.Measures) == 0
}

// everyFigure is for who wants all of them.
func everyFigure(string) bool { return true }

// tables are the keyed summaries of those of the report's figures that are wanted.
func (r *Report) tables(wanted func(figure string) bool) []string {
	var out []string
	for _, f := range r.figures {
		for _, name := range f.from {
			if wanted(f.id) && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// merged are the groups of several keyed summaries, joined by key.
func (gs *groups) merged(names []string) []keyed {
	var out []keyed
	at := map[string]int{}
	for _, name := range names {
		for _, k := range gs.tables[name] {
			key := joined(k.keys)
			i, known := at[key]
			if !known {
				i = len(out)
				at[key] = i
				out = append(out, keyed{k.keys, newGroup()})
			}
			for s, v := range k.sums {
				out[i].sums[s] += v
			}
			for l, rows := range k.lists {
				out[i].lists[l] = append(out[i].lists[l], rows...)
			}
		}
	}
	return out
}

// figures fills in the report's figures.
func (r *run) figures(ctx context.Context, res *peil.Result) error {
	w := r.windows[0]
	for i := range r.report.figures {
		if !r.wants(r.report.figures[i].id) {
			continue
		}
		f := &figured{figure: &r.report.figures[i], run: r}
		f.groups = r.groups.merged(f.from)
		f.total = r.cellOf(r.groups.at(nil, w.n), w, "figure."+f.id)
		out := peil.Figure{ID: f.id, Chart: f.chart, Marks: f.marks, Axes: f.axes, Measures: []peil.Measure{}, Cells: []peil.Cell{}}
		for _, m := range f.measures {
			out.Measures = append(out.Measures, m.Measure)
		}
		if f.cells != nil {
			out.Cells = append(out.Cells, f.figure.cells(f)...)
		} else {
			for _, k := range f.groups {
				out.Cells = append(out.Cells, f.cell(k))
			}
		}
		if len(f.ticks) > 0 && r.running(w) {
			out.Ticks = f.ticks
			if err := r.open(ctx, f.axes, out.Cells); err != nil {
				return err
			}
		}
		if err := r.labelCells(ctx, f.axes, out.Cells); err != nil {
			return err
		}
		if f.byLabel {
			slices.SortStableFunc(out.Cells, func(a, b peil.Cell) int { return cmp.Compare(firstLabel(a), firstLabel(b)) })
		}
		res.Figures = append(res.Figures, out)
	}
	return nil
}

func firstLabel(c peil.Cell) string {
	if len(c.Labels) > 0 {
		return c.Labels[0]
	}
	return c.Keys[0]
}

// cellOf is what a measure of a group of the window is computed from.
func (r *run) cellOf(g *group, w window, id string) *cell {
	return &cell{group: g, all: r.groups, q: r.question, w: w, id: id}
}

// cell is a group with all of the figure's measures.
func (f *figured) cell(k keyed) peil.Cell {
	out := peil.Cell{Keys: k.keys, Measures: map[string]peil.Value{}}
	for _, m := range f.measures {
		c := f.run.cellOf(k.group, f.total.w, f.id+"."+m.ID+"."+joined(k.keys))
		c.unit = m.Unit
		out.Measures[m.ID] = m.of(c)
	}
	return out
}

// value is a cell of a measure's unit, for values that are made elsewhere.
func (f *figured) value(id string) *cell {
	c := *f.total
	i := slices.IndexFunc(f.measures, func(m Measure) bool { return m.ID == id })
	c.unit = f.measures[i].Unit
	return &c
}

// labelCells puts what people call the records among the keys beside them, and
// the records' ids in their own letters.
func (r *run) labelCells(ctx context.Context, axes []peil.Axis, cells []peil.Cell) error {
	var ids []peil.ID
	for _, c := range cells {
		for _, k := range c.Keys {
			if id, ok := uuid(k); ok {
				ids = append(ids, id)
			}
		}
	}
	found, err := r.named(ctx, ids)
	if err != nil {
		return err
	}
	labels := map[string]string{}
	for id, label := range found {
		labels[id.UUID()] = label
	}
	if slices.ContainsFunc(axes, func(a peil.Axis) bool { return a.ID == "stage" }) {
		if err := r.distinguish(ctx, labels); err != nil {
			return err
		}
	}
	for i, c := range cells {
		for at, k := range c.Keys {
			id, ok := uuid(k)
			if !ok {
				continue
			}
			cells[i].Keys[at] = id.String()
			if cells[i].Labels == nil {
				cells[i].Labels = make([]string, len(c.Keys))
			}
			cells[i].Labels[at] = labels[k]
		}
	}
	return nil
}
