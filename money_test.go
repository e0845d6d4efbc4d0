package peil

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestParseDecimal(t *testing.T) {
	for _, c := range []struct {
		in    string
		cur   Currency
		minor int64
		out   string
	}{
		{"1234.5", "NOK", 123450, "1234.50"},
		{"0", "NOK", 0, "0.00"},
		{"-0.05", "NOK", -5, "-0.05"},
		{"0.05", "NOK", 5, "0.05"},
		{"-7", "EUR", -700, "-7.00"},
		{"1234", "JPY", 1234, "1234"},
		{"1234.00", "JPY", 1234, "1234"},
		{"1.234", "KWD", 1234, "1.234"},
		{"1.2", "CLF", 12000, "1.2000"},
		{"007.10000", "SEK", 710, "7.10"},
		{"92233720368547758.07", "NOK", math.MaxInt64, "92233720368547758.07"},
		{"-92233720368547758.08", "NOK", math.MinInt64, "-92233720368547758.08"},
	} {
		m, err := ParseDecimal(c.in, c.cur)
		if err != nil || m != (Money{c.minor, c.cur}) || m.Decimal() != c.out {
			t.Errorf("ParseDecimal(%q, %s) = %+v (%s), %v; want %d (%s)", c.in, c.cur, m, m.Decimal(), err, c.minor, c.out)
		}
	}
}

func TestParseDecimalRefuses(t *testing.T) {
	for in, code := range map[string]string{
		"": "bad_amount", "-": "bad_amount", ".5": "bad_amount", "5.": "bad_amount", "1,5": "bad_amount", "1 000": "bad_amount",
		"+1": "bad_amount", "--1": "bad_amount", "1e3": "bad_amount", "1.2.3": "bad_amount", "kr 5": "bad_amount", "٣": "bad_amount",
		"1.005": "amount_too_precise", "92233720368547758.08": "amount_too_large", "-92233720368547758.09": "amount_too_large",
		strings.Repeat("9", 400): "amount_too_large",
	} {
		_, err := ParseDecimal(in, "NOK")
		if e, ok := err.(*Error); !ok || e.Code != code || e.Kind != KindInvalid || e.Field != "amount" || len(e.Message) > 250 {
			t.Errorf("ParseDecimal(%q): %v, want %s", in, err, code)
		}
	}
	if _, err := ParseDecimal("1", "KRO"); KindOf(err) != KindInvalid {
		t.Errorf("unknown currency: %v", err)
	}
}

func TestMoneyJSON(t *testing.T) {
	m := Money{123450, "NOK"}
	data, _ := json.Marshal(m)
	if string(data) != `{"minor":123450,"currency":"NOK"}` {
		t.Errorf("%s", data)
	}
	var back Money
	if err := json.Unmarshal(data, &back); err != nil || back != m {
		t.Errorf("%+v, %v", back, err)
	}
	if m.IsZero() || !(Money{0, "NOK"}).IsZero() {
		t.Error("IsZero")
	}
}

func TestMoneyAdd(t *testing.T) {
	if s, err := (Money{5, "NOK"}).Add(Money{-7, "NOK"}); err != nil || s != (Money{-2, "NOK"}) {
		t.Errorf("%v, %v", s, err)
	}
	for _, c := range [][2]Money{
		{{1, "NOK"}, {1, "SEK"}},
		{{math.MaxInt64, "NOK"}, {1, "NOK"}},
		{{math.MinInt64, "NOK"}, {-1, "NOK"}},
		{{math.MinInt64, "NOK"}, {math.MinInt64, "NOK"}},
	} {
		if s, err := c[0].Add(c[1]); KindOf(err) != KindInvalid {
			t.Errorf("%v + %v = %v, %v", c[0], c[1], s, err)
		}
	}
}

func TestSplit(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		total   int64
		weights []float64
		want    []int64
	}{
		{100, []float64{1, 1, 1}, []int64{34, 33, 33}},
		{-100, []float64{1, 1, 1}, []int64{-34, -33, -33}},
		{101, []float64{.5, .5}, []int64{51, 50}},
		{10, []float64{.1, .2, .7}, []int64{1, 2, 7}},
		{3, []float64{0, 5, 0}, []int64{0, 3, 0}},
		{5, []float64{0, 0}, []int64{3, 2}},
		{5, []float64{nan, -1, inf, 2}, []int64{0, 0, 0, 5}},
		{0, []float64{1, 2}, []int64{0, 0}},
		{7, nil, nil},
		{math.MaxInt64, []float64{1, 1}, []int64{math.MaxInt64/2 + 1, math.MaxInt64 / 2}},
		{math.MinInt64, []float64{1}, []int64{math.MinInt64}},
		{math.MinInt64, []float64{0, 3}, []int64{0, math.MinInt64}},
		{10, []float64{5e-324, 1e308}, []int64{0, 10}},
	} {
		if got := Split(c.total, c.weights); !slices.Equal(got, c.want) {
			t.Errorf("Split(%d, %v) = %v, want %v", c.total, c.weights, got, c.want)
		}
	}
}

// TestSplitSums: the parts sum exactly, each is within one unit of its share,
// and splitting the opposite gives the opposite.
func TestSplitSums(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		total := int64(r.Uint64()) >> r.IntN(64)
		weights := make([]float64, 1+r.IntN(8))
		var all float64
		for i := range weights {
			if r.IntN(5) > 0 {
				weights[i] = math.Ldexp(r.Float64(), r.IntN(20))
			}
			all += weights[i]
		}
		parts := Split(total, weights)
		var sum int64
		for i, p := range parts {
			sum += p
			if math.Abs(float64(total)) < 1<<40 && all > 0 && math.Abs(float64(p)-float64(total)*weights[i]/all) > 1.001 {
				t.Fatalf("Split(%d, %v)[%d] = %d", total, weights, i, p)
			}
		}
		if sum != total {
			t.Fatalf("Split(%d, %v) = %v sums to %d", total, weights, parts, sum)
		}
		for i, p := range Split(-total, weights) {
			if p != -parts[i] && total != math.MinInt64 {
				t.Fatalf("Split(%d) is not the opposite of Split(%d)", -total, total)
			}
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"1234.5", "-0.00", "92233720368547758.07", "1.", "00.010"} {
		for _, c := range []string{"NOK", "JPY", "KWD"} {
			f.Add(s, c)
		}
	}
	f.Fuzz(func(t *testing.T, s, cur string) {
		m, err := ParseDecimal(s, Currency(cur))
		if err != nil {
			if KindOf(err) != KindInvalid {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		again, err := ParseDecimal(m.Decimal(), m.Currency)
		if err != nil || again != m {
			t.Fatalf("%q → %s → %+v, %v", s, m.Decimal(), again, err)
		}
	})
}
