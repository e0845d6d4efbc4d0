package stat

import (
	"math"
	"testing"
)

func TestNextGrain(t *testing.T) {
	week, month := Pace{1.5, 30}, Pace{.5, 40}
	edge := Pace{.95, 40} // month by the rule, week within the margin
	for _, c := range []struct {
		name             string
		current          string
		previous, latest Pace
		want             string
	}{
		{"none yet", "", month, week, "week"},
		{"stays", "week", week, week, "week"},
		{"one month-end is not enough", "week", week, month, "week"},
		{"nor one and a back step", "week", month, week, "week"},
		{"two are", "week", month, month, "month"},
		{"not without a margin", "week", edge, edge, "week"},
		{"nor with it only once", "week", month, edge, "week"},
		{"finer", "month", week, week, "week"},
		{"not finer on the border", "month", Pace{1.05, 30}, Pace{1.05, 30}, "month"},
		{"two that disagree", "week", month, Pace{.01, 300}, "week"},
		{"no wins any more", "week", Pace{0, math.NaN()}, Pace{0, math.NaN()}, "quarter"},
	} {
		if got := NextGrain(c.current, c.previous, c.latest); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if g := Grain(5, math.NaN()); g != "quarter" {
		t.Errorf("an unknown cycle gives %s", g)
	}
}

func TestHorizon(t *testing.T) {
	for _, c := range []struct {
		q90  float64
		wins int
		want int
	}{{12, 20, 30}, {30, 50, 30}, {31, 50, 60}, {75, 50, 90}, {75, 19, 180}, {math.NaN(), 50, 180}, {0, 50, 30}} {
		if got := Horizon(c.q90, c.wins); got != c.want {
			t.Errorf("Horizon(%v, %d) = %d, want %d", c.q90, c.wins, got, c.want)
		}
	}
}
