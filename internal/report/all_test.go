package report_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
)

var march = period("2026-03-01", "2026-04-01")

func ask(t testing.TB, v *facts.View, q report.Query) *peil.Result {
	t.Helper()
	if q.Now.IsZero() {
		q.Now = now
	}
	if q.Period.IsZero() {
		q.Period = march
	}
	res, err := report.Run(context.Background(), v, q)
	if err != nil {
		t.Fatalf("%s by %q: %v", q.Report, q.By, err)
	}
	return res
}

// sums reports whether a measure's slices add up to the total, in a dimension in
// which every row has one value.
func sums(r *report.Report, id string) bool {
	return slices.ContainsFunc(r.Measures, func(m report.Measure) bool { return m.ID == id && m.Sums })
}

func TestEveryDimensionAddsUp(t *testing.T) {
	v := empty(t)
	random(1, 300).fill(t, v.DB)
	for _, r := range report.All {
		dims, err := report.Dims(context.Background(), v, r)
		if err != nil {
			t.Fatal(err)
		}
		if len(dims) < 10 {
			t.Errorf("%s: the fixture has only the dimensions %v", r.ID, dims)
		}
		for _, by := range dims {
			res := ask(t, v, report.Query{Report: r.ID, By: by, Measures: slices.DeleteFunc(r.MeasureIDs(), func(id string) bool { return !sums(r, id) })})
			if res.Rows[0].Slice != nil || len(res.Rows) < 2 {
				t.Fatalf("%s by %s: the first row is not the total, or there are no slices: %d rows", r.ID, by, len(res.Rows))
			}
			for _, m := range res.Measures {
				checkSum(t, r.ID, by, m.ID, res)
			}
		}
	}
}

func checkSum(t *testing.T, report, by, id string, res *peil.Result) {
	t.Helper()
	total := res.Rows[0].Measures[id]
	if total.Value == nil {
		return
	}
	sum := 0.0
	for _, row := range res.Rows[1:] {
		v := row.Measures[id]
		if v.Reason == "not_split" {
			return
		}
		if v.Value != nil {
			sum += *v.Value
		}
	}
	if math.Abs(sum-*total.Value) > 1e-6*math.Max(1, math.Abs(*total.Value)) {
		t.Errorf("%s by %s: the slices of %s add up to %v, the total is %v", report, by, id, sum, *total.Value)
	}
}

// summed says which kind of row a measure is the sum of, and of what.
var summed = []struct{ report, measure, kind, column, detail string }{
	{"productivity", "rev", "sale", "amount", ""}, {"productivity", "won", "sale", "n", ""}, {"productivity", "lost", "lost", "n", ""},
	{"productivity", "open_n", "open", "n", ""}, {"productivity", "open_value", "open", "amount", ""},
	{"productivity", "fte_days", "fte", "quantity", ""}, {"productivity", "cost", "cost", "amount", ""}, {"productivity", "business_days", "day", "n", ""},
	{"stages", "reached", "entry", "n", ""}, {"stages", "skips", "visit", "n", ""}, {"stages", "open_n", "open", "n", ""}, {"stages", "won", "closed", "n", "won"},
	{"sources", "leads", "lead", "n", ""}, {"sources", "leads_junk", "junk", "n", ""}, {"forecast", "open_value", "open", "amount", ""}, {"forecast", "rev", "sale", "amount", ""},
	{"response", "clocks", "new", "n", ""}, {"response", "waiting", "new_waiting", "n", ""}, {"response", "reply_waiting", "reply_waiting", "n", ""},
	{"activities", "act_done", "done", "n", ""}, {"activities", "act_target", "target", "quantity", ""}, {"activities", "act_planned", "planned", "n", ""}, {"activities", "act_value", "moved", "amount", ""},
	{"channels", "attempted", "tried", "n", ""}, {"channels", "hours", "tried", "quantity", ""}, {"channels", "attempts", "any", "n", ""}, {"channels", "reached_via", "reached", "n", ""},
	{"email", "sent", "sent", "n", ""}, {"email", "delivered", "mail", "n", ""},
	{"upsell", "rev", "sale", "amount", ""}, {"upsell", "customer_days", "customer", "quantity", ""},
	{"losses", "losses", "lost", "n", ""}, {"losses", "loss_value", "lost", "amount", ""}, {"losses", "cancelled", "cancelled", "n", ""}, {"losses", "won", "closed", "n", "won"},
}

