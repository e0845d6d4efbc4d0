package facts

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"peil"
)

// CopyTo makes the same tables and views in a PostgreSQL database and fills them
// with the view's rows, so that one question can be put to both engines and the
// answers compared. dst must be opened with pgx's stdlib driver, and must not hold
// the tables yet. Everything is copied in one transaction of the view's file.
func CopyTo(ctx context.Context, v *View, dst *sql.DB) error {
	src, err := v.DB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer src.Rollback()
	c, err := dst.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Raw(func(dc any) error {
		pg, ok := dc.(*stdlib.Conn)
		if !ok {
			return peil.Invalid("not_postgres", "facts can be copied to a database opened with pgx only, not %T", dc)
		}
		for _, s := range statements(schemaSQL) {
			if _, err := pg.Conn().Exec(ctx, s); err != nil {
				return fmt.Errorf("%w in: %.100s", err, s)
			}
		}
		for _, t := range tables {
			if err := copyTable(ctx, t, src, pg.Conn()); err != nil {
				return fmt.Errorf("copying %s: %w", t.name, err)
			}
		}
		return nil
	})
}

func copyTable(ctx context.Context, t table, src *sql.Tx, dst *pgx.Conn) error {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	rows, err := src.QueryContext(ctx, "select "+strings.Join(names, ", ")+" from "+t.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	next := func() ([]any, error) {
		if !rows.Next() {
			return nil, rows.Err()
		}
		return scanRow(rows, t)
	}
	if _, err := dst.CopyFrom(ctx, pgx.Identifier{t.name}, names, pgx.CopyFromFunc(next)); err != nil {
		return err
	}
	return rows.Err()
}

// scanRow reads a row as what PostgreSQL takes: DuckDB gives a uuid as 16 bytes
// in a slice, which PostgreSQL would take for text.
func scanRow(rows *sql.Rows, t table) ([]any, error) {
	vals := make([]any, len(t.columns))
	ptrs := make([]any, len(vals))
	for i := range vals {
		ptrs[i] = &vals[i]
	}
	if err := rows.Scan(ptrs...); err != nil {
		return nil, err
	}
	for i, c := range t.columns {
		if b, ok := vals[i].([]byte); ok && c.typ == "uuid" {
			vals[i] = [16]byte(b)
		}
	}
	return vals, nil
}
