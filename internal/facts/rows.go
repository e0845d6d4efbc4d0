package facts

import (
	"encoding/json"

	"peil"
	"peil/internal/fold"
)

// appendCase appends the rows of a group and what facts notes of it.
func (w *writer) appendCase(f *folded) error {
	r := &f.rows
	for _, err := range []error{
		appendRows(w, "deal_fact", r.Deals), appendRows(w, "deal_span", r.Spans), appendRows(w, "stage_visit", r.Visits),
		appendRows(w, "stage_entry", r.Entries), appendRows(w, "credit_fact", r.Credits), appendRows(w, "close_fact", r.Closes),
		appendRows(w, "competitor_seen", r.Competitors), appendRows(w, "response_clock", r.Clocks), appendRows(w, "lead_fact", r.Leads),
		appendRows(w, "touch_fact", r.Touches), appendRows(w, "activity_fact", r.Activities), appendRows(w, "message_fact", r.Messages),
	} {
		if err != nil {
			return err
		}
	}
	for _, m := range f.members {
		if err := w.put("", "unit_clock", f.root, m, f.at, f.recorded, len(f.org) > 0); err != nil {
			return err
		}
	}
	return nil
}

// noted is a deal's summary as it stands in the file.
type noted struct {
	fold.DealSummary
	unit  peil.ID
	class fold.ClassInfo
}

func (w *writer) appendSummary(n noted) error {
	text, err := json.Marshal(n.DealSummary)
	if err != nil {
		return err
	}
	return w.put("", "deal_summary", n.unit, n.Deal, n.Account, string(text), n.class.Class, n.class.AfterFirst)
}

// wholeTables are what is replaced whole, table by table.
type wholeTables struct {
	users fold.UserRows
	money fold.MoneyRows
}

func (w *writer) replaceWhole(t wholeTables) error {
	m := &t.money
	for _, err := range []error{
		replace(w, "fte_day", t.users.FTEDays), replace(w, "user_team", t.users.Teams),
		replace(w, "cost_day", m.Costs), replace(w, "spend_day", m.Spends), replace(w, "fx_day", m.Rates),
		replace(w, "quota_fact", m.Quotas), replace(w, "margin_dim", m.Margins), replace(w, "period_lock", m.Locks),
		replace(w, "forecast_line", m.Forecasts), replace(w, "calendar_day", m.Days), replace(w, "stage_dim", m.Stages),
		replace(w, "reason_dim", m.Reasons), replace(w, "source_dim", m.Sources),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
