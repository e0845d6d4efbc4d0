package fold

import (
	"time"

	"peil"
)

// ResponseClock is a row of response_clock; see facts/schema.sql.
type ResponseClock struct {
	UnitID        peil.ID
	DealID        peil.ID
	LeadID        peil.ID
	Kind          string
	StageID       peil.ID
	StartAt       time.Time
	StartOn       peil.Date
	StopAt        time.Time
	Ended         string
	EndedAt       time.Time
	WallMin       *float64
	BusinessMin   *float64
	ContactAt     time.Time
	AssignedAt    time.Time
	AssignedMin   *float64
	AnsweredLive  bool
	CustomerAgain bool
	LateLogged    bool
	Precise       bool
	StartHour     int64
	StartWeekday  int64
	InHours       bool
	Calendar      string
	ResponsibleID peil.ID
	ResponderID   peil.ID
	StopEventID   peil.ID
	Class         string
	PipelineID    peil.ID
	SourceID      peil.ID
	Campaign      string
	Channel       string
	AccountID     peil.ID
	ProductID     peil.ID
	Family        string
	Currency      string
}

// Append adds the row's columns, in the order of the table, to dst.
func (r ResponseClock) Append(dst []any) []any {
	return append(dst,
		id(r.UnitID), id(r.DealID), id(r.LeadID), text(r.Kind), id(r.StageID), instant(r.StartAt), day(r.StartOn),
		instant(r.StopAt), text(r.Ended), instant(r.EndedAt), number(r.WallMin), number(r.BusinessMin),
		instant(r.ContactAt), instant(r.AssignedAt), number(r.AssignedMin), r.AnsweredLive, r.CustomerAgain, r.LateLogged, r.Precise, r.StartHour, r.StartWeekday, r.InHours, text(r.Calendar),
		id(r.ResponsibleID), id(r.ResponderID), id(r.StopEventID), text(r.Class), id(r.PipelineID), id(r.SourceID),
		text(r.Campaign), text(r.Channel), id(r.AccountID), id(r.ProductID), text(r.Family), text(r.Currency),
	)
}
