package main

import (
	"strings"
	"testing"
)

// TestForecastAndClock: the forecast is issued once for a night however often the
// clock is asked, on demand as often as wanted, and past ones are replayed once.
func TestForecastAndClock(t *testing.T) {
	dir := t.TempDir()
	peil := func(code int, args ...string) string {
		t.Helper()
		r := do(t, program(t, append([]string{"--data", dir, "--lang", "en"}, args...)...))
		if r.code != code {
			t.Fatalf("peil %s ended with %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.err)
		}
		return r.out + r.err
	}
	peil(0, "demo", "--deals", "200")
	for _, c := range []struct {
		want string
		n    int
		args []string
	}{
		{"2 jobs were done", 1, []string{"tick"}},
		{"0 jobs were done", 1, []string{"tick"}},
		{"Forecast for", 2, []string{"forecast", "issue"}},
		{"6 forecasts were made", 1, []string{"forecast", "replay", "--months", "3"}},
		{"0 forecasts were made", 1, []string{"forecast", "replay", "--months", "3"}},
		{"How the forecast has moved", 1, []string{"report", "forecast", "--by", "none"}},
		{"How well the forecasts have done", 1, []string{"report", "forecast", "--by", "none", "--period", "last-month"}},
		{"Sales forecast", 1, []string{"overview"}},
	} {
		if out := peil(0, c.args...); strings.Count(out, c.want) < c.n {
			t.Errorf("peil %s does not say %q:\n%s", strings.Join(c.args, " "), c.want, out)
		}
	}
	peil(0, "advice", "all")
	peil(2, "forecast", "replay", "--months", "0")
	peil(2, "forecast", "issue", "--period", "2019")
	peil(2, "advice", "dismiss", "01M8839ENYD11EY2A4755TXC7N")
}
