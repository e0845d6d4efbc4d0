package stat

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestGoldenAttempts(t *testing.T) {
	g := loadGolden(t, "07-activities.json")["attempts_optimum"]
	in := decode[struct {
		AtRisk []float64 `json:"at_risk"`
		First  []float64 `json:"first_contacts"`
		PWin   float64   `json:"p_win_given_contact"`
		Value  float64   `json:"mean_won_value"`
		Cost   float64   `json:"cost_per_attempt"`
	}](t, g.Input)
	want := decode[struct {
		Hazard, Net, Reached []float64
		Monotone             []float64 `json:"hazard_monotone"`
		Optimal              int       `json:"optimal_attempts"`
		AtLeast              int       `json:"at_least"`
	}](t, g.Expected)
	a, ok := AttemptsWorth(in.AtRisk, in.First, in.PWin*in.Value, in.Cost)
	if !ok || a.Optimal != want.Optimal || a.AtLeast != want.AtLeast || a.StopAfter != 0 {
		t.Fatalf("optimal %d, at least %d, stop after %d", a.Optimal, a.AtLeast, a.StopAfter)
	}
	g.nearAll(t, "hazard", a.Hazard, want.Hazard)
	g.nearAll(t, "monotone", a.Monotone, want.Monotone)
}

// TestAttemptsKeepTheirOrder: what clearly pays pays, and nobody is told to stop
// before.
func TestAttemptsKeepTheirOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 500 {
		var risk, first []float64
		left := 20 + r.IntN(400)
		for range 1 + r.IntN(8) {
			got := r.IntN(left + 1)
			risk, first = append(risk, float64(left)), append(first, float64(got))
			if left -= got + r.IntN(left-got+1); left == 0 {
				break
			}
		}
		a, ok := AttemptsWorth(risk, first, 1000*r.Float64(), 100*r.Float64())
		if !ok || a.AtLeast > a.Optimal && a.AtLeast > 1 && a.Monotone[a.AtLeast-1] == a.Hazard[a.AtLeast-1] {
			t.Fatalf("%v %v: %+v", risk, first, a)
		}
		for k := 1; k < len(a.Monotone); k++ {
			if a.Monotone[k] > a.Monotone[k-1]+1e-12 || a.Reached[k] < a.Reached[k-1] {
				t.Fatalf("not monotone: %+v", a)
			}
		}
	}
	if _, ok := AttemptsWorth(nil, nil, 1, 1); ok {
		t.Error("nothing is worth nothing")
	}
	if _, ok := AttemptsWorth([]float64{10}, []float64{11}, 1, 1); ok {
		t.Error("more were reached than tried")
	}
}

func TestGoldenVolume(t *testing.T) {
	g := loadGolden(t, "07-activities.json")["contacts_per_week_turning_point"]
	in := decode[struct {
		X    []float64 `json:"contacts"`
		Y    []float64 `json:"value_index"`
		Cost float64   `json:"marginal_cost"`
	}](t, g.Input)
	want := decode[struct {
		B1, B2, Peak float64
		TurningPoint float64   `json:"turning_point"`
		BreakEven    float64   `json:"break_even"`
		Slopes       []float64 `json:"two_lines_slopes"`
	}](t, g.Expected)
	var points []VolumePoint
	for i := range in.X {
		points = append(points, VolumePoint{X: in.X[i], Y: in.Y[i]})
	}
	v, ok := VolumeCurve(points, Resampling{})
	even, okEven := v.BreakEven(in.Cost)
	if !ok || !okEven || v.Enough() || v.Declines() {
		t.Fatalf("%+v", v)
	}
	g.nearAll(t, "curve", []float64{v.B1, v.B2, v.Peak, even}, []float64{want.B1, want.B2, want.TurningPoint, want.BreakEven})
	g.nearAll(t, "slopes", v.Slopes[:], want.Slopes)
}

// weeks draws sellers' weeks whose outcome follows a shape.
func weeks(seed uint64, sellers int, shape func(x float64) float64) []VolumePoint {
	r := rand.New(rand.NewPCG(seed, 1))
	var out []VolumePoint
	for u := range sellers {
		own := 4 * r.NormFloat64()
		for week := range 45 {
			x := 1 + 14*r.Float64()
			out = append(out, VolumePoint{X: x, Y: shape(x) + own + 3*r.NormFloat64(), Unit: u, Time: week / 4})
		}
	}
	return out
}

// TestTwoLines: a fall is found where it is, and seldom where a curve only levels
// off, which a quadratic alone would call a fall.
func TestTwoLines(t *testing.T) {
	found, wrong := 0, 0
	for seed := range uint64(30) {
		falls, _ := VolumeCurve(weeks(seed, 8, func(x float64) float64 { return 30 - math.Abs(x-8)*2 }), Resampling{Draws: 400, Seed: Seed{seed, 1}})
		levels, _ := VolumeCurve(weeks(seed, 8, func(x float64) float64 { return 10 * math.Log(x) }), Resampling{Draws: 400, Seed: Seed{seed, 1}})
		if falls.Declines() {
			found++
		}
		if levels.Declines() {
			wrong++
		}
	}
	if found < 28 || wrong > 3 {
		t.Errorf("found %d of 30 falls, and %d that are none", found, wrong)
	}
}

// TestVolumeEffects: what differs between sellers is not taken for the effect of
// how much they do.
func TestVolumeEffects(t *testing.T) {
	points := weeks(3, 6, func(x float64) float64 { return 5*x - .2*x*x })
	for i := range points {
		points[i].Y += 1000 * float64(points[i].Unit)
	}
	v, ok := VolumeCurve(points, Resampling{Draws: 50})
	if !ok || math.Abs(v.Peak-12.5) > 2 {
		t.Errorf("the peak is %+v", v)
	}
	if _, ok := VolumeCurve(points[:3], Resampling{}); ok {
		t.Error("three weeks are a curve")
	}
	for i := range points {
		points[i].X = 4
	}
	if _, ok := VolumeCurve(points, Resampling{}); ok {
		t.Error("without variation there is a curve")
	}
}

func TestBestRange(t *testing.T) {
	var points []VolumePoint
	for x := range 30 {
		points = append(points, VolumePoint{X: float64(x), Y: -math.Abs(float64(x) - 15)})
	}
	lo, hi, ok := BestRange(points)
	if !ok || lo != 12 && lo != 13 || hi != 17 && hi != 18 {
		t.Errorf("best between %v and %v", lo, hi)
	}
	if _, _, ok := BestRange(points[:11]); ok {
		t.Error("eleven weeks are enough")
	}
}
