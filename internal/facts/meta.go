package facts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"peil"
)

// internalSQL are the tables that facts keeps for itself, beside schema.sql:
//   - facts_meta: what the file is and how far it has come; one row.
//   - unit_clock: the members of each group, so that its rows are found when it
//     is folded under another root; and the newest clocks of its events, so that
//     a past day need not be asked of the groups that have had rest since. org is
//     true where there are users or money among them, filled says which tables
//     have rows of the group, a bit each in the order of schema.sql.
//   - deal_summary: what the second fold, by account, asks of each deal, and what
//     it answered: the next win of an account changes its other deals' class.
//   - loose_event: the events that are kept under no unit, and yet count: rates.
const internalSQL = `
create table facts_meta (schema_version text, fold_version text, store_id uuid, seq bigint, last_event uuid, built_to date, stale boolean);
create table unit_clock (unit_id uuid, member_id uuid, last_at timestamptz, last_recorded timestamptz, org boolean, filled bigint);
create table deal_summary (unit_id uuid, deal_id uuid, account_id uuid, summary text, class text, after_first boolean);
create table loose_event (seq bigint);`

// perUnitTables are the tables of schema.sql whose rows are replaced unit by unit.
var perUnitTables = func() []string {
	var names []string
	for _, t := range tables {
		if t.perUnit() {
			names = append(names, t.name)
		}
	}
	return names
}()

// meta is what a file says of itself.
type meta struct {
	schema, fold string
	store        peil.ID
	seq          int64
	lastEvent    peil.ID   // the event at seq: another store's would differ
	builtTo      time.Time // the local day that fte_day and fx_day run to
	stale        bool      // a fold of very many units is still to come
}

// errForeign says that a file was made by another version or for another store.
var errForeign = errors.New("the facts file is of another version or another store")

// create makes an empty file's tables.
func (h *handle) create(ctx context.Context, m meta) error {
	return h.write(ctx, func(w *writer) error {
		for _, s := range append(statements(schemaSQL), statements(internalSQL)...) {
			if err := w.exec(s); err != nil {
				return err
			}
		}
		return w.exec("insert into facts_meta (schema_version, fold_version, store_id, seq, last_event, built_to, stale) values (?, ?, ?, ?, ?, ?, ?)",
			m.schema, m.fold, m.store.UUID(), m.seq, m.lastEvent.UUID(), m.builtTo, m.stale)
	})
}

// setMeta moves the file on, in the transaction that writes what it moves to.
func (w *writer) setMeta(m meta) error {
	return w.exec("update facts_meta set seq = ?, last_event = ?, built_to = ?, stale = ?", m.seq, m.lastEvent.UUID(), m.builtTo, m.stale)
}

// meta reads what the file says of itself.
func (h *handle) meta(ctx context.Context) (m meta, err error) {
	var st, ev []byte
	err = h.db.QueryRowContext(ctx, "select schema_version, fold_version, store_id, seq, last_event, built_to, stale from facts_meta").
		Scan(&m.schema, &m.fold, &st, &m.seq, &ev, &m.builtTo, &m.stale)
	switch {
	case errors.Is(err, sql.ErrNoRows), err != nil && strings.Contains(err.Error(), "facts_meta"):
		return m, fmt.Errorf("%w: it says nothing of itself", errForeign)
	case err != nil:
		return m, err
	}
	if len(st) == len(m.store) && len(ev) == len(m.lastEvent) {
		m.store, m.lastEvent = peil.ID(st), peil.ID(ev)
	}
	return m, nil
}

// scrub reads every block of the file: DuckDB looks at a block's checksum only
// when it reads it, and what is damaged must be found before a report is.
func (h *handle) scrub(ctx context.Context) error {
	for _, name := range allTables() {
		var n sql.NullString
		if err := h.db.QueryRowContext(ctx, "select cast(bit_xor(hash(t)) as text) from "+name+" t").Scan(&n); err != nil {
			return err
		}
	}
	return nil
}

// allTables are the names of schema.sql's tables and of those kept per unit.
func allTables() []string {
	names := []string{"unit_clock", "deal_summary"}
	for _, t := range tables {
		names = append(names, t.name)
	}
	return names
}

// ids reads a column of ids.
func (h *handle) ids(ctx context.Context, query string) ([]peil.ID, error) {
	rows, err := h.db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return scanIDs(rows)
}

func scanIDs(rows *sql.Rows) ([]peil.ID, error) {
	defer rows.Close()
	var out []peil.ID
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, err
		}
		out = append(out, peil.ID(b))
	}
	return out, rows.Err()
}

// numbers reads a column of whole numbers.
func (h *handle) numbers(ctx context.Context, query string) ([]int64, error) {
	rows, err := h.db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []int64
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}
