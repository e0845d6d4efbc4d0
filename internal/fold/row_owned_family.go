package fold

import (
	"peil"
)

// OwnedFamily is a row of owned_family; see facts/schema.sql.
type OwnedFamily struct {
	AccountID peil.ID
	Family    string
	OwnedFrom peil.Date
}

// Append adds the row's columns, in the order of the table, to dst.
func (r OwnedFamily) Append(dst []any) []any {
	return append(dst,
		id(r.AccountID), text(r.Family), day(r.OwnedFrom),
	)
}
