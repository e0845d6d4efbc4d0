package main

import (
	"context"
	"flag"
	"sync"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/store"
)

// Jobs are what is done by the clock, in peil serve as its times come and in peil
// tick for a machine's own clock. There is no other way: each is done once for each
// time it is due, by whichever process takes it first (store.TakeJob).

// job is something done by the clock.
type job struct {
	name string
	// due is the last time at which it should have been done by now.
	due func(s peil.Settings, now time.Time) time.Time
	run func(ctx context.Context, a *app, ws *store.Workspace, db *facts.DB, due time.Time) error
}

// jobs are all of them.
var jobs = []job{
	{"forecast", dueDaily(5 * time.Minute), func(ctx context.Context, a *app, ws *store.Workspace, db *facts.DB, _ time.Time) error {
		return a.issueForecasts(ctx, ws, db)
	}},
	{adviceJob, dueMonday(6 * time.Hour), func(ctx context.Context, a *app, ws *store.Workspace, db *facts.DB, due time.Time) error {
		return a.advise(ctx, ws, db, due)
	}},
}

// dueDaily is so long after each local midnight.
func dueDaily(after time.Duration) func(peil.Settings, time.Time) time.Time {
	return func(s peil.Settings, now time.Time) time.Time {
		loc := location(s)
		day := peil.DateOf(now, loc)
		if at := day.Start(loc).Add(after); !at.After(now) {
			return at.UTC()
		}
		return day.AddDays(-1).Start(loc).Add(after).UTC()
	}
}

func location(s peil.Settings) *time.Location {
	if s.Calendar.Location != nil {
		return s.Calendar.Location
	}
	return time.UTC
}

// actorScheduler is who does what the clock asks for.
var actorScheduler = peil.Actor{Kind: peil.ActorSystem}

// tick does what is due in every workspace that has data, and says how many jobs
// that were. One that fails does not keep the others from theirs.
func (a *app) tick(ctx context.Context) (done int, err error) {
	names, err := a.store.Workspaces(ctx)
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		ws, err := a.store.Workspace(ctx, name)
		if err != nil {
			return done, err
		}
		n, err := a.tickWorkspace(ctx, ws)
		done += n
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

func (a *app) tickWorkspace(ctx context.Context, ws *store.Workspace) (done int, err error) {
	if seq, err := ws.LastSeq(ctx); err != nil || seq == 0 {
		return 0, err
	}
	db, err := a.facts.Workspace(ctx, ws)
	if err != nil {
		return 0, err
	}
	if err := db.Ready(ctx, nil); err != nil {
		return 0, err
	}
	v, err := db.Now(ctx, 0)
	if err != nil {
		return 0, err
	}
	for _, j := range jobs {
		due := j.due(v.Settings, a.now())
		taken, err := ws.TakeJob(ctx, j.name, due)
		if err != nil {
			return done, err
		}
		if !taken {
			continue
		}
		why := j.run(ctx, a, ws, db, due)
		if why != nil {
			a.log.Error("job failed", "workspace", ws.Name(), "job", j.name, "due", due, "err", why)
		}
		// What was begun is noted also when this process is told to stop meanwhile.
		if err := ws.EndJob(context.WithoutCancel(ctx), j.name, due, why); err != nil {
			return done, err
		}
		if why == nil {
			done++
		}
	}
	return done, nil
}

// tickEvery is how often peil serve looks whether something is due.
const tickEvery = time.Minute

// follow does what is due for as long as the context lives; wait waits for the last.
func (a *app) followClock(ctx context.Context) (wait func()) {
	var wg sync.WaitGroup
	wg.Go(func() {
		t := time.NewTicker(tickEvery)
		defer t.Stop()
		for {
			if _, err := a.tick(ctx); err != nil && ctx.Err() == nil {
				a.log.Error("the clock's jobs", "err", err)
			}
			select {
			case <-ctx.Done():
				return
			case <-t.C:
			}
		}
	})
	return wg.Wait
}

// prepareTick is peil tick: it does once what is due, for a machine that keeps time
// itself.
func prepareTick(e *env) (action, error) {
	words, err := parse(flag.NewFlagSet("tick", flag.ContinueOnError), e.args)
	if err != nil {
		return nil, err
	}
	if len(words) > 0 {
		return nil, usage("too_many_arguments", "peil %s takes no %q", "tick", words[0])
	}
	return func(ctx context.Context, a *app) error {
		done, err := a.tick(ctx)
		if err == nil {
			e.say("cli.tick.done", "n", done)
		}
		return err
	}, nil
}
