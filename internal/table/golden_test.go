package table

import (
	"bytes"
	"flag"
	"os"
	"testing"
	"time"

	"peil"
	"peil/internal/locale"
)

var update = flag.Bool("update", false, "write the golden files anew")

func f(v float64) *float64 { return &v }
func s(v string) *string   { return &v }

var (
	november = peil.Period{From: peil.NewDate(2017, 11, 1), To: peil.NewDate(2017, 12, 1)}
	october  = peil.Period{From: peil.NewDate(2017, 10, 1), To: peil.NewDate(2017, 11, 1)}
	lastYear = peil.Period{From: peil.NewDate(2016, 11, 1), To: peil.NewDate(2016, 12, 1)}
	asOf     = time.Date(2017, 12, 5, 9, 30, 0, 0, time.UTC)
)

func wilson(lo, hi float64) *peil.Interval {
	return &peil.Interval{Lo: lo, Hi: hi, Level: .95, Method: "wilson"}
}

// measures of a made-up month: one of every unit, direction and display state.
func monthsMeasures(scale float64) map[string]peil.Value {
	return map[string]peil.Value{
		"rev": {Value: f(866460 * scale), Unit: peil.UnitMoney, Currency: "NOK", Display: peil.DisplayOK, Compare: []peil.Change{
			{To: "previous", Period: october, Value: f(774000 * scale), Delta: f(92460 * scale), BusinessDays: 22},
			{To: "year", Period: lastYear, Value: f(1000000 * scale), Delta: f(-133540 * scale)}}},
		"won": {Value: f(24 * scale), Unit: peil.UnitCount, N: f(24 * scale), Display: peil.DisplayOK, Compare: []peil.Change{
			{To: "previous", Period: october, Value: f(20 * scale), Delta: f(4 * scale)}, {To: "year", Period: lastYear, Value: f(0), Delta: f(24 * scale)}}},
		"win_rate_closed": {Value: f(.42857), K: f(3), N: f(7), Unit: peil.UnitShare, Display: peil.DisplayWide, Interval: wilson(.158, .75), Compare: []peil.Change{
			{To: "previous", Period: october, Value: f(.38), Delta: f(.0486), Interval: wilson(-.2, .3)}}},
		"cycle_p50": {Value: f(31.4), Unit: peil.UnitDays, Display: peil.DisplayProvisional, Maturity: f(.64), Compare: []peil.Change{
			{To: "previous", Period: october, Value: f(28), Delta: f(3.4)}}},
		"lost":   {K: f(3), N: f(4), Unit: peil.UnitCount, Display: peil.DisplayTooFew},
		"return": {Reason: "no_cost", Unit: peil.UnitFactor, Display: peil.DisplayOK},
	}
}

func sample(by string) *peil.Result {
	r := &peil.Result{Report: "productivity", DefVersion: 1, Period: november, AsOf: asOf, KnownAt: asOf, By: by, Grain: peil.GrainMonth,
		Measures: []peil.Measure{{ID: "rev", Unit: peil.UnitMoney, Better: peil.BetterUp}, {ID: "won", Unit: peil.UnitCount, Better: peil.BetterUp},
			{ID: "win_rate_closed", Unit: peil.UnitShare, Better: peil.BetterUp}, {ID: "cycle_p50", Unit: peil.UnitDays, Better: peil.BetterDown},
			{ID: "lost", Unit: peil.UnitCount, Better: peil.BetterDown}, {ID: "return", Unit: peil.UnitFactor, Better: peil.BetterUp}},
		Rows:     []peil.Row{{Measures: monthsMeasures(1)}},
		Excluded: []peil.Excluded{{Reason: "no_rate", N: 3}, {Reason: "no_date", N: 1200}},
		Notes:    []peil.Note{{Code: "backdated", N: 2}},
		Flags:    []peil.Flag{{Code: "spike", Measure: "losses", Slice: "x", Label: "Pris", Period: october, K: 14, N: 42, Expected: 4.2, Ratio: 3.33, Normal: november, Recovered: november}},
		RowsHref: "/api/v1/reports/productivity/rows?period=2017-11"}
	r.Figures = sampleFigures()
	if by != "" {
		id := peil.DeriveID("user", "Test Person Fire").String()
		r.Rows = append(r.Rows, peil.Row{Slice: &id, Label: "Test Person Fire med et langt navn til", Measures: monthsMeasures(.7)},
			peil.Row{Slice: s(""), Measures: monthsMeasures(.3)})
	}
	for i, v := range []float64{500, 0, 774000, 866460} {
		m := peil.NewDate(2017, time.Month(8+i), 1)
		pt := peil.Point{From: m, To: peil.NewDate(2017, time.Month(9+i), 1), Measures: map[string]peil.Value{
			"rev": {Value: f(v), Unit: peil.UnitMoney, Currency: "NOK", Display: peil.DisplayOK}}}
		if i == 1 {
			pt.Measures["rev"] = peil.Value{Unit: peil.UnitMoney, Currency: "NOK", Reason: "no_headcount"}
		}
		r.Series = append(r.Series, pt)
	}
	return r
}

