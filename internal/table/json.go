package table

import (
	"encoding/json"
	"io"
	"time"

	"peil"
)

// The shape of a result as JSON: every key always there, so that a reader needs
// no guesses. Money is a decimal number in the main unit, shares are fractions,
// a period's to is the first day after it.
type (
	resultJSON struct {
		Report     string          `json:"report"`
		DefVersion int             `json:"def_version"`
		Period     peil.Period     `json:"period"`
		AsOf       *time.Time      `json:"as_of"`
		KnownAt    *time.Time      `json:"known_at"`
		By         *string         `json:"by"`
		Rows       []rowJSON       `json:"rows"`
		Series     []pointJSON     `json:"series"`
		Figures    []figureJSON    `json:"figures"`
		Excluded   []peil.Excluded `json:"excluded"`
		Advice     []peil.Advice   `json:"advice"`
		RowsHref   string          `json:"rows_href"`
	}
	rowJSON struct {
		Slice    *string              `json:"slice"`
		Measures map[string]valueJSON `json:"measures"`
	}
	pointJSON struct {
		Slice    *string              `json:"slice"`
		Period   peil.Period          `json:"period"`
		Measures map[string]valueJSON `json:"measures"`
	}
	figureJSON struct {
		ID       string         `json:"id"`
		Chart    peil.Chart     `json:"chart"`
		Axes     []axisJSON     `json:"axes"`
		Measures []peil.Measure `json:"measures"`
		Cells    []cellJSON     `json:"cells"`
	}
	axisJSON struct {
		ID   string     `json:"id"`
		Unit *peil.Unit `json:"unit"`
	}
	cellJSON struct {
		Keys     []string             `json:"keys"`
		Measures map[string]valueJSON `json:"measures"`
	}
	valueJSON struct {
		Value    *float64       `json:"value"`
		Reason   *string        `json:"reason"`
		Unit     peil.Unit      `json:"unit"`
		Currency *peil.Currency `json:"currency"`
		K        *float64       `json:"k"`
		N        *float64       `json:"n"`
		Interval *peil.Interval `json:"interval"`
		Display  peil.Display   `json:"display"`
		Maturity *float64       `json:"maturity"`
		Restated *peil.Restated `json:"restated"`
		Compare  []changeJSON   `json:"compare"`
	}
	changeJSON struct {
		To       string         `json:"to"`
		Period   peil.Period    `json:"period"`
		Value    *float64       `json:"value"`
		Delta    *float64       `json:"delta"`
		Interval *peil.Interval `json:"interval"`
	}
	tableJSON struct {
		Columns []peil.Column `json:"columns"`
		Rows    [][]any       `json:"rows"`
		Total   int64         `json:"total"`
	}
)

// JSON writes a result as the API answers it.
func JSON(w io.Writer, r *peil.Result, _ Options) error { return encode(w, resultOf(r)) }

// JSONRows writes a listing as {columns, rows, total}.
func JSONRows(w io.Writer, t *peil.Table, _ Options) error {
	out := tableJSON{Columns: orEmpty(t.Columns), Rows: make([][]any, len(t.Rows)), Total: t.Total}
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

func resultOf(r *peil.Result) resultJSON {
	out := resultJSON{Report: r.Report, DefVersion: r.DefVersion, Period: r.Period, By: orNull(r.By),
		AsOf: instantOf(r.AsOf), KnownAt: instantOf(r.KnownAt), RowsHref: r.RowsHref,
		Rows: []rowJSON{}, Series: []pointJSON{}, Figures: []figureJSON{}, Excluded: orEmpty(r.Excluded), Advice: orEmpty(r.Advice)}
	for _, row := range r.Rows {
		out.Rows = append(out.Rows, rowJSON{sliceText(row.Slice, row.Label), valuesOf(row.Measures)})
	}
	for _, pt := range r.Series {
		out.Series = append(out.Series, pointJSON{sliceText(pt.Slice, pt.Label), peil.Period{From: pt.From, To: pt.To}, valuesOf(pt.Measures)})
	}
	for _, f := range r.Figures {
		out.Figures = append(out.Figures, figureOf(f))
	}
	return out
}

func figureOf(f peil.Figure) figureJSON {
	out := figureJSON{ID: f.ID, Chart: f.Chart, Axes: []axisJSON{}, Measures: orEmpty(f.Measures), Cells: []cellJSON{}}
	for _, a := range f.Axes {
		out.Axes = append(out.Axes, axisJSON{a.ID, orNull(a.Unit)})
	}
	for _, c := range f.Cells {
		keys := make([]string, len(c.Keys))
		for i, k := range c.Keys {
			label := ""
			if i < len(c.Labels) {
				label = c.Labels[i]
			}
			keys[i] = *sliceText(&k, label)
		}
		out.Cells = append(out.Cells, cellJSON{keys, valuesOf(c.Measures)})
	}
	return out
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

func valuesOf(m map[string]peil.Value) map[string]valueJSON {
	out := make(map[string]valueJSON, len(m))
	for id, v := range m {
		j := valueJSON{Value: v.Value, Reason: orNull(v.Reason), Unit: v.Unit, Currency: orNull(v.Currency), K: v.K, N: v.N,
			Interval: v.Interval, Display: v.Display, Maturity: v.Maturity, Restated: v.Restated, Compare: []changeJSON{}}
		for _, c := range v.Compare {
			j.Compare = append(j.Compare, changeJSON{c.To, c.Period, c.Value, c.Delta, c.Interval})
		}
		out[id] = j
	}
	return out
}
