package report

import (
	"slices"

	"peil"
)

// ChartKind names a way to draw a result. What draws charts has one piece of code
// for each kind and none for any report.
type ChartKind string

// The kinds of chart (metrics.md §4).
const (
	ChartColumn      ChartKind = "column"      // a column for each bucket, last year beside it
	ChartLine        ChartKind = "line"        // a line for each slice over time
	ChartBar         ChartKind = "bar"         // a bar for each slice, largest first
	ChartWaterfall   ChartKind = "waterfall"   // from the other window's sum to this one's, slice by slice
	ChartFunnel      ChartKind = "funnel"      // slices in their order, what goes on and what leaves
	ChartStep        ChartKind = "step"        // a curve that only steps
	ChartHeat        ChartKind = "heat"        // two scales, colour says how much
	ChartDot         ChartKind = "dot"         // a dot for each slice with its interval
	ChartScatter     ChartKind = "scatter"     // the first measure across, the second up, the third as area
	ChartFan         ChartKind = "fan"         // a middle line with its range, and a target
	ChartCalibration ChartKind = "calibration" // foretold against what happened
	ChartStacked     ChartKind = "stacked"     // slices on each other for each bucket, what is unusual flagged
	ChartMatrix      ChartKind = "matrix"      // slices down, measures across
)

// ChartKinds lists every kind.
func ChartKinds() []ChartKind {
	return []ChartKind{ChartColumn, ChartLine, ChartBar, ChartWaterfall, ChartFunnel, ChartStep, ChartHeat, ChartDot,
		ChartScatter, ChartFan, ChartCalibration, ChartStacked, ChartMatrix}
}

// Chart is a way to draw a report: the question that it needs and the measures
// it draws, in the order that its kind takes them.
type Chart struct {
	Kind     ChartKind
	Measures []string
	// By is the dimension that it is split by, empty the report's own or the
	// reader's.
	By string
	// Trend is set where it needs buckets of time.
	Trend bool
}

// ChartsOf lists the kinds that a measure can be drawn as, the best first: those
// of the report's own charts that draw it, then what its unit allows.
func (r *Report) ChartsOf(m Measure) []ChartKind {
	var out []ChartKind
	add := func(kinds ...ChartKind) {
		for _, k := range kinds {
			if !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	for _, c := range r.Charts {
		if slices.Contains(c.Measures, m.ID) && c.single() {
			add(c.Kind)
		}
	}
	switch m.Unit {
	case peil.UnitMoney, peil.UnitCount:
		add(ChartColumn, ChartBar, ChartLine)
		if m.Sums {
			add(ChartStacked, ChartWaterfall)
		}
	default:
		add(ChartDot, ChartLine)
	}
	return out
}

// single reports whether the chart can draw one measure alone.
func (c Chart) single() bool {
	return c.Kind != ChartScatter && c.Kind != ChartMatrix && c.Kind != ChartFan && c.Kind != ChartFunnel
}

// Instead points from a measure that looks well and says little (metrics.md
// §5.4) to the one that says what is meant.
type Instead struct{ Report, Measure string }

// vanity are those measures, wherever they stand.
var vanity = map[string]Instead{
	"leads":           {"sources", "rpl"},
	"open_value":      {"forecast", "fc_weighted"},
	"win_rate_closed": {"sources", "win_rate_cohort"},
	"size":            {"productivity", "size_p50"},
	"coverage":        {"forecast", "coverage_req"},
	"conv_naive":      {"stages", "conv_step"},
}

// InsteadOf returns the better measure for one that flatters, and whether there
// is one.
func InsteadOf(measure string) (Instead, bool) {
	i, ok := vanity[measure]
	return i, ok
}