// sampleFigures are one of each shape: keys in a list, a field of two axes, and one
// without cells.
func sampleFigures() []peil.Figure {
	share := peil.Measure{ID: "rt_share10", Unit: peil.UnitShare, Better: peil.BetterUp}
	at := func(v peil.Value, labels []string, keys ...string) peil.Cell {
		return peil.Cell{Keys: keys, Labels: labels, Measures: map[string]peil.Value{share.ID: v}}
	}
	few := peil.Value{Value: f(.5), K: f(1), N: f(2), Unit: peil.UnitShare, Display: peil.DisplayTooFew}
	ok := peil.Value{Value: f(.42857), K: f(30), N: f(70), Unit: peil.UnitShare, Display: peil.DisplayOK, Interval: wilson(.32, .54)}
	user := peil.DeriveID("user", "Test Person Fire").String()
	return []peil.Figure{
		{ID: "response_curve", Chart: peil.ChartStep, Marks: []peil.Mark{{Measure: share.ID}}, Axes: []peil.Axis{{ID: "minutes", Unit: peil.UnitMin}, {ID: "user"}}, Measures: []peil.Measure{share},
			Cells: []peil.Cell{at(ok, []string{"", "Test Person Fire"}, "5", user), at(few, nil, "1440", "")}},
		{ID: "response_hours", Chart: peil.ChartHeat, Axes: []peil.Axis{{ID: "weekday"}, {ID: "hour"}}, Measures: []peil.Measure{share},
			Cells: []peil.Cell{at(ok, nil, "2", "08"), at(few, nil, "1", "09"), at(peil.Value{Unit: peil.UnitShare, Reason: "owned"}, nil, "1", "08")}},
		{ID: "response_queue", Chart: peil.ChartList, Axes: []peil.Axis{{ID: "case"}}, Measures: []peil.Measure{share}},
	}
}

func sampleRows() *peil.Table {
	return &peil.Table{Total: 12, Columns: []peil.Column{{ID: "deal", Kind: "text"}, {ID: "closed_on", Kind: "date"}, {ID: "value", Unit: peil.UnitMoney, Kind: "money"},
		{ID: "closed_at", Kind: "instant"}, {ID: "excluded", Kind: "text"}},
		Rows: [][]any{
			{"=HYPERLINK(\"http://x\")", peil.NewDate(2017, 11, 3), 27600.5, time.Date(2017, 11, 3, 23, 30, 0, 0, time.UTC), nil},
			{"Blåbær; \"AS\"\nlinje", peil.Date{}, nil, time.Time{}, "no_date"}}}
}

func oslo(t *testing.T) *time.Location {
	t.Helper()
	loc, err := peil.LoadLocation(peil.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// TestGolden prints the sample in every format that is text, in both languages.
func TestGolden(t *testing.T) {
	for _, lang := range locale.Languages() {
		o := Options{Words: locale.For(lang), Location: oslo(t), Trend: true}
		for _, f := range Formats {
			if f.Binary {
				continue
			}
			for name, write := range map[string]func(*bytes.Buffer) error{
				"list":  func(b *bytes.Buffer) error { return f.Result(b, sample(""), o) },
				"split": func(b *bytes.Buffer) error { return f.Result(b, sample("user"), o) },
				"rows":  func(b *bytes.Buffer) error { return f.Rows(b, sampleRows(), o) },
			} {
				var b bytes.Buffer
				if err := write(&b); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+lang+"."+f.ID, b.Bytes())
			}
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := "testdata/" + name + ".golden"
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and read it\n%s", name, got)
	}
}