func TestRowsSumToTheNumber(t *testing.T) {
	v := empty(t)
	random(2, 250).fill(t, v.DB)
	filters := []report.Filter{{Dim: "user", Values: []string{"USER 0", "none"}}}
	for _, s := range summed {
		q := report.Query{Report: s.report, By: "none", Period: period("2026-01-01", "2026-05-01"), Measures: []string{s.measure}, Filters: filters, Now: now}
		value := ask(t, v, q).Rows[0].Measures[s.measure]
		rows, err := report.Rows(context.Background(), v, q)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(rows.Columns, func(c peil.Column) bool { return c.ID == s.column })
		sum := 0.0
		for _, row := range rows.Rows {
			excluded := row[len(row)-1].(string)
			if row[0] != s.kind || s.detail != "" && row[6] != s.detail || excluded != "" && (excluded != "no_rate" && excluded != "no_value" || s.column != "n") {
				continue
			}
			switch x := row[at].(type) {
			case float64:
				sum += x
			case int64:
				sum += float64(x)
			}
		}
		if value.Value == nil || *value.Value == 0 || math.Abs(sum-*value.Value) > 1e-6*math.Abs(sum) {
			t.Errorf("%s %s: the rows sum to %v, the number is %v", s.report, s.measure, sum, value.Value)
		}
	}
}

func TestRowsPage(t *testing.T) {
	v := empty(t)
	random(3, 400).fill(t, v.DB)
	for _, r := range report.All {
		q := report.Query{Report: r.ID, Period: period("2026-01-01", "2026-04-01"), Now: now}
		whole, err := report.Rows(context.Background(), v, q)
		if err != nil {
			t.Fatal(err)
		}
		var paged [][]any
		for q.Limit = 7; int64(q.Offset) < whole.Total; q.Offset += q.Limit {
			page, err := report.Rows(context.Background(), v, q)
			if err != nil {
				t.Fatal(err)
			}
			paged = append(paged, page.Rows...)
		}
		a, _ := json.Marshal(whole.Rows)
		b, _ := json.Marshal(paged)
		if int64(len(whole.Rows)) != whole.Total || whole.Total < 20 || string(a) != string(b) {
			t.Errorf("%s: %d rows in pages, %d at once, total %d; or in another order", r.ID, len(paged), len(whole.Rows), whole.Total)
		}
		reasons := map[any]bool{}
		for _, row := range whole.Rows {
			reasons[row[len(row)-1]] = true
		}
		if delete(reasons, ""); len(reasons) == 0 {
			t.Errorf("%s: rows that are left out are not listed: %v", r.ID, reasons)
		}
	}
}

func TestEmptyWorkspace(t *testing.T) {
	v := empty(t)
	for _, r := range report.All {
		res := ask(t, v, report.Query{Report: r.ID, Compare: []string{"previous", "year"}, Trend: "week"})
		if len(res.Rows) != 1 || res.Rows[0].Slice != nil || len(res.Series) != 6 {
			t.Errorf("%s: %d rows, %d points", r.ID, len(res.Rows), len(res.Series))
		}
		for id, m := range res.Rows[0].Measures {
			if m.Value == nil && m.Reason == "" {
				t.Errorf("%s %s: no value and no reason", r.ID, id)
			}
			if m.Value != nil && *m.Value != 0 {
				t.Errorf("%s %s is %v in an empty workspace", r.ID, id, *m.Value)
			}
			if m.Value != nil && (m.Unit == peil.UnitShare || m.Unit == peil.UnitFactor) {
				t.Errorf("%s %s: a ratio of nothing is %v, not null", r.ID, id, *m.Value)
			}
		}
		if _, err := report.Rows(context.Background(), v, report.Query{Report: r.ID, Now: now}); err != nil {
			t.Error(err)
		}
	}
	p, err := report.DefaultPeriod(context.Background(), v, now)
	if err != nil || p != march {
		t.Errorf("the default period is %v, %v", p, err)
	}
}

