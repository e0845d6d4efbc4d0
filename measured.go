package peil

import (
	"time"
)

// Display says how much a value can bear (G13).
type Display string

// The display states: ok, muted with its interval, too few, not yet resolved.
const (
	DisplayOK          Display = "ok"
	DisplayWide        Display = "wide"
	DisplayTooFew      Display = "too_few"
	DisplayProvisional Display = "provisional"
)

// Unit is what a value is counted in; it decides how it is printed.
type Unit string

// The units. Money is in the main unit of the measure's currency; shares are
// fractions, and points a difference of two; days and minutes are calendar ones,
// open minutes those of working hours, of which a day has no twenty-four hours; a
// number is a statistic without a unit.
const (
	UnitMoney  Unit = "money"
	UnitCount  Unit = "count"
	UnitShare  Unit = "share"
	UnitDays   Unit = "days"
	UnitMin    Unit = "minutes"
	UnitOpen   Unit = "open_minutes"
	UnitFactor Unit = "factor"
	UnitFTE    Unit = "fte"
	UnitPoints Unit = "points"
	UnitNumber Unit = "number"
)

// Better says which direction is good news.
type Better string

// The directions; neither is for plain counts.
const (
	BetterUp      Better = "up"
	BetterDown    Better = "down"
	BetterNeither Better = ""
)

// Interval is a range that holds the true value with probability Level.
type Interval struct {
	Lo     float64 `json:"lo"`
	Hi     float64 `json:"hi"`
	Level  float64 `json:"level"`
	Method string  `json:"method"`
}

// Value is one measured number with all that is known of it: the result
// contract of metrics.md §2.
type Value struct {
	// Value is nil where there is no number; Reason then says why.
	Value    *float64  `json:"value"`
	Reason   string    `json:"reason,omitempty"`
	Unit     Unit      `json:"unit"`
	Currency Currency  `json:"currency,omitempty"`
	K        *float64  `json:"k,omitempty"`
	N        *float64  `json:"n,omitempty"`
	Interval *Interval `json:"interval,omitempty"`
	Display  Display   `json:"display"`
	// Maturity is the share of the cohort that is resolved or old enough (G12).
	Maturity *float64  `json:"maturity,omitempty"`
	Restated *Restated `json:"restated,omitempty"`
	Compare  []Change  `json:"compare,omitempty"`
	// WithoutLargest is a mean sale without the largest one, where that is over
	// 40 % of the sum (G13).
	WithoutLargest *float64 `json:"without_largest,omitempty"`
	// Chance is set on a part of a change whose interval holds 0: it may be chance,
	// and its bar is hollow.
	Chance bool `json:"chance,omitempty"`
}

// Restated says by how much a published figure has changed since.
type Restated struct {
	By    float64   `json:"by"`
	Since time.Time `json:"since"`
}

// Change compares a value with the same measure of another window.
type Change struct {
	To     string `json:"to"` // previous or year
	Period Period `json:"period"`
	// Value is the other window's value, nil where it has none.
	Value    *float64  `json:"value"`
	Delta    *float64  `json:"delta"`
	Interval *Interval `json:"interval,omitempty"`
	// BusinessDays is set when a running period is compared like for like: the
	// number of complete business days in both windows (G11).
	BusinessDays int `json:"business_days,omitempty"`
	// Current is then the value in the days that can be compared, CurrentPeriod,
	// and Delta is from that: the value itself counts today as well.
	Current       *float64 `json:"current,omitempty"`
	CurrentPeriod Period   `json:"current_period,omitzero"`
}
