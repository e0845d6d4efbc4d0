package fold

import (
	"peil"
)

// QuotaFact is a row of quota_fact; see facts/schema.sql.
type QuotaFact struct {
	QuotaID  peil.ID
	UserID   peil.ID
	TeamID   peil.ID
	Kind     string
	Per      string
	FromOn   peil.Date
	ToOn     peil.Date
	Value    float64
	Currency string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r QuotaFact) Append(dst []any) []any {
	return append(dst,
		id(r.QuotaID), id(r.UserID), id(r.TeamID), text(r.Kind), text(r.Per), day(r.FromOn), day(r.ToOn), r.Value,
		text(r.Currency),
	)
}
