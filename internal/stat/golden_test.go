package stat

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// golden is one case of a golden file.
type golden struct {
	Name      string          `json:"name"`
	Input     json.RawMessage `json:"input"`
	Params    json.RawMessage `json:"params"`
	Expected  json.RawMessage `json:"expected"`
	Wrong     json.RawMessage `json:"wrong"`
	Tolerance *tolerance      `json:"tolerance"`
}

type tolerance struct{ Abs, Rel float64 }

// near fails unless got is within the case's tolerance of want.
func (g golden) near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > math.Max(g.Tolerance.Abs, g.Tolerance.Rel*math.Abs(want)) {
		t.Errorf("%s: %s = %.12g, want %.12g", g.Name, what, got, want)
	}
}

func (g golden) nearAll(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %s has %d values, want %d", g.Name, what, len(got), len(want))
	}
	for i := range got {
		g.near(t, what, got[i], want[i])
	}
}

// loadGolden reads a file's cases by name, each with its own or the file's
// tolerance.
func loadGolden(t *testing.T, file string) map[string]golden {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "testdata", "golden", file))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Tolerance tolerance
		Cases     []golden
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string]golden{}
	for _, c := range doc.Cases {
		if c.Tolerance == nil {
			c.Tolerance = &doc.Tolerance
		}
		out[c.Name] = c
	}
	return out
}

func decode[T any](t *testing.T, raw json.RawMessage) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// must unwraps a result that has to be there.
func must[T any](t *testing.T) func(v T, ok bool) T {
	return func(v T, ok bool) T {
		t.Helper()
		if !ok {
			t.Fatal("not ok")
		}
		return v
	}
}

type pair = [2]float64

// cellsOf turns (time, event 1/0) pairs into cells.
func cellsOf(pairs []pair) []Cell {
	var cells []Cell
	for _, p := range pairs {
		cells = append(cells, Cell{T: p[0], Cause: int(p[1]), N: 1})
	}
	return cells
}
