package facts

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"peil"
)

// handle is a DuckDB file of this process. Its sql.DB stays valid while the file
// is closed to save memory or replaced by a rebuilt one: the next connection
// opens what then lies at the path. That is why a View never goes stale under
// the hands of who holds it.
type handle struct {
	path string
	// config gives the settings that the instance is opened with.
	config func() url.Values
	db     *sql.DB

	mu     sync.Mutex
	change *sync.Cond
	duck   *duckdb.Connector // nil while closed
	conns  int               // connections that are alive
	shut   bool              // no new connections: the file is being closed or replaced
	over   error             // why there will never be a connection again
}

// idleConns is how many connections a file keeps for the next question.
const idleConns = 4

func newHandle(path string, config func() url.Values) *handle {
	h := &handle{path: path, config: config}
	h.change = sync.NewCond(&h.mu)
	h.db = sql.OpenDB(h)
	h.db.SetMaxIdleConns(idleConns)
	return h
}

// Connect implements driver.Connector; it opens the file when it is closed.
func (h *handle) Connect(ctx context.Context) (driver.Conn, error) {
	wake := context.AfterFunc(ctx, h.wake)
	defer wake()
	h.mu.Lock()
	for h.shut && ctx.Err() == nil {
		h.change.Wait()
	}
	if err := ctx.Err(); err != nil {
		h.mu.Unlock()
		return nil, err
	}
	if h.over != nil {
		h.mu.Unlock()
		return nil, h.over
	}
	if h.duck == nil {
		if err := h.open(); err != nil {
			h.mu.Unlock()
			return nil, err
		}
	}
	h.conns++
	duck := h.duck
	h.mu.Unlock()

	c, err := duck.Connect(ctx)
	if err != nil {
		h.gone()
		return nil, err
	}
	return &conn{Conn: c.(*duckdb.Conn), h: h}, nil
}

// Driver implements driver.Connector.
func (h *handle) Driver() driver.Driver { return duckdb.Driver{} }

func (h *handle) open() error {
	duck, err := duckdb.NewConnector(h.path+"?"+h.config().Encode(), func(ex driver.ExecerContext) error {
		// Instants leave the file as UTC; schema.sql cuts no days (G1 is fold's).
		_, err := ex.ExecContext(context.Background(), "set TimeZone = 'UTC'", nil)
		return err
	})
	if err != nil {
		return err
	}
	h.duck = duck
	return nil
}

func (h *handle) gone() {
	h.mu.Lock()
	h.conns--
	h.mu.Unlock()
	h.change.Broadcast()
}

func (h *handle) wake() {
	h.mu.Lock() // between a waiter's test and its Wait nobody may broadcast
	defer h.mu.Unlock()
	h.change.Broadcast()
}

// end makes every later connection fail with why. Called from close's then.
func (h *handle) end(why error) { h.over = why }

// isOpen reports whether the file is open.
func (h *handle) isOpen() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.duck != nil
}

// busy reports whether a question runs.
func (h *handle) busy() bool { return h.db.Stats().InUse > 0 }

// patience is how long new connections are held back while the file is to be
// closed. A question that holds one connection and asks for another would wait
// for ever for itself, so after this time the door is opened and tried again.
const patience = time.Second

// close waits until no question runs, closes the file and calls then while
// nobody can open it again. Without wait it gives up at once, and reports false,
// when a question runs.
func (h *handle) close(ctx context.Context, wait bool, then func() error) (closed bool, err error) {
	for {
		closed, err = h.tryClose(wait, then)
		if closed || !wait || err != nil {
			return closed, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(patience / 10):
		}
	}
}

func (h *handle) tryClose(wait bool, then func() error) (closed bool, err error) {
	h.mu.Lock()
	for h.shut {
		h.change.Wait()
	}
	h.shut = true
	h.mu.Unlock()
	h.db.SetMaxIdleConns(-1) // closes the idle ones, which calls gone
	defer h.db.SetMaxIdleConns(idleConns)

	late := false
	timer := time.AfterFunc(patience, func() {
		h.mu.Lock()
		late = true
		h.mu.Unlock()
		h.change.Broadcast()
	})
	defer timer.Stop()

	h.mu.Lock()
	defer h.mu.Unlock()
	defer h.change.Broadcast()
	defer func() { h.shut = false }()
	for h.conns > 0 && wait && !late {
		h.change.Wait()
	}
	if h.conns > 0 {
		return false, nil
	}
	if h.duck != nil {
		err = h.duck.Close()
		h.duck = nil
	}
	if then != nil && err == nil {
		err = then()
	}
	return true, err
}

