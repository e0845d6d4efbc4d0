package web

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"peil/internal/report"
)

// BenchmarkBoard answers every preset's cards in one round trip, computed anew and
// as computed before.
func BenchmarkBoard(b *testing.B) {
	f, err := newFixture(3000)
	if err != nil {
		b.Fatal(err)
	}
	h := f.server.Handler()
	for _, p := range report.Presets {
		var asked Questions
		for _, c := range p.Cards {
			period := c.Period
			if period == "" {
				period = p.Period
			}
			asked.Questions = append(asked.Questions, Question{Key: c.Report, Report: c.Report, Measures: c.Measures, By: c.By, Trend: c.Trend, Period: period})
		}
		body := jsonOf(b, asked)
		ask := func() {
			r := httptest.NewRequest("POST", "http://localhost/api/v1/ask", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			if h.ServeHTTP(w, r); w.Code != 200 {
				b.Fatalf("%d %s", w.Code, w.Body)
			}
		}
		b.Run(p.ID+"/cold", func(b *testing.B) {
			for b.Loop() {
				f.server.answers = newAnswers(time.Now)
				ask()
			}
		})
		b.Run(p.ID+"/warm", func(b *testing.B) {
			ask()
			for b.Loop() {
				ask()
			}
		})
	}
}

// BenchmarkPage answers every report as its page asks, cut by seller and week with two
// comparisons, computed anew and as computed before.
func BenchmarkPage(b *testing.B) {
	f, err := newFixture(3000)
	if err != nil {
		b.Fatal(err)
	}
	h := f.server.Handler()
	for _, rep := range report.All {
		ask := func() int {
			r := httptest.NewRequest("GET", "http://localhost/api/v1/reports/"+rep.ID+"?compare=previous,year&trend=week&period=last-quarter&lang=nb&by="+rep.By, nil)
			r.Header.Set("Accept-Encoding", "gzip")
			w := httptest.NewRecorder()
			if h.ServeHTTP(w, r); w.Code != 200 {
				b.Fatalf("%d %s", w.Code, w.Body)
			}
			return w.Body.Len()
		}
		b.Run(rep.ID+"/cold", func(b *testing.B) {
			for b.Loop() {
				f.server.answers = newAnswers(time.Now)
				ask()
			}
		})
		b.Run(rep.ID+"/warm", func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(float64(ask()), "bytes")
			}
		})
	}
}
