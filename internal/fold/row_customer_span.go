package fold

import (
	"peil"
)

// CustomerSpan is a row of customer_span; see facts/schema.sql.
type CustomerSpan struct {
	AccountID    peil.ID
	CustomerFrom peil.Date
	FirstWinOn   peil.Date
	SecondWinOn  peil.Date
	Opening      bool
	Wins         int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r CustomerSpan) Append(dst []any) []any {
	return append(dst,
		id(r.AccountID), day(r.CustomerFrom), day(r.FirstWinOn), day(r.SecondWinOn), r.Opening, r.Wins,
	)
}
