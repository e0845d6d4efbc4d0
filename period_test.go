package peil

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// span is a period by its first day and the first day after it.
func span(t testing.TB, from, to string) Period {
	t.Helper()
	return Period{day(t, from), day(t, to)}
}

func TestParsePeriod(t *testing.T) {
	now := Date{2026, 4, 16} // a Thursday
	opts := PeriodOptions{DataFrom: Date{2024, 2, 3}, DataTo: Date{2026, 4, 17}}
	for word, want := range map[string][2]string{
		"today": {"2026-04-16", "2026-04-17"}, "yesterday": {"2026-04-15", "2026-04-16"},
		"this-week": {"2026-04-13", "2026-04-20"}, "last-week": {"2026-04-06", "2026-04-13"},
		"this-month": {"2026-04-01", "2026-05-01"}, "last-month": {"2026-03-01", "2026-04-01"},
		"this-quarter": {"2026-04-01", "2026-07-01"}, "last-quarter": {"2026-01-01", "2026-04-01"},
		"this-year": {"2026-01-01", "2027-01-01"}, "last-year": {"2025-01-01", "2026-01-01"},
		"last-30-days": {"2026-03-18", "2026-04-17"}, "last-1-days": {"2026-04-16", "2026-04-17"},
		"ytd": {"2026-01-01", "2026-04-17"}, "all": {"2024-02-03", "2026-04-17"},
		"2017": {"2017-01-01", "2018-01-01"}, "2017-Q4": {"2017-10-01", "2018-01-01"}, "2017-q1": {"2017-01-01", "2017-04-01"},
		"2017-11": {"2017-11-01", "2017-12-01"}, "2017-12": {"2017-12-01", "2018-01-01"},
		"2017-W46": {"2017-11-13", "2017-11-20"}, "2026-W53": {"2026-12-28", "2027-01-04"}, "2026-w1": {"2025-12-29", "2026-01-05"},
		"2017-01-05":             {"2017-01-05", "2017-01-06"},
		"2017-01-01..2017-03-31": {"2017-01-01", "2017-04-01"}, "2017-01-01..2017-01-01": {"2017-01-01", "2017-01-02"},
		" Last-Month ": {"2026-03-01", "2026-04-01"},
	} {
		got, err := ParsePeriod(word, now, opts)
		if err != nil || got != span(t, want[0], want[1]) {
			t.Errorf("%s is %v, %v; want %v", word, got, err, want)
		}
	}
	if got, err := ParsePeriod("all", now, PeriodOptions{}); err != nil || got != (Period{now, now.AddDays(1)}) {
		t.Errorf("all of nothing: %v, %v", got, err)
	}
}

