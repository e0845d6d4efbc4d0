package table

import (
	"encoding/json"
	"io"
	"time"

	"peil"
)

// The shape of a result as JSON: every key always there, so that a reader needs
// no guesses. Money is a decimal number in the main unit, shares are fractions,
// a period's to is the first day after it. The description of the API is made
// from these types and their doc tags.
type (
	// ResultJSON is a peil.Result.
	ResultJSON struct {
		Report     string         `json:"report"`
		DefVersion int            `json:"def_version"`
		Period     peil.Period    `json:"period"`
		AsOf       *time.Time     `json:"as_of"`
		KnownAt    *time.Time     `json:"known_at"`
		By         *string        `json:"by"`
		Grain      *peil.Grain    `json:"grain" doc:"of the series; null without one"`
		Measures   []MeasureJSON  `json:"measures" doc:"in their order"`
		Rows       []RowJSON      `json:"rows" doc:"the total first, then the slices"`
		Series     []PointJSON    `json:"series"`
		Figures    []FigureJSON   `json:"figures" doc:"tables of values beside the measures, for what slices cannot show"`
		Excluded   []ExcludedJSON `json:"excluded"`
		Notes      []NoteJSON     `json:"notes" doc:"what to know of the data behind the numbers"`
		Flags      []FlagJSON     `json:"flags" doc:"months out of the ordinary"`
		Changes    []ChangedJSON  `json:"changes" doc:"what the company changed within the series or the period"`
		Advice     []AdviceJSON   `json:"advice"`
		RowsHref   string         `json:"rows_href"`
	}
	// MeasureJSON is a measure of a result.
	MeasureJSON struct {
		ID     string      `json:"id"`
		Unit   peil.Unit   `json:"unit"`
		Better peil.Better `json:"better"`
	}
	// RowJSON is a row of a result.
	RowJSON struct {
		Slice    *string              `json:"slice" doc:"null is the total; a record by its name, a word as it is"`
		Key      *string              `json:"key" doc:"the slice as a filter takes it: an id or a word; none where the rows have no value; null is the total"`
		Label    string               `json:"label" doc:"the slice in the language asked for"`
		Measures map[string]ValueJSON `json:"measures"`
	}
	// PointJSON is a slice in one bucket of time.
	PointJSON struct {
		Slice    *string              `json:"slice"`
		Key      *string              `json:"key"`
		Label    string               `json:"label"`
		Period   peil.Period          `json:"period"`
		Measures map[string]ValueJSON `json:"measures"`
	}
	// ValueJSON is a peil.Value.
	ValueJSON struct {
		Value          *float64       `json:"value" doc:"money in the main unit, shares as fractions"`
		Reason         *string        `json:"reason" doc:"why there is no value: reason.* of the catalogue"`
		Unit           peil.Unit      `json:"unit"`
		Currency       *peil.Currency `json:"currency"`
		K              *float64       `json:"k"`
		N              *float64       `json:"n"`
		Interval       *peil.Interval `json:"interval"`
		Display        peil.Display   `json:"display"`
		Maturity       *float64       `json:"maturity"`
		Chance         bool           `json:"chance" doc:"a part of a change that may be chance"`
		Restated       *peil.Restated `json:"restated"`
		WithoutLargest *float64       `json:"without_largest" doc:"a mean sale without the largest one"`
		Compare        []ChangeJSON   `json:"compare"`
	}
	// ChangeJSON is a peil.Change.
	ChangeJSON struct {
		To            string         `json:"to" enum:"previous,year"`
		Period        peil.Period    `json:"period"`
		Value         *float64       `json:"value"`
		Delta         *float64       `json:"delta"`
		Interval      *peil.Interval `json:"interval"`
		BusinessDays  int            `json:"business_days" doc:"of both windows when a running period is compared like for like; else 0"`
		Current       *float64       `json:"current" doc:"the value in those days, which delta is from"`
		CurrentPeriod *peil.Period   `json:"current_period"`
	}
	// ExcludedJSON counts rows that are left out.
	ExcludedJSON struct {
		Reason string `json:"reason"`
		Label  string `json:"label"`
		N      int64  `json:"n"`
	}
	// NoteJSON is a warning about the data.
	NoteJSON struct {
		Code string     `json:"code"`
		N    int64      `json:"n"`
		Date *peil.Date `json:"date"`
		Text string     `json:"text"`
	}
	// FlagJSON marks what is out of the ordinary.
	FlagJSON struct {
		Code      string       `json:"code" enum:"spike,rise"`
		Measure   string       `json:"measure"`
		Key       string       `json:"key"`
		Label     string       `json:"label"`
		Period    peil.Period  `json:"period"`
		K         float64      `json:"k"`
		N         float64      `json:"n"`
		Expected  float64      `json:"expected"`
		Ratio     float64      `json:"ratio"`
		P         float64      `json:"p"`
		Q         float64      `json:"q"`
		Recovered *peil.Period `json:"recovered"`
		Down      bool         `json:"down"`
		Text      string       `json:"text"`
	}
	// ChangedJSON is something the company changed.
	ChangedJSON struct {
		ID    peil.ID   `json:"id"`
		Date  peil.Date `json:"date"`
		Title string    `json:"title"`
		Text  string    `json:"text"`
	}
	// TableJSON is a listing.
	TableJSON struct {
		Columns []ColumnJSON `json:"columns"`
		Rows    [][]any      `json:"rows"`
		Total   int64        `json:"total" doc:"all rows, also those beyond this page"`
	}
	// ColumnJSON is a column of a listing.
	ColumnJSON struct {
		ID   string `json:"id"`
		Name string `json:"name" doc:"in the language asked for"`
		Unit string `json:"unit"`
		Kind string `json:"kind" enum:"text,date,instant,number,money"`
	}
)

