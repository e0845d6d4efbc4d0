package advice

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

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
		a.RowsHref = rowsHref(a)
		out = append(out, a)
	}
	if err := rows.Err(); err != nil {
		return nil, peil.Internal("report_failed", "the facts could not be read (%s)", "advice").Because(err)
	}
	return out, label(ctx, v, out)
}

// rowsOf is the word of an advice that says which period its rows are of.
const rowsOf = "of"

// rowsHref is where the rows are that an advice rests on.
func rowsHref(a peil.Advice) string {
	r, err := report.Find(a.Report)
	if err != nil {
		return ""
	}
	q := url.Values{}
	if p, ok := strings.CutPrefix(a.Words[rowsOf], "period:"); ok {
		q.Set("period", p)
	}
	if rule := find(a.Rule); rule != nil && rule.Rows != "" {
		q.Set("measure", rule.Rows)
	}
	parts := []string{a.Scope}
	if For(a.Scope) != "" {
		parts = strings.Split(a.Scope, alsoScope)
	}
	for _, part := range parts {
		if dim, value, ok := strings.Cut(part, "="); ok && r.Has(dim) && !strings.Contains(value, ",") {
			q.Add("filter", part)
		}
	}
	href := "/api/v1/reports/" + url.PathEscape(r.ID) + "/rows"
	if len(q) > 0 {
		href += "?" + q.Encode()
	}
	return href
}

// What a scope is made of where an advice is one person's: theirs comes first.
const (
	personalScope = "user="
	alsoScope     = "&"
)

// For is whom alone an advice is for, by its scope: nobody is told of a named
// person but they themselves. Empty is for everyone.
func For(scope string) string {
	rest, ok := strings.CutPrefix(scope, personalScope)
	if !ok {
		return ""
	}
	user, _, _ := strings.Cut(rest, alsoScope)
	return user
}

// Theirs keeps what is for everyone, and for who looks; nobody sees only the first.
func Theirs(list []peil.Advice, who peil.ID) []peil.Advice {
	return slices.DeleteFunc(list, func(a peil.Advice) bool {
		user := For(a.Scope)
		return user != "" && (who.IsZero() || user != who.String())
	})
}

// Standing are those of a report that hold still, for somebody who looks: shown and
// neither dismissed nor done, for one period of their rule. Nothing is about all of
// them.
func Standing(ctx context.Context, v *report.View, about string, who peil.ID) ([]peil.Advice, error) {
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
	return Theirs(out, who), nil
}

// Payload is the event that says a finding was shown.
func (f Finding) Payload(v *report.View, id peil.ID) peil.AdviceShown {
	if !f.Period.IsZero() {
		words := map[string]string{rowsOf: "period:" + f.Period.String()}
		maps.Copy(words, f.Words)
		f.Words = words
	}
	return peil.AdviceShown{Advice: id, Rule: f.Rule.ID, Version: f.Rule.Version, Report: f.Rule.Report, Scope: f.Scope,
		Evidence: f.Evidence, Words: f.Words, Stake: int64(f.Stake*minors(v) + .5)}
}
