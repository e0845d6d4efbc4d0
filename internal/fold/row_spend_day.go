package fold

import (
	"peil"
)

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
