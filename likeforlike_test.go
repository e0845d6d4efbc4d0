package peil

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestLikeForLikeGolden(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "golden", "01-productivity.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			Name     string
			Query    json.RawMessage
			Expected json.RawMessage
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		if c.Name != "partial_period_like_for_like" {
			continue
		}
		var query struct {
			KnownAt time.Time `json:"known_at"`
		}
		var want struct {
			K        int     `json:"complete_business_days"`
			Current  [2]Date `json:"current_window"`
			Previous [2]Date `json:"previous_window"`
		}
		if err := json.Unmarshal(c.Query, &query); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(c.Expected, &want); err != nil {
			t.Fatal(err)
		}
		cal := NorwegianCalendar()
		month, err := ParsePeriod("this-month", DateOf(query.KnownAt, cal.Location), PeriodOptions{})
		if err != nil {
			t.Fatal(err)
		}
		w := LikeForLike(cal, month, month.Previous(), query.KnownAt)
		if w.CompleteBusinessDays != want.K || w.Current != (Period{want.Current[0], want.Current[1]}) ||
			w.Compared != (Period{want.Previous[0], want.Previous[1]}) || !w.Partial || w.WholeCompared {
			t.Errorf("%+v, want %+v", w, want)
		}
		return
	}
	t.Fatal("the golden has no such case")
}

func TestLikeForLike(t *testing.T) {
	cal := NorwegianCalendar()
	for _, c := range []struct {
		name, now         string
		current, compared string
		wantCurrent       string // first day and first day after, or "" when empty
		wantCompared      string
		k                 int
		partial, whole    bool
	}{
		{"the day is not over a second before it closes", "2026-04-16T13:59:59Z", "2026-04", "2026-03", "2026-04-01 2026-04-16", "2026-03-01 2026-03-12", 8, true, false},
		{"at its closing time it is", "2026-04-16T14:00:00Z", "2026-04", "2026-03", "2026-04-01 2026-04-17", "2026-03-01 2026-03-13", 9, true, false},
		{"a half day closes at noon", "2026-04-01T10:00:00Z", "2026-04", "2026-03", "2026-04-01 2026-04-02", "2026-03-01 2026-03-03", 1, true, false},
		{"a closed day ends at midnight", "2026-04-18T20:00:00Z", "2026-04", "2026-03", "2026-04-01 2026-04-18", "2026-03-01 2026-03-14", 10, true, false},
		{"nothing is complete on the first morning", "2026-04-01T05:00:00Z", "2026-04", "2026-03", "2026-04-01 2026-04-01", "2026-03-01 2026-03-01", 0, true, false},
		{"year ago, Easter on the other side", "2026-04-16T05:00:00Z", "2026-04", "2025-04", "2026-04-01 2026-04-16", "2025-04-01 2025-04-11", 8, true, false},
		{"the compared month is shorter", "2026-04-29T15:00:00Z", "2026-04", "2026-05", "2026-04-01 2026-04-30", "2026-05-01 2026-05-30", 18, true, false},
		{"and has too few days", "2026-03-30T15:00:00Z", "2026-03", "2026-05", "2026-03-01 2026-03-31", "2026-05-01 2026-06-01", 21, true, true},
		{"after its last closing time the month is whole", "2026-04-30T14:00:00Z", "2026-04", "2026-03", "2026-04-01 2026-05-01", "2026-03-01 2026-04-01", 19, false, false},
		{"a period that is over", "2026-06-01T12:00:00Z", "2026-04", "2026-03", "2026-04-01 2026-05-01", "2026-03-01 2026-04-01", 19, false, false},
		{"a period to come", "2026-03-01T12:00:00Z", "2026-04", "2026-03", "2026-04-01 2026-04-01", "2026-03-01 2026-03-01", 0, true, false},
		{"the local day counts, not the UTC one", "2026-04-15T22:30:00Z", "2026-04", "2026-03", "2026-04-01 2026-04-16", "2026-03-01 2026-03-12", 8, true, false},
	} {
		parse := func(word string) Period {
			p, err := ParsePeriod(word, Date{}, PeriodOptions{})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		want := Windows{span(t, c.wantCurrent[:10], c.wantCurrent[11:]), span(t, c.wantCompared[:10], c.wantCompared[11:]), c.k, c.partial, c.whole}
		if got := LikeForLike(cal, parse(c.current), parse(c.compared), instant(t, c.now)); got != want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, want)
		}
	}
}

// TestLikeForLikeAlways: at every hour of a year both windows have k business
// days, or the compared period is used whole.
func TestLikeForLikeAlways(t *testing.T) {
	cal := NorwegianCalendar()
	for now := (Date{2026, 1, 1}).Start(cal.Location); now.Year() == 2026 || now.Month() == time.December; now = now.Add(7 * time.Hour) {
		today := DateOf(now, cal.Location)
		for _, g := range Grains() {
			p := Period{g.Start(today, 0), g.next(g.Start(today, 0), 1)}
			for _, q := range []Period{p.Previous(), p.YearBefore()} {
				w := LikeForLike(cal, p, q, now)
				k := cal.BusinessDays(w.Current.From, w.Current.To)
				inCompared := cal.BusinessDays(w.Compared.From, w.Compared.To)
				switch {
				case k != w.CompleteBusinessDays, w.Current.From != p.From, w.Compared.From != q.From, w.Current.To.After(today.AddDays(1)):
					t.Fatalf("%s, %v against %v: %+v", now, p, q, w)
				case !w.Partial && (w.Current != p || w.Compared != q || w.WholeCompared):
					t.Fatalf("%s, %v against %v: not whole: %+v", now, p, q, w)
				case w.Partial && w.WholeCompared && (w.Compared != q || inCompared >= k):
					t.Fatalf("%s, %v against %v: not all of it: %+v", now, p, q, w)
				case w.Partial && !w.WholeCompared && inCompared != k:
					t.Fatalf("%s, %v against %v: %d and %d days: %+v", now, p, q, k, inCompared, w)
				}
			}
		}
	}
}
