package facts

import (
	"encoding/json"

	"peil"
	"peil/internal/fold"
)

// appendCase appends the rows of a group and what facts notes of it.
func (w *writer) appendCase(f *folded) error {
	r := &f.rows
	filled, bit := int64(0), int64(1)
	for _, t := range []struct {
		n   int
		err error
	}{
		// In the order of perUnitTables.
		put(w, "deal_fact", r.Deals), put(w, "deal_span", r.Spans), put(w, "stage_visit", r.Visits), put(w, "stage_entry", r.Entries),
		put(w, "credit_fact", r.Credits), put(w, "close_fact", r.Closes), put(w, "competitor_seen", r.Competitors),
		put(w, "response_clock", r.Clocks), put(w, "lead_fact", r.Leads), put(w, "touch_fact", r.Touches),
		put(w, "activity_fact", r.Activities), put(w, "message_fact", r.Messages),
		put(w, "outreach_fact", r.Outreach), put(w, "outreach_channel", r.Channels), put(w, "contact_merge", r.Contacts),
	} {
		if t.err != nil {
			return t.err
		}
		if t.n > 0 {
			filled |= bit
		}
		bit <<= 1
	}
	for _, m := range f.members {
		if err := w.put("", "unit_clock", f.root, m, f.at, f.recorded, len(f.org) > 0, filled); err != nil {
			return err
		}
	}
	return nil
}

func put[R row](w *writer, name string, rows []R) struct {
	n   int
	err error
} {
	return struct {
		n   int
		err error
	}{len(rows), appendRows(w, name, rows)}
}

// noted is a deal's summary as it stands in the file.
type noted struct {
	fold.DealSummary
	unit  peil.ID
	class fold.ClassInfo
}

// text is how a summary is noted; two that are alike fold alike.
func (n noted) text() (string, error) {
	text, err := json.Marshal(n.DealSummary)
	return string(text), err
}

func (w *writer) appendSummary(n noted) error {
	text, err := n.text()
	if err != nil {
		return err
	}
	return w.put("", "deal_summary", n.unit, n.Deal, n.Account, text, n.class.Class, n.class.AfterFirst)
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
		replace(w, "hurdle_dim", m.Hurdles), replace(w, "advice_fact", m.Advice), replace(w, "forecast_fact", m.Forecasts), replace(w, "forecast_rival", m.Rivals),
		replace(w, "forecast_line", m.Lines), replace(w, "calendar_day", m.Days), replace(w, "open_hours", m.Hours), replace(w, "stage_dim", m.Stages),
		replace(w, "reason_dim", m.Reasons), replace(w, "source_dim", m.Sources),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
