package table

import (
	"slices"
	"strings"

	"peil"
	"peil/internal/locale"
)

// page is a result laid out to be read: the head, the grids, what is said below.
type page struct {
	title, head []string
	grids       []*grid
	foot        []string
}

// layout lays a result out: the measures of the total below each other with all
// that is known of them, then, if there are slices, those with the measures
// beside each other.
func (p *printer) layout(r *peil.Result) page {
	pg := page{title: p.title(r), head: p.head(r), foot: p.foot(r), grids: []*grid{p.list(r)}}
	if r.By != "" {
		pg.grids = append(pg.grids, p.split(r))
	}
	if p.Trend && len(r.Series) > 0 {
		pg.grids = append(pg.grids, p.trend(r))
	}
	return pg
}

func (p *printer) title(r *peil.Result) []string {
	parts := []string{p.c.Name("report", r.Report+".title"), p.c.Period(r.Period)}
	if r.By != "" {
		parts = append(parts, p.c.T("text.by", "dim", strings.ToLower(p.c.Name("dim", r.By))))
	}
	return parts
}

// head says of what moment the figures are and what they are compared with.
func (p *printer) head(r *peil.Result) []string {
	var out []string
	var clocks []string
	if !r.AsOf.IsZero() {
		clocks = append(clocks, p.c.T("text.as_of", "at", p.c.Instant(r.AsOf, p.location())))
	}
	if !r.KnownAt.IsZero() && !r.KnownAt.Equal(r.AsOf) {
		clocks = append(clocks, p.c.T("text.known_at", "at", p.c.Instant(r.KnownAt, p.location())))
	}
	if len(clocks) > 0 {
		out = append(out, strings.Join(clocks, " · "))
	}
	var against []string
	for _, ch := range comparisons(r) {
		against = append(against, p.c.T("text.compared", "to", p.c.T("text."+ch.To), "period", p.c.Period(ch.Period)))
		if ch.BusinessDays > 0 && ch.To == "previous" {
			out = append(out, p.c.T("text.like_for_like", "k", ch.BusinessDays, "period", p.c.Period(ch.Period)))
		}
	}
	if len(against) > 0 {
		out = append(out, strings.Join(against, " · "))
	}
	return out
}

// comparisons are the windows that a result's values are compared with.
func comparisons(r *peil.Result) []peil.Change {
	var out []peil.Change
	for _, row := range r.Rows {
		for _, m := range r.Measures {
			for _, ch := range row.Measures[m.ID].Compare {
				if !slices.ContainsFunc(out, func(o peil.Change) bool { return o.To == ch.To }) {
					out = append(out, ch)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b peil.Change) int { return strings.Compare(a.To, b.To) })
	return out
}

// foot says what the reader must know of the data: warnings, what has changed
// since it was published, what is left out, what to do.
func (p *printer) foot(r *peil.Result) []string {
	var out []string
	for _, n := range r.Notes {
		out = append(out, p.c.T("note."+n.Code, "n", n.N, "date", n.Date))
	}
	out = append(out, p.aboutValues(r)...)
	for _, f := range r.Flags {
		out = append(out, p.flag(f))
	}
	var left []string
	for _, e := range r.Excluded {
		left = append(left, p.c.Number(float64(e.N), 0)+" "+p.c.Name("excluded", e.Reason))
	}
	if len(left) > 0 {
		out = append(out, p.c.T("text.excluded")+": "+strings.Join(left, ", "))
	}
	for _, a := range r.Advice {
		out = append(out, p.c.T("text.advice")+": "+a.Text)
	}
	return out
}

// aboutValues are remarks on single values of the total: how much of a cohort is
// resolved, what one large sale does, what has changed since it was published.
func (p *printer) aboutValues(r *peil.Result) []string {
	var out []string
	total := totalRow(r)
	for _, m := range r.Measures {
		v, name := total.Measures[m.ID], p.c.Name("measure", m.ID)
		if v.Display == peil.DisplayProvisional && v.Maturity != nil {
			out = append(out, name+": "+p.c.T("text.provisional_of", "m", p.c.Format(peil.UnitShare, "", *v.Maturity, 0)))
		}
		if v.WithoutLargest != nil {
			out = append(out, p.c.T("text.without_largest", "measure", name, "value", p.c.Format(v.Unit, v.Currency, *v.WithoutLargest, 0)))
		}
		if v.Restated != nil {
			at := p.c.Date(peil.DateOf(v.Restated.Since, p.location()))
			delta := p.c.Signed(v.Unit, v.Currency, v.Restated.By, locale.Place(v.Unit, v.Restated.By, nil))
			out = append(out, name+": "+p.c.T("text.restated", "date", at, "delta", delta))
		}
	}
	return out
}

// flag says what is out of the ordinary, and whether it is over.
func (p *printer) flag(f peil.Flag) string {
	label := f.Label
	if label == "" {
		label = f.Slice
	}
	s := p.c.T("flag."+f.Code, "period", p.c.Period(f.Period), "k", p.count(f.K), "n", p.count(f.N), "label", oneLine(label),
		"ratio", p.c.Number(f.Ratio, 1), "expected", p.c.Number(f.Expected, 1))
	if !f.Recovered.IsZero() {
		s += " " + p.c.T("flag.recovered", "normal", p.c.Period(f.Normal), "recovered", p.c.Period(f.Recovered))
	}
	return s
}

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

// series is a measure's course in one slice.
func series(r *peil.Result, slice *string, id string) []*float64 {
	var out []*float64
	for _, pt := range r.Series {
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
