package fold

import (
	"peil"
)

// StageDim is a row of stage_dim; see facts/schema.sql.
type StageDim struct {
	StageID    peil.ID
	PipelineID peil.ID
	StageOrder int64
	Kind       string
	DefaultP   float64
	SLAMin     int64
}

// Append adds the row's columns, in the order of the table, to dst.
func (r StageDim) Append(dst []any) []any {
	return append(dst,
		id(r.StageID), id(r.PipelineID), r.StageOrder, text(r.Kind), r.DefaultP, r.SLAMin,
	)
}
