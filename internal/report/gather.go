package report

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// gathered is the rows that a question counts, found once and kept until it is
// answered: every sum, list and remark reads the same ones, also when facts are
// written meanwhile. They lie in a temporary table "scoped" of one connection.
type gathered struct {
	q    *question
	part part
	conn *sql.Conn
}

// kept are the columns of scoped that the report's summaries and the remarks use:
// a column costs as much to keep as to find.
func (r *Report) kept() string {
	cols := []string{"w", "kind", "id", "detail", "excluded", "stale", "part"}
	for _, c := range []string{"n", "num", "amount", "class", "reason_id", "outcome", "weight"} {
		word := regexp.MustCompile(`\b` + c + `\b`)
		if slices.ContainsFunc(slices.Concat(r.sums, r.vectors), func(name string) bool { return word.MatchString(r.text[name]) }) {
			cols = append(cols, c)
		}
	}
	return strings.Join(cols, ", ")
}

// turns is how many questions are gathered at a time: with more than there are
// cores each would take as long again, and all their rows would be in memory.
var turns = make(chan struct{}, runtime.GOMAXPROCS(0))

// gather finds the rows of some windows. They must be released.
func (q *question) gather(ctx context.Context, ws []window) (*gathered, error) {
	select {
	case turns <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	g := &gathered{q: q, part: part{ws, q.by}}
	var err error
	if g.conn, err = q.view.DB.Conn(ctx); err == nil {
		s := bind("create temporary table scoped as\n"+q.within(g.part)+"scoped as (\n    "+q.scoped(g.part)+"\n)\nselect "+q.report.kept()+" from scoped", q.params)
		_, err = g.conn.ExecContext(ctx, s.text, s.args...)
	}
	if err != nil {
		return nil, failed(q.report.ID, errors.Join(err, g.release()))
	}
	return g, nil
}

// release lets go of the rows.
func (g *gathered) release() error {
	defer func() { <-turns }()
	if g.conn == nil {
		return nil
	}
	// Also when the question was given up: the connection is another's next.
	_, err := g.conn.ExecContext(context.Background(), "drop table if exists scoped")
	return errors.Join(err, g.conn.Close())
}

// sums counts what a question comes to in other windows, without lists.
func (q *question) sums(ctx context.Context, ws []window) (gs *groups, err error) {
	rows, err := q.gather(ctx, ws)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.release()) }()
	return rows.load(ctx, false)
}
