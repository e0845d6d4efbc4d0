package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"peil"
)

// insertRows is how many rows one statement inserts: each costs a call through
// the driver, and each value another.
const insertRows = 32

// insert runs prepared statements of many rows. A value that all rows have alike is
// given to each statement once.
func (c *sqliteConn) insert(ctx context.Context, t table, ws peil.ID, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	c.rows += len(rows)
	alike := alikeIn(rows)
	args := make([]any, 0, 1+len(t.columns)*insertRows)
	for n := insertRows; len(rows) > 0; {
		for n > len(rows) {
			n /= 2 // so that few statements serve all lengths
		}
		s, err := c.inserter(ctx, t, alike, n)
		if err != nil {
			return err
		}
		args = append(args[:0], ws[:])
		for i, same := range alike {
			if same {
				args = append(args, sqliteValue(rows[0][i]))
			}
		}
		for _, r := range rows[:n] {
			for i, same := range alike {
				if !same {
					args = append(args, sqliteValue(r[i]))
				}
			}
		}
		if _, err = s.ExecContext(c.lasting(ctx), args...); err != nil {
			return sqliteError(err)
		}
		rows = rows[n:]
	}
	return nil
}

// alikeIn says of each column whether all rows have the same in it.
func alikeIn(rows [][]any) []bool {
	alike := make([]bool, len(rows[0]))
	for i, v := range rows[0] {
		if _, bytes := v.([]byte); bytes {
			continue
		}
		alike[i] = true
		for _, r := range rows[1:] {
			if r[i] != v {
				alike[i] = false
				break
			}
		}
	}
	return alike
}

// inserter is the statement that inserts so many rows.
func (c *sqliteConn) inserter(ctx context.Context, t table, alike []bool, rows int) (*sql.Stmt, error) {
	key := insertKey{t.name, rows, 0}
	for i, same := range alike {
		if same {
			key.alike |= 1 << i
		}
	}
	if s := c.inserts[key]; s != nil {
		return s, nil
	}
	next := 2 // ?1 is the workspace
	fixed := make([]int, len(alike))
	for i, same := range alike {
		if same {
			fixed[i] = next
			next++
		}
	}
	var b strings.Builder
	// Should a row fail, the transaction is rolled back and not the statement alone;
	// "or fail" says so. Else SQLite would copy each page that a statement changes
	// into a file beside, to take the statement back: four times what it stores.
	b.WriteString("insert or fail into " + t.name + " (workspace_id, " + t.names() + ") values ")
	for r := range rows {
		if r > 0 {
			b.WriteByte(',')
		}
		b.WriteString("(?1")
		for i := range alike {
			n := fixed[i]
			if n == 0 {
				n = next
				next++
			}
			b.WriteString(",?" + strconv.Itoa(n))
		}
		b.WriteByte(')')
	}
	s, err := c.c.PrepareContext(ctx, b.String()+t.onConflict())
	if err != nil {
		return nil, sqliteError(err)
	}
	c.inserts[key] = s
	return s, nil
}

// insertKey names a statement that inserts rows: how many, and which columns (a
// bit each) are alike in all.
type insertKey struct {
	table string
	rows  int
	alike uint64
}
