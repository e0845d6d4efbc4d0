package stat

import (
	"cmp"
	"slices"
)

// Stay is N units that left a stage after Left days, or were last seen in it then, and
// of which is known after T days what became of them: Cause, or 0, nothing yet.
type Stay struct {
	Left float64
	Cell
}

// Standing is what becomes of units that still stand in a stage, by how long they have
// stood there: at each of some ages a curve of those that were there for longer, from
// then on (a landmark analysis: Anderson, Cain & Gelber 1983). A curve of all that
// ever came there would say of one that has stood for two months what became of those
// that went on after a week.
type Standing struct {
	ages   []float64
	curves []Curve
}

// StandingCurves fits the curves at the ages, which ascend. Not ok without units or
// with an impossible one; an age that no unit reached has a curve without units.
func StandingCurves(stays []Stay, ages []float64, causes int) (Standing, bool) {
	longest := slices.Clone(stays)
	slices.SortFunc(longest, func(a, b Stay) int { return cmp.Compare(b.Left, a.Left) })
	type key struct {
		t     float64
		cause int
	}
	there := map[key]int{}
	s := Standing{ages: ages, curves: make([]Curve, len(ages))}
	next := 0
	for i := len(ages) - 1; i >= 0; i-- {
		for ; next < len(longest) && longest[next].Left > ages[i]; next++ {
			x := longest[next]
			if !finite(x.Left) || x.T < x.Left {
				return Standing{}, false
			}
			there[key{x.T, x.Cause}] += x.N
		}
		cells := make([]Cell, 0, len(there))
		for k, n := range there {
			cells = append(cells, Cell{T: k.t - ages[i], Cause: k.cause, N: n})
		}
		if len(cells) == 0 {
			continue
		}
		c, ok := AalenJohansen(cells, causes)
		if !ok {
			return Standing{}, false
		}
		s.curves[i] = c
	}
	return s, len(stays) > 0
}

// At is the curve of those that stand there at an age, from then on: that of the last
// of the ages which is not later.
func (s Standing) At(age float64) Curve {
	if i := s.index(age); i >= 0 {
		return s.curves[i]
	}
	return Curve{}
}

func (s Standing) index(age float64) int {
	i, found := slices.BinarySearch(s.ages, age)
	if found {
		return i
	}
	return i - 1
}

// Confidence is the probability of a deal of a stage's level at an age: what deals did
// that stood there at that age, blended with the level by how many there were,
// ρ = n/(n + AgeBlend). Where fewer than AgeBlend are left it does not rise above what
// it was at the last age that had as many: that hardly any deal stood for so long is no
// reason to believe in it.
func Confidence(s Standing, level, age float64) float64 {
	i := s.index(age)
	if i < 0 {
		return level
	}
	p, n := s.confidence(i, level)
	if n >= AgeBlend {
		return p
	}
	for ; i >= 0; i-- {
		if at, n := s.confidence(i, level); n >= AgeBlend {
			return min(p, at)
		}
	}
	return p
}

func (s Standing) confidence(i int, level float64) (p, n float64) {
	p, _, atRisk, ok := s.curves[i].WinGivenOpen(1, 0)
	if !ok {
		return level, 0
	}
	n = float64(atRisk)
	rho := n / (n + AgeBlend)
	return rho*p + (1-rho)*level, n
}
