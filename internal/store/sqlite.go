package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"

	"peil"
)

// sqlite is a database in a file. It has one connection that writes, and a few
// that read beside it (WAL). A file belongs to one process (peil.lock), so every
// batch that is open when it is opened was left by a process that ended.
type sqlite struct {
	path    string
	db      *sql.DB // writes
	ro      *sql.DB // reads
	writer  chan *sqliteConn
	readers chan *sqliteConn
	// damage is why nothing is written any more: what is damaged is not written over.
	damage atomic.Pointer[peil.Error]
	log    *checkpointer
}

// sqliteReaders is how many read at the same time.
const sqliteReaders = 6

func openSQLite(ctx context.Context, path string, version int) (*sqlite, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fileError(path, err)
	}
	if err := whole(path); err != nil {
		return nil, err
	}
	if err := recognise(ctx, path, version); err != nil {
		return nil, inFile(path, err)
	}
	e := &sqlite{path: path, writer: make(chan *sqliteConn, 1), readers: make(chan *sqliteConn, sqliteReaders)}
	var err error
	// A page that is freed is overwritten (secure_delete): what was erased is gone.
	if e.db, err = sql.Open("sqlite3", dsn(path, "_journal_mode=WAL&_busy_timeout=10000&_secure_delete=on&_cache_size=-196608")); err != nil {
		return nil, sqliteError(err)
	}
	if e.ro, err = sql.Open("sqlite3", dsn(path, "_busy_timeout=10000&_query_only=true&_cache_size=-16384")); err != nil {
		return nil, sqliteError(err)
	}
	w, err := e.db.Conn(ctx)
	if err == nil {
		_, err = w.ExecContext(ctx, "pragma wal_autocheckpoint = "+strconv.Itoa(logPages))
	}
	if err != nil {
		return nil, errors.Join(inFile(path, sqliteError(err)), e.db.Close())
	}
	e.writer <- newSQLiteConn(w, true)
	for range sqliteReaders {
		e.readers <- nil // connected when first needed
	}
	e.log = startCheckpointer(e)
	return e, nil
}

// dsn names a file to the driver, whatever characters its path has.
func dsn(path, query string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query
}

func (e *sqlite) close() error {
	e.log.stop()
	w := <-e.writer
	w.close()
	for range sqliteReaders {
		if r := <-e.readers; r != nil {
			r.close()
		}
	}
	return errors.Join(e.ro.Close(), e.db.Close())
}

func (e *sqlite) owner() int64                              { return int64(os.Getpid()) }
func (e *sqlite) gone(context.Context, int64) (bool, error) { return true, nil }

// forget moves the log's pages into the file and empties the log: erased values
// would else stand in it until it is overwritten.
func (e *sqlite) forget(ctx context.Context) error {
	w := <-e.writer
	defer func() { e.writer <- w }()
	_, err := w.c.ExecContext(ctx, "pragma wal_checkpoint(truncate)")
	return sqliteError(err)
}

func (e *sqlite) write(ctx context.Context, fn func(conn) error) error {
	return e.writeWith(ctx, "full", fn)
}

// writeSoon leaves the log to the next write's fsync.
func (e *sqlite) writeSoon(ctx context.Context, fn func(conn) error) error {
	return e.writeWith(ctx, "normal", fn)
}

