package fold

import (
	"peil"
)

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
