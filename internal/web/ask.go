package web

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
)

// Query reads the question about a report. Now is the clock that periods such as
// last-month are counted from; an earlier as-of or known-at is it instead.
func Query(ctx context.Context, v *facts.View, id string, params url.Values, now time.Time) (report.Query, error) {
	q := report.Query{Report: id, Excluded: params.Get("excluded"), By: params.Get("by"), Trend: params.Get("trend"), Measures: params["measure"], Now: now}
	if err := checkParams(params); err != nil {
		return q, err
	}
	r, err := report.Find(id)
	if err != nil {
		return q, err
	}
	if q.Period, err = period(ctx, v, r, params.Get("period"), now); err != nil {
		return q, err
	}
	if word := params.Get("base"); word != "" {
		if q.Base, err = period(ctx, v, r, word, now); err != nil {
			return q, err
		}
	}
	if word := params.Get("said"); word != "" {
		if q.Said, err = peil.ParseDate(strings.TrimSpace(word)); err != nil {
			var e *peil.Error
			if errors.As(err, &e) {
				return q, e.InField("said")
			}
			return q, err
		}
	}
	if q.Compare, err = compare(params.Get("compare")); err != nil {
		return q, err
	}
	if q.Filters, err = filters(params["filter"]); err != nil {
		return q, err
	}
	if q.Tau, err = days("tau", params.Get("tau")); err != nil {
		return q, err
	}
	if q.Limit, err = whole("limit", params.Get("limit")); err != nil {
		return q, err
	}
	q.Offset, err = whole("offset", params.Get("offset"))
	return q, err
}

func period(ctx context.Context, v *facts.View, r *report.Report, word string, now time.Time) (peil.Period, error) {
	if word == "" {
		return r.DefaultPeriod(ctx, v, now)
	}
	for _, t := range []time.Time{v.AsOf, v.KnownAt} {
		if !t.IsZero() && t.Before(now) {
			now = t.Add(-time.Nanosecond) // the day is over, the next has not begun
		}
	}
	o := peil.PeriodOptions{FiscalYearStart: v.Settings.FiscalYearStart}
	if strings.EqualFold(strings.TrimSpace(word), "all") {
		span, err := report.Span(ctx, v)
		if err != nil {
			return peil.Period{}, err
		}
		o.DataFrom, o.DataTo = span.From, span.To
	}
	return peil.ParsePeriod(word, peil.DateOf(now, v.Settings.Calendar.Location), o)
}

// comparisons are the windows that a result can be compared with; both are the
// default (G16).
var comparisons = []string{"previous", "year"}

func compare(s string) ([]string, error) {
	switch strings.TrimSpace(s) {
	case "":
		return comparisons, nil
	case "none":
		return nil, nil
	}
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		part = strings.ToLower(strings.TrimSpace(part))
		if !slices.Contains(comparisons, part) {
			e := peil.Invalid("unknown_comparison", "there is no comparison %q; comparisons are previous, year, previous,year and none", part)
			e.Field = "compare"
			if e.DidYouMean(part, []string{"previous", "year", "none"}); e.Near == "" {
				e.Hints = []string{"previous,year", "previous", "year", "none"}
			}
			return nil, e
		}
		if !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out, nil
}

// filters reads dim=value, several values with commas; a value as filterValue
// writes it.
func filters(list []string) ([]report.Filter, error) {
	var out []report.Filter
	for _, s := range list {
		dim, values, ok := strings.Cut(s, "=")
		if !ok || strings.TrimSpace(dim) == "" {
			e := peil.Invalid("bad_filter", "%q is not a filter; write it as source=Google", s)
			e.Field, e.Hints = "filter", []string{"user=…", "source=…", "team=…"}
			return nil, e
		}
		f := report.Filter{Dim: strings.ToLower(strings.TrimSpace(dim))}
		for _, v := range splitValues(values) {
			f.Values = append(f.Values, strings.TrimSpace(v))
		}
		out = append(out, f)
	}
	return out, nil
}

// filterValue writes a value of a filter: a comma that belongs to it as \, and a
// backslash as \\ .
var filterValue = strings.NewReplacer(`\`, `\\`, ",", `\,`).Replace

// splitValues reads values with commas between them. A backslash before anything but
// a comma or a backslash is one.
func splitValues(s string) (values []string) {
	var v []byte
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == ',' || s[i+1] == '\\'):
			i++
			v = append(v, s[i])
		case s[i] == ',':
			values, v = append(values, string(v)), nil
		default:
			v = append(v, s[i])
		}
	}
	return append(values, string(v))
}

func whole(field, s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, peil.Invalid("bad_number", "%s is a whole number from 0 up, not %q", field, s).InField(field)
	}
	return n, nil
}

func days(field, s string) (float64, error) {
	if s == "" {
		return 0, nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !(x > 0) || x > 36525 {
		return 0, peil.Invalid("bad_days", "%s is a number of days above 0, not %q", field, s).InField(field)
	}
	return x, nil
}

// Answer asks a report. Where the question is put to an earlier knowledge, or the
// period was locked, the values say by how much the figure has changed since.
func Answer(ctx context.Context, db *facts.DB, v *facts.View, q report.Query, params url.Values) (*peil.Result, error) {
	res, err := answerOn(ctx, db, v, q)
	if err != nil {
		return nil, err
	}
	return stands(ctx, v, q, params, res)
}

// stands adds to an answer what is not of the question: the advice that holds still,
// and the workspace that was asked by name.
func stands(ctx context.Context, v *facts.View, q report.Query, params url.Values, res *peil.Result) (*peil.Result, error) {
	var err error
	if res.Advice, err = standing(ctx, v, q, peil.ID{}); err != nil {
		return nil, err
	}
	if ws := params.Get("workspace"); ws != "" {
		res.RowsHref += "&workspace=" + url.QueryEscape(ws)
	}
	return res, nil
}
