package facts

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"peil"
	"peil/internal/store"
)

// DB is the facts of one workspace.
type DB struct {
	cache *Cache
	ws    *store.Workspace
	names *names
	log   *slog.Logger
	file  *handle
	past  *past

	// building is held while everything is folded anew, step while the file is advanced, replaced or compared.
	building sync.Mutex
	step     sync.Mutex
	left     os.FileInfo // the file when it was closed last, having been read whole
	live     *engine     // what the file was folded with; nil until it was built

	stageMu  sync.Mutex
	stages   map[peil.ID]*stage // of the batches that this process writes
	unfollow func()

	mu      sync.Mutex
	running context.CancelFunc // stops the tail; nil while resting
	tail    sync.WaitGroup
	asked   time.Time
	now     state
	moved   chan struct{} // closed when now changes
	poke    chan struct{}
	hurry   chan struct{} // somebody waits until the file has been read whole
}

// state is what readers are told.
type state struct {
	seq      int64
	ready    bool // the file was built once
	stale    bool
	settings peil.Settings
	org      org   // users, money and set-up
	err      error // what keeps the facts from coming on, if anything
	done     int   // of the background fold, in units
	total    int
	unread   bool // the file has not been read whole yet: some of it may be damaged
}

func newDB(c *Cache, ws *store.Workspace) *DB {
	path := filepath.Join(c.dir, ws.ID().String()+".duckdb")
	d := &DB{cache: c, ws: ws, names: newNames(ws), log: c.opts.Log.With("workspace", ws.Name()),
		file: newHandle(path, c.config), moved: make(chan struct{}), poke: make(chan struct{}, 1), hurry: make(chan struct{}, 1), stages: map[peil.ID]*stage{}}
	d.past = &past{db: d}
	if err := d.sweepStages(); err != nil {
		d.log.Warn("files of an ended process are left", "err", err)
	}
	d.unfollow = ws.Follow(d.followBatch)
	return d
}

// start opens the file, building it where there is none that fits, and starts
// the tail. It does nothing when the tail runs.
func (d *DB) start(ctx context.Context) error {
	d.step.Lock()
	defer d.step.Unlock()
	d.mu.Lock()
	running := d.running != nil
	d.mu.Unlock()
	if running {
		return nil
	}
	live, err := d.open(ctx)
	if err != nil {
		return err
	}
	d.live = live
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	d.mu.Lock()
	d.running, d.asked = cancel, time.Now()
	d.mu.Unlock()
	if live != nil {
		d.tellLive()
		if !d.asLeft() {
			d.tell(func(s *state) { s.unread = true })
			d.tail.Go(func() { d.scrub(run) })
		}
	}
	d.tail.Add(1)
	go func() {
		defer d.tail.Done()
		d.follow(run)
	}()
	return nil
}

// wake opens the workspace again where it was closed to save memory.
func (d *DB) wake(ctx context.Context) error {
	d.mu.Lock()
	running := d.running != nil
	d.mu.Unlock()
	if running {
		return nil
	}
	_, err := d.cache.Workspace(ctx, d.ws)
	return err
}

// open reads the file. It returns nil when the facts must be built first.
func (d *DB) open(ctx context.Context) (*engine, error) {
	if _, err := os.Stat(d.file.path); err != nil {
		if !os.IsNotExist(err) {
			return nil, err
		}
		return nil, nil
	}
	m, err := d.file.meta(ctx)
	if err == nil {
		err = d.fits(ctx, m)
	}
	if err == nil {
		e := d.liveEngine(d.file)
		return e, e.resume(ctx, m)
	}
	if held := locked(err, d.file.path); held != nil {
		return nil, held
	}
	if !damaged(err) && !errors.Is(err, errForeign) {
		return nil, err
	}
	return nil, d.setAside(ctx, err)
}

// scrubAfter is how long the first questions have the machine for themselves.
const scrubAfter = 2 * time.Second

// scrub reads the whole file after the first questions, since a block's damage
// shows only when it is read, and sets the file aside where it is damaged.
func (d *DB) scrub(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-d.hurry:
	case <-time.After(scrubAfter):
	}
	err := d.file.scrub(ctx)
	if ctx.Err() != nil {
		return
	}
	if damaged(err) {
		d.step.Lock()
		defer d.step.Unlock()
		err = d.discard(ctx, err)
	}
	if err != nil {
		d.log.Warn("facts file not read whole", "err", err)
	}
	d.tell(func(s *state) { s.unread = false })
}

