package advice

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/url"

	"peil"
	"peil/internal/report"
)

// All lists what was advised, the latest first, with what became of it.
func All(ctx context.Context, v *report.View) ([]peil.Advice, error) {
	rows, err := v.DB.QueryContext(ctx, `select cast(advice_id as text), rule, version, report, scope, shown_at, state, changed_at, stake, evidence, words
        from advice_fact order by shown_at desc, stake desc, cast(advice_id as text)`)
	if err != nil {
		return nil, peil.Internal("report_failed", "the facts could not be read (%s)", "advice").Because(err)
	}
	defer rows.Close()
	var out []peil.Advice
	for rows.Next() {
		var a peil.Advice
		var id string
		var about, scope, evidence, words sql.NullString
		var shown, changed sql.NullTime
		var stake int64
		if err := rows.Scan(&id, &a.Rule, &a.Version, &about, &scope, &shown, &a.State, &changed, &stake, &evidence, &words); err != nil {
			return nil, peil.Internal("report_failed", "the facts could not be read (%s)", "advice").Because(err)
		}
		a.ID = parseUUID(id)
		a.Report, a.Scope, a.Evaluated, a.Changed = about.String, scope.String, shown.Time.UTC(), changed.Time
		a.Currency = v.Settings.BaseCurrency
		a.Stake = float64(stake) / minors(v)
		_ = json.Unmarshal([]byte(evidence.String), &a.Evidence)
		_ = json.Unmarshal([]byte(words.String), &a.Words)
		if r := find(a.Rule); r != nil {
			a.Units = r.Units
		}
		if a.Report != "" {
			a.RowsHref = "/api/v1/reports/" + url.PathEscape(a.Report) + "/rows"
		}
		out = append(out, a)
	}
	if err := rows.Err(); err != nil {
		return nil, peil.Internal("report_failed", "the facts could not be read (%s)", "advice").Because(err)
	}
	return out, label(ctx, v, out)
}

// Standing are those of a report that hold still: shown and neither dismissed nor
// done, for one period of their rule. Nothing is about all of them.
func Standing(ctx context.Context, v *report.View, about string) ([]peil.Advice, error) {
	all, err := All(ctx, v)
	if err != nil {
		return nil, err
	}
	out := []peil.Advice{}
	for _, a := range all {
		r := find(a.Rule)
		if a.State == "shown" && r != nil && (about == "" || a.Report == about) && (v.AsOf.IsZero() || v.AsOf.Before(a.Evaluated.Add(r.Every.period()))) {
			out = append(out, a)
		}
	}
	return out, nil
}

// Payload is the event that says a finding was shown.
func (f Finding) Payload(v *report.View, id peil.ID) peil.AdviceShown {
	return peil.AdviceShown{Advice: id, Rule: f.Rule.ID, Version: f.Rule.Version, Report: f.Rule.Report, Scope: f.Scope,
		Evidence: f.Evidence, Words: f.Words, Stake: int64(f.Stake*minors(v) + .5)}
}
