package stat

import (
	"slices"
	"testing"
)

// The same seed draws what rand.Rand draws: whoever opens a report again sees the
// same interval.
func TestResampleDrawsAsRand(t *testing.T) {
	for _, n := range []int{2, 3, 7, 64, 1000, MaxResampled} {
		units := make([]int32, n)
		for i := range units {
			units[i] = int32(i / 3)
		}
		seed := Seed{uint64(n), 5}
		stream, rng := seed.stream(), seed.Rand()
		got, want := make([]int, n), make([]int, n)
		for range 50 {
			resample(stream, units, got)
			clear(want)
			for range units {
				want[units[rng.IntN(n)]]++
			}
			if !slices.Equal(got, want) {
				t.Fatalf("of %d units: %v, rand.Rand draws %v", n, got, want)
			}
		}
	}
}

func BenchmarkResample(b *testing.B) {
	units := make([]int32, MaxResampled)
	for i := range units {
		units[i] = int32(i)
	}
	sample, stream := make([]int, len(units)), Seed{1, 2}.stream()
	for b.Loop() {
		resample(stream, units, sample)
	}
}
