package stat

import (
	"math"
	"slices"
	"sort"
	"testing"

	gonum "gonum.org/v1/gonum/stat"
)

func TestFisherBrute(t *testing.T) {
	rng := SeedOf("test", "fisher", "", "").Rand()
	for range 300 {
		a, b, c, d := rng.IntN(12), rng.IntN(12), rng.IntN(12), rng.IntN(12)
		p, ok := FisherTwoSided(a, b, c, d)
		if a+b+c+d == 0 {
			continue
		}
		turned, _ := FisherTwoSided(c, d, a, b)
		flipped, _ := FisherTwoSided(a, c, b, d)
		if !ok || p <= 0 || p > 1 || math.Abs(p-turned) > 1e-12 || math.Abs(p-flipped) > 1e-12 {
			t.Fatalf("%d %d / %d %d: %v, %v, %v", a, b, c, d, p, turned, flipped)
		}
	}
	if p, ok := FisherTwoSided(3, 5, 0, 0); !ok || p != 1 {
		t.Errorf("an empty row gives %v, %v", p, ok)
	}
}

func TestHypergeometricTailsAddUp(t *testing.T) {
	for n := 1; n < 15; n++ {
		for na := 0; na <= n; na++ {
			for nb := 0; nb <= n; nb++ {
				if p, ok := HypergeometricUpper(n, na, nb, 0); !ok || math.Abs(p-1) > 1e-12 {
					t.Fatalf("P(X >= 0) = %v of %d, %d, %d", p, n, na, nb)
				}
			}
		}
	}
}

func TestPearsonAgreesWithGonum(t *testing.T) {
	x2, _ := PearsonX2([][]int{{15, 45}, {4, 76}})
	n := 140.
	expected := []float64{60 * 19 / n, 60 * 121 / n, 80 * 19 / n, 80 * 121 / n}
	if want := gonum.ChiSquare([]float64{15, 45, 4, 76}, expected); math.Abs(x2.Stat-want) > 1e-12 {
		t.Errorf("X2 = %v, gonum has %v", x2.Stat, want)
	}
	padded, ok := PearsonX2([][]int{{15, 0, 45}, {0, 0, 0}, {4, 0, 76}})
	if !ok || padded != x2 {
		t.Errorf("empty rows and columns change %v to %v", x2, padded)
	}
}

func TestCramersVEnds(t *testing.T) {
	if v, ok := CramersV([][]int{{500, 0}, {0, 500}}); !ok || v < .99 || v > 1 {
		t.Errorf("full association: %v", v)
	}
	if v, ok := CramersV([][]int{{50, 50}, {50, 50}}); !ok || v != 0 {
		t.Errorf("none: %v", v)
	}
}

func TestBenjaminiHochbergIsMonotone(t *testing.T) {
	rng := SeedOf("test", "bh", "", "").Rand()
	for range 300 {
		p := make([]float64, 1+rng.IntN(20))
		for i := range p {
			p[i] = math.Round(rng.Float64()*50) / 50
		}
		q := BenjaminiHochberg(p)
		order := make([]int, len(p))
		for i := range order {
			order[i] = i
		}
		sort.Slice(order, func(a, b int) bool { return p[order[a]] < p[order[b]] })
		for i, at := range order {
			if q[at] < p[at] || q[at] > 1 || i > 0 && q[at] < q[order[i-1]] {
				t.Fatalf("p %v, q %v", p, q)
			}
		}
		// The order of the family does not matter.
		turned := slices.Clone(p)
		slices.Reverse(turned)
		back := BenjaminiHochberg(turned)
		slices.Reverse(back)
		if !slices.Equal(back, q) {
			t.Fatalf("turned round: %v, %v", back, q)
		}
	}
}

func TestZeroCounts(t *testing.T) {
	g2, ok := G2([][]int{{0, 10}, {10, 10}})
	if want := 2 * (10*math.Log(10/(20./3)) + 10*math.Log(10/(20./3)) + 10*math.Log(10/(40./3))); !ok || math.Abs(g2.Stat-want) > 1e-12 {
		t.Errorf("G2 with an empty cell: %+v, want %v", g2, want)
	}
	if p, ok := ConditionalBinomial(0, 42, 3, 40); !ok || p != 1 {
		t.Errorf("no event in the first period: %v, %v", p, ok)
	}
	if p, ok := ConditionalBinomial(0, 1, 0, 1); !ok || p != 1 {
		t.Errorf("no event at all: %v, %v", p, ok)
	}
}

func TestMantelHaenszel(t *testing.T) {
	// One stratum is the plain risk ratio.
	one, ok := MantelHaenszelRR([]Stratum{{10, 30, 8, 40}})
	if want := (10. / 30) / (8. / 40); !ok || math.Abs(one.Value-want) > 1e-12 {
		t.Errorf("one stratum: %+v, want %v", one, want)
	}
	contains(t, one.Interval, ok, one.Value)
	// Golden 08: the crude ratio is 2.5, within each source there is none.
	adjusted, ok := MantelHaenszelRR([]Stratum{{24, 80, 6, 20}, {1, 20, 4, 80}})
	if !ok || math.Abs(adjusted.Value-1) > 1e-12 {
		t.Errorf("adjusted: %+v", adjusted)
	}
	padded, _ := MantelHaenszelRR([]Stratum{{24, 80, 6, 20}, {0, 0, 3, 9}, {1, 20, 4, 80}})
	if padded != adjusted {
		t.Errorf("a stratum with an empty arm changes %+v to %+v", adjusted, padded)
	}
}

func TestLogRankIsSymmetric(t *testing.T) {
	a := cellsOf([]pair{{1, 1}, {2, 1}, {3, 1}, {4, 1}, {6, 0}})
	b := cellsOf([]pair{{3, 1}, {5, 1}, {8, 1}, {9, 0}, {12, 1}})
	ab, _ := LogRank(a, b)
	ba, _ := LogRank(b, a)
	if math.Abs(ab.Stat-ba.Stat) > 1e-12 {
		t.Errorf("%v and %v", ab, ba)
	}
	if same, ok := LogRank(a, a); !ok || same.Stat > 1e-12 || same.P < .999 {
		t.Errorf("a group against itself: %+v", same)
	}
}

func TestPriorShrinks(t *testing.T) {
	prior, ok := FitBetaPrior([]Group{{10, 40}, {0, 0}, {3, 60}, {2, 4}, {3, 16}})
	without, _ := FitBetaPrior([]Group{{10, 40}, {3, 60}, {2, 4}, {3, 16}})
	if !ok || prior != without {
		t.Errorf("an empty group changes the prior: %v, %v", prior, without)
	}
	if m := prior.Mean(Group{}); m != prior.Mu {
		t.Errorf("a group without units has %v, not the pool's %v", m, prior.Mu)
	}
	if m := prior.Mean(Group{2, 4}); m <= prior.Mu || m >= .5 {
		t.Errorf("2 of 4 shrinks to %v", m)
	}
	if single, ok := FitBetaPrior([]Group{{5, 20}}); !ok || single.M < priorLeast || single.M > priorMost {
		t.Errorf("one group: %v", single)
	}
}
