package web

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/source/sample"
	"peil/internal/store"
	"peil/internal/storetest"
)

// now is the moment that all tests of this package ask at.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// testUI is a built app in small.
var testUI = fstest.MapFS{
	"index.html":                     {Data: []byte("<!doctype html><title>Peil</title>")},
	"_app/immutable/start.abc.js":    {Data: []byte("console.log('plain')")},
	"_app/immutable/start.abc.js.br": {Data: []byte("brotli")},
	"_app/immutable/start.abc.js.gz": {Data: []byte("gzip")},
	"_app/version.json":              {Data: []byte("{}")},
	"favicon.svg":                    {Data: []byte("<svg/>")},
}

// fixture is a server over one sample company.
type fixture struct {
	dir    string
	store  *store.Store
	facts  *facts.Cache
	ws     *store.Workspace
	server *Server
}

// made are the fixtures there are, to be swept away.
var made []*fixture

// shared is the sample company of all tests that only read.
var shared = sync.OnceValues(func() (*fixture, error) { return newFixture(80) })

func TestMain(m *testing.M) {
	code := m.Run()
	for _, f := range made {
		f.server.Close()
		f.facts.Close()
		f.store.Close()
		os.RemoveAll(f.dir)
	}
	os.Exit(code)
}

func newFixture(deals int) (f *fixture, err error) {
	ctx := context.Background()
	f = &fixture{}
	if f.dir, err = os.MkdirTemp("", "peil-web-"); err != nil {
		return nil, err
	}
	if f.store, err = store.Open(ctx, "sqlite://"+filepath.Join(f.dir, "peil.db"), storetest.FoldRules(), store.Options{}); err != nil {
		return nil, err
	}
	if f.facts, err = facts.Open(ctx, facts.Options{Dir: f.dir, Memory: 512 << 20}); err != nil {
		return nil, err
	}
	if f.ws, err = f.store.CreateWorkspace(ctx, "demo"); err != nil {
		return nil, err
	}
	if err := sample.Fill(ctx, f.ws, sample.Options{Deals: deals, Seed: 1, Now: now}, nil); err != nil {
		return nil, err
	}
	db, err := f.facts.Workspace(ctx, f.ws)
	if err != nil {
		return nil, err
	}
	f.server, err = New(Options{Store: f.store, Facts: f.facts, Scratch: filepath.Join(f.dir, "tmp"), Errors: filepath.Join(f.dir, "errors"), UI: testUI, Lang: "nb", Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }, Version: "test",
		Workspace: func(ctx context.Context, name string) (*store.Workspace, error) {
			if name != "" && name != "demo" {
				e := peil.NotFound("unknown_workspace", "there is no workspace %q", name)
				e.Hints = []string{"demo"}
				return nil, e
			}
			return f.ws, nil
		}})
	if err != nil {
		return nil, err
	}
	if err := db.Ready(ctx, nil); err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	made = append(made, f)
	return f, nil
}
