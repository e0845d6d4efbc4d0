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