func TestParseFiscalPeriod(t *testing.T) {
	now := Date{2026, 4, 16}
	for _, c := range []struct {
		start          time.Month
		word, from, to string
	}{
		{time.May, "2017", "2017-05-01", "2018-05-01"}, {time.May, "2017-Q1", "2017-05-01", "2017-08-01"}, {time.May, "2017-Q4", "2018-02-01", "2018-05-01"},
		{time.May, "this-year", "2025-05-01", "2026-05-01"}, {time.May, "last-year", "2024-05-01", "2025-05-01"}, {time.May, "ytd", "2025-05-01", "2026-04-17"},
		{time.May, "this-quarter", "2026-02-01", "2026-05-01"}, {time.May, "last-quarter", "2025-11-01", "2026-02-01"},
		{time.May, "2017-11", "2017-11-01", "2017-12-01"}, {time.May, "2017-W46", "2017-11-13", "2017-11-20"},
		{time.April, "this-quarter", "2026-04-01", "2026-07-01"}, {time.April, "this-year", "2026-04-01", "2027-04-01"},
		{time.December, "2017-Q1", "2017-12-01", "2018-03-01"}, {time.Month(99), "2017", "2017-01-01", "2018-01-01"},
	} {
		got, err := ParsePeriod(c.word, now, PeriodOptions{FiscalYearStart: c.start})
		if err != nil || got != span(t, c.from, c.to) {
			t.Errorf("%s from %s is %v, %v; want %s to %s", c.word, c.start, got, err, c.from, c.to)
		}
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	for word, hint := range map[string]string{ // → the first hint
		"lst-week": "last-week", "this-mnoth": "this-month", "last-quater": "last-quarter", "yesterdya": "yesterday",
		"last-30-day": "last-30-days", "": "today", "next-decade-or-so": "today",
		"2017-Q5": "today", "2017-Q0": "today", "2017-Q": "today", "2017-Q11": "today", "2017-13": "today", "2017-1": "today", "2017-": "today", "2017-00": "today",
		"2017-W53": "today", "2017-W0": "today", "17": "today", "20170": "today", "0000": "today", "2017-02-29": "today",
		"2017-03-31..2017-01-01": "today", "2017-01-01..": "today", "2017-01-01..2017": "today", "2017-01..2017-03": "today",
		"this-day": "this-year", "last-0-days": "last-7-days", "last--5-days": "last-7-days", "last-99999-days": "last-90-days", "this-5-days": "",
		"2017-ø4": "today", "-": "today",
	} {
		p, err := ParsePeriod(word, Date{2026, 4, 16}, PeriodOptions{})
		var e *Error
		if !errors.As(err, &e) || e.Kind != KindInvalid || e.Code != "unknown_period" || e.Field != "period" || !p.IsZero() {
			t.Errorf("%q: %v, %v", word, p, err)
			continue
		}
		if hint != "" && e.Hints[0] != hint || !slices.Contains(e.Hints, "2017-01-01..2017-03-31") || !strings.Contains(e.Message, "2017-W46") {
			t.Errorf("%q: hints %v, message %s", word, e.Hints, e.Message)
		}
	}
	for _, word := range []string{"9999", "9999-12", "0001-W01", "9999-12-31"} {
		if p, err := ParsePeriod(word, Date{2026, 4, 16}, PeriodOptions{}); err != nil && KindOf(err) != KindInvalid || err == nil && p.To.Year > 9999 {
			t.Errorf("%q: %v, %v", word, p, err)
		}
	}
}

func TestPeriodWord(t *testing.T) {
	for _, c := range []struct{ from, to, word string }{
		{"2017-01-01", "2018-01-01", "2017"}, {"2017-10-01", "2018-01-01", "2017-Q4"}, {"2017-11-01", "2017-12-01", "2017-11"},
		{"2017-11-13", "2017-11-20", "2017-W46"}, {"2025-12-29", "2026-01-05", "2026-W01"}, {"2017-01-05", "2017-01-06", "2017-01-05"},
		{"2017-01-01", "2017-02-15", "2017-01-01..2017-02-14"}, {"2017-02-01", "2017-05-01", "2017-02-01..2017-04-30"},
		{"2017-05-01", "2018-05-01", "2017-05-01..2018-04-30"}, {"2017-11-14", "2017-11-21", "2017-11-14..2017-11-20"},
	} {
		if got := PeriodWord(span(t, c.from, c.to)); got != c.word {
			t.Errorf("%s to %s is %s, want %s", c.from, c.to, got, c.word)
		}
	}
	may := PeriodOptions{FiscalYearStart: time.May}
	for p, word := range map[Period]string{
		span(t, "2017-05-01", "2018-05-01"): "2017", span(t, "2018-02-01", "2018-05-01"): "2017-Q4", span(t, "2017-01-01", "2018-01-01"): "2017-01-01..2017-12-31",
	} {
		if got := may.Word(p); got != word {
			t.Errorf("%v with fiscal years from May is %s, want %s", p, got, word)
		}
	}
	if p := span(t, "2017-01-01", "2017-04-01"); p.String() != "2017-01-01..2017-03-31" || (Period{}).String() != "" {
		t.Errorf("String: %s", p)
	}
}

// TestPeriodWordParsesBack, for every fiscal year and every shape of period.
func TestPeriodWordParsesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	now := Date{2026, 4, 16}
	for i := range 30000 {
		d := Date{1990, 1, 1}.AddDays(r.IntN(20000))
		opts := PeriodOptions{FiscalYearStart: time.Month(r.IntN(13))}
		p := Period{d, d.AddDays(1 + r.IntN(800))}
		if g := Grains()[i%5]; r.IntN(4) > 0 {
			p.From = g.Start(d, opts.FiscalYearStart)
			p.To = g.next(p.From, 1)
		}
		back, err := ParsePeriod(opts.Word(p), now, opts)
		if err != nil || back != p {
			t.Fatalf("%v → %s → %v, %v", p, opts.Word(p), back, err)
		}
		if back, err = ParsePeriod(PeriodWord(p), now, PeriodOptions{}); err != nil || back != p {
			t.Fatalf("%v → %s → %v, %v", p, PeriodWord(p), back, err)
		}
	}
}

