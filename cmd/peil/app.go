package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/fold"
	"peil/internal/store"
	"peil/internal/web"
	"peil/ui"
)

// app is an open data directory: the truth, the facts, and those who ask.
type app struct {
	set   settings
	own   *owner
	log   *slog.Logger
	store *store.Store
	facts *facts.Cache
	web   *web.Server
}

// own opens the data directory that this process has just claimed, answers other
// processes while it does the command, and gives the directory up after the last
// of them has its answer.
func (e *env) own(ctx context.Context, o *owner, act action) (err error) {
	defer o.release()
	a := &app{set: e.set, own: o, log: e.log}
	if err := a.open(ctx, e); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()

	f := &office{app: a, asked: make(map[string]chan string)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /command", f.command)
	mux.HandleFunc("POST /answer", f.answer)
	mux.Handle("/", a.web.Handler())
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: headerTimeout}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(o.listener) }()

	err = act(ctx, a)
	// Others' commands are finished first, unless this process was told to stop.
	if ctx.Err() == nil {
		srv.Shutdown(ctx)
	}
	srv.Close()
	f.work.Wait()
	if e := <-served; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return err
}

func (a *app) open(ctx context.Context, e *env) error {
	dir, err := filepath.Abs(e.path(a.set.Data))
	if err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(dir, scratchFolder)); err != nil {
		return unusable(dir, usage("data_unusable", "the data directory %s cannot be used: %v", dir, err), err)
	}
	url := a.set.Database
	if url == "" {
		url = "sqlite://" + filepath.Join(dir, "peil.db")
	}
	if a.store, err = store.Open(ctx, url, rules, store.Options{}); err != nil {
		return err
	}
	memory, err := size(a.set.Memory)
	if err != nil {
		return errors.Join(err, a.store.Close())
	}
	a.facts, err = facts.Open(ctx, facts.Options{Dir: dir, Open: a.set.Workspaces, Memory: memory, Log: a.log, Clock: a.now})
	if err != nil {
		return errors.Join(unusable(dir, usage("data_unusable", "the data directory %s cannot be used: %v", dir, err), err), a.store.Close())
	}
	a.web, err = web.New(web.Options{Store: a.store, Facts: a.facts, Lang: a.set.Lang, Log: a.log, Now: a.now, Version: version(),
		Scratch: filepath.Join(dir, scratchFolder), Errors: filepath.Join(dir, "import-errors"), UI: ui.Files(),
		Workspace: func(ctx context.Context, name string) (*store.Workspace, error) {
			ws, _, err := web.Choose(ctx, a.store, name)
			return ws, err
		}})
	if err != nil {
		return errors.Join(err, a.facts.Close(), a.store.Close())
	}
	return nil
}

func (a *app) close() error {
	a.web.Close()
	return errors.Join(a.facts.Close(), a.store.Close())
}

func (a *app) now() time.Time { return time.Now() }

// rules are how the store asks the fold.
var rules = store.Rules{
	Touches: fold.Touches,
	Setup: func(before any, events []peil.Event) any {
		s, ok := before.(*fold.Setup)
		if !ok {
			return fold.NewSetup(events, time.Time{})
		}
		for _, ev := range events {
			s = s.With(ev)
		}
		return s
	},
	Check: func(setup any, unit []peil.Event, ev peil.Event) error {
		return fold.Check(setup.(*fold.Setup), unit, ev)
	},
	Snapshot: func(setup any, unit []peil.Event) peil.Snapshot {
		return fold.Snapshot(setup.(*fold.Setup), unit)
	},
	Whole: func(setup any, unit []peil.Event) (peil.Snapshot, []error) {
		return fold.Whole(setup.(*fold.Setup), unit)
	},
}

// scratchFolder is where half-done work lies; what an ended process left there
// is swept away.
const scratchFolder = "tmp"

// diskFull is the error that says why the facts do not follow, if that is it: what
// they have can still be asked.
func diskFull(err error) *peil.Error {
	var e *peil.Error
	if errors.As(err, &e) && e.Code == "facts_disk_full" {
		return e
	}
	return nil
}

// workspace opens the facts of the workspace that a command is about, and says
// which one that is where nobody said. The facts hold all that is stored.
func (a *app) workspace(ctx context.Context, e *env) (*store.Workspace, *facts.DB, error) {
	ws, chosen, err := web.Choose(ctx, a.store, e.set.Workspace)
	if err != nil && !chosen {
		return nil, nil, asUsageIfInvalid(err)
	}
	if err != nil {
		return nil, nil, err
	}
	if chosen {
		e.say("cli.workspace", "name", ws.Name())
	}
	db, err := a.facts.Workspace(ctx, ws)
	if err != nil {
		return nil, nil, err
	}
	return ws, db, db.Ready(ctx, e.counting("rebuild"))
}

// newest is the workspace that a command is about, and its facts as they are now.
func (a *app) newest(ctx context.Context, e *env) (*store.Workspace, *facts.DB, *facts.View, error) {
	ws, db, err := a.workspace(ctx, e)
	if err != nil {
		return nil, nil, nil, err
	}
	v, err := db.Now(ctx, 0)
	return ws, db, v, err
}