// conn is a connection that tells its handle when it closes, and lets no statement
// be interrupted: of one that is, DuckDB keeps the whole instance alive for ever, and
// whoever opens the file again waits for it to go. So who gives up leaves when the
// statement under way has ended, before the next.
type conn struct {
	*duckdb.Conn
	h *handle
}

// QueryContext implements driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.Conn.QueryContext(context.WithoutCancel(ctx), query, args)
}

// ExecContext implements driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.Conn.ExecContext(context.WithoutCancel(ctx), query, args)
}

// BeginTx implements driver.ConnBeginTx.
func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.Conn.BeginTx(context.WithoutCancel(ctx), opts)
}

// Close implements driver.Conn.
func (c *conn) Close() error {
	err := c.Conn.Close()
	c.h.gone()
	return err
}

// lockedBy finds who holds a file, in DuckDB's words.
var lockedBy = regexp.MustCompile(`Could not set lock on file.*?(?:Conflicting lock is held in (.+?) \(PID (\d+)\)|$)`)

// locked returns the error for people when err says that another process has the
// file, else nil.
func locked(err error, path string) *peil.Error {
	if err == nil {
		return nil
	}
	m := lockedBy.FindStringSubmatch(strings.ReplaceAll(err.Error(), "\n", " "))
	windows := strings.Contains(err.Error(), "being used by another process")
	if m == nil && !windows {
		return nil
	}
	e := peil.Unavailable("facts_locked", "the facts file %s is open in another program: ask that one instead, or stop it", filepath.Base(path))
	if m != nil && m[1] != "" {
		e = peil.Unavailable("facts_locked_by", "the facts file %s is open in another program, %s (process %s): ask that one instead, or stop it",
			filepath.Base(path), filepath.Base(m[1]), m[2])
	}
	return e.Because(err)
}

// damaged reports whether err says that the file is not what DuckDB wrote. What
// is wrong with the machine (no room, no rights, no memory) is not damage.
func damaged(err error) bool {
	if err == nil || locked(err, "") != nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	text := err.Error()
	for _, ours := range []string{"No such file or directory", "Is a directory", "Permission denied", "No space left", "Out of Memory", "Too many open files", "Read-only file system"} {
		if strings.Contains(text, ours) {
			return false
		}
	}
	for _, sign := range []string{"Corrupt", "not a valid DuckDB database", "Could not read enough bytes", "replaying WAL", "Serialization Error",
		"Failed to deserialize", "Trying to read a database file with version", "INTERNAL Error"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// broken reports whether err says that DuckDB gave the file up after a failure
// that may have passed, as a full disk: then it must be opened anew.
func broken(err error) bool {
	return err != nil && strings.Contains(err.Error(), "database has been invalidated")
}

// replace puts another file, which must be closed, in the place of the handle's.
// A crash between leaves either file whole: the rename is one step of the file
// system's, and the new file has no log beside it.
func (h *handle) replace(ctx context.Context, by string) error {
	_, err := h.close(ctx, true, func() error {
		if err := os.Remove(h.path + ".wal"); err != nil && !os.IsNotExist(err) {
			return err
		}
		return os.Rename(by, h.path)
	})
	return err
}

// attach opens the file at path in all connections as name, read_only or, with an
// empty mode, to be written, until detach is called.
func attach(ctx context.Context, c execer, path, name, mode string) (detach func() error, err error) {
	if _, err := c.ExecContext(ctx, "attach '"+strings.ReplaceAll(path, "'", "''")+"' as "+name+" "+mode); err != nil {
		return nil, err
	}
	return func() error {
		_, err := c.ExecContext(context.WithoutCancel(ctx), "detach "+name)
		return err
	}, nil
}

// execer is a database or one connection of it.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// remove deletes a database file with what belongs to it.
func remove(path string) error {
	var errs []error
	for _, p := range []string{path, path + ".wal"} {
		if err := os.Remove(p); err != nil && !os.IsNotExist(err) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
