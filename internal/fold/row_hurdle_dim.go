package fold

import (
	"peil"
)

// HurdleDim is a row of hurdle_dim; see facts/schema.sql.
type HurdleDim struct {
	FromOn peil.Date
	Rate   float64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r HurdleDim) Append(dst []any) []any { return append(dst, day(r.FromOn), r.Rate) }
