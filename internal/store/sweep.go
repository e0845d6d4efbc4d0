package store

import (
	"context"
	"time"

	"peil"
)

var restateTable = table{name: "restate", columns: []column{{"after_id", uuidType}}}

const (
	// sweepAtOnce is how many groups a change of the set-up restates in its own
	// transaction; more are done in the background (design.md, Fold).
	sweepAtOnce = 1000
	// sweepUnits is how many groups one transaction of a sweep restates. Commands
	// go between the steps.
	sweepUnits = 200
	// sweepPause lies between two steps.
	sweepPause = time.Millisecond
	// sweepRetry is the pause after a step that failed.
	sweepRetry = 5 * time.Second
)

// restateOthers sees to the groups that a change of the set-up may give another
// state though no event touched them: few are done at once, many in a sweep.
func (v *view) restateOthers(ctx context.Context, c conn, p *pending) error {
	all, err := queryUnits(ctx, c, p.ws, peil.ID{}, sweepAtOnce+1)
	if err != nil {
		return err
	}
	if len(all) <= sweepAtOnce {
		if err := v.load(ctx, c, all); err != nil {
			return err
		}
		return v.stateUnits(ctx, c, p, all)
	}
	if err := c.exec(ctx, "delete from restate where workspace_id = $1", p.ws); err != nil {
		return err
	}
	p.sweep = true
	return c.insert(ctx, restateTable, p.ws, [][]any{{peil.ID{}}})
}

// sweep does the next step of what is done in the background, if anything is due:
// removing what an abandoned batch left, restating all groups. It reports whether
// and when there is more to do. How far it came is stored: another process, or this
// one after a restart, goes on from there.
func (w *Workspace) sweep(ctx context.Context) (pause time.Duration, more bool) {
	due, err := w.clean(ctx)
	if err == nil && !due && w.store.rules.Snapshot != nil {
		due, err = w.restateNext(ctx)
	}
	if err != nil {
		w.store.log.Warn("work in the background failed and will be tried again", "workspace", w.name, "error", err)
		return sweepRetry, true
	}
	return sweepPause, due
}

// restateNext does the next step of restating all groups.
func (w *Workspace) restateNext(ctx context.Context) (due bool, err error) {
	err = w.store.engine.read(ctx, func(c conn) (err error) {
		_, due, err = sweptTo(ctx, c, w.id)
		return err
	})
	if err == nil && due {
		v := newView(w, peil.ID{}) // the appender's own would be swept empty
		err = w.write(ctx, v, func(c conn, p *pending) error { return w.sweepStep(ctx, v, c, p) })
	}
	return due, err
}

// sweptTo reads how far a sweep has come, and whether there is one.
func sweptTo(ctx context.Context, c conn, ws peil.ID) (after peil.ID, due bool, err error) {
	err = c.query(ctx, "select after_id from restate where workspace_id = $1", []any{ws}, func(s scan) error {
		due = true
		return s(idOf{&after})
	})
	return after, due, err
}

func (w *Workspace) sweepStep(ctx context.Context, v *view, c conn, p *pending) error {
	after, due, err := sweptTo(ctx, c, w.id) // again: another process may have taken this step
	if err != nil || !due {
		return err
	}
	units, err := queryUnits(ctx, c, w.id, after, sweepUnits)
	if err != nil {
		return err
	}
	if len(units) == 0 {
		return c.exec(ctx, "delete from restate where workspace_id = $1", w.id)
	}
	if err := v.load(ctx, c, units); err != nil {
		return err
	}
	if err := v.stateUnits(ctx, c, p, units); err != nil {
		return err
	}
	return c.exec(ctx, "update restate set after_id = $2 where workspace_id = $1", w.id, units[len(units)-1])
}
