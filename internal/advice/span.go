package advice

import (
	"context"

	"peil"
	"peil/internal/report"
)

// The spans of time that rules look at.

// weeks are the last so many weeks, up to the day before the evaluation.
func (a *asked) weeks(n int) peil.Period {
	return peil.Period{From: a.today().AddDays(-7 * n), To: a.today()}
}

// yearTo is the year that ends on a day.
func yearTo(end peil.Date) peil.Period {
	return peil.Period{From: peil.NewDate(end.Year-1, end.Month, end.Day), To: end}
}

// year is the four quarters that are over.
func (a *asked) year() peil.Period { return yearTo(a.last(peil.GrainQuarter).To) }

// ripe is the end of the last quarter whose leads and deals have had the time to be
// decided (G12): what is counted of later ones would be provisional.
func (a *asked) ripe(ctx context.Context) (peil.Date, error) {
	if a.horizon == 0 {
		h, err := report.Horizon(ctx, a.view, a.at)
		if err != nil {
			return peil.Date{}, err
		}
		a.horizon = h
	}
	return peil.GrainQuarter.Start(a.today().AddDays(-int(a.horizon)), a.view.Settings.FiscalYearStart), nil
}

// ripeYear is the four quarters that end then.
func (a *asked) ripeYear(ctx context.Context) (peil.Period, error) {
	end, err := a.ripe(ctx)
	return yearTo(end), err
}

// ripeMaturity is what share of a cohort must be decided for a rule to speak of it.
const ripeMaturity = .8

// ripened reports whether enough of a value's cohort is decided.
func ripened(v peil.Value) bool { return v.Maturity == nil || *v.Maturity >= ripeMaturity }
