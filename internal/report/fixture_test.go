package report_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"peil"
	"peil/internal/facts"
)

// The tests fill the fact tables themselves: what a report makes of facts is
// theirs to check, not how facts come from events.

var oslo, _ = peil.LoadLocation(peil.DefaultZone)

// now is the moment the fixtures' questions are put at: a Thursday morning.
var now = time.Date(2026, 4, 16, 5, 0, 0, 0, time.UTC)

func settings() peil.Settings {
	return peil.Settings{BaseCurrency: "NOK", Calendar: peil.NorwegianCalendar()}
}

func day(s string) peil.Date {
	d, err := peil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func period(from, to string) peil.Period { return peil.Period{From: day(from), To: day(to)} }

func id(parts ...string) peil.ID { return peil.DeriveID(parts...) }

// empty opens fact tables without rows.
func empty(t testing.TB) *facts.View {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1) // an in-memory database belongs to its connection
	exec(t, db, schema(t))
	return view(db)
}

func schema(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../facts/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func view(db *sql.DB) *facts.View {
	return &facts.View{DB: db, Settings: settings(),
		Labels: func(_ context.Context, ids []peil.ID) (map[peil.ID]string, error) {
			out := map[peil.ID]string{}
			for _, i := range ids {
				if l := labels[i]; l != "" {
					out[i] = l
				}
			}
			return out, nil
		},
		Named: func(_ context.Context, kind string) (map[peil.ID]string, error) {
			out := map[peil.ID]string{}
			for i, l := range labels {
				if strings.HasPrefix(l, kind+" ") {
					out[i] = l
				}
			}
			return out, nil
		}}
}

// labels name the records of the fixtures: "user 1", "stage 2".
var labels = func() map[peil.ID]string {
	out := map[peil.ID]string{}
	for _, kind := range []string{"user", "team", "pipeline", "stage", "source", "product", "reason", "competitor"} {
		for n := range 5 {
			l := fmt.Sprintf("%s %d", kind, n)
			out[id(l)] = l
		}
	}
	return out
}()

func exec(t testing.TB, db *sql.DB, text string) {
	t.Helper()
	if _, err := db.Exec(text); err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
}

// lit writes a value as a constant that both engines read.
func lit(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case peil.ID:
		if v.IsZero() {
			return "null"
		}
		return "'" + v.UUID() + "'"
	case peil.Date:
		if v.IsZero() {
			return "null"
		}
		return "'" + v.String() + "'"
	case time.Time:
		if v.IsZero() {
			return "null"
		}
		return "'" + v.UTC().Format("2006-01-02 15:04:05.999999+00") + "'"
	case string:
		if v == "" {
			return "null"
		}
		return "'" + strings.ReplaceAll(v, "'", "''") + "'"
	}
	return fmt.Sprint(v)
}

// table is rows of a fact table by column name.
type table struct {
	name string
	rows []map[string]any
}

func (tb *table) add(row map[string]any) { tb.rows = append(tb.rows, row) }

// insert writes the rows, a few hundred at a time.
func (tb *table) insert(t testing.TB, db *sql.DB) {
	t.Helper()
	if len(tb.rows) == 0 {
		return
	}
	var cols []string
	seen := map[string]bool{}
	for _, r := range tb.rows {
		for c := range r {
			if !seen[c] {
				seen[c] = true
				cols = append(cols, c)
			}
		}
	}
	for from := 0; from < len(tb.rows); from += 300 {
		var b strings.Builder
		fmt.Fprintf(&b, "insert into %s (%s) values ", tb.name, strings.Join(cols, ", "))
		for i, r := range tb.rows[from:min(from+300, len(tb.rows))] {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('(')
			for j, c := range cols {
				if j > 0 {
					b.WriteByte(',')
				}
				b.WriteString(lit(r[c]))
			}
			b.WriteByte(')')
		}
		exec(t, db, b.String())
	}
}
