package report

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"peil"
)

// group is what the rows of one slice come to in one window: sums by name, and
// lists of rows of numbers where an estimate needs more than a sum.
type group struct {
	sums  map[string]float64
	lists map[string][][]float64
}

func newGroup() *group { return &group{map[string]float64{}, map[string][][]float64{}} }

// groups are a question's numbers by window and slice. The total has the slice
// nil; common holds the rows that have no such dimension.
type groups struct {
	total, common map[int]*group
	sliced        map[string]map[int]*group
	fields        fields
	// tables are the keyed summaries of the period, by section.
	tables   map[string][]keyed
	outcomes outcomes
}

func newGroups() *groups {
	return &groups{total: map[int]*group{}, common: map[int]*group{}, sliced: map[string]map[int]*group{}}
}

// addUp makes the total of its parts, in an order that is always the same.
func (gs *groups) addUp() {
	add := func(ws map[int]*group) {
		for w, g := range ws {
			if gs.total[w] == nil {
				gs.total[w] = newGroup()
			}
			gs.total[w].add(g)
		}
	}
	add(gs.common)
	for _, s := range gs.slices() {
		add(gs.sliced[s])
	}
	for _, g := range gs.total {
		for name, v := range g.sums {
			g.sums[name] = settled(v)
		}
	}
}

// merge takes in what another summary found of the same question.
func (gs *groups) merge(o *groups) {
	for w, g := range o.total {
		gs.place(w, sliceWord{whole, true}).add(g)
	}
	for w, g := range o.common {
		gs.place(w, sliceWord{}).add(g)
	}
	for s, ws := range o.sliced {
		for w, g := range ws {
			gs.place(w, sliceWord{s, true}).add(g)
		}
	}
}

// add adds the sums of a group and takes in its lists.
func (g *group) add(o *group) {
	for name, v := range o.sums {
		g.sums[name] += v
	}
	for name, rows := range o.lists {
		g.lists[name] = append(g.lists[name], rows...)
	}
}

// at returns the numbers of a slice (nil: the total) in a window.
func (gs *groups) at(slice *string, w int) *group {
	g := gs.total[w]
	if slice != nil {
		g = gs.sliced[*slice][w]
	}
	if g == nil {
		return newGroup()
	}
	return g
}

// share adds the sums of the rows that stand beside every slice to each slice.
// Lists are of rows that belong to one slice.
func (gs *groups) share() {
	for _, ws := range gs.sliced {
		for w, common := range gs.common {
			if ws[w] == nil {
				ws[w] = newGroup()
			}
			for name, v := range common.sums {
				ws[w].sums[name] += v
			}
		}
	}
}

// place returns where the rows of a slice go.
func (gs *groups) place(w int, slice sliceWord) *group {
	into := gs.common
	switch {
	case slice.word == whole:
		into = gs.total
	case slice.known:
		if into = gs.sliced[slice.word]; into == nil {
			into = map[int]*group{}
			gs.sliced[slice.word] = into
		}
	}
	if into[w] == nil {
		into[w] = newGroup()
	}
	return into[w]
}

