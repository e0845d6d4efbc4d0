package peil

import "time"

// BatchCommitted ends a batch: from here on its events count.
type BatchCommitted struct {
	Batch ID `json:"batch"`
	// Events counts the events of the batch, this one not included.
	Events int `json:"events"`
}

// BatchUndone takes a batch out of every fold. Texts: reason.
type BatchUndone struct {
	Batch ID `json:"batch"`
}

// ChangeNoted is something the company changed: a price list, a script. It
// stands as a flag on every time axis. Its event bears the id of the note, so
// that a correction's texts are the note's. Texts: name, text.
type ChangeNoted struct {
	Note ID `json:"note"`
	// Dims narrows the note to slices ("pipeline" → ids); empty is everything.
	Dims map[string][]string `json:"dims,omitempty"`
}

// ForecastLine is one deal of an issued forecast, as it was then. P is the
// probability in force; where that is the seller's Own, Learned is what the stage's
// history said. Default is the stage's configured one.
type ForecastLine struct {
	Deal      ID      `json:"deal"`
	Stage     ID      `json:"stage,omitzero"`
	Value     int64   `json:"value"` // minor units of the base currency
	P         float64 `json:"p"`
	PInPeriod float64 `json:"p_in_period,omitempty"`
	Own       bool    `json:"own,omitempty"`
	Learned   float64 `json:"learned,omitempty"`
	Default   float64 `json:"default,omitempty"`
}

// ForecastRival is what another way to forecast said at the same moment.
type ForecastRival struct {
	Name string `json:"name"` // defaults, run_rate, last_year, sellers
	P10  int64  `json:"p10"`
	P50  int64  `json:"p50"`
	P90  int64  `json:"p90"`
}

// ForecastIssued is a forecast as it was shown; it is never computed again. It is
// of what is sold in the local days [From, Horizon). Money is in minor units of
// Currency; Booked is what was sold by AsOf, and part of the quantiles. Quota and
// PQuota, the chance of reaching it, are left out where there is none.
type ForecastIssued struct {
	Forecast    ID              `json:"forecast"`
	Model       string          `json:"model"`
	Seed        uint64          `json:"seed"`
	Draws       int             `json:"draws,omitempty"`
	AsOf        time.Time       `json:"as_of"`
	From        Date            `json:"from,omitzero"`
	Horizon     Date            `json:"horizon,omitzero"`
	Currency    Currency        `json:"currency"`
	Lines       []ForecastLine  `json:"lines"`
	Booked      int64           `json:"booked,omitempty"`
	NewBusiness int64           `json:"new_business,omitempty"`
	P10         int64           `json:"p10,omitempty"`
	P50         int64           `json:"p50,omitempty"`
	P90         int64           `json:"p90,omitempty"`
	Mean        int64           `json:"mean,omitempty"`
	Quota       int64           `json:"quota,omitempty"`
	PQuota      *float64        `json:"p_quota,omitempty"`
	Rivals      []ForecastRival `json:"rivals,omitempty"`
	// Replayed marks a forecast made afterwards from the events of its time.
	Replayed bool `json:"replayed,omitempty"`
}

// AdviceShown is an advice that somebody saw. Evidence is the numbers it rests on;
// Words is what it speaks of: ids of records, periods, and keys of the catalogue,
// never text. Stake is the money at stake in minor units of the base currency.
type AdviceShown struct {
	Advice   ID                 `json:"advice"`
	Rule     string             `json:"rule"`
	Version  int                `json:"version"`
	Report   string             `json:"report,omitempty"`
	Scope    string             `json:"scope,omitempty"`
	Evidence map[string]float64 `json:"evidence,omitempty"`
	Words    map[string]string  `json:"words,omitempty"`
	Stake    int64              `json:"stake,omitempty"`
}

// AdviceDismissed silences an advice for a while. Texts: reason.
type AdviceDismissed struct {
	Advice ID `json:"advice"`
}

// AdviceActed says that somebody did what the advice said. Texts: reason.
type AdviceActed struct {
	Advice ID `json:"advice"`
}

// ExperimentAssigned puts a deal or lead in an arm of an experiment.
type ExperimentAssigned struct {
	Experiment string `json:"experiment"`
	Deal       ID     `json:"deal,omitzero"`
	Lead       ID     `json:"lead,omitzero"`
	Arm        string `json:"arm"`
}

// PeriodLocked says that the figures of a period were published: what changes
// later is shown as restated (G4).
type PeriodLocked struct {
	Period Period `json:"period"`
}

// EventType and Subject of the events of this file.
func (BatchCommitted) EventType() Type     { return "batch.committed" }
func (BatchUndone) EventType() Type        { return "batch.undone" }
func (ChangeNoted) EventType() Type        { return "change.noted" }
func (ForecastIssued) EventType() Type     { return "forecast.issued" }
func (AdviceShown) EventType() Type        { return "advice.shown" }
func (AdviceDismissed) EventType() Type    { return "advice.dismissed" }
func (AdviceActed) EventType() Type        { return "advice.acted" }
func (ExperimentAssigned) EventType() Type { return "experiment.assigned" }
func (PeriodLocked) EventType() Type       { return "period.locked" }

func (p BatchCommitted) Subject() ID  { return p.Batch }
func (p BatchUndone) Subject() ID     { return p.Batch }
func (p ChangeNoted) Subject() ID     { return p.Note }
func (p ForecastIssued) Subject() ID  { return p.Forecast }
func (p AdviceShown) Subject() ID     { return p.Advice }
func (p AdviceDismissed) Subject() ID { return p.Advice }
func (p AdviceActed) Subject() ID     { return p.Advice }
func (p ExperimentAssigned) Subject() ID {
	if !p.Deal.IsZero() {
		return p.Deal
	}
	return p.Lead
}
func (PeriodLocked) Subject() ID { return ID{} }
