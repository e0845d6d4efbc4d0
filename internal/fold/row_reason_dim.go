package fold

import (
	"peil"
)

// ReasonDim is a row of reason_dim; see facts/schema.sql.
type ReasonDim struct {
	ReasonID peil.ID
	IntoID   peil.ID
	Kind     string
	Topic    string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r ReasonDim) Append(dst []any) []any {
	return append(dst,
		id(r.ReasonID), id(r.IntoID), text(r.Kind), text(r.Topic),
	)
}
