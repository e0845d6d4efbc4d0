package stat

import (
	"cmp"
	"math"
	"slices"
)

// VolumePoint is one unit of time of one unit: a seller's week. X is how much was
// done (contacts per available day), Y what came of it afterwards.
type VolumePoint struct {
	X, Y float64
	// Unit and Time tell sellers and months apart.
	Unit, Time int
}

// Volume is how the outcome goes with the volume (metrics.md §4.7). The quadratic
// B1·x + B2·x² is only for drawing: it bends down in most data by itself. Whether
// more becomes worse is said by Slopes, the lines below and above its peak.
type Volume struct {
	B1, B2 float64
	// Peak is where the quadratic is highest, −B1/2B2; HasPeak is false where it
	// does not bend down.
	Peak    float64
	HasPeak bool
	// Slopes are of ordinary lines through x ≤ Peak and x > Peak, P their two-sided
	// p by the cluster bootstrap; Sloped is false where either side has too little.
	Slopes, P [2]float64
	Sloped    bool
	// N points of so many Units; Lo and Hi are the 10 % and 90 % quantiles of X.
	N, Units int
	Lo, Hi   float64
}

// What the two-lines test needs before anybody says "less".
const (
	volumeWeeks  = 100
	volumeUnits  = 4
	volumeAlpha  = .05
	volumeInside = .1
)

// VolumeCurve fits the points: a quadratic with an effect of each unit and each
// time taken out (within transformation), and the two-lines test of Simonsohn
// (2018) at its peak: separate regressions below and above, each p from a
// bootstrap that draws whole units, since a seller's weeks are alike. Not ok
// with fewer than four points or without variation in X.
func VolumeCurve(points []VolumePoint, r Resampling) (Volume, bool) {
	v := Volume{N: len(points)}
	for _, p := range points {
		if !finite(p.X, p.Y) {
			return Volume{}, false
		}
	}
	if len(points) < 4 || !v.fit(points) {
		return Volume{}, false
	}
	xs := make([]float64, len(points))
	for i, p := range points {
		xs[i] = p.X
	}
	slices.Sort(xs)
	v.Lo, v.Hi = empirical(xs, volumeInside), empirical(xs, 1-volumeInside)
	byUnit := groupUnits(points)
	v.Units = len(byUnit)
	if v.B2 >= 0 {
		return v, true
	}
	v.Peak, v.HasPeak = -v.B1/(2*v.B2), true
	if v.Slopes, v.Sloped = twoLines(points, v.Peak); v.Sloped {
		v.P = clusterP(byUnit, v.Peak, r)
	}
	return v, true
}

// Enough says whether there are weeks and sellers enough to judge.
func (v Volume) Enough() bool { return v.N >= volumeWeeks && v.Units >= volumeUnits }

// Declines says whether results fall above the peak: a rise below and a fall above
// it, both beyond chance, the peak among the volumes that occur.
func (v Volume) Declines() bool {
	return v.Enough() && v.Sloped && v.Slopes[0] > 0 && v.Slopes[1] < 0 && v.P[0] <= volumeAlpha && v.P[1] <= volumeAlpha &&
		v.Peak >= v.Lo && v.Peak <= v.Hi
}

// BreakEven is the volume at which one more is worth what it costs, in Y per X:
// B1 + 2·B2·x = cost. It comes before the peak. Not ok where the curve does not
// bend down.
func (v Volume) BreakEven(cost float64) (float64, bool) {
	if !v.HasPeak || !finite(cost) {
		return 0, false
	}
	return (cost - v.B1) / (2 * v.B2), true
}

