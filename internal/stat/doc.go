// Package stat is the statistical kernel: estimates, intervals and tests over
// grouped counts, as metrics.md §6 defines them.
//
// Every function is pure: the same arguments give the same bytes. What is
// random takes a [Seed]. Functions count units (leads, deals, visits) and never
// see a row; a report's SQL groups first, so a million deals cost no more here
// than a thousand.
//
// Nothing returns NaN. Where the data cannot bear an answer (no units, an
// impossible count, a quantile that was never reached) the last result is
// false and the others are zero.
package stat

import (
	"math"

	"peil"
)

// Z is the 97.5 % point of the normal distribution to the digits that the
// goldens were computed with; Level is the level of every interval here unless
// a function takes another.
const (
	Z     = 1.959964
	Level = 0.95

	alphaLow  = (1 - Level) / 2
	alphaHigh = 1 - alphaLow
)

// Interval is the result contract's interval, so that a report passes on what
// it gets.
type Interval = peil.Interval

// The methods that Interval.Method names.
const (
	MethodWilson          = "wilson"
	MethodJeffreys        = "jeffreys"
	MethodBeta            = "beta"
	MethodNewcombe        = "newcombe"
	MethodMOVER           = "mover"
	MethodGarwood         = "garwood"
	MethodCompoundPoisson = "compound_poisson"
	MethodGreenlandRobins = "greenland_robins"
	MethodLogLogGreenwood = "loglog_greenwood"
	MethodGreenwood       = "greenwood"
	MethodAalen           = "aalen"
	MethodBootstrap       = "bootstrap"
	MethodDelta           = "delta"
	MethodOrderStatistic  = "order_statistic"
	MethodBinomial        = "binomial_draws"
)

// Estimate is a value with its interval.
type Estimate struct {
	Value    float64
	Interval Interval
}

// interval95 makes an interval at the usual level.
func interval95(lo, hi float64, method string) Interval {
	return Interval{Lo: lo, Hi: hi, Level: Level, Method: method}
}

// finite says whether all of xs are ordinary numbers.
func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
