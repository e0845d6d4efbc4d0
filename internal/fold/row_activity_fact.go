package fold

import (
	"time"

	"peil"
)

// ActivityFact is a row of activity_fact; see facts/schema.sql.
type ActivityFact struct {
	UnitID     peil.ID
	ActivityID peil.ID
	State      string
	PlannedOn  peil.Date
	Kind       string
	Direction  string
	Outcome    string
	Automated  bool
	DoneAt     time.Time
	DoneOn     peil.Date
	DueAt      time.Time
	DueOn      peil.Date
	Dated      bool
	Counted    bool
	Attempt    bool
	Contact    bool
	Cold       bool
	LateLogged bool
	DurationS  int64
	UserID     peil.ID
	DealID     peil.ID
	LeadID     peil.ID
	ContactID  peil.ID
	AccountID  peil.ID
	StageID    peil.ID
	Class      string
	PipelineID peil.ID
	SourceID   peil.ID
	Campaign   string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r ActivityFact) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.ActivityID), text(r.State), day(r.PlannedOn), text(r.Kind), text(r.Direction), text(r.Outcome), r.Automated,
		instant(r.DoneAt), day(r.DoneOn), instant(r.DueAt), day(r.DueOn), r.Dated, r.Counted, r.Attempt, r.Contact,
		r.Cold, r.LateLogged, r.DurationS, id(r.UserID), id(r.DealID), id(r.LeadID), id(r.ContactID),
		id(r.AccountID), id(r.StageID), text(r.Class), id(r.PipelineID), id(r.SourceID), text(r.Campaign),
	)
}
