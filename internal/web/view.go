package web

import (
	"context"
	"net/url"
	"time"

	"peil"
	"peil/internal/facts"
)

// View opens the facts that a question is about: of now, or a copy as of another
// day or as known then.
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
	return db.At(ctx, asOf, knownAt, progress)
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
