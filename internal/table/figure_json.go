package table

import (
	"time"

	"peil"
)

type (
	// FigureJSON is a peil.Figure.
	FigureJSON struct {
		ID       string              `json:"id"`
		Title    string              `json:"title"`
		Chart    peil.Chart          `json:"chart" doc:"how it is best drawn"`
		Marks    []MarkJSON          `json:"marks" doc:"what the chart draws, the leading measure first; the others stand in the table"`
		Axes     []AxisJSON          `json:"axes"`
		Measures []FigureMeasureJSON `json:"measures"`
		Cells    []CellJSON          `json:"cells" doc:"in the order in which they are shown"`
		Ticks    []string            `json:"ticks" doc:"measures in minutes that go on growing after as_of: those in open hours while a cell is open, others all the time"`
	}
	// MarkJSON is a measure as a chart draws it.
	MarkJSON struct {
		Measure string  `json:"measure"`
		Beside  *string `json:"beside" doc:"the measure that it is held against"`
		From    *string `json:"from" doc:"the measure that its range begins with; in the total of a waterfall, what the steps lead from"`
		To      *string `json:"to"`
	}
	// AxisJSON is what the cells of a figure are told apart by.
	AxisJSON struct {
		ID   string     `json:"id"`
		Name string     `json:"name"`
		Unit *peil.Unit `json:"unit" doc:"set where the keys are numbers"`
	}
	// FigureMeasureJSON is a measure of a figure, which need not be one of the
	// report's.
	FigureMeasureJSON struct {
		ID     string      `json:"id"`
		Name   string      `json:"name"`
		Unit   peil.Unit   `json:"unit"`
		Better peil.Better `json:"better"`
	}
	// CellJSON is the values at one place of a figure.
	CellJSON struct {
		Keys     []string             `json:"keys" doc:"one for each axis: an id, a word or a number; empty where the rows have none"`
		Labels   []string             `json:"labels" doc:"the same in the language asked for"`
		Measures map[string]ValueJSON `json:"measures"`
		Open     []OpeningJSON        `json:"open" doc:"when the open hours of what ticks run on"`
	}
	// OpeningJSON is a time in which somebody works.
	OpeningJSON struct {
		From time.Time `json:"from"`
		To   time.Time `json:"to"`
	}
)

// figureJSON gives a figure the shape in which it is written as JSON.
func (p *printer) figureJSON(f peil.Figure) FigureJSON {
	out := FigureJSON{ID: f.ID, Title: p.figureTitle(f), Chart: f.Chart, Marks: []MarkJSON{}, Axes: []AxisJSON{}, Measures: []FigureMeasureJSON{}, Cells: []CellJSON{}, Ticks: orEmpty(f.Ticks)}
	for _, m := range f.Marks {
		out.Marks = append(out.Marks, MarkJSON{m.Measure, orNull(m.Beside), orNull(m.From), orNull(m.To)})
	}
	for _, a := range f.Axes {
		out.Axes = append(out.Axes, AxisJSON{a.ID, p.c.Name("dim", a.ID), orNull(a.Unit)})
	}
	for _, m := range f.Measures {
		out.Measures = append(out.Measures, FigureMeasureJSON{m.ID, p.c.Name("measure", m.ID), m.Unit, m.Better})
	}
	for _, c := range f.Cells {
		labels := make([]string, len(c.Keys))
		for i := range c.Keys {
			labels[i] = p.key(f, c, i)
		}
		open := make([]OpeningJSON, len(c.Open))
		for i, o := range c.Open {
			open[i] = OpeningJSON(o)
		}
		out.Cells = append(out.Cells, CellJSON{orEmpty(c.Keys), labels, valuesOf(c.Measures), open})
	}
	return out
}
