package facts

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"peil"
)

// row is a fact row of package fold: its values in the order of schema.sql.
type row interface{ Append(dst []any) []any }

// writer replaces rows of a file within one transaction. Rows go in through
// DuckDB's Appender, which is eighty times as fast as insert statements.
type writer struct {
	ctx  context.Context
	conn *sql.Conn
	duck *duckdb.Conn
	apps map[string]*appender
	buf  []any
	vals []driver.Value
}

// appender is a table's Appender, with how many rows were added to it.
type appender struct {
	*duckdb.Appender
	name string
	rows int
}

// rowGroup is how many rows DuckDB compresses together. Rows are handed over in
// portions of that: of others' remains DuckDB makes small groups, which it reads
// and compresses again to join them when the transaction ends.
const rowGroup = 122880

// write runs fill in one transaction of the file: all of it or nothing.
func (h *handle) write(ctx context.Context, fill func(*writer) error) (err error) {
	c, err := h.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	tx, err := c.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w := &writer{ctx: ctx, conn: c, apps: map[string]*appender{}}
	err = c.Raw(func(dc any) error {
		w.duck = dc.(*conn).Conn
		return nil
	})
	if err == nil {
		err = fill(w)
	}
	// Appenders hold memory of DuckDB's, so they are closed whatever happened.
	if err = errors.Join(err, w.flush()); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// flush closes the appenders: what they hold is then in the tables, for the
// statements of the same transaction to see.
func (w *writer) flush() error {
	var errs []error
	for _, a := range w.apps {
		errs = append(errs, a.Close())
	}
	clear(w.apps)
	return errors.Join(errs...)
}

func (w *writer) exec(query string, args ...any) error {
	_, err := w.conn.ExecContext(w.ctx, query, args...)
	if err != nil {
		return fmt.Errorf("%w in: %.200s", err, query)
	}
	return nil
}

// appender returns the table's appender; temp tables are written temp.name.
func (w *writer) appender(catalog, name string) (*appender, error) {
	key := catalog + "." + name
	if a := w.apps[key]; a != nil {
		return a, nil
	}
	duck, err := duckdb.NewAppender(w.duck, catalog, "", name)
	if err != nil {
		return nil, err
	}
	a := &appender{Appender: duck, name: name}
	w.apps[key] = a
	return a, nil
}

// put appends one row of plain values.
func (w *writer) put(catalog, name string, values ...any) error {
	a, err := w.appender(catalog, name)
	if err != nil {
		return err
	}
	return w.add(a, values)
}

func (w *writer) add(a *appender, values []any) error {
	w.vals = w.vals[:0]
	for _, v := range values {
		w.vals = append(w.vals, value(v))
	}
	if err := a.AppendRow(w.vals...); err != nil {
		return fmt.Errorf("row of %s: %w", a.name, err)
	}
	if a.rows++; a.rows%rowGroup == 0 {
		return a.Flush()
	}
	return nil
}

// appendRows appends fold's rows to their table.
func appendRows[R row](w *writer, name string, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	a, err := w.appender("", name)
	if err != nil {
		return err
	}
	for _, r := range rows {
		w.buf = r.Append(w.buf[:0])
		if err := w.add(a, w.buf); err != nil {
			return err
		}
	}
	return nil
}

// value turns what fold writes into what the Appender takes.
func value(v any) driver.Value {
	switch v := v.(type) {
	case peil.ID:
		if v.IsZero() {
			return nil
		}
		return duckdb.UUID(v)
	case [16]byte:
		return duckdb.UUID(v)
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return v
	default:
		return v
	}
}

// stage fills a temporary table with ids, for the statements that select by them.
func (w *writer) stage(name string, ids []peil.ID) error {
	if err := w.exec("create or replace temp table " + name + " (id uuid)"); err != nil {
		return err
	}
	for _, id := range ids {
		if err := w.put("temp", name, id); err != nil {
			return err
		}
	}
	return w.flush()
}

// stageTouched stages as touched the units and all roots that they were folded
// under before, and says which tables have rows of them.
func (w *writer) stageTouched(members []peil.ID) (filled int64, err error) {
	if err := w.stage("touched", members); err != nil {
		return 0, err
	}
	rows, err := w.conn.QueryContext(w.ctx, "select distinct unit_id, filled from unit_clock where member_id in (select id from touched)")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	known := map[peil.ID]bool{}
	for _, m := range members {
		known[m] = true
	}
	var more []peil.ID
	for rows.Next() {
		var b []byte
		var bits int64
		if err := rows.Scan(&b, &bits); err != nil {
			return 0, err
		}
		filled |= bits
		if id := peil.ID(b); !known[id] {
			known[id] = true
			more = append(more, id)
		}
	}
	if err := rows.Err(); err != nil || len(more) == 0 {
		return filled, err
	}
	return filled, w.stage("touched", append(members, more...))
}

// clearTouched deletes every row that was folded from the units staged as
// touched, from the tables that have any; deals also what is noted of deals.
func (w *writer) clearTouched(filled int64, deals bool) error {
	names := []string{"unit_clock"}
	if deals {
		names = append(names, "deal_summary")
	}
	for i, name := range perUnitTables {
		if filled>>i&1 == 1 {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if err := w.exec("delete from " + name + " where unit_id in (select id from touched)"); err != nil {
			return err
		}
	}
	return nil
}

// replaceLoose notes which events are kept under no unit.
func (w *writer) replaceLoose(events map[peil.ID]peil.Event) error {
	if err := w.exec("delete from loose_event"); err != nil {
		return err
	}
	for _, ev := range events {
		if err := w.put("", "loose_event", ev.Seq); err != nil {
			return err
		}
	}
	return nil
}

// replace puts rows in the place of all that a small table holds.
func replace[R row](w *writer, name string, rows []R) error {
	if err := w.exec("delete from " + name); err != nil {
		return err
	}
	return appendRows(w, name, rows)
}
