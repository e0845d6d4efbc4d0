package fold

import (
	"peil"
)

// SourceDim is a row of source_dim; see facts/schema.sql.
type SourceDim struct {
	SourceID peil.ID
	IntoID   peil.ID
}

// Append adds the row's columns, in the order of the table, to dst.
func (r SourceDim) Append(dst []any) []any {
	return append(dst,
		id(r.SourceID), id(r.IntoID),
	)
}
