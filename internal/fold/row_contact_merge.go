package fold

import (
	"peil"
)

// ContactMerge is a row of contact_merge; see facts/schema.sql.
type ContactMerge struct {
	UnitID    peil.ID
	ContactID peil.ID
	IntoID    peil.ID
}

// Append adds the row's columns, in the order of the table, to dst.
func (r ContactMerge) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.ContactID), id(r.IntoID),
	)
}
