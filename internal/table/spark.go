package table

import (
	"math"
	"strings"
)

// sparkTicks are the eight heights of a sparkline.
var sparkTicks = []rune("▁▂▃▄▅▆▇█")

// longestSpark is how many buckets a sparkline shows; of a longer series the
// last ones.
const longestSpark = 24

// spark draws a series from zero (or its lowest, if below) to its highest. A
// bucket without a value is a dot: nothing is not zero. Fewer than two values
// are no line.
func spark(values []*float64) string {
	if len(values) > longestSpark {
		values = values[len(values)-longestSpark:]
	}
	lo, hi, n := 0.0, math.Inf(-1), 0
	for _, v := range values {
		if v != nil {
			lo, hi, n = min(lo, *v), max(hi, *v), n+1
		}
	}
	if n < 2 {
		return ""
	}
	var b strings.Builder
	for _, v := range values {
		switch {
		case v == nil:
			b.WriteRune('·')
		case hi <= lo:
			b.WriteRune(sparkTicks[0])
		default:
			b.WriteRune(sparkTicks[int(math.Round((*v-lo)/(hi-lo)*float64(len(sparkTicks)-1)))])
		}
	}
	return b.String()
}
