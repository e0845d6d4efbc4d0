package fold

import (
	"time"

	"peil"
)

// AdviceFact is a row of advice_fact; see facts/schema.sql.
type AdviceFact struct {
	AdviceID  peil.ID
	Rule      string
	Version   int64
	Report    string
	Scope     string
	ShownAt   time.Time
	State     string
	ChangedAt time.Time
	Stake     int64
	Evidence  string
	Words     string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r AdviceFact) Append(dst []any) []any {
	return append(dst, id(r.AdviceID), text(r.Rule), r.Version, text(r.Report), text(r.Scope), instant(r.ShownAt), text(r.State),
		instant(r.ChangedAt), r.Stake, text(r.Evidence), text(r.Words))
}
