package peil

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestBuckets(t *testing.T) {
	for _, c := range []struct {
		from, to string
		grain    Grain
		fiscal   time.Month
		want     []string // the first day of each, then the end
	}{
		{"2026-04-14", "2026-04-16", GrainDay, 0, []string{"2026-04-14", "2026-04-15", "2026-04-16"}},
		{"2026-04-01", "2026-05-01", GrainWeek, 0, []string{"2026-04-01", "2026-04-06", "2026-04-13", "2026-04-20", "2026-04-27", "2026-05-01"}},
		{"2025-12-31", "2026-03-01", GrainMonth, 0, []string{"2025-12-31", "2026-01-01", "2026-02-01", "2026-03-01"}},
		{"2026-01-01", "2027-01-01", GrainQuarter, 0, []string{"2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"}},
		{"2026-01-01", "2026-07-01", GrainQuarter, time.May, []string{"2026-01-01", "2026-02-01", "2026-05-01", "2026-07-01"}},
		{"2025-03-05", "2026-07-01", GrainYear, time.May, []string{"2025-03-05", "2025-05-01", "2026-05-01", "2026-07-01"}},
		{"2025-03-05", "2026-07-01", GrainYear, time.January, []string{"2025-03-05", "2026-01-01", "2026-07-01"}},
		{"2026-04-14", "2026-04-15", GrainYear, 0, []string{"2026-04-14", "2026-04-15"}},
		{"2026-04-14", "2026-04-14", GrainDay, 0, nil},
		{"2026-04-15", "2026-04-14", GrainMonth, 0, nil},
	} {
		var got []string
		for _, b := range span(t, c.from, c.to).Buckets(c.grain, c.fiscal) {
			got = append(got, b.From.String())
		}
		if len(got) > 0 {
			got = append(got, c.to)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s to %s by %s: %v, want %v", c.from, c.to, c.grain, got, c.want)
		}
	}
}

// TestBucketsPartition: in order, without gap or overlap, none empty, and each
// day's bucket is the one its grain puts it in.
func TestBucketsPartition(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for range 5000 {
		d := Date{1995, 1, 1}.AddDays(r.IntN(15000))
		p := Period{d, d.AddDays(1 + r.IntN(1500))}
		g, fiscal := Grains()[r.IntN(5)], time.Month(r.IntN(13))
		next := p.From
		for i, b := range p.Buckets(g, fiscal) {
			if b.From != next || b.Days() == 0 {
				t.Fatalf("%v by %s: bucket %d is %v", p, g, i, b)
			}
			if g.Start(b.From, fiscal) != g.Start(b.To.AddDays(-1), fiscal) || b.To != p.To && g.Start(b.To, fiscal) != b.To {
				t.Fatalf("%v by %s is cut at %v", p, g, b)
			}
			next = b.To
		}
		if next != p.To {
			t.Fatalf("%v by %s ends at %v", p, g, next)
		}
	}
}

func TestParseGrain(t *testing.T) {
	for _, g := range Grains() {
		if got, err := ParseGrain(string(g)); err != nil || got != g {
			t.Errorf("%s: %v, %v", g, got, err)
		}
	}
	if g, err := ParseGrain(" Week"); err != nil || g != GrainWeek {
		t.Errorf("%v, %v", g, err)
	}
	_, err := ParseGrain("mounth")
	var e *Error
	if !errors.As(err, &e) || e.Kind != KindInvalid || e.Field != "grain" || !slices.Equal(e.Hints, []string{"month", "day", "week", "quarter", "year"}) {
		t.Errorf("%v %+v", err, e)
	}
	if want := `there is no grain "mounth"; did you mean "month"? Write day, week, month, quarter, year`; err.Error() != want {
		t.Errorf("got %s, want %s", err, want)
	}
}
