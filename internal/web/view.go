package web

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
)

// View opens the facts that a question is about: of now, or a copy as of another
// day or as known then. Where nothing had been recorded by then it returns both
// the error and the facts of now, which Unrecorded answers with.
func View(ctx context.Context, db *facts.DB, v url.Values, minSeq int64, progress func(done, total int)) (*facts.View, error) {
	now, err := db.Now(ctx, minSeq)
	if err != nil {
		return nil, err
	}
	loc := now.Settings.Calendar.Location
	asOf, err := moment("as_of", v.Get("as_of"), loc)
	if err != nil {
		return nil, err
	}
	knownAt, err := moment("known_at", v.Get("known_at"), loc)
	if err != nil {
		return nil, err
	}
	if asOf.IsZero() && knownAt.IsZero() {
		return now, nil
	}
	past, err := db.At(ctx, asOf, knownAt, progress)
	if IsUnrecorded(err) {
		return now, err
	}
	return past, err
}

// IsUnrecorded reports that a question was put to a knowledge from before the
// workspace's first recording.
func IsUnrecorded(err error) bool {
	var e *peil.Error
	return errors.As(err, &e) && e.Code == reasonUnrecorded
}

// reasonUnrecorded is both the error's code and the values' reason.
const reasonUnrecorded = "not_recorded"

// Unrecorded is the answer to a question about a time from which nothing is
// recorded: no values, and the first day that could be asked about.
func Unrecorded(q report.Query, v *facts.View, params url.Values, cause error) (*peil.Result, error) {
	at, err := moment("known_at", params.Get("known_at"), v.Settings.Calendar.Location)
	if err != nil {
		return nil, err
	}
	return unrecorded(q, at, cause)
}

func unrecorded(q report.Query, at time.Time, cause error) (*peil.Result, error) {
	rep, err := report.Find(q.Report)
	if err != nil {
		return nil, err
	}
	res := &peil.Result{Report: rep.ID, DefVersion: rep.Version, Period: q.Period, AsOf: at, KnownAt: at,
		Series: []peil.Point{}, Excluded: []peil.Excluded{}, Advice: []peil.Advice{}}
	row := peil.Row{Measures: map[string]peil.Value{}}
	for _, m := range rep.Measures {
		if len(q.Measures) > 0 && !slices.Contains(q.Measures, m.ID) {
			continue
		}
		res.Measures = append(res.Measures, m.Measure)
		row.Measures[m.ID] = peil.Value{Reason: reasonUnrecorded, Unit: m.Unit, Display: peil.DisplayTooFew}
	}
	res.Rows = []peil.Row{row}
	note := peil.Note{Code: reasonUnrecorded}
	var e *peil.Error
	if errors.As(cause, &e) && len(e.Hints) > 0 {
		if note.Date, err = peil.ParseDate(e.Hints[0]); err != nil {
			return nil, err
		}
	}
	res.Notes = []peil.Note{note}
	return res, nil
}

// endOfDay reads a day and returns the instant at which it is over.
func endOfDay(field, s string, loc *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	d, err := peil.ParseDate(s)
	if err != nil {
		return time.Time{}, inField(err, field)
	}
	return d.AddDays(1).Start(loc), nil
}

// moment reads an instant (RFC 3339), or a day as its end.
func moment(field, s string, loc *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC(), nil
	}
	if t, err := time.ParseInLocation("2006-01-02T15:04", s, loc); err == nil {
		return t.UTC(), nil
	}
	return endOfDay(field, s, loc)
}

func inField(err error, field string) error {
	if e, ok := err.(*peil.Error); ok {
		return e.InField(field)
	}
	return err
}
