package report

import (
	"context"
	"slices"
	"time"

	"peil"
)

// openDays is for how many days a cell says when it is open: an answer that ticks is
// asked for again long before.
const openDays = 2

// running reports whether the question is of now, so that what waits goes on waiting.
func (r *run) running(w window) bool {
	return r.view.AsOf.IsZero() && r.view.KnownAt.IsZero() && !w.end.Before(r.clock.asOf)
}

// open tells each cell when the open hours of its user run on; where there is none, as
// where nobody is responsible, those of the workspace.
func (r *run) open(ctx context.Context, axes []peil.Axis, cells []peil.Cell) error {
	hours, err := r.openHours(ctx)
	if err != nil {
		return err
	}
	calendars, err := r.calendars(ctx)
	if err != nil {
		return err
	}
	user := slices.IndexFunc(axes, func(a peil.Axis) bool { return a.ID == "user" })
	for i, c := range cells {
		cells[i].Open = hours[calendars[c.Keys[user]]]
	}
	return nil
}

// openHours are the openings from now on, by calendar.
func (r *run) openHours(ctx context.Context) (map[string][]peil.Opening, error) {
	today := r.clock.today
	s := bind(`select coalesce(calendar, ''), opens_at, closes_at from open_hours
        where day >= :open_from and day < :open_to and closes_at > :as_of and closes_at > opens_at order by opens_at`,
		map[string]param{"as_of": r.params["as_of"], "open_from": {"date", today.String()}, "open_to": {"date", today.AddDays(openDays).String()}})
	rows, err := r.view.Query(ctx, s.text, s.args...)
	if err != nil {
		return nil, failed("open hours", err)
	}
	defer rows.Close()
	out := map[string][]peil.Opening{}
	for rows.Next() {
		var calendar string
		var from, to time.Time
		if err := rows.Scan(&calendar, &from, &to); err != nil {
			return nil, failed("open hours", err)
		}
		out[calendar] = append(out[calendar], peil.Opening{From: from.UTC(), To: to.UTC()})
	}
	return out, rows.Err()
}

// calendars are those that the running clocks of users are counted by.
func (r *run) calendars(ctx context.Context) (map[string]string, error) {
	rows, err := r.view.Query(ctx, `select cast(responsible_id as text), max(coalesce(calendar, '')) from response_clock
        where responsible_id is not null and stop_at is null group by responsible_id`)
	if err != nil {
		return nil, failed("calendars", err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var user, calendar string
		if err := rows.Scan(&user, &calendar); err != nil {
			return nil, failed("calendars", err)
		}
		out[user] = calendar
	}
	return out, rows.Err()
}
