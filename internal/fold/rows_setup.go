package fold

import (
	"time"

	"peil"
)

// UserTeam is a row of user_team; see facts/schema.sql.
type UserTeam struct {
	UserID peil.ID
	TeamID peil.ID
	FromOn peil.Date
	ToOn   peil.Date
}

// Append adds the row's columns, in the order of the table, to dst.
func (r UserTeam) Append(dst []any) []any {
	return append(dst,
		id(r.UserID), id(r.TeamID), day(r.FromOn), day(r.ToOn),
	)
}

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

// PeriodLock is a row of period_lock; see facts/schema.sql.
type PeriodLock struct {
	FromOn   peil.Date
	ToOn     peil.Date
	LockedAt time.Time
}

// Append adds the row's columns, in the order of the table, to dst.
func (r PeriodLock) Append(dst []any) []any {
	return append(dst,
		day(r.FromOn), day(r.ToOn), instant(r.LockedAt),
	)
}
