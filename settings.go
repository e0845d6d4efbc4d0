package peil

import "time"

// Settings is what holds for a whole workspace: how its days are cut, what
// its money is counted in, when its year starts.
type Settings struct {
	BaseCurrency Currency
	// FiscalYearStart is the month fiscal years start in.
	FiscalYearStart time.Month
	// Calendar is the workspace's business calendar; its Location is the zone
	// that days, weeks, months and quarters are cut in.
	Calendar Calendar
	// CountAbsence makes user.unavailable reduce full-time days (G9).
	CountAbsence bool
}

// Touch names the units that an event changes: the cases (a deal with its
// lead, or a lead alone), accounts, contacts and users whose fold sees it.
type Touch struct {
	Units []ID
	// Links are pairs of units that this event makes one: a lead and the deal
	// it became, the two sides of a merge. They are folded together from then on.
	Links [][2]ID
	// Setup is true where the event changes what every fold depends on: a
	// stage, a calendar, the base currency.
	Setup bool
}
