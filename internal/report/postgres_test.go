package report_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"math"
	"strconv"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// postgres opens the same fact tables in PostgreSQL.
func postgres(t *testing.T) *facts.View {
	t.Helper()
	db, err := sql.Open("pgx", storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	exec(t, db, schema(t))
	return view(db)
}

// TestBothEngines puts every report to the same facts in DuckDB and in
// PostgreSQL: the same text has the same answer, but for the last digits of sums
// of fractions.
func TestBothEngines(t *testing.T) {
	duck, pg := empty(t), postgres(t)
	w := random(9, 250)
	w.fill(t, duck.DB)
	w.fill(t, pg.DB)
	for _, r := range report.All {
		dims, err := report.Dims(context.Background(), pg, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range append(dims, "none") {
			q := report.Query{Report: r.ID, By: by, Measures: r.MeasureIDs()}
			if by == "none" { // figures are the same whatever the slices
				q.Measures = nil
			}
			if by == "team" || by == "none" {
				q.Trend, q.Compare = "auto", []string{"previous", "year"}
			}
			if by == "source" {
				q.Filters = []report.Filter{{Dim: "region", Values: []string{"Nord", "none"}}, {Dim: "user", Values: []string{"user 0"}}}
			}
			same(t, r.ID+" by "+by, ask(t, duck, q), ask(t, pg, q))
		}
		q := report.Query{Report: r.ID, Period: period("2026-01-01", "2026-05-01"), Now: now, Measures: r.MeasureIDs(), Limit: 400, Offset: 20}
		a, err := report.Rows(context.Background(), duck, q)
		if err != nil {
			t.Fatal(err)
		}
		b, err := report.Rows(context.Background(), pg, q)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Rows) < 30 {
			t.Errorf("%s: only %d rows to compare", r.ID, len(a.Rows))
		}
		same(t, r.ID+" rows", a, b)
	}
}

func TestPostgresKnowsThePeriods(t *testing.T) {
	v := postgres(t)
	random(10, 50).fill(t, v.DB)
	if p, err := report.DefaultPeriod(context.Background(), v, now); err != nil || p != march {
		t.Errorf("the default period is %v, %v", p, err)
	}
	exec(t, v.DB, "insert into period_lock values ('2026-03-01', '2026-04-01', '2026-04-08 10:00:00+00')")
	if at, ok, err := report.Locked(context.Background(), v, march); err != nil || !ok || peil.DateOf(at, oslo) != day("2026-04-08") {
		t.Errorf("locked %v %v, %v", at, ok, err)
	}
	if _, ok, err := report.Locked(context.Background(), v, period("2026-03-01", "2026-05-01")); ok || err != nil {
		t.Errorf("a period that is locked in part is locked, %v", err)
	}
}

// same compares two answers as JSON, numbers to nine digits.
func same(t *testing.T, what string, a, b any) {
	t.Helper()
	var x, y any
	for from, to := range map[any]*any{a: &x, b: &y} {
		data, err := json.Marshal(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, to); err != nil {
			t.Fatal(err)
		}
	}
	if path, ok := differ("", x, y); !ok {
		t.Errorf("%s differs between the engines at %s", what, path)
	}
}

func differ(path string, a, b any) (string, bool) {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return path, false
		}
		for k := range a {
			if p, ok := differ(path+"."+k, a[k], b[k]); !ok {
				return p, false
			}
		}
		return "", true
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return path, false
		}
		for i := range a {
			if p, ok := differ(path+"["+strconv.Itoa(i)+"]", a[i], b[i]); !ok {
				return p, false
			}
		}
		return "", true
	case float64:
		b, ok := b.(float64)
		return path, ok && math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b))
	}
	return path, a == b
}
