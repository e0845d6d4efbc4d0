package facts

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// Kept is rows that a question found and keeps until it is answered, in a
// temporary table of one connection. It is for one asker at a time.
type Kept struct {
	table string
	on    asker
	// conn is nil where the rows are kept in the transaction of a frozen view.
	conn *sql.Conn
}

// asker is a connection, or the transaction of a frozen view.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Keep runs a query and keeps what it finds in a table, which further queries to
// Kept read by its name beside the facts. It must be released. A frozen view keeps
// one table of a name at a time.
func (v *View) Keep(ctx context.Context, table, query string, args ...any) (*Kept, error) {
	k := &Kept{table: table, on: v.frozen}
	if v.frozen == nil {
		conn, err := v.DB.Conn(ctx)
		if err != nil {
			return nil, err
		}
		k.on, k.conn = conn, conn
	}
	if _, err := k.on.ExecContext(ctx, "create temporary table "+table+" as\n"+query, args...); err != nil {
		if k.conn != nil {
			err = errors.Join(err, k.conn.Close())
		}
		return nil, err
	}
	return k, nil
}

// Query asks the facts and what is kept.
func (k *Kept) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return k.on.QueryContext(ctx, query, args...)
}

// Release lets go of the rows, also when the question was given up.
func (k *Kept) Release() error {
	_, err := k.on.ExecContext(context.Background(), "drop table "+k.table)
	if k.conn == nil {
		if errors.Is(err, sql.ErrTxDone) {
			return nil // the table went with the transaction
		}
		return err
	}
	if err != nil {
		// The table goes with its connection, which must not be another's next.
		bad := k.conn.Raw(func(any) error { return driver.ErrBadConn })
		if errors.Is(bad, driver.ErrBadConn) {
			bad = nil
		}
		return errors.Join(err, bad)
	}
	return k.conn.Close()
}
