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

func (e *postgres) write(ctx context.Context, fn func(conn) error) error {
	// Read committed: once the counter's row is locked, every statement sees all
	// that was committed before.
	return e.transact(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, fn)
}

func (e *postgres) read(ctx context.Context, fn func(conn) error) error {
	return e.transact(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, fn)
}

func (e *postgres) transact(ctx context.Context, opts pgx.TxOptions, fn func(conn) error) error {
	tx, err := e.pool.BeginTx(ctx, opts)
	if err != nil {
		return postgresError(err)
	}
	if err := fn(pgConn{tx}); err != nil {
		_ = tx.Rollback(context.WithoutCancel(ctx)) // the server rolls back whatever becomes of this
		return err
	}
	return postgresError(tx.Commit(context.WithoutCancel(ctx)))
}

type pgConn struct{ tx pgx.Tx }

func (c pgConn) exec(ctx context.Context, stmt string, args ...any) error {
	stmt, args = pgForm(stmt, args)
	_, err := c.tx.Exec(ctx, stmt, args...)
	return postgresError(err)
}

func (c pgConn) query(ctx context.Context, stmt string, args []any, row func(scan) error) error {
	stmt, args = pgForm(stmt, args)
	rows, err := c.tx.Query(ctx, stmt, args...)
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
func (c pgConn) insert(ctx context.Context, t table, ws peil.ID, rows [][]any) error {
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
	_, err := c.tx.Exec(ctx, stmt, args...)
	return postgresError(err)
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
