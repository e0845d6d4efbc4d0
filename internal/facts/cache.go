package facts

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"peil"
	"peil/internal/store"
)

// Options says where the facts lie and what they may use.
type Options struct {
	// Dir is the data directory; the files lie in Dir/facts.
	Dir string
	// Open is how many workspaces are open at a time, 64 when zero.
	Open int
	// Memory is the budget in bytes of all open workspaces together, a quarter
	// of the machine's when zero.
	Memory int64
	// Threads is how many threads a question may use, all cores when zero.
	Threads int
	// Log is told what was set aside and rebuilt; the default logger when nil.
	Log *slog.Logger
	// Clock is the present, for the tables that run up to today; time.Now when nil.
	Clock func() time.Time
}

// leastMemory is what DuckDB can work with for one workspace, in bytes.
const leastMemory = 64 << 20

// Cache holds the facts of the workspaces that are asked about.
type Cache struct {
	opts Options
	dir  string
	most int // open at a time

	mu  sync.Mutex
	end bool // closed
	dbs map[peil.ID]*DB
	lru []*DB // the open ones, the least recently asked first
}

// Open makes the folder for the facts. It opens no workspace.
func Open(ctx context.Context, opts Options) (*Cache, error) {
	dir, err := filepath.Abs(filepath.Join(opts.Dir, "facts"))
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(dir, "?#%") {
		return nil, peil.Invalid("bad_directory", "the data directory %s must not have ?, # or %% in its name", dir).InField("data")
	}
	if err := os.MkdirAll(filepath.Join(dir, "tmp"), 0o700); err != nil {
		return nil, err
	}
	if opts.Memory <= 0 {
		ram, err := machineMemory(ctx)
		if err != nil {
			return nil, err
		}
		opts.Memory = ram / 4
	}
	if opts.Threads <= 0 {
		opts.Threads = runtime.GOMAXPROCS(0)
	}
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	if opts.Clock == nil {
		opts.Clock = time.Now
	}
	if opts.Open <= 0 {
		opts.Open = 64
	}
	// Each open workspace gets an equal share, so no more can be open than have
	// enough to work with.
	most := max(1, min(opts.Open, int(opts.Memory/leastMemory)))
	return &Cache{opts: opts, dir: dir, most: most, dbs: map[peil.ID]*DB{}}, nil
}

// Workspace opens a workspace's facts and starts their tail. A file that is
// damaged, of another version or of another store is set aside and made again; a
// file that another process holds is *peil.Error unavailable, facts_locked.
func (c *Cache) Workspace(ctx context.Context, ws *store.Workspace) (*DB, error) {
	c.mu.Lock()
	if c.end {
		c.mu.Unlock()
		return nil, peil.Unavailable("facts_closed", "the facts are closed: the program is ending")
	}
	d := c.dbs[ws.ID()]
	if d == nil {
		d = newDB(c, ws)
		c.dbs[ws.ID()] = d
	}
	c.lru = append(slices.DeleteFunc(c.lru, func(o *DB) bool { return o == d }), d)
	over := slices.Clone(c.lru[:max(0, len(c.lru)-c.most)])
	c.mu.Unlock()

	for _, old := range over {
		if old.rest() {
			c.mu.Lock()
			c.lru = slices.DeleteFunc(c.lru, func(o *DB) bool { return o == old })
			c.mu.Unlock()
		}
	}
	if err := d.start(ctx); err != nil {
		return nil, err
	}
	c.share(ctx)
	return d, nil
}

// Close stops every tail and closes every file.
func (c *Cache) Close() error {
	c.mu.Lock()
	all := c.dbs
	c.dbs, c.lru, c.end = map[peil.ID]*DB{}, nil, true
	c.mu.Unlock()
	var first error
	for _, d := range all {
		if err := d.close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// memory is one workspace's share, in bytes. The number of sharers is rounded up
// to a power of two, so that opening one more seldom changes the others' share.
func (c *Cache) memory(open int) int64 {
	sharers := 1
	for sharers < open {
		sharers *= 2
	}
	return max(c.opts.Memory/int64(sharers), leastMemory)
}

// share gives every open workspace its share of the memory.
func (c *Cache) share(ctx context.Context) {
	c.mu.Lock()
	open := slices.Clone(c.lru)
	c.mu.Unlock()
	bytes := c.memory(len(open))
	for _, d := range open {
		d.limit(ctx, bytes)
	}
}

// config is the settings a file is opened with.
func (c *Cache) config() url.Values {
	c.mu.Lock()
	open := len(c.lru)
	c.mu.Unlock()
	return url.Values{
		"threads":        {strconv.Itoa(c.opts.Threads)},
		"memory_limit":   {limitText(c.memory(open))},
		"temp_directory": {filepath.Join(c.dir, "tmp")},
		// Facts have no order of their own; keeping one costs memory.
		"preserve_insertion_order": {"false"},
		// Nothing may be fetched or loaded: what is needed is linked in.
		"autoinstall_known_extensions": {"false"},
	}
}

func limitText(bytes int64) string { return fmt.Sprintf("%dMiB", bytes>>20) }

// machineMemory is what the machine, or the container, has: DuckDB looks at both
// and takes four fifths.
func machineMemory(ctx context.Context) (int64, error) {
	duck, err := duckdb.NewConnector("", nil)
	if err != nil {
		return 0, err
	}
	db := sql.OpenDB(duck)
	defer db.Close()
	var text string
	if err := db.QueryRowContext(ctx, "select current_setting('memory_limit')").Scan(&text); err != nil {
		return 0, err
	}
	n, unit, _ := strings.Cut(text, " ")
	v, err := strconv.ParseFloat(n, 64)
	if err != nil {
		return 0, fmt.Errorf("DuckDB's memory limit %q: %w", text, err)
	}
	shift := map[string]uint{"KiB": 10, "MiB": 20, "GiB": 30, "TiB": 40}[unit]
	return int64(v * float64(int64(1)<<shift) / 0.8), nil
}
