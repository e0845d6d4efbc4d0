package fold

// MarginDim is a row of margin_dim; see facts/schema.sql.
type MarginDim struct {
	Family string
	Pct    float64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r MarginDim) Append(dst []any) []any {
	return append(dst,
		text(r.Family), r.Pct,
	)
}
