package peil

import (
	"slices"
	"time"
)

// Figure is a table of values beside a report's measures, for what slices alone
// cannot show: a heat map of weekdays and hours, a curve over minutes, a funnel
// of attempts, the pairs of a matrix, a list of who is waiting.
//
// Every cell stands at one key on each of the axes and has a value for each of
// the measures; cells come in the order in which they are shown. A cell that is
// not there has no rows behind it. So a surface can print any figure as a table
// of keys and values, pivot one of two axes, and draw its Marks as Chart says,
// knowing nothing of the report: its title is the catalogue's "figure.<ID>", an axis is
// called "dim.<ID>", a key that is a word "slice.<axis>.<key>".
type Figure struct {
	ID       string    `json:"id"`
	Chart    Chart     `json:"chart"`
	Marks    []Mark    `json:"marks,omitempty"`
	Axes     []Axis    `json:"axes"`
	Measures []Measure `json:"measures"`
	Cells    []Cell    `json:"cells"`
	// Ticks are measures, in minutes, that go on growing after the answer: those in
	// open hours while a cell is open, others all the time. They are left out where
	// the question is of a past moment.
	Ticks []string `json:"ticks,omitempty"`
}

// Mark is a measure as a chart draws it, the leading one first; measures without
// a mark stand in the figure's table only. A list has no marks.
type Mark struct {
	Measure string `json:"measure"`
	// Beside is the measure that it is held against: a target, a base, what was
	// foretold.
	Beside string `json:"beside,omitempty"`
	// From and To are the ends of what lies around it: a range, or in the total of a
	// waterfall what its steps lead from and to.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// Axis is what the cells of a figure are told apart by.
type Axis struct {
	ID string `json:"id"`
	// Unit is set where the keys are numbers, in their plain decimal form; the
	// keys of other axes are words or the ids of records.
	Unit Unit `json:"unit,omitempty"`
}

// Cell is the values at one place of a figure. Keys has a key for each axis, ""
// where the rows have none; Labels has what people call the records among them.
type Cell struct {
	Keys     []string         `json:"keys"`
	Labels   []string         `json:"labels,omitempty"`
	Measures map[string]Value `json:"measures"`
	// Open is when the open hours of what ticks run on, for the time in which an
	// answer stands.
	Open []Opening `json:"open,omitempty"`
}

// Opening is a time in which somebody works.
type Opening struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Chart is how a figure is best drawn.
type Chart string

// The charts. Bars compare the keys, mark by mark; a line runs over an axis of
// numbers, a step is a line that only rises; a funnel narrows from key to key by the
// first mark, the second says what share went on; heat is a field of two axes
// coloured by the mark; a matrix is a field in which what is missing matters; dots set
// the first mark against the second, the third as area; a calibration sets what came
// against what was foretold; a list is a table; a waterfall goes from one value to
// another by what lies between; a fan spreads from what is into what may come.
const (
	ChartBars        Chart = "bars"
	ChartLine        Chart = "line"
	ChartStep        Chart = "step"
	ChartFunnel      Chart = "funnel"
	ChartHeat        Chart = "heat"
	ChartMatrix      Chart = "matrix"
	ChartDots        Chart = "dots"
	ChartCalibration Chart = "calibration"
	ChartList        Chart = "list"
	ChartWaterfall   Chart = "waterfall"
	ChartFan         Chart = "fan"
)

// Charts lists all of them.
func Charts() []Chart {
	return []Chart{ChartBars, ChartLine, ChartStep, ChartFunnel, ChartHeat, ChartMatrix, ChartDots, ChartCalibration, ChartList, ChartWaterfall, ChartFan}
}

// Total is the key of a cell that sums up the others of its axis.
const Total = "total"

// Figure returns the figure with an id, nil if the result has none.
func (r *Result) Figure(id string) *Figure {
	for i := range r.Figures {
		if r.Figures[i].ID == id {
			return &r.Figures[i]
		}
	}
	return nil
}

// At returns the measures at the keys, nil if nothing is there.
func (f *Figure) At(keys ...string) map[string]Value {
	if f == nil {
		return nil
	}
	for _, c := range f.Cells {
		if slices.Equal(c.Keys, keys) {
			return c.Measures
		}
	}
	return nil
}
