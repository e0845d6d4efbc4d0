package store

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"peil"
)

// engine is a database: SQLite or PostgreSQL. Statements are written once, with
// $1, $2, … for arguments and "in $n" for a list, which must be the last
// argument and must not be empty.
type engine interface {
	// read runs fn on one snapshot of the database.
	read(ctx context.Context, fn func(conn) error) error
	// write runs fn in one transaction, which is rolled back when fn fails.
	write(ctx context.Context, fn func(conn) error) error
	// writeSoon is write, but the transaction may be lost with the power until
	// another of write has ended after it: for what does not count before.
	writeSoon(ctx context.Context, fn func(conn) error) error
	// migrate brings the schema up to the last of the migrations.
	migrate(ctx context.Context, migrations []string) error
	// owner names this process in the batches it begins.
	owner() int64
	// gone reports whether the process that an owner stood for has ended.
	gone(ctx context.Context, owner int64) (bool, error)
	// forget makes sure that erased values stand in no file that the engine reuses.
	forget(ctx context.Context) error
	// check says what is wrong with the engine's own files, in its words.
	check(ctx context.Context) ([]string, error)
	close() error
}

// scan copies the columns of a row, as (*sql.Rows).Scan does.
type scan func(dest ...any) error

// conn is a connection within a transaction.
type conn interface {
	exec(ctx context.Context, stmt string, args ...any) error
	query(ctx context.Context, stmt string, args []any, row func(scan) error) error
	// insert adds rows to a table, or replaces those whose key is there already
	// if the table says so. The workspace's column is not in the rows.
	insert(ctx context.Context, t table, ws peil.ID, rows [][]any) error
}

// The types of columns, by their names in PostgreSQL.
const (
	uuidType  = "uuid"
	intType   = "bigint"
	textType  = "text"
	bytesType = "bytea"
)

type column struct{ name, typ string }

// table is what insert needs to know. Its first column in the database is
// always workspace_id.
type table struct {
	name    string
	columns []column
	// key is how many of the columns, with workspace_id before them, name a row
	// that insert replaces; 0: a row that is there already is an error.
	key int
}

// onConflict is the end of an insert that replaces.
func (t table) onConflict() string {
	if t.key == 0 {
		return ""
	}
	var keys, sets []string
	for i, c := range t.columns {
		if i < t.key {
			keys = append(keys, c.name)
		} else {
			sets = append(sets, c.name+" = excluded."+c.name)
		}
	}
	s := " on conflict (workspace_id, " + strings.Join(keys, ", ") + ") do "
	if len(sets) == 0 {
		return s + "nothing"
	}
	return s + "update set " + strings.Join(sets, ", ")
}

func (t table) names() string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}

// most is how many elements a list argument may have.
const most = 512

// pages calls fn with at most n elements at a time.
func pages[T any](all []T, n int, fn func([]T) error) error {
	return pagesOf(all, func() int { return n }, fn)
}

// pagesOf is pages of which each is as large as size says then.
func pagesOf[T any](all []T, size func() int, fn func([]T) error) error {
	for len(all) > 0 {
		k := min(size(), len(all))
		if err := fn(all[:k]); err != nil {
			return err
		}
		all = all[k:]
	}
	return nil
}

// orNull is an id as an argument, where the zero one is stored as null.
func orNull(id peil.ID) any {
	if id.IsZero() {
		return nil
	}
	return id
}

// idOf scans an id from either engine; null is the zero one.
type idOf struct{ id *peil.ID }

// Scan reads the blob of SQLite.
func (s idOf) Scan(src any) error {
	*s.id = peil.ID{}
	if b, ok := src.([]byte); ok {
		copy(s.id[:], b)
	}
	return nil
}

// ScanUUID reads the uuid of PostgreSQL.
func (s idOf) ScanUUID(v pgtype.UUID) error {
	*s.id = peil.ID(v.Bytes)
	return nil
}

// millis is an instant as it is stored: milliseconds since 1970, 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instant reads what millis writes. Only where 0 means none: an event's own
// clocks never are.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
