package fold

import (
	"peil"
)

// AccountDim is a row of account_dim; see facts/schema.sql.
type AccountDim struct {
	AccountID peil.ID
	Segment   string
	Industry  string
	Size      string
	Region    string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r AccountDim) Append(dst []any) []any {
	return append(dst,
		id(r.AccountID), text(r.Segment), text(r.Industry), text(r.Size), text(r.Region),
	)
}
