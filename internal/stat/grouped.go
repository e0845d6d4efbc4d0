package stat

import (
	"cmp"
	"math"
	"slices"
)

// ValueCount is a value that N units share.
type ValueCount struct {
	Value float64
	N     int
}

// tidy sorts values ascending, merges equal ones and counts the units; not ok
// if there are none, or a value or count is impossible.
func tidy(values []ValueCount) (sorted []ValueCount, n int, ok bool) {
	for _, v := range values {
		if !finite(v.Value) || v.N < 0 {
			return nil, 0, false
		}
		if v.N > 0 {
			sorted = append(sorted, v)
			n += v.N
		}
	}
	slices.SortFunc(sorted, func(a, b ValueCount) int { return cmp.Compare(a.Value, b.Value) })
	merged := sorted[:0]
	for _, v := range sorted {
		if last := len(merged) - 1; last >= 0 && merged[last].Value == v.Value {
			merged[last].N += v.N
		} else {
			merged = append(merged, v)
		}
	}
	return merged, n, n > 0
}

// split returns the counts of the values, in their order.
func split(values []ValueCount) []int {
	counts := make([]int, len(values))
	for i, v := range values {
		counts[i] = v.N
	}
	return counts
}

// Mean returns the mean of grouped values.
func Mean(values []ValueCount) (float64, bool) {
	v, n, ok := tidy(values)
	if !ok {
		return 0, false
	}
	mean := meanOf(v, split(v), n)
	return mean, finite(mean)
}

// MeanInterval returns the 95 % interval of the mean: bootstrap by unit up to
// 2 000 units, above mean ± z·s/√n ("delta"), which is the same by then. Not ok
// below two units.
func MeanInterval(values []ValueCount, r Resampling) (Interval, bool) {
	v, n, ok := tidy(values)
	if !ok || n < 2 {
		return Interval{}, false
	}
	if n <= MaxResampled {
		return bootstrap(split(v), r, func(counts []int) (float64, bool) { return meanOf(v, counts, n), true })
	}
	mean, squares := meanOf(v, split(v), n), 0.0
	for _, x := range v {
		squares += float64(x.N) * (x.Value - mean) * (x.Value - mean)
	}
	half := Z * math.Sqrt(squares/float64(n-1)/float64(n))
	return interval95(mean-half, mean+half, MethodDelta), finite(mean, half)
}

func meanOf(v []ValueCount, counts []int, n int) float64 {
	sum := 0.0
	for i, c := range counts {
		sum += v[i].Value * float64(c)
	}
	return sum / float64(n)
}

// Quantile returns the p-quantile of grouped values: the smallest with at least
// the share p of the units at or below it, so always a value that occurs. Not
// ok unless 0 ≤ p ≤ 1.
func Quantile(values []ValueCount, p float64) (float64, bool) {
	v, n, ok := tidy(values)
	if !ok || !(p >= 0 && p <= 1) {
		return 0, false
	}
	return valueAt(v, split(v), rankOf(p, n)), true
}

// Median is the ½-quantile.
func Median(values []ValueCount) (float64, bool) { return Quantile(values, .5) }

// MedianInterval returns the 95 % interval of the median: bootstrap by unit up
// to 2 000 units, above the order statistics with ranks n/2 ± z·√n/2, rounded
// outwards: the number of units below the median is Binomial(n, ½). Not ok below
// two units.
func MedianInterval(values []ValueCount, r Resampling) (Interval, bool) {
	v, n, ok := tidy(values)
	if !ok || n < 2 {
		return Interval{}, false
	}
	if n <= MaxResampled {
		return bootstrap(split(v), r, func(counts []int) (float64, bool) {
			return valueAt(v, counts, rankOf(.5, n)), true
		})
	}
	half := Z * math.Sqrt(float64(n)) / 2
	lo := int(math.Floor(float64(n)/2 - half))
	hi := int(math.Ceil(float64(n)/2+half)) + 1
	counts := split(v)
	return interval95(valueAt(v, counts, lo), valueAt(v, counts, hi), MethodOrderStatistic), true
}

// rankOf is the 1-based rank of the p-quantile among n.
func rankOf(p float64, n int) int { return max(1, int(math.Ceil(p*float64(n)-1e-9))) }

// valueAt returns the value of the unit with the 1-based rank.
func valueAt(v []ValueCount, counts []int, rank int) float64 {
	for i, c := range counts {
		if rank -= c; rank <= 0 {
			return v[i].Value
		}
	}
	return v[len(v)-1].Value
}