// discard sets a damaged file aside; the tail builds it again, and readers wait
// for that. The caller holds step.
func (d *DB) discard(ctx context.Context, why error) error {
	d.live = nil
	d.tell(func(s *state) { s.ready, s.unread = false, false })
	return d.setAside(ctx, why)
}

// asLeft reports whether the file lies as this process closed it: then it was
// read once, and need not be again.
func (d *DB) asLeft() bool {
	now, err := os.Stat(d.file.path)
	return err == nil && d.left != nil && now.Size() == d.left.Size() && now.ModTime().Equal(d.left.ModTime())
}

// fits reports errForeign unless the file was made by this version, for this
// store, and not from events that the store has lost since (a restored backup).
func (d *DB) fits(ctx context.Context, m meta) error {
	want := d.emptyMeta()
	switch {
	case m.schema != want.schema || m.fold != want.fold:
		return fmt.Errorf("%w: schema %s, fold %s", errForeign, m.schema, m.fold)
	case m.store != want.store:
		return fmt.Errorf("%w: of workspace %s", errForeign, m.store)
	case m.seq == 0:
		return nil
	}
	id, err := eventAt(ctx, d.ws, m.seq)
	if err == nil && id.IsZero() {
		last, _ := d.ws.LastSeq(ctx) // only said
		d.log.Warn("the database has fewer events than these facts were folded from: a backup was put back, or events were lost", "database", last, "facts", m.seq)
	}
	if err == nil && id != m.lastEvent {
		err = fmt.Errorf("%w: event %d is not the one it was folded from", errForeign, m.seq)
	}
	return err
}

func (d *DB) emptyMeta() meta {
	return meta{schema: schemaVersion, fold: foldVersion, store: d.ws.ID(), builtTo: time.Unix(0, 0).UTC()}
}

// eventAt is the id of the event with that number, zero where there is none.
func eventAt(ctx context.Context, ws *store.Workspace, seq int64) (id peil.ID, err error) {
	err = ws.Events(ctx, seq-1, 1, func(ev peil.Event) error {
		if ev.Seq == seq {
			id = ev.ID
		}
		return nil
	})
	return id, err
}

// setAside renames a file that cannot be used, with the date, so that somebody
// may look at it.
func (d *DB) setAside(ctx context.Context, why error) error {
	kind := ".damaged"
	if errors.Is(why, errForeign) {
		kind = ".old"
	}
	stamp := d.file.path + "." + d.cache.opts.Clock().UTC().Format("20060102-150405")
	to := stamp + kind
	for n := 2; exists(to); n++ {
		to = fmt.Sprintf("%s-%d%s", stamp, n, kind)
	}
	d.log.Warn("facts file set aside, it will be built again", "file", d.file.path, "now", to, "why", why)
	_, err := d.file.close(ctx, true, func() error {
		if err := os.Rename(d.file.path, to); err != nil {
			return err
		}
		if err := os.Rename(d.file.path+".wal", to+".wal"); err != nil && !os.IsNotExist(err) {
			return err
		}
		return nil
	})
	return err
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// tell changes what readers are told and wakes those who wait.
func (d *DB) tell(change func(*state)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(&d.now)
	close(d.moved)
	d.moved = make(chan struct{})
}

// rest stops the tail and closes the file, unless a question runs.
func (d *DB) rest() bool {
	if d.file.busy() || !d.step.TryLock() {
		return false
	}
	d.step.Unlock()
	d.stop()
	closed, err := d.file.close(context.Background(), false, nil)
	if err != nil {
		d.log.Warn("facts file did not close", "err", err)
	}
	if !d.told().unread {
		d.left, _ = os.Stat(d.file.path)
	}
	return closed
}

// stop ends the tail and waits for it.
func (d *DB) stop() {
	d.mu.Lock()
	cancel := d.running
	d.running = nil
	d.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	d.tail.Wait()
}

func (d *DB) close() error {
	d.unfollow()
	d.stop()
	d.past.close()
	_, err := d.file.close(context.Background(), true, nil)
	return err
}

// limit sets how much memory the file's questions may use, in bytes.
func (d *DB) limit(ctx context.Context, bytes int64) {
	if !d.file.isOpen() {
		return
	}
	if _, err := d.file.db.ExecContext(ctx, "set memory_limit = '"+limitText(bytes)+"'"); err != nil {
		d.log.Warn("memory limit not set", "err", err)
	}
}
