package source

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/store"
)

// imported is a folder that was imported into an empty workspace, and asked.
type imported struct {
	t   testing.TB
	sum Summary
	out Outcome
	w   *store.Workspace
	db  *facts.DB
	// at is when the reports look, with today's knowledge.
	at time.Time
}

// importAll imports paths into an empty workspace and opens its facts.
func importAll(t testing.TB, lang string, paths ...string) *imported {
	t.Helper()
	ctx := context.Background()
	w := workspace(t)
	p := plan(t, Options{Workspace: w, Yes: true, Lang: lang, Now: now}, paths...)
	out, err := p.Apply(ctx, w, importer, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range out.Late {
		t.Errorf("contradiction: %+v", l)
	}
	later := now.Add(time.Minute)
	cache, err := facts.Open(ctx, facts.Options{Dir: t.TempDir(), Clock: func() time.Time { return later }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cache.Close() })
	db, err := cache.Workspace(ctx, w)
	if err != nil {
		t.Fatal(err)
	}
	return &imported{t, p.Summary(), out, w, db, later}
}

// testdata is a vendor's made-up export.
func testdata(name ...string) string {
	return filepath.Join(append([]string{"testdata"}, name...)...)
}

// ever is a period with all that the tests' files tell of.
var ever = peil.Period{From: peil.NewDate(2015, 1, 1), To: peil.NewDate(2026, 12, 1)}

func (i *imported) ask(id, by string) *peil.Result {
	i.t.Helper()
	view, err := i.db.At(context.Background(), i.at, now.Add(time.Minute), nil)
	if err != nil {
		i.t.Fatal(err)
	}
	r, err := report.Run(context.Background(), view, report.Query{Report: id, By: by, Period: ever, Now: i.at, Compare: []string{}})
	if err != nil {
		i.t.Fatal(err)
	}
	return r
}

// want holds a report's slices against lines like "Fair: leads 3, converted 0.67";
// the label * is the total. A number holds as far as it is written.
func (i *imported) want(id, by string, lines ...string) {
	i.t.Helper()
	r := i.ask(id, by)
	for _, line := range lines {
		label, measures, _ := strings.Cut(line, ": ")
		k := slices.IndexFunc(r.Rows, func(row peil.Row) bool {
			return row.Slice == nil && label == "*" || row.Slice != nil && row.Label == label
		})
		if k < 0 {
			i.t.Errorf("%s by %s has no %q among %s", id, by, label, labels(r))
			continue
		}
		for _, m := range strings.Split(measures, ", ") {
			name, number, _ := strings.Cut(m, " ")
			if got := r.Rows[k].Measures[name]; !holds(got.Value, number) {
				i.t.Errorf("%s by %s, %s: %s is %s, want %s", id, by, label, name, shown(got), number)
			}
		}
	}
}

func holds(got *float64, want string) bool {
	w, err := strconv.ParseFloat(want, 64)
	if got == nil || err != nil {
		return got == nil && want == "-"
	}
	_, decimals, _ := strings.Cut(want, ".")
	return math.Abs(*got-w) <= 0.5001*math.Pow10(-len(decimals))
}

func shown(v peil.Value) string {
	if v.Value == nil {
		return fmt.Sprint("nothing: ", v.Reason)
	}
	return fmt.Sprint(*v.Value)
}

func labels(r *peil.Result) (out []string) {
	for _, row := range r.Rows {
		out = append(out, row.Label)
	}
	return out
}

// noRefusals fails for rows that could not be read, and shows the first.
func (i *imported) refused(n int, reasons ...string) {
	i.t.Helper()
	bad := i.sum.RefusedN != n
	for _, r := range i.sum.Refused {
		bad = bad || !slices.Contains(reasons, r.Reason)
	}
	if bad {
		data, _ := os.ReadFile(i.sum.ErrorFile) // only shown
		i.t.Errorf("%d unreadable rows, want %d of %v:\n%s", i.sum.RefusedN, n, reasons, data[:min(len(data), 2000)])
	}
}

// warned reports the words of the import's warnings.
func (i *imported) warned() (out []string) {
	for _, w := range i.sum.Warnings {
		out = append(out, w.Code)
	}
	return out
}