// fit finds B1 and B2 by least squares on what the means of units and times leave.
func (v *Volume) fit(points []VolumePoint) bool {
	n := len(points)
	x, x2, y := make([]float64, n), make([]float64, n), make([]float64, n)
	for i, p := range points {
		x[i], x2[i], y[i] = p.X, p.X*p.X, p.Y
	}
	for _, column := range [][]float64{x, x2, y} {
		within(points, column)
	}
	var sxx, sxz, szz, sxy, szy float64
	for i := range n {
		sxx, sxz, szz = sxx+x[i]*x[i], sxz+x[i]*x2[i], szz+x2[i]*x2[i]
		sxy, szy = sxy+x[i]*y[i], szy+x2[i]*y[i]
	}
	det := sxx*szz - sxz*sxz
	if !(det > 1e-9*sxx*szz) {
		return false
	}
	v.B1, v.B2 = (szz*sxy-sxz*szy)/det, (sxx*szy-sxz*sxy)/det
	return finite(v.B1, v.B2)
}

// within takes the means of units and of times out of a column, in turns until
// nothing moves.
func within(points []VolumePoint, column []float64) {
	for range 100 {
		moved := 0.0
		for _, of := range []func(VolumePoint) int{func(p VolumePoint) int { return p.Unit }, func(p VolumePoint) int { return p.Time }} {
			sum, n := map[int]float64{}, map[int]float64{}
			for i, p := range points {
				sum[of(p)] += column[i]
				n[of(p)]++
			}
			for i, p := range points {
				mean := sum[of(p)] / n[of(p)]
				column[i] -= mean
				moved = math.Max(moved, math.Abs(mean))
			}
		}
		if moved < 1e-10 {
			return
		}
	}
}

// twoLines are the slopes of the lines below and above a break.
func twoLines(points []VolumePoint, at float64) (slopes [2]float64, ok bool) {
	for side := range 2 {
		var n, sx, sy, sxx, sxy float64
		for _, p := range points {
			if (p.X > at) == (side == 1) {
				n, sx, sy, sxx, sxy = n+1, sx+p.X, sy+p.Y, sxx+p.X*p.X, sxy+p.X*p.Y
			}
		}
		spread := sxx - sx*sx/max(n, 1)
		if n < 3 || spread <= 1e-12*sxx {
			return slopes, false
		}
		slopes[side] = (sxy - sx*sy/n) / spread
	}
	return slopes, true
}

func groupUnits(points []VolumePoint) [][]VolumePoint {
	sorted := slices.Clone(points)
	slices.SortStableFunc(sorted, func(a, b VolumePoint) int { return cmp.Compare(a.Unit, b.Unit) })
	var out [][]VolumePoint
	for i, p := range sorted {
		if i == 0 || p.Unit != sorted[i-1].Unit {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}

// clusterP is the two-sided p of each slope being 0: twice the share of draws of
// whole units in which it has the other sign.
func clusterP(units [][]VolumePoint, at float64, r Resampling) [2]float64 {
	rng, draws := r.Seed.Rand(), r.draws()
	var below [2]float64
	valid := 0.0
	var sample []VolumePoint
	for range draws {
		sample = sample[:0]
		for range units {
			sample = append(sample, units[rng.IntN(len(units))]...)
		}
		s, ok := twoLines(sample, at)
		if !ok {
			continue
		}
		valid++
		for side, x := range s {
			if x <= 0 {
				below[side]++
			}
		}
	}
	var p [2]float64
	for side := range p {
		if valid < minValidDraws*float64(draws) {
			p[side] = 1
			continue
		}
		p[side] = min(1, 2*(min(below[side], valid-below[side])+1)/(valid+1))
	}
	return p
}

// bestWeeks is how many weeks a seller must have for their own range.
const bestWeeks = 12

// BestRange is the range of volumes at which a unit did best itself: the middle
// half of X among the third of its points with the most Y. It compares nobody
// with anybody. Not ok with fewer than twelve points.
func BestRange(points []VolumePoint) (lo, hi float64, ok bool) {
	if len(points) < bestWeeks {
		return 0, 0, false
	}
	best := slices.Clone(points)
	slices.SortStableFunc(best, func(a, b VolumePoint) int { return cmp.Compare(b.Y, a.Y) })
	best = best[:len(best)/3]
	xs := make([]float64, len(best))
	for i, p := range best {
		xs[i] = p.X
	}
	slices.Sort(xs)
	return empirical(xs, .25), empirical(xs, .75), true
}