func TestPreviousAndYearBefore(t *testing.T) {
	for _, c := range []struct{ p, previous, year string }{
		{"2026-04", "2026-03", "2025-04"}, {"2026-01", "2025-12", "2025-01"}, {"2024-02", "2024-01", "2023-02"}, {"2025-02", "2025-01", "2024-02"},
		{"2026-Q2", "2026-Q1", "2025-Q2"}, {"2026-Q1", "2025-Q4", "2025-Q1"}, {"2026", "2025", "2025"},
		{"2026-W16", "2026-W15", "2025-W16"}, {"2026-W53", "2026-W52", "2025-W52"}, {"2027-W01", "2026-W53", "2026-W01"}, {"2021-W52", "2021-W51", "2020-W52"},
		{"2026-04-16", "2026-04-15", "2025-04-16"}, {"2024-02-29", "2024-02-28", "2023-02-28"}, {"2024-03-01", "2024-02-29", "2023-03-01"},
		{"2026-05-01..2027-04-30", "2025-05-01..2026-04-30", "2025-05-01..2026-04-30"}, {"2026-02-01..2026-04-30", "2025-11-01..2026-01-31", "2025-02-01..2025-04-30"},
		{"2026-04-10..2026-04-19", "2026-03-31..2026-04-09", "2025-04-10..2025-04-19"},
		{"2024-02-20..2024-02-29", "2024-02-10..2024-02-19", "2023-02-20..2023-02-28"}, {"2024-02-28", "2024-02-27", "2023-02-28"}, {"2025-02-28", "2025-02-27", "2024-02-28"},
	} {
		parse := func(word string) Period {
			p, err := ParsePeriod(word, Date{}, PeriodOptions{})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		p := parse(c.p)
		if got := p.Previous(); got != parse(c.previous) {
			t.Errorf("before %s is %v, want %s", c.p, got, c.previous)
		}
		if got := p.YearBefore(); got != parse(c.year) {
			t.Errorf("%s a year before is %v, want %s", c.p, got, c.year)
		}
	}
	empty := span(t, "2024-02-29", "2024-02-29")
	if got := empty.YearBefore(); got != span(t, "2023-02-28", "2023-02-28") || empty.Previous() != empty {
		t.Errorf("an empty period: %v, %v", got, empty.Previous())
	}
}

// TestPreviousTouches: the period before ends where this one begins.
func TestPreviousTouches(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 20000 {
		d := Date{1990, 1, 1}.AddDays(r.IntN(20000))
		p := Period{d, d.AddDays(1 + r.IntN(500))}
		if q := p.Previous(); q.To != p.From || p.months() == 0 && q.Days() != p.Days() || q.months() != p.months() && p.months() > 0 {
			t.Fatalf("before %v is %v", p, q)
		}
		if y := p.YearBefore(); y.Days() < p.Days()-1 || y.Days() > p.Days()+1 {
			t.Fatalf("%v a year before is %v", p, y)
		}
	}
}

func TestPeriodBasics(t *testing.T) {
	p := span(t, "2026-03-28", "2026-03-30")
	if p.Days() != 2 || !p.Contains(p.From) || p.Contains(p.To) || p.Contains(p.From.AddDays(-1)) || (Period{p.To, p.From}).Days() != 0 {
		t.Error("two days, half-open")
	}
	if from, to := p.Instants(oslo(t)); to.Sub(from) != 47*time.Hour {
		t.Errorf("with the change of clocks it has %v", to.Sub(from))
	}
	if got := p.Clip(span(t, "2026-03-29", "2026-05-01")); got != span(t, "2026-03-29", "2026-03-30") {
		t.Errorf("Clip: %v", got)
	}
	for _, far := range []Period{span(t, "2026-05-01", "2026-06-01"), span(t, "2026-01-01", "2026-02-01")} {
		if got := p.Clip(far); got.Days() != 0 || got.To.Before(got.From) {
			t.Errorf("Clip to %v: %v", far, got)
		}
	}
	data, err := json.Marshal(p)
	var back Period
	if err != nil || string(data) != `{"from":"2026-03-28","to":"2026-03-30"}` || json.Unmarshal(data, &back) != nil || back != p {
		t.Errorf("%s, %v, %v", data, back, err)
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range append(slices.Clone(periodForms), "last-999999999-days", "9999-W53", "0001", "2017-01-05..9999-12-31", "2017-w") {
		f.Add(s, 5)
	}
	f.Fuzz(func(t *testing.T, word string, fiscal int) {
		opts := PeriodOptions{FiscalYearStart: time.Month(fiscal)}
		p, err := ParsePeriod(word, Date{2026, 4, 16}, opts)
		if err != nil {
			if KindOf(err) != KindInvalid {
				t.Fatalf("%q: %v", word, err)
			}
			return
		}
		if p.Days() == 0 {
			t.Fatalf("%q is empty: %v", word, p)
		}
		back, err := ParsePeriod(opts.Word(p), Date{}, opts)
		if err != nil || back != p {
			t.Fatalf("%q → %v → %s → %v, %v", word, p, opts.Word(p), back, err)
		}
	})
}