// conditional are figures that need more than data: a comparison, a requirement, a
// budget that is still open, forecasts that were issued, a day to look back to.
var conditional = map[string]bool{"decomposition": true, "mix_win_rate": true, "mix_size": true, "hurdle": true, "decisive": true, "fan": true,
	"enough_leads": true, "said": true, "said_deals": true, "backtest": true, "past_forecasts": true, "calibration": true}

// TestFigures: every cell of every figure has its keys and its measures, each a
// value or a reason, and no place has two cells.
func TestFigures(t *testing.T) {
	full, none := empty(t), empty(t)
	random(7, 400).fill(t, full.DB)
	for _, r := range report.All {
		q := report.Query{Report: r.ID, By: "none", Period: period("2025-06-01", "2026-05-01")}
		res, nothing := ask(t, full, q), ask(t, none, q)
		if len(res.Figures) != len(r.Figures()) || len(nothing.Figures) != len(res.Figures) {
			t.Errorf("%s: %d figures, %d of nothing, %d declared", r.ID, len(res.Figures), len(nothing.Figures), len(r.Figures()))
		}
		for i, f := range res.Figures {
			if len(f.Cells) == 0 && f.ID != "email_follow_up" && f.ID != "silent" && !conditional[f.ID] {
				t.Errorf("%s has no cells", f.ID)
			}
			if declared := r.Figures()[i]; declared.ID != f.ID || len(declared.Measures) != len(f.Measures) {
				t.Errorf("%s is declared as %s", f.ID, declared.ID)
			}
			seen := map[string]bool{}
			for _, c := range f.Cells {
				key := strings.Join(c.Keys, "|")
				if len(c.Keys) != len(f.Axes) || seen[key] || len(c.Measures) != len(f.Measures) {
					t.Errorf("%s: the cell at %q has %d keys and %d measures, or stands twice", f.ID, key, len(c.Keys), len(c.Measures))
				}
				seen[key] = true
				for _, m := range f.Measures {
					if v, ok := c.Measures[m.ID]; !ok || v.Value == nil && v.Reason == "" || v.Value != nil && (math.IsNaN(*v.Value) || math.IsInf(*v.Value, 0)) || v.Unit != m.Unit && f.Chart != peil.ChartWaterfall {
						t.Errorf("%s at %q: %s is %+v", f.ID, key, m.ID, v)
					}
				}
			}
		}
		q.Measures = r.MeasureIDs()[:1]
		if res := ask(t, full, q); len(res.Figures) != 0 {
			t.Errorf("%s: who asks for one measure is given %d figures", r.ID, len(res.Figures))
		}
	}
}

// TestMarks: what a figure's chart draws are measures that it has, and only a list
// draws nothing.
func TestMarks(t *testing.T) {
	for _, r := range report.All {
		for _, f := range r.Figures() {
			has := map[string]bool{"": true}
			for _, m := range f.Measures {
				has[m.ID] = true
			}
			if (f.Chart == peil.ChartList) != (len(f.Marks) == 0) || !slices.Contains(peil.Charts(), f.Chart) {
				t.Errorf("%s is a %s with %d marks", f.ID, f.Chart, len(f.Marks))
			}
			for _, m := range f.Marks {
				if m.Measure == "" || !has[m.Measure] || !has[m.Beside] || !has[m.From] || !has[m.To] || (m.From == "") != (m.To == "") {
					t.Errorf("%s: the mark %+v is of no measure", f.ID, m)
				}
			}
		}
	}
}

func TestDefaultPeriod(t *testing.T) {
	v := empty(t)
	exec(t, v.DB, `insert into deal_fact (deal_id, created_on, dated) values ('`+id("d").UUID()+`', '2025-11-03', true)`)
	p, err := report.DefaultPeriod(context.Background(), v, now)
	if err != nil || p != period("2025-11-01", "2025-12-01") {
		t.Errorf("the last complete month with data is %v, %v", p, err)
	}
	if s, err := report.Span(context.Background(), v); err != nil || s != period("2025-11-03", "2025-11-04") {
		t.Errorf("the data spans %v, %v", s, err)
	}
}

