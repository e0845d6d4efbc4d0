package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"peil"
	"peil/internal/report"
)

// noUser is the slice of the total in the hand-written SQL.
const noUser = "00000000-0000-0000-0000-000000000000"

// both are the medians of one question, put to Peil and to PostgreSQL.
type both struct{ own, raw spent }

// compare puts every report by user, with both comparisons, to Peil and as
// hand-written SQL to PostgreSQL, in turn, and prints what each took and whether
// the numbers agree.
func compare(ctx context.Context, b *bench) error {
	c, err := b.raw(ctx)
	if err != nil {
		return fmt.Errorf("the raw tables are not there, or no PostgreSQL: %w", err)
	}
	defer c.Close(ctx)
	if b.cold {
		if err := b.forget(ctx, c); err != nil {
			return err
		}
		b.rounds = 1
	}
	var sum both
	if !b.cold || b.only == report.All[0].ID {
		fmt.Printf("%-14s %12s %12s %12s %12s %8s\n", "", "Peil ms", "processor", "PostgreSQL", "processor", "ratio")
	}
	for _, r := range report.All {
		if b.only != "" && b.only != r.ID || !hasRaw(r.ID) {
			continue
		}
		m, err := b.askBoth(ctx, c, r)
		if err != nil {
			return fmt.Errorf("%s: %w", r.ID, err)
		}
		printBoth(r.ID, m)
		sum = both{sum.own.plus(m.own), sum.raw.plus(m.raw)}
	}
	if b.only == "" {
		printBoth("together", sum)
	}
	return nil
}

func printBoth(what string, m both) {
	fmt.Printf("%-14s %12.0f %12.0f %12.0f %12.0f %7.1fx\n", what, ms(m.own.wall), ms(m.own.cpu), ms(m.raw.wall), ms(m.raw.cpu), ms(m.raw.wall)/ms(m.own.wall))
}

// askBoth asks one report in turn.
func (b *bench) askBoth(ctx context.Context, c *pgx.Conn, r *report.Report) (both, error) {
	view, closeView, err := b.open(ctx)
	if err != nil {
		return both{}, err
	}
	defer closeView()
	text, err := b.rawText(r.ID)
	if err != nil {
		return both{}, err
	}
	var res *peil.Result
	var rows []map[string]any
	same, err := b.sameQuestion(ctx, c, r, text)
	if err != nil {
		return both{}, err
	}
	own := func() (err error) { res, err = report.Run(ctx, view, same); return err }
	raw := func() (err error) {
		rs, err := c.Query(ctx, text)
		if err == nil {
			rows, err = pgx.CollectRows(rs, pgx.RowToMap)
		}
		return err
	}
	server, err := serverClock(ctx, c)
	if err != nil {
		return both{}, err
	}
	var owns, raws []spent
	for i := range b.rounds + 1 {
		o, err := measure(own)
		if err != nil {
			return both{}, err
		}
		before := server()
		p, err := measure(raw)
		if err != nil {
			return both{}, err
		}
		p.cpu = server() - before
		if i > 0 || b.cold { // the first round warms both up
			owns, raws = append(owns, o), append(raws, p)
		}
		if b.cold {
			break
		}
	}
	agree(r.ID, res, rows)
	return both{median(owns), median(raws)}, nil
}

// sameQuestion asks a report for the measures that the hand-written SQL answers.
func (b *bench) sameQuestion(ctx context.Context, c *pgx.Conn, r *report.Report, text string) (report.Query, error) {
	q := b.query(r.ID, "user")
	rows, err := c.Query(ctx, "select * from ("+text+") none where false")
	if err != nil {
		return q, err
	}
	defer rows.Close()
	for _, f := range rows.FieldDescriptions() {
		if slices.Contains(r.MeasureIDs(), f.Name) {
			q.Measures = append(q.Measures, f.Name)
		}
	}
	rows.Close()
	return q, rows.Err()
}

// hasRaw reports whether somebody has written a report's question by hand.
func hasRaw(id string) bool {
	_, err := fs.Stat(rawTexts, "raw/"+id+".sql")
	return err == nil
}

// rawText is the hand-written SQL of a report with its windows.
func (b *bench) rawText(id string) (string, error) {
	text, err := rawTexts.ReadFile("raw/" + id + ".sql")
	if err != nil {
		return "", err
	}
	var ws []string
	loc := peil.NorwegianCalendar().Location
	for w, p := range map[int]peil.Period{0: b.period, 2: b.period.Previous(), 3: b.period.YearBefore()} {
		from, end := p.Instants(loc)
		ws = append(ws, fmt.Sprintf("(%d, date '%s', date '%s', timestamptz '%s', timestamptz '%s')", w, p.From, p.To, from.Format(time.RFC3339), end.Format(time.RFC3339)))
	}
	slices.Sort(ws)
	words := strings.NewReplacer(":as_of", "timestamptz '"+now.Format(time.RFC3339)+"'", ":none", "uuid '"+noUser+"'")
	rest := strings.TrimPrefix(words.Replace(string(text)), "with ")
	return "with win(w, since, until, from_at, end_at) as (values " + strings.Join(ws, ", ") + "),\n" + rest, nil
}

// agree prints the largest difference of each measure that both sides have.
func agree(id string, res *peil.Result, rows []map[string]any) {
	worst := map[string]float64{}
	seen := map[string]int{}
	for _, row := range rows {
		if w, _ := number(row["w"]); w != 0 {
			continue
		}
		slice, _ := row["slice"].(string)
		for _, r := range res.Rows {
			if !sameSlice(r.Slice, slice) {
				continue
			}
			for name, cell := range row {
				raw, ok := number(cell)
				v, known := r.Measures[name]
				if !ok || !known || v.Value == nil {
					continue
				}
				seen[name]++
				worst[name] = max(worst[name], math.Abs(raw-*v.Value)/max(1e-9, math.Abs(*v.Value)))
			}
		}
	}
	names := slices.SortedFunc(keys(worst), func(a, b string) int { return cmp.Or(cmp.Compare(worst[b], worst[a]), cmp.Compare(a, b)) })
	var parts []string
	for _, n := range names {
		parts = append(parts, fmt.Sprintf("%s %.2g (%d)", n, worst[n], seen[n]))
	}
	fmt.Fprintf(os.Stderr, "# %s: largest relative difference (values compared): %s\n", id, strings.Join(parts, ", "))
}

func keys(m map[string]float64) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func sameSlice(own *string, raw string) bool {
	if own == nil {
		return raw == noUser
	}
	id, err := peil.ParseID(*own)
	return err == nil && id.UUID() == raw
}
