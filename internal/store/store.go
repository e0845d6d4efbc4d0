package store

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"time"

	"peil"
)

// Rules is how the store asks the fold; cmd wires the fold's functions in. A nil
// function is left out: no units, no checks, no state.
type Rules struct {
	// Touches names the units that an event changes. target is the event that a
	// correction or void points at; where that is itself a correction or void,
	// the event at the end of the chain.
	Touches func(ev peil.Event, target *peil.Event) peil.Touch
	// Setup folds set-up events, in the order of their numbers, into prev (nil
	// at first). It must not change prev: a command that is refused goes back to it.
	Setup func(prev any, ev []peil.Event) any
	// Check says whether ev makes sense after the events of its unit: the group
	// of the unit that ev is about (its subject, else the first unit of its
	// Touch), already joined with what its links join.
	Check func(setup any, unit []peil.Event, ev peil.Event) error
	// Snapshot gives the state rows of a group of units. The events it is given
	// must not be changed or kept.
	Snapshot func(setup any, unit []peil.Event) peil.Snapshot
	// Whole does for all the events there are of a group what Check does for
	// each after those before it, and Snapshot for all: no errors, or one for each
	// event, nil where it makes sense, and no snapshot. Nil asks those two.
	Whole func(setup any, unit []peil.Event) (peil.Snapshot, []error)
}

// Options may all be left out.
type Options struct {
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Log is told what happens in the background; nil is slog.Default().
	Log *slog.Logger
}

// Store is an open database with its workspaces. It may be used by many
// goroutines.
type Store struct {
	engine engine
	rules  Rules
	now    func() time.Time
	log    *slog.Logger

	mu     sync.Mutex
	open   map[peil.ID]*Workspace
	closed bool
}

// Open opens the database that url names, "sqlite:///path/peil.db" or
// "postgres://…", makes or migrates its tables, and undoes the batches that were
// left unfinished by processes that have ended.
//
// Errors: kind unsupported for a database of a newer version, which is left
// untouched, or of another program; unavailable where it cannot be reached.
func Open(ctx context.Context, url string, rules Rules, opts Options) (*Store, error) {
	all, err := migrations()
	if err != nil {
		return nil, err
	}
	return openWith(ctx, url, rules, opts, all)
}

func openWith(ctx context.Context, url string, rules Rules, opts Options, migrations []string) (*Store, error) {
	s := &Store{rules: rules, now: opts.Now, log: opts.Log, open: make(map[peil.ID]*Workspace)}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	var err error
	if s.engine, err = openEngine(ctx, url, len(migrations)); err != nil {
		return nil, err
	}
	if err = s.engine.migrate(ctx, migrations); err == nil {
		err = s.undoAbandoned(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.engine.close())
	}
	return s, nil
}

func openEngine(ctx context.Context, url string, version int) (engine, error) {
	scheme, path, _ := strings.Cut(url, "://")
	switch scheme {
	case "sqlite":
		if path == "" {
			return nil, peil.Invalid("database_url_without_file", "the database's address names no file: write it as sqlite:///path/peil.db")
		}
		return openSQLite(ctx, path, version)
	case "postgres", "postgresql":
		return openPostgres(ctx, url)
	}
	e := peil.Invalid("unknown_database_scheme", "the database's address must begin with sqlite:// or postgres://")
	e.Hints = []string{"sqlite:///path/peil.db", "postgres://user:password@host:5432/database"}
	return nil, e
}

// Close waits for what is being written, and closes the database. Closing once
// more does nothing.
func (s *Store) Close() error {
	s.mu.Lock()
	closed, open := s.closed, s.open
	s.closed, s.open = true, nil
	s.mu.Unlock()
	if closed {
		return nil
	}
	for _, w := range open {
		w.stop()
	}
	return s.engine.close()
}

// Workspaces lists the names of all workspaces, sorted.
func (s *Store) Workspaces(ctx context.Context) ([]string, error) {
	var names []string
	err := s.engine.read(ctx, func(c conn) error {
		return c.query(ctx, "select name from workspace order by name", nil, func(s scan) error {
			var name string
			err := s(&name)
			names = append(names, name)
			return err
		})
	})
	return names, err
}

// workspaceName is what a name may look like: it stands in paths and commands.
var workspaceName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)

// CreateWorkspace makes an empty workspace. Error of kind conflict when there is
// one of that name.
func (s *Store) CreateWorkspace(ctx context.Context, name string) (*Workspace, error) {
	if !workspaceName.MatchString(name) {
		return nil, peil.Invalid("bad_workspace_name",
			"a workspace's name is 1 to 63 small letters a–z, digits, - and _, and begins with a letter or a digit").InField("workspace")
	}
	now := s.now()
	id := peil.NewID(now)
	err := s.engine.write(ctx, func(c conn) error {
		taken := false
		err := c.query(ctx, "select 1 from workspace where name = $1", []any{name}, func(scan) error { taken = true; return nil })
		if err != nil {
			return err
		}
		if taken {
			return peil.Conflict("workspace_exists", "there is a workspace %q already", name).InField("workspace")
		}
		if err := c.exec(ctx, "insert into workspace (workspace_id, name, created_at) values ($1, $2, $3)", id, name, millis(now)); err != nil {
			return err
		}
		return c.exec(ctx, "insert into counter (workspace_id, seq, recorded_at) values ($1, 0, 0)", id)
	})
	if err != nil {
		return nil, err
	}
	return s.workspace(id, name)
}

// Workspace opens a workspace. Error of kind not_found, with the names there are
// as hints, when there is none of that name.
func (s *Store) Workspace(ctx context.Context, name string) (*Workspace, error) {
	var id peil.ID
	var names []string
	err := s.engine.read(ctx, func(c conn) error {
		return c.query(ctx, "select workspace_id, name from workspace order by name", nil, func(s scan) error {
			var one peil.ID
			var n string
			err := s(idOf{&one}, &n)
			if n == name {
				id = one
			}
			names = append(names, n)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	if id.IsZero() {
		e := peil.NotFound("unknown_workspace", "there is no workspace %q", name).InField("workspace")
		e.Hints = names
		return nil, e.DidYouMean(name, names)
	}
	return s.workspace(id, name)
}

// workspace gives the one Workspace of this process for an id.
func (s *Store) workspace(id peil.ID, name string) (*Workspace, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, peil.Unavailable("closed", "the database was closed")
	}
	w := s.open[id]
	if w == nil {
		w = newWorkspace(s, id, name)
		s.open[id] = w
	}
	return w, nil
}
