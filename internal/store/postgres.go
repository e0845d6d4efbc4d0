package store

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"peil"
)

// postgres is a database on a server, which several processes may share. Each
// process holds an advisory lock for as long as it lives; the batches it begins
// carry the lock's key, so that others can see when their owner is gone. The
// lock belongs to a session: a pooler that hands out connections by transaction
// must not stand between Peil and the server.
type postgres struct {
	pool *pgxpool.Pool
	own  *pgx.Conn // holds the lock
	key  int64
}

// pgConnections is how many connections a process uses at most, beside the one
// that holds its lock, where the URL does not say pool_max_conns.
const pgConnections = 12

// pgSettings are turned off. Every statement here reads by keys; in the first
// minutes of an import the planner has no statistics and would read whole tables.
var pgSettings = []string{"enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit"}

func openPostgres(ctx context.Context, url string) (*postgres, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		e := peil.Invalid("bad_database_url", "the database's address cannot be read: write it as postgres://user:password@host:5432/database")
		e.Err = err
		return nil, e
	}
	if !strings.Contains(url, "pool_max_conns") {
		cfg.MaxConns = pgConnections
	}
	for _, setting := range pgSettings {
		if _, said := cfg.ConnConfig.RuntimeParams[setting]; !said {
			cfg.ConnConfig.RuntimeParams[setting] = "off"
		}
	}
	e := &postgres{}
	if e.own, err = pgx.ConnectConfig(ctx, cfg.ConnConfig); err != nil {
		return nil, postgresError(err)
	}
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	e.key = int64(binary.BigEndian.Uint64(b[:]) >> 1)
	if _, err = e.own.Exec(ctx, "select pg_advisory_lock($1)", e.key); err == nil {
		e.pool, err = pgxpool.NewWithConfig(ctx, cfg)
	}
	if err != nil {
		return nil, errors.Join(postgresError(err), e.own.Close(ctx))
	}
	return e, nil
}

func (e *postgres) close() error {
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	e.pool.Close()
	return e.own.Close(ctx)
}

func (e *postgres) owner() int64                 { return e.key }
func (e *postgres) forget(context.Context) error { return nil }

func (e *postgres) gone(ctx context.Context, owner int64) (bool, error) {
	if owner == e.key {
		return false, nil
	}
	free := false
	err := e.pool.AcquireFunc(ctx, func(c *pgxpool.Conn) error {
		if err := c.QueryRow(ctx, "select pg_try_advisory_lock($1)", owner).Scan(&free); err != nil || !free {
			return err
		}
		_, err := c.Exec(ctx, "select pg_advisory_unlock($1)", owner)
		return err
	})
	return free, postgresError(err)
}

// write works at read committed: once the counter's row is locked, every
// statement sees all that was committed before.
func (e *postgres) write(ctx context.Context, fn func(conn) error) error {
	return e.transact(ctx, "begin isolation level read committed", fn)
}

// writeSoon does not wait until the log is on the disk.
func (e *postgres) writeSoon(ctx context.Context, fn func(conn) error) error {
	return e.write(ctx, func(c conn) error {
		if err := c.exec(ctx, "set local synchronous_commit = off"); err != nil {
			return err
		}
		return fn(c)
	})
}

func (e *postgres) read(ctx context.Context, fn func(conn) error) error {
	return e.transact(ctx, "begin isolation level repeatable read read only", fn)
}

func (e *postgres) transact(ctx context.Context, begin string, fn func(conn) error) error {
	pooled, err := e.pool.Acquire(ctx)
	if err != nil {
		return postgresError(err)
	}
	defer pooled.Release()
	c := &pgConn{c: pooled.Conn()}
	c.waiting.Queue(begin)
	err = fn(c)
	ctx = context.WithoutCancel(ctx)
	if err == nil {
		err = c.exec(ctx, "commit")
	}
	if err == nil {
		err = c.send(ctx)
	}
	if err != nil && !c.c.IsClosed() {
		// Also after a statement of the pipeline has failed, commit or not: then
		// this ends the transaction that was aborted.
		if _, e := c.c.Exec(ctx, "rollback"); e != nil {
			c.c.Close(ctx)
		}
	}
	return err
}