// JSON writes a result as the API answers it.
func JSON(w io.Writer, r *peil.Result, o Options) error { return encode(w, ResultOf(r, o)) }

// JSONRows writes a listing as {columns, rows, total}.
func JSONRows(w io.Writer, t *peil.Table, o Options) error {
	out := TableJSON{Columns: []ColumnJSON{}, Rows: make([][]any, len(t.Rows)), Total: t.Total}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, ColumnJSON{c.ID, o.words().Name("column", c.ID), string(c.Unit), c.Kind})
	}
	for i, row := range t.Rows {
		out.Rows[i] = make([]any, len(row))
		for j, v := range row {
			out.Rows[i][j] = jsonCell(v)
		}
	}
	return encode(w, out)
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// orNull makes nothing null.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// ResultOf gives a result the shape in which it is written as JSON.
func ResultOf(r *peil.Result, o Options) ResultJSON {
	p := newPrinter(o)
	out := ResultJSON{Report: r.Report, DefVersion: r.DefVersion, Period: r.Period, By: orNull(r.By), Grain: orNull(r.Grain),
		AsOf: instantOf(r.AsOf), KnownAt: instantOf(r.KnownAt), RowsHref: r.RowsHref, Measures: []MeasureJSON{}, Rows: []RowJSON{},
		Series: []PointJSON{}, Figures: []FigureJSON{}, Excluded: []ExcludedJSON{}, Notes: []NoteJSON{}, Flags: []FlagJSON{}, Changes: []ChangedJSON{}, Advice: []AdviceJSON{}}
	for _, m := range r.Measures {
		out.Measures = append(out.Measures, MeasureJSON{m.ID, m.Unit, m.Better})
	}
	for _, row := range r.Rows {
		out.Rows = append(out.Rows, RowJSON{sliceText(row.Slice, row.Label), keyOf(row.Slice), p.sliceLabel(r.By, row.Slice, row.Label), valuesOf(row.Measures)})
	}
	for _, pt := range r.Series {
		out.Series = append(out.Series, PointJSON{sliceText(pt.Slice, pt.Label), keyOf(pt.Slice), p.sliceLabel(r.By, pt.Slice, pt.Label),
			peil.Period{From: pt.From, To: pt.To}, valuesOf(pt.Measures)})
	}
	for _, e := range r.Excluded {
		out.Excluded = append(out.Excluded, ExcludedJSON{e.Reason, p.c.Name("excluded", e.Reason), e.N})
	}
	for _, n := range r.Notes {
		out.Notes = append(out.Notes, NoteJSON{n.Code, n.N, orNull(n.Date), p.note(n)})
	}
	for _, f := range r.Flags {
		out.Flags = append(out.Flags, FlagJSON{Code: f.Code, Measure: f.Measure, Key: f.Slice, Label: p.sliceLabel(r.By, &f.Slice, f.Label), Period: f.Period,
			K: f.K, N: f.N, Expected: f.Expected, Ratio: f.Ratio, P: f.P, Q: f.Q, Recovered: orNull(f.Recovered), Down: f.Down, Text: p.flag(f)})
	}
	for _, c := range r.Changes {
		out.Changes = append(out.Changes, ChangedJSON{c.ID, peil.DateOf(c.At, p.location()), c.Title, c.Text})
	}
	for _, f := range r.Figures {
		out.Figures = append(out.Figures, p.figureJSON(f))
	}
	for _, a := range r.Advice {
		out.Advice = append(out.Advice, p.adviceJSON(a))
	}
	return out
}

// keyOf is the slice as a filter takes it.
func keyOf(slice *string) *string {
	if slice != nil && *slice == "" {
		none := "none"
		return &none
	}
	return slice
}

func instantOf(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	u := t.UTC()
	return &u
}

// sliceText is what a slice is called outside: the label of a record, since its
// id says nothing to anyone, and the word itself of a word such as "new", since
// words translate and data must not.
func sliceText(slice *string, label string) *string {
	if slice == nil {
		return nil
	}
	if _, err := peil.ParseID(*slice); err == nil && label != "" {
		return &label
	}
	return slice
}

func valuesOf(m map[string]peil.Value) map[string]ValueJSON {
	out := make(map[string]ValueJSON, len(m))
	for id, v := range m {
		j := ValueJSON{Value: v.Value, Reason: orNull(v.Reason), Unit: v.Unit, Currency: orNull(v.Currency), K: v.K, N: v.N,
			Interval: v.Interval, Display: v.Display, Maturity: v.Maturity, Chance: v.Chance, Restated: v.Restated, WithoutLargest: v.WithoutLargest, Compare: []ChangeJSON{}}
		for _, c := range v.Compare {
			j.Compare = append(j.Compare, ChangeJSON{c.To, c.Period, c.Value, c.Delta, c.Interval, c.BusinessDays, c.Current, orNull(c.CurrentPeriod)})
		}
		out[id] = j
	}
	return out
}
