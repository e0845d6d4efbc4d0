package report

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"peil/internal/facts"
)

// gathered is the rows that a question counts, found once and kept until it is
// answered: every sum, list and remark reads the same ones, also when facts are
// written meanwhile. They lie in a table "scoped".
type gathered struct {
	q    *question
	kept *facts.Kept
}

// always are the columns of scoped that are kept whatever is asked.
var always = []string{"w", "kind", "id", "detail", "excluded", "stale", "part"}

// kept are the columns of scoped that some sections of the report's text use: a
// column costs as much to keep as to find.
func (r *Report) kept(sections []string) string {
	cols := slices.Clone(always)
	could := slices.Concat([]string{"happened", "n", "num", "value", "currency", "amount", "outcome", "weight"}, r.extra)
	for _, c := range dimColumn {
		could = append(could, c.name)
	}
	for _, c := range could {
		word := regexp.MustCompile(`\b` + c + `\b`)
		if slices.ContainsFunc(sections, func(name string) bool { return word.MatchString(r.text[name]) }) {
			cols = append(cols, c)
		}
	}
	return strings.Join(cols, ", ")
}

// keep selects from the scoped rows what the sections need. A million deals are as
// many rows as there are hours, where only their times count.
func (q *question) keep(from string, sections []string) string {
	cols := q.report.kept(sections)
	if q.report.timed == nil {
		return "select " + cols + " from " + from
	}
	own := map[string]string{
		"id":  "case when excluded is not null or stale or kind = 'mark' then id end", // for the remarks
		"num": "case when kind in ('" + strings.Join(q.report.timed, "', '") + "') then case when num > 0 then floor(num * 24 + 0.00001) / 24 else 0 end end",
	}
	names := strings.Split(cols, ", ")
	selected := slices.Clone(names)
	for i, c := range names {
		if own[c] != "" {
			selected[i] = own[c] + " as " + c
		}
	}
	return "select " + cols + ", count(*) as times from (select " + strings.Join(selected, ", ") + " from " + from + ") s group by " + cols
}

// turns is how many questions are gathered at a time: with more than there are
// cores each would take as long again, and all their rows would be in memory.
var turns = make(chan struct{}, runtime.GOMAXPROCS(0))

// gather finds the rows of some windows for the sections that will be asked of
// them. They must be released before the same question gathers again.
func (q *question) gather(ctx context.Context, ws []window, sections []string) (*gathered, error) {
	select {
	case turns <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p := part{windows: ws, by: q.by, kinds: q.leanKinds()}
	s := bind(q.within(p)+"scoped as (\n    "+q.scoped(p)+"\n)\n"+q.keep("scoped"+onlyKinds(p.kinds), sections), q.params)
	kept, err := q.view.Keep(ctx, "scoped", s.text, s.args...)
	if err != nil {
		<-turns
		return nil, failed(q.report.ID, err)
	}
	return &gathered{q, kept}, nil
}

// leanKinds are the kinds of row that a lean question looks at; nil is all.
func (q *question) leanKinds() []string {
	flags := q.report.flags != nil && (q.Flags == nil || len(q.Flags) > 0) // they look at other rows too
	if !q.Lean || len(q.Query.Measures) == 0 || len(q.Figures) > 0 || flags {
		return nil
	}
	kinds := q.listedKinds()
	for _, m := range q.measures {
		kinds = append(kinds, m.counted...)
	}
	return kinds
}

// onlyKinds is the condition that a row is of some kinds, nil for all.
func onlyKinds(kinds []string) string {
	if kinds == nil {
		return ""
	}
	return " where kind in ('" + strings.Join(kinds, "', '") + "')"
}

// release lets go of the rows.
func (g *gathered) release() error {
	defer func() { <-turns }()
	if err := g.kept.Release(); err != nil {
		return failed(g.q.report.ID, err)
	}
	return nil
}

// ask puts a section of the report's text to the rows as they are sliced.
func (g *gathered) ask(ctx context.Context, section string, in slicing) (*sql.Rows, error) {
	s := bind("with "+in.text+inSlices(g.q.report.text[section], in.by), g.q.params)
	rows, err := g.kept.Query(ctx, s.text, s.args...)
	if err != nil {
		return nil, failed(g.q.report.ID+" "+section, err)
	}
	return rows, nil
}

// sums counts what a question comes to in other windows, without lists.
func (q *question) sums(ctx context.Context, ws []window) (gs *groups, err error) {
	rows, err := q.gather(ctx, ws, q.report.sums)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.release()) }()
	return rows.load(ctx, nil)
}
