package table

import (
	"slices"

	"peil"
)

// sheet is an answer as plain typed cells, one row a slice (and a bucket of
// time): what CSV and XLSX write. Values are string, float64, int64, bool,
// peil.Date, time.Time or nil.
type sheet struct {
	heads []head
	rows  [][]any
}

// head is a column: key is the machine's word, id and suffix make the reader's.
type head struct {
	key    string
	name   string
	unit   peil.Unit
	digits int // decimals of money
}

// facet is what a sheet tells of a measure beside its value.
type facet struct {
	suffix string
	of     func(peil.Value) any
}

// facets stand in a sheet where at least one row has them.
var facets = []facet{
	{"", func(v peil.Value) any { return number(v.Value) }},
	{"_k", func(v peil.Value) any { return number(v.K) }},
	{"_n", func(v peil.Value) any { return number(v.N) }},
	{"_lo", func(v peil.Value) any {
		if v.Interval == nil {
			return nil
		}
		return v.Interval.Lo
	}},
	{"_hi", func(v peil.Value) any {
		if v.Interval == nil {
			return nil
		}
		return v.Interval.Hi
	}},
	{"_previous", func(v peil.Value) any { return compared(v, "previous") }},
	{"_year", func(v peil.Value) any { return compared(v, "year") }},
	{"_display", func(v peil.Value) any {
		if v.Display == "" || v.Display == peil.DisplayOK {
			return nil
		}
		return string(v.Display)
	}},
	{"_reason", func(v peil.Value) any {
		if v.Reason == "" {
			return nil
		}
		return v.Reason
	}},
}

func number(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

func compared(v peil.Value, to string) any {
	for _, c := range v.Compare {
		if c.To == to {
			return number(c.Value)
		}
	}
	return nil
}

// line is a row of a sheet before its columns are known.
type line struct {
	label    string
	period   peil.Period
	measures map[string]peil.Value
}

// sheetOf spreads a result out: the slices of the whole period, then those of
// each bucket.
func (p *printer) sheetOf(r *peil.Result) sheet {
	var lines []line
	for _, row := range totalLast(r.Rows) {
		lines = append(lines, line{p.sliceLabel(r.By, row.Slice, row.Label), r.Period, row.Measures})
	}
	for _, pt := range r.Series {
		lines = append(lines, line{p.sliceLabel(r.By, pt.Slice, pt.Label), peil.Period{From: pt.From, To: pt.To}, pt.Measures})
	}
	first := p.c.T("text.total")
	if r.By != "" {
		first = p.c.Name("dim", r.By)
	}
	s := sheet{heads: []head{{key: "slice", name: first}, {key: "from", name: p.c.Name("column", "from")}, {key: "until", name: p.c.Name("column", "until")}}}
	s.rows = make([][]any, len(lines))
	for i, l := range lines {
		// The last day, not the day after: a person reads this.
		s.rows[i] = []any{l.label, l.period.From, l.period.To.AddDays(-1)}
	}
	measures := make([]map[string]peil.Value, len(lines))
	for i, l := range lines {
		measures[i] = l.measures
	}
	p.addMeasures(&s, r.Measures, measures)
	return s
}

// addMeasures adds the columns of measures, a row for each of the maps.
func (p *printer) addMeasures(s *sheet, list []peil.Measure, rows []map[string]peil.Value) {
	for _, m := range list {
		for _, f := range facets {
			cells := make([]any, len(rows))
			for i, values := range rows {
				if v, ok := values[m.ID]; ok {
					cells[i] = f.of(v)
				}
			}
			if f.suffix != "" && !slices.ContainsFunc(cells, func(c any) bool { return c != nil }) {
				continue
			}
			s.heads = append(s.heads, p.measureHead(m, f.suffix))
			for i := range rows {
				s.rows[i] = append(s.rows[i], cells[i])
			}
		}
	}
}

// measureHead names a measure's column.
func (p *printer) measureHead(m peil.Measure, suffix string) head {
	h := head{key: m.ID + suffix, name: p.c.Name("measure", m.ID), unit: m.Unit, digits: 2}
	switch suffix {
	case "":
	case "_k", "_n":
		h.unit = peil.UnitCount
		h.name += " · " + suffix[1:]
	case "_display", "_reason":
		h.unit = ""
		h.name += " · " + p.c.T("text."+suffix[1:])
	default:
		h.name += " · " + p.c.T("text."+suffix[1:])
	}
	return h
}

// sheetOfRows makes plain cells of a listing.
func (p *printer) sheetOfRows(t *peil.Table) sheet {
	s := sheet{rows: make([][]any, len(t.Rows))}
	for _, col := range t.Columns {
		s.heads = append(s.heads, head{key: col.ID, name: p.c.Name("column", col.ID), unit: col.Unit, digits: 2})
	}
	for i, row := range t.Rows {
		s.rows[i] = make([]any, len(row))
		for j, v := range row {
			s.rows[i][j] = simple(v)
		}
	}
	return s
}