// pgConn is a connection in a transaction. Statements that give no rows wait for
// the next one that does, or for the commit, and are sent together with it: a
// transaction costs two or three round trips, however many statements it has.
type pgConn struct {
	c       *pgx.Conn
	waiting pgx.Batch
}

func (c *pgConn) exec(_ context.Context, stmt string, args ...any) error {
	stmt, args = pgForm(stmt, args)
	c.waiting.Queue(stmt, args...)
	return nil
}

// send sends what waits.
func (c *pgConn) send(ctx context.Context) error {
	if c.waiting.Len() == 0 {
		return nil
	}
	batch := c.waiting
	c.waiting = pgx.Batch{}
	return postgresError(c.c.SendBatch(ctx, &batch).Close())
}

func (c *pgConn) query(ctx context.Context, stmt string, args []any, row func(scan) error) (err error) {
	stmt, args = pgForm(stmt, args)
	batch := c.waiting
	c.waiting = pgx.Batch{}
	before := batch.Len()
	batch.Queue(stmt, args...)
	results := c.c.SendBatch(ctx, &batch)
	defer func() {
		if e := results.Close(); err == nil {
			err = postgresError(e)
		}
	}()
	for range before {
		if _, err := results.Exec(); err != nil {
			return postgresError(err)
		}
	}
	rows, err := results.Query()
	if err != nil {
		return postgresError(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return postgresError(rows.Err())
}

// insert sends each column as an array: one statement, however many rows.
func (c *pgConn) insert(_ context.Context, t table, ws peil.ID, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	args := []any{[16]byte(ws)}
	arrays := make([]string, len(t.columns))
	for i, col := range t.columns {
		arrays[i] = "$" + strconv.Itoa(i+2) + "::" + col.typ + "[]"
		args = append(args, pgArray(col.typ, rows, i))
	}
	stmt := "insert into " + t.name + " (workspace_id, " + t.names() + ") select $1::uuid, * from unnest(" +
		strings.Join(arrays, ", ") + ")" + t.onConflict()
	c.waiting.Queue(stmt, args...)
	return nil
}

// pgArray is column i of the rows.
func pgArray(typ string, rows [][]any, i int) any {
	switch typ {
	case uuidType:
		out := make(pgtype.FlatArray[pgtype.UUID], len(rows))
		for n, r := range rows {
			if id, ok := r[i].(peil.ID); ok {
				out[n] = pgtype.UUID{Bytes: id, Valid: true}
			}
		}
		return out
	case intType:
		out := make(pgtype.FlatArray[int64], len(rows))
		for n, r := range rows {
			out[n] = r[i].(int64)
		}
		return out
	case bytesType:
		out := make(pgtype.FlatArray[[]byte], len(rows))
		for n, r := range rows {
			out[n] = r[i].([]byte)
		}
		return out
	}
	out := make(pgtype.FlatArray[string], len(rows))
	for n, r := range rows {
		out[n] = r[i].(string)
	}
	return out
}

// pgForm rewrites "in $n" and turns ids into what pgx knows.
func pgForm(stmt string, args []any) (string, []any) {
	out := make([]any, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case peil.ID:
			out[i] = [16]byte(v)
		case []peil.ID:
			ids := make(pgtype.FlatArray[pgtype.UUID], len(v))
			for n, id := range v {
				ids[n] = pgtype.UUID{Bytes: id, Valid: true}
			}
			out[i] = ids
		default:
			out[i] = a
		}
	}
	if n := len(args); n > 0 {
		mark := "$" + strconv.Itoa(n)
		stmt = strings.Replace(stmt, "in "+mark, "= any("+mark+")", 1)
	}
	return stmt, out
}