func (e *sqlite) writeWith(ctx context.Context, synchronous string, fn func(conn) error) error {
	if err := ctx.Err(); err != nil { // the select below may not see it
		return err
	}
	if d := e.damage.Load(); d != nil {
		return d
	}
	var w *sqliteConn
	select {
	case w = <-e.writer:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { e.writer <- w }()
	// A transaction is not broken off half-way: its caches would be lost, and it
	// is short.
	ctx = context.WithoutCancel(ctx)
	if w.synchronous != synchronous {
		if _, err := w.c.ExecContext(ctx, "pragma synchronous = "+synchronous); err != nil {
			return sqliteError(err)
		}
		w.synchronous = synchronous
	}
	if err := w.exec(ctx, "begin immediate"); err != nil {
		return err
	}
	w.rows = 0
	err := fn(w)
	if err == nil {
		err = w.exec(ctx, "commit")
		e.log.wrote(w.rows)
	}
	if err != nil {
		// After some failures SQLite has rolled back already; then this one says so.
		_ = w.exec(ctx, "rollback")
	}
	return e.noticed(err)
}

// noticed names the file in an error that says it is damaged, and remembers it.
func (e *sqlite) noticed(err error) error {
	err = inFile(e.path, err)
	var d *peil.Error
	if isDamage(err) && errors.As(err, &d) {
		e.damage.CompareAndSwap(nil, d)
	}
	return err
}

func (e *sqlite) read(ctx context.Context, fn func(conn) error) error {
	var r *sqliteConn
	select {
	case r = <-e.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { e.readers <- r }()
	if r == nil {
		c, err := e.ro.Conn(ctx)
		if err != nil {
			return sqliteError(err)
		}
		r = newSQLiteConn(c, false)
	}
	if err := r.exec(ctx, "begin"); err != nil {
		return err
	}
	err := fn(r)
	_ = r.exec(context.WithoutCancel(ctx), "rollback") // nothing was written
	return e.noticed(err)
}

// sqliteConn is a connection with its prepared statements.
type sqliteConn struct {
	c       *sql.Conn
	stmts   map[string]*sql.Stmt
	inserts map[insertKey]*sql.Stmt
	// whole is the writer's: its transactions are not broken off half-way. The
	// driver runs every statement that could be broken off in a goroutine of its
	// own, which costs more than a row.
	whole bool
	// synchronous is how surely the writer's transactions are on the disk when
	// they end.
	synchronous string
	rows        int // that the transaction has inserted
}

func newSQLiteConn(c *sql.Conn, whole bool) *sqliteConn {
	return &sqliteConn{c: c, stmts: make(map[string]*sql.Stmt), inserts: make(map[insertKey]*sql.Stmt), whole: whole}
}

// lasting is the context that a statement runs under.
func (c *sqliteConn) lasting(ctx context.Context) context.Context {
	if c.whole {
		return context.Background()
	}
	return ctx
}

func (c *sqliteConn) close() {
	for _, s := range c.stmts {
		s.Close()
	}
	for _, s := range c.inserts {
		s.Close()
	}
	c.c.Close()
}

// prepare rewrites a statement for SQLite and keeps it prepared.
func (c *sqliteConn) prepare(ctx context.Context, stmt string, args []any) (*sql.Stmt, []any, error) {
	stmt, args = sqliteForm(stmt, args)
	s := c.stmts[stmt]
	if s == nil {
		var err error
		if s, err = c.c.PrepareContext(ctx, stmt); err != nil {
			return nil, nil, sqliteError(err)
		}
		c.stmts[stmt] = s
	}
	return s, args, nil
}

func (c *sqliteConn) exec(ctx context.Context, stmt string, args ...any) error {
	s, args, err := c.prepare(ctx, stmt, args)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(c.lasting(ctx), args...)
	return sqliteError(err)
}

func (c *sqliteConn) query(ctx context.Context, stmt string, args []any, row func(scan) error) error {
	s, args, err := c.prepare(ctx, stmt, args)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(c.lasting(ctx), args...)
	if err != nil {
		return sqliteError(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return sqliteError(rows.Err())
}

func sqliteValue(v any) any {
	if id, ok := v.(peil.ID); ok {
		return id[:]
	}
	return v
}

// sqliteForm rewrites $n to ?n, and "in $n" to a list of as many arguments as
// the list has. Lists are padded to a power of two, so that few statements serve
// lists of every length.
func sqliteForm(stmt string, args []any) (string, []any) {
	out := make([]any, 0, len(args))
	for i, a := range args {
		n := strconv.Itoa(i + 1)
		switch list := a.(type) {
		case []peil.ID:
			stmt = strings.Replace(stmt, "in $"+n, "in ("+marks(i+1, len(list))+")", 1)
			for _, id := range list {
				out = append(out, id[:])
			}
		case []string:
			stmt = strings.Replace(stmt, "in $"+n, "in ("+marks(i+1, len(list))+")", 1)
			for _, s := range list {
				out = append(out, s)
			}
		default:
			out = append(out, sqliteValue(a))
			continue
		}
		for len(out) < i+padded(len(out)-i) {
			out = append(out, out[len(out)-1])
		}
	}
	return strings.ReplaceAll(stmt, "$", "?"), out
}

func padded(n int) int {
	p := 1
	for p < n {
		p *= 2
	}
	return p
}

func marks(from, n int) string {
	var b strings.Builder
	for i := range padded(n) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("?" + strconv.Itoa(from+i))
	}
	return b.String()
}
