package store

import (
	"context"

	"peil"
)

// Check is what was found in a database that was read to its end.
type Check struct {
	// Problems are what the database says of its own file, in its words; at most
	// twenty.
	Problems   []string
	Workspaces []WorkspaceCheck
}

// WorkspaceCheck says which events of a workspace can be read.
type WorkspaceCheck struct {
	Name string
	// Events is how many there must be: their numbers have no gaps.
	Events int64
	// Damaged are the numbers of those that are not there as they were stored.
	Damaged []Span
}

// Span is a run of numbers, both ends in it.
type Span struct{ From, To int64 }

// Readable is how many events can be read.
func (c WorkspaceCheck) Readable() int64 {
	n := c.Events
	for _, s := range c.Damaged {
		n -= s.To - s.From + 1
	}
	return n
}

// OK reports whether everything can be read.
func (c Check) OK() bool {
	for _, w := range c.Workspaces {
		if len(w.Damaged) > 0 {
			return false
		}
	}
	return len(c.Problems) == 0
}

// Check reads the whole database: its file's structure, and every event with its
// checksum. It changes nothing. Progress, which may be nil, counts events.
func (s *Store) Check(ctx context.Context, progress func(done, total int)) (c Check, err error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	if c.Problems, err = s.engine.check(ctx); err != nil {
		return c, err
	}
	names, err := s.Workspaces(ctx)
	if err != nil {
		return c, err
	}
	for _, name := range names {
		w, err := s.Workspace(ctx, name)
		if err != nil {
			return c, err
		}
		last, err := w.LastSeq(ctx)
		if err != nil {
			return c, err
		}
		found := WorkspaceCheck{Name: name, Events: last}
		for from := int64(1); from <= last; from += eventPage {
			to := min(last, from+eventPage-1)
			if found.Damaged, err = w.damagedIn(ctx, from, to, found.Damaged); err != nil {
				return c, err
			}
			progress(int(to), int(last))
		}
		c.Workspaces = append(c.Workspaces, found)
	}
	return c, nil
}

// damagedIn adds the events from one number to another that cannot be read, by
// halving the run until they are found.
func (w *Workspace) damagedIn(ctx context.Context, from, to int64, found []Span) ([]Span, error) {
	err := w.Events(ctx, from-1, int(to-from+1), func(peil.Event) error { return nil })
	switch {
	case err == nil:
		return found, nil
	case ctx.Err() != nil, peil.KindOf(err) == peil.KindUnavailable:
		return found, err
	case from < to:
		mid := from + (to-from)/2
		if found, err = w.damagedIn(ctx, from, mid, found); err != nil {
			return found, err
		}
		return w.damagedIn(ctx, mid+1, to, found)
	}
	if n := len(found); n > 0 && found[n-1].To == from-1 {
		found[n-1].To = from
		return found, nil
	}
	return append(found, Span{from, from}), nil
}

// check asks SQLite whether the pages of the file fit together.
func (e *sqlite) check(ctx context.Context) (problems []string, err error) {
	err = e.read(ctx, func(c conn) error {
		return c.query(ctx, "pragma integrity_check(20)", nil, func(s scan) error {
			var line string
			err := s(&line)
			if line != "ok" {
				problems = append(problems, line)
			}
			return err
		})
	})
	if isDamage(err) {
		return append(problems, err.Error()), nil
	}
	return problems, err
}

// check leaves the server's files to the server, which has checksums of its own.
func (e *postgres) check(context.Context) ([]string, error) { return nil, nil }