// slices lists the slices that have any rows of their own, in byte order.
func (gs *groups) slices() []string {
	var out []string
	for s := range gs.sliced {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// load runs summaries of the report over the rows: its sums and some vectors.
func (g *gathered) load(ctx context.Context, vectors []string) (*groups, error) {
	gs := newGroups()
	for _, name := range g.q.report.sums {
		if err := g.into(ctx, gs, name, ""); err != nil {
			return nil, err
		}
	}
	for _, name := range vectors {
		where := ""
		if !g.q.report.vectorTrend {
			where = fmt.Sprintf(" where c.w < %d", winBuckets)
		}
		if err := g.into(ctx, gs, name, where); err != nil {
			return nil, err
		}
	}
	gs.share()
	return gs, nil
}

// into runs one summary over the rows that where keeps.
func (g *gathered) into(ctx context.Context, gs *groups, name, where string) error {
	if g.q.by == nil || !slices.Contains(g.q.report.adds, name) {
		return g.each(ctx, name, cut(g.q.by, where), func(r *sumRow) { gs.place(r.w, r.slice).take(r) })
	}
	parts := newGroups()
	if err := g.each(ctx, name, uncut(g.q.by, where), func(r *sumRow) { parts.place(r.w, r.slice).take(r) }); err != nil {
		return err
	}
	parts.addUp()
	gs.merge(parts)
	return nil
}

// sumRow is a row of a summary: its window and slice, the words that tell it
// apart where the summary is keyed, the name of its list where it is of one, and
// numbers with their names.
type sumRow struct {
	w       int
	slice   sliceWord
	keys    []string
	what    string
	isList  bool
	names   []string
	numbers []sql.NullFloat64
}

// key is the row's keys as one word.
func (r *sumRow) key() string { return joined(r.keys) }

func joined(keys []string) string { return strings.Join(keys, "\x1f") }

// take adds a row of a summary to a group.
func (g *group) take(r *sumRow) {
	if r.isList {
		row := make([]float64, len(r.numbers))
		for i, v := range r.numbers {
			row[i] = settled(v.Float64)
		}
		g.lists[r.what] = append(g.lists[r.what], row)
		return
	}
	for i, v := range r.numbers {
		g.sums[r.names[i]] += settled(v.Float64)
	}
}

// each runs a summary over the rows as they are sliced, and hands on what it finds;
// the row is used again for the next. Its columns are w and slice, then any of key,
// key2, … (words) and what (a list's name), and then numbers.
func (g *gathered) each(ctx context.Context, name string, in slicing, take func(*sumRow)) error {
	rows, err := g.ask(ctx, name, in)
	if err != nil {
		return err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return failed(name, err)
	}
	r := &sumRow{}
	words := make([]sql.NullString, len(cols))
	dest := []any{&r.w, &r.slice}
	n := 0 // how many keys
	for i, c := range cols[2:] {
		switch {
		case strings.HasPrefix(c, "key"):
			dest = append(dest, &words[i])
			n++
		case c == "what":
			r.isList = true
			dest = append(dest, &r.what)
		default:
			r.names = append(r.names, c)
		}
	}
	r.keys, r.numbers = make([]string, n), make([]sql.NullFloat64, len(r.names))
	for i := range r.numbers {
		dest = append(dest, &r.numbers[i])
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return failed(name, err)
		}
		for i := range n {
			r.keys[i] = words[i].String
		}
		take(r)
	}
	if err := rows.Err(); err != nil {
		return failed(name, err)
	}
	return nil
}

// sliceWord is a slice as either engine gives it: a word, or an id as bytes or as
// text. It is not known for rows that stand beside every slice.
type sliceWord struct {
	word  string
	known bool
}

// Scan implements sql.Scanner.
func (s *sliceWord) Scan(v any) error {
	*s = sliceWord{known: v != nil}
	switch v := v.(type) {
	case nil:
	case string:
		s.word = v
	case []byte:
		s.word = string(v)
		if len(v) == len(peil.ID{}) {
			s.word = peil.ID(v).UUID()
		}
	default:
		return fmt.Errorf("a slice is %T", v)
	}
	switch s.word {
	case wholeID:
		s.word = whole
	case nothingID:
		s.word = nothing
	}
	return nil
}

// settled cuts a sum of fractions to the digits that do not depend on the order
// in which the engine happened to add them, so that the same question has the
// same answer to the last byte. Whole numbers are exact as they are.
func settled(x float64) float64 {
	if x == math.Trunc(x) && math.Abs(x) < 1<<53 || math.IsInf(x, 0) || math.IsNaN(x) {
		return x
	}
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 11, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// texts reads a column of words.
func (q *question) texts(ctx context.Context, query string) ([]string, error) {
	rows, err := q.view.Query(ctx, query)
	if err != nil {
		return nil, failed("words", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, failed("words", err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		return nil, failed("words", err)
	}
	return out, nil
}
