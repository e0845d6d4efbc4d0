package fold

import (
	"time"

	"peil"
)

// FTEDay is a row of fte_day; see facts/schema.sql.
type FTEDay struct {
	UserID  peil.ID
	Day     peil.Date
	FTE     float64
	Ramp    bool
	Assumed bool
}

// Append adds the row's columns, in the order of the table, to dst.
func (r FTEDay) Append(dst []any) []any {
	return append(dst,
		id(r.UserID), day(r.Day), r.FTE, r.Ramp, r.Assumed,
	)
}

// CostDay is a row of cost_day; see facts/schema.sql.
type CostDay struct {
	CostID   peil.ID
	UserID   peil.ID
	TeamID   peil.ID
	Kind     string
	Day      peil.Date
	Amount   float64
	Currency string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r CostDay) Append(dst []any) []any {
	return append(dst,
		id(r.CostID), id(r.UserID), id(r.TeamID), text(r.Kind), day(r.Day), r.Amount, text(r.Currency),
	)
}

// SpendDay is a row of spend_day; see facts/schema.sql.
type SpendDay struct {
	SpendID  peil.ID
	SourceID peil.ID
	Campaign string
	Day      peil.Date
	Amount   float64
	Currency string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r SpendDay) Append(dst []any) []any {
	return append(dst,
		id(r.SpendID), id(r.SourceID), text(r.Campaign), day(r.Day), r.Amount, text(r.Currency),
	)
}

// ForecastLine is a row of forecast_line; see facts/schema.sql.
type ForecastLine struct {
	ForecastID peil.ID
	DealID     peil.ID
	IssuedAt   time.Time
	AsOf       time.Time
	Horizon    peil.Date
	Model      string
	Replayed   bool
	Value      int64
	P          float64
	PInPeriod  float64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r ForecastLine) Append(dst []any) []any {
	return append(dst,
		id(r.ForecastID), id(r.DealID), instant(r.IssuedAt), instant(r.AsOf), day(r.Horizon), text(r.Model),
		r.Replayed, r.Value, r.P, r.PInPeriod,
	)
}

// CustomerSpan is a row of customer_span; see facts/schema.sql.
type CustomerSpan struct {
	AccountID    peil.ID
	CustomerFrom peil.Date
	FirstWinOn   peil.Date
	Opening      bool
	Wins         int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r CustomerSpan) Append(dst []any) []any {
	return append(dst,
		id(r.AccountID), day(r.CustomerFrom), day(r.FirstWinOn), r.Opening, r.Wins,
	)
}

// CalendarDay is a row of calendar_day; see facts/schema.sql.
type CalendarDay struct {
	Day         peil.Date
	Business    bool
	OpenMinutes int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r CalendarDay) Append(dst []any) []any {
	return append(dst,
		day(r.Day), r.Business, r.OpenMinutes,
	)
}

// FXDay is a row of fx_day; see facts/schema.sql.
type FXDay struct {
	Currency string
	Day      peil.Date
	Rate     float64
	AgeDays  int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r FXDay) Append(dst []any) []any {
	return append(dst,
		text(r.Currency), day(r.Day), r.Rate, r.AgeDays,
	)
}