// TestSameBytes: the same question has the same answer, to the last digit of
// every interval.
func TestSameBytes(t *testing.T) {
	v := empty(t)
	random(4, 200).fill(t, v.DB)
	for _, r := range report.All {
		q := report.Query{Report: r.ID, Compare: []string{"year", "previous"}, Trend: "auto"}
		a, _ := json.Marshal(ask(t, v, q))
		b, _ := json.Marshal(ask(t, v, q))
		if string(a) != string(b) {
			t.Errorf("%s: two answers to one question differ", r.ID)
		}
	}
}

func TestWrongWords(t *testing.T) {
	v := empty(t)
	random(5, 60).fill(t, v.DB)
	q := report.Query{Report: "productivity", Period: march, Now: now}
	with := func(change func(*report.Query)) report.Query {
		c := q
		change(&c)
		return c
	}
	for name, c := range map[string]struct {
		q           report.Query
		code, first string
	}{
		"report":     {with(func(q *report.Query) { q.Report = "productivty" }), "unknown_report", "productivity"},
		"dimension":  {with(func(q *report.Query) { q.By = "tema" }), "unknown_dim", "team"},
		"not here":   {with(func(q *report.Query) { q.By = "reason" }), "unknown_dim", "region"},
		"measure":    {with(func(q *report.Query) { q.Measures = []string{"prodd"} }), "unknown_measure", "prod"},
		"value":      {with(func(q *report.Query) { q.Filters = []report.Filter{{Dim: "user", Values: []string{"user 9"}}} }), "unknown_value", "user 0"},
		"word":       {with(func(q *report.Query) { q.Filters = []report.Filter{{Dim: "campaign", Values: []string{"var"}}} }), "unknown_value", "vår"},
		"no value":   {with(func(q *report.Query) { q.Filters = []report.Filter{{Dim: "user"}} }), "empty_filter", ""},
		"comparison": {with(func(q *report.Query) { q.Compare = []string{"yaer"} }), "unknown_comparison", "year"},
		"grain":      {with(func(q *report.Query) { q.Trend = "mnth" }), "unknown_grain", "month"},
		"fine grain": {with(func(q *report.Query) { q.Trend, q.Period = "day", period("2020-01-01", "2026-01-01") }), "too_many_buckets", ""},
	} {
		_, err := report.Run(context.Background(), v, c.q)
		var e *peil.Error
		if !errors.As(err, &e) || e.Code != c.code || e.Field == "" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.first != "" && (len(e.Hints) == 0 || e.Hints[0] != c.first) {
			t.Errorf("%s: the hints are %v, not first %q", name, e.Hints, c.first)
		}
	}
}

// TestSQLRuns: what --sql prints can be put to the facts as it stands.
func TestSQLRuns(t *testing.T) {
	v := empty(t)
	random(6, 60).fill(t, v.DB)
	for _, r := range report.All {
		text, err := report.SQL(context.Background(), v, report.Query{Report: r.ID, Period: march, Now: now, By: "source",
			Filters: []report.Filter{{Dim: "campaign", Values: []string{"Vår", "none"}}, {Dim: "region", Values: []string{"nord"}}}})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(text, "'vår'") || strings.Contains(text, "$1") {
			t.Errorf("%s: the filter's value does not stand in the text", r.ID)
		}
		for part := range strings.SplitSeq(text, ";\n") {
			if strings.TrimSpace(part) == "" {
				continue
			}
			rows, err := v.DB.Query(part)
			if err != nil {
				t.Fatalf("%s: %v", r.ID, err)
			}
			rows.Close()
		}
	}
}

// TestGlance: what is shown of each report at a glance is among its measures.
func TestGlance(t *testing.T) {
	for _, r := range report.All {
		if len(r.Glance) == 0 {
			t.Errorf("%s shows nothing at a glance", r.ID)
		}
		for _, id := range r.Glance {
			if !slices.Contains(r.MeasureIDs(), id) {
				t.Errorf("%s shows %s at a glance, which it does not measure", r.ID, id)
			}
		}
	}
}
