package stat

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestGoldenRules(t *testing.T) {
	g := loadGolden(t, "04-upsell-crosssell.json")["next_best_product"]
	want := decode[[]struct {
		Confidence, Base, Lift, G2 float64
		Wilson                     pair    `json:"wilson95"`
		P                          float64 `json:"p_hypergeom_upper"`
		Without                    float64 `json:"rate_without_A"`
		Status                     string
	}](t, g.Expected)
	rules := []Rule{}
	for i, in := range decode[[]struct {
		N, NA, NB, NAB int
		A              int `json:"n_a"`
		B              int `json:"n_b"`
		AB             int `json:"n_ab"`
	}](t, g.Input) {
		r, ok := Associate(in.N, in.A, in.B, in.AB)
		w := want[i]
		if !ok || r.Enough != (w.Status == "ok") {
			t.Fatalf("%+v", r)
		}
		g.nearAll(t, "rule", []float64{r.Confidence, r.Base, r.Lift, r.G2, r.Interval.Lo, r.Interval.Hi, r.P, r.Without},
			[]float64{w.Confidence, w.Base, w.Lift, w.G2, w.Wilson[0], w.Wilson[1], w.P, w.Without})
		rules = append(rules, r)
	}
	if rules[0].Advantage() <= rules[1].Advantage() {
		t.Error("the rule of two customers comes first")
	}
}

func TestGoldenRoom(t *testing.T) {
	g := loadGolden(t, "04-upsell-crosssell.json")["room_for_growth"]
	want := decode[map[string]float64](t, g.Expected)
	p := ChanceToBuy(60, 30, .25)
	room, ok := BinomialTotal([]Chance{{N: 30, P: p, Value: 40000}}, Resampling{})
	if !ok {
		t.Fatal("not ok")
	}
	g.nearAll(t, "room", []float64{p, 30 * p, room.Value}, []float64{want["p"], want["expected_customers"], want["expected_value"]})
	if iv := room.Interval; iv.Lo != 10*40000 && iv.Lo != 9*40000 || iv.Hi != 17*40000 && iv.Hi != 16*40000 {
		t.Errorf("80 %% between %v and %v", iv.Lo, iv.Hi) // Binomial(30, .4375): 10 % at 10, 90 % at 17
	}
}

func TestAssociateRefusesTheImpossible(t *testing.T) {
	for _, c := range [][4]int{{0, 0, 0, 0}, {10, 0, 5, 0}, {10, 5, 5, 6}, {10, 11, 5, 5}, {10, 9, 9, 2}} {
		if r, ok := Associate(c[0], c[1], c[2], c[3]); ok {
			t.Errorf("%v is %+v", c, r)
		}
	}
	if _, ok := BinomialTotal([]Chance{{N: 3, P: 1.2, Value: 1}}, Resampling{}); ok {
		t.Error("a chance of 120 %")
	}
}

// TestRuleIsTheTable: base is between the rates with and without A, and a rule
// without an effect has a lift of one.
func TestRuleIsTheTable(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for range 1000 {
		na, rest := 1+r.IntN(50), 1+r.IntN(50)
		nab, without := r.IntN(na+1), r.IntN(rest+1)
		x, ok := Associate(na+rest, na, nab+without, nab)
		if !ok || x.Base < math.Min(x.Confidence, x.Without)-1e-12 || x.Base > math.Max(x.Confidence, x.Without)+1e-12 || x.P < 0 || x.P > 1 {
			t.Fatalf("%d %d %d %d: %+v", na, rest, nab, without, x)
		}
		if (x.Confidence > x.Without) != (x.Lift > 1+1e-12) && x.Confidence != x.Without {
			t.Fatalf("lift %v, %v against %v", x.Lift, x.Confidence, x.Without)
		}
	}
}

// TestBinomialTotalByEither: drawn or normal, the range is the same for many.
func TestBinomialTotalByEither(t *testing.T) {
	var few []Chance
	for i := range 200 {
		few = append(few, Chance{N: 10 + i%7, P: .05 + float64(i%9)/20, Value: 1000 + 10*float64(i)})
	}
	many := []Chance{}
	for range 11 {
		many = append(many, few...)
	}
	drawn, _ := BinomialTotal(few, Resampling{})
	normal, _ := BinomialTotal(many, Resampling{})
	a, b := drawn.Interval.Hi-drawn.Interval.Lo, (normal.Interval.Hi-normal.Interval.Lo)/math.Sqrt(11)
	if math.Abs(a/b-1) > .1 || math.Abs(normal.Value/drawn.Value-11) > 1e-9 {
		t.Errorf("drawn %v wide, normal %v", a, b)
	}
}
