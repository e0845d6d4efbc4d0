package main

import (
	"context"
	"flag"
	"time"

	"peil"
	"peil/internal/source/sample"
	"peil/internal/store"
	"peil/internal/web"
)

type demoAsked struct {
	deals int
	seed  uint64
	csv   string
}

func demoFlags() (*flag.FlagSet, *demoAsked) {
	d := &demoAsked{}
	fs := flag.NewFlagSet("demo", flag.ContinueOnError)
	fs.IntVar(&d.deals, "deals", 3000, "how many deals the sample company has")
	fs.Uint64Var(&d.seed, "seed", 1, "the same seed makes the same company")
	fs.StringVar(&d.csv, "csv", "", "write the company as a CRM would export it into this folder, and nothing else")
	return fs, d
}

// prepareDemo is peil demo: it fills the workspace demo with the sample company,
// or writes the company as files.
func prepareDemo(e *env) (action, error) {
	fs, d := demoFlags()
	words, err := parse(fs, e.args)
	if err != nil {
		return nil, err
	}
	if len(words) > 0 {
		return nil, usage("too_many_arguments", "peil %s takes no %q", "demo", words[0])
	}
	if d.deals < 1 || d.deals > 1_000_000 {
		return nil, usage("bad_deals", "--deals is from 1 to 1000000, not %d", d.deals)
	}
	if e.set.Workspace != "" && e.set.Workspace != web.SampleWorkspace {
		return nil, usage("demo_elsewhere", "the sample company lives in the workspace demo only")
	}
	return func(ctx context.Context, a *app) error { return a.demo(ctx, e, *d) }, nil
}

func (a *app) demo(ctx context.Context, e *env, d demoAsked) error {
	if d.csv != "" {
		deals, activities, err := sample.WriteCSV(e.path(d.csv), sample.Options{Deals: d.deals, Seed: d.seed, Now: a.now()})
		if err == nil {
			e.say("cli.demo.csv", "deals", deals, "activities", activities, "dir", d.csv)
		}
		return err
	}
	ws, filled, err := a.demoWorkspace(ctx)
	if err != nil {
		return err
	}
	if filled > 0 {
		e.say("cli.demo.there", "n", filled)
		return nil
	}
	start := time.Now()
	err = sample.Fill(ctx, ws, sample.Options{Deals: d.deals, Seed: d.seed, Now: a.now()}, func(done, total int) {
		e.progress(progress{What: "demo", Done: int64(done), Total: int64(total)})
	})
	if err != nil {
		return err
	}
	db, err := a.facts.Workspace(ctx, ws)
	if err != nil {
		return err
	}
	if err := db.Ready(ctx, e.counting("rebuild")); err != nil {
		return err
	}
	e.say("cli.demo.done", "deals", d.deals, "time", e.words.Number(time.Since(start).Seconds(), 1))
	return nil
}

// demoWorkspace finds or makes the workspace, and says how many events of a
// whole sample company are in it: one whose making was broken off left nothing.
func (a *app) demoWorkspace(ctx context.Context) (ws *store.Workspace, filled int, err error) {
	ws, err = a.store.Workspace(ctx, web.SampleWorkspace)
	if peil.KindOf(err) == peil.KindNotFound {
		ws, err = a.store.CreateWorkspace(ctx, web.SampleWorkspace)
	}
	if err != nil {
		return nil, 0, err
	}
	list, err := ws.Batches(ctx)
	for _, b := range list {
		if b.State == store.BatchCommitted {
			filled += b.Events
		}
	}
	return ws, filled, err
}
