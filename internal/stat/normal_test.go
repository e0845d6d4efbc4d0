package stat

import (
	"math"
	"testing"
)

func TestDifferenceTest(t *testing.T) {
	a := Estimate{.6, Interval{Lo: .6 - Z*.03, Hi: .6 + Z*.03}}
	b := Estimate{.5, Interval{Lo: .5 - Z*.04, Hi: .5 + Z*.04}}
	// z = .1/√(.03²+.04²) = 2, of which the two-sided p is .0455.
	if p, ok := DifferenceTest(a, b); !ok || math.Abs(p-.0455003) > 1e-6 {
		t.Errorf("p = %v, %v", p, ok)
	}
	if p, ok := DifferenceTest(a, a); !ok || p != 1 {
		t.Errorf("the same differs with p = %v, %v", p, ok)
	}
	if _, ok := DifferenceTest(Estimate{Value: 1}, Estimate{Value: 2}); ok {
		t.Error("what has no spread was tested")
	}
}

func TestRatioTest(t *testing.T) {
	// The interval's end at 1 is where p is .05.
	if p, ok := RatioTest(Estimate{2, Interval{Lo: 1, Hi: 4}}); !ok || math.Abs(p-.05) > 1e-6 {
		t.Errorf("p = %v, %v", p, ok)
	}
	if p, ok := RatioTest(Estimate{.5, Interval{Lo: .25, Hi: 1}}); !ok || math.Abs(p-.05) > 1e-6 {
		t.Errorf("the inverse has p = %v, %v", p, ok)
	}
	for _, e := range []Estimate{{0, Interval{Lo: 0, Hi: 1}}, {1, Interval{Lo: 1, Hi: 1}}, {math.NaN(), Interval{Lo: 1, Hi: 2}}} {
		if _, ok := RatioTest(e); ok {
			t.Errorf("%+v was tested", e)
		}
	}
}
