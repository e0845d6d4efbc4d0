package report

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"peil"
	"peil/internal/facts"
)

// run is a question with its numbers.
type run struct {
	*question
	windows []window
	groups  *groups
	labels  map[string]string
}

// fewSlices is up to how many slices every value and every comparison gets the
// full number of draws. With more, which nobody compares one by one, an answer
// must still come at once.
const fewSlices = 12

// Run answers a query. What is wrong with the words of the query is an error of
// kind invalid or not_found with the right words as hints.
func Run(ctx context.Context, v *facts.View, q Query) (*peil.Result, error) {
	asked, err := ask(ctx, v, q)
	if err != nil {
		return nil, err
	}
	r := &run{question: asked, windows: asked.windows()}
	if err := r.findHorizon(ctx); err != nil {
		return nil, err
	}
	figures := len(q.Measures) == 0 || len(q.Figures) > 0
	remarked, err := r.count(ctx, figures)
	if err != nil {
		return nil, err
	}
	res := &peil.Result{Report: r.report.ID, DefVersion: r.report.Version, Period: r.Period,
		AsOf: r.clock.asOf, KnownAt: v.KnownAt, By: r.By, Grain: r.grain,
		Rows: []peil.Row{}, Series: []peil.Point{}, Excluded: []peil.Excluded{}, Advice: []peil.Advice{},
		RowsHref: r.href()}
	if res.KnownAt.IsZero() {
		res.KnownAt = r.clock.asOf
	}
	for _, m := range r.measures {
		res.Measures = append(res.Measures, m.Measure)
	}
	if err := r.rows(ctx, res); err != nil {
		return nil, err
	}
	if figures {
		if err := r.figures(ctx, res); err != nil {
			return nil, err
		}
	}
	if err := r.remark(ctx, res, remarked); err != nil {
		return nil, err
	}
	if r.report.flags != nil {
		if err := r.report.flags(ctx, r, res); err != nil {
			return nil, err
		}
	}
	if err := r.explain(ctx, res); err != nil {
		return nil, err
	}
	return res, r.restate(ctx, res)
}

// count finds the rows of the question and what they come to, with the tables of
// the figures where they are wanted.
func (r *run) count(ctx context.Context, figures bool) (found []remarked, err error) {
	tables := r.keyedSections(figures)
	vectors := r.report.vectors
	if figures {
		vectors = slices.Concat(vectors, r.report.figureVectors)
	}
	sections := slices.Concat(r.report.sums, vectors, tables)
	deals := r.model != nil && r.model.taught
	if deals {
		sections = append(sections, dealsSection)
	}
	rows, err := r.gather(ctx, r.windows, sections)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.release()) }()
	if r.groups, err = rows.load(ctx, vectors); err != nil {
		return nil, err
	}
	if err := rows.tables(ctx, r.groups, tables); err != nil {
		return nil, err
	}
	if deals {
		if err := rows.deals(ctx, r.groups); err != nil {
			return nil, err
		}
	}
	return rows.remarks(ctx)
}

// rows fills in the total, the slices and the series.
func (r *run) rows(ctx context.Context, res *peil.Result) error {
	names := r.groups.slices()
	var err error
	if r.labels, err = r.label(ctx, r.by, names); err != nil {
		return err
	}
	if err := r.order(ctx, names); err != nil {
		return err
	}
	r.many = len(names) > fewSlices
	res.Rows = append(res.Rows, peil.Row{})
	for _, s := range names {
		key := sliceKey(s)
		res.Rows = append(res.Rows, peil.Row{Slice: &key, Label: r.labels[s]})
	}
	var work []func()
	for i := range res.Rows {
		work = append(work, func() { res.Rows[i].Measures = r.measure(nth(names, i), r.windows[0]) })
	}
	for _, w := range r.windows {
		if w.n < winBuckets {
			continue
		}
		bucket := r.buckets[w.n-winBuckets]
		for i, row := range res.Rows {
			at := len(res.Series)
			res.Series = append(res.Series, peil.Point{Slice: row.Slice, Label: row.Label, From: bucket.From, To: bucket.To})
			work = append(work, func() { res.Series[at].Measures = r.measure(nth(names, i), w) })
		}
	}
	together(work)
	return nil
}

// nth is the slice of a row: the total comes first.
func nth(names []string, i int) *string {
	if i == 0 {
		return nil
	}
	return &names[i-1]
}

// together does independent pieces of work on all cores.
func together(work []func()) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(work)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(work)); i = next.Add(1) - 1 {
				work[i]()
			}
		})
	}
	wg.Wait()
}

// measure computes the measures of a slice in a window, compared if it is the
// period's own.
func (r *run) measure(slice *string, w window) map[string]peil.Value {
	out := make(map[string]peil.Value, len(r.measures))
	for _, m := range r.measures {
		v := r.value(r.groups, m, slice, w)
		if w.n == winPeriod {
			r.compareAll(r.groups, m, slice, &v, r.windows)
		}
		out[m.ID] = v
	}
	return out
}

// sliceKey is a slice as it stands in results: ids in their own letters.
func sliceKey(s string) string {
	if id, ok := uuid(s); ok {
		return id.String()
	}
	return s
}

// uuid reads the hex form of an id.
func uuid(s string) (id peil.ID, ok bool) {
	if len(s) != 36 {
		return id, false
	}
	n, err := hex.Decode(id[:], []byte(strings.ReplaceAll(s, "-", "")))
	return id, err == nil && n == len(id)
}

// label finds what people call the slices.
func (q *question) label(ctx context.Context, by *dim, keys []string) (map[string]string, error) {
	out := map[string]string{}
	var ids []peil.ID
	for _, k := range keys {
		if id, ok := uuid(k); ok && by.named != "" {
			ids = append(ids, id)
		} else if by.named == "" {
			out[k] = k
		}
	}
	found, err := q.named(ctx, ids)
	if err != nil {
		return nil, err
	}
	for id, label := range found {
		out[id.UUID()] = label
	}
	if by != nil && by.id == "stage" {
		return out, q.distinguish(ctx, out)
	}
	return out, nil
}

func (q *question) named(ctx context.Context, ids []peil.ID) (map[peil.ID]string, error) {
	if len(ids) == 0 || q.view.Labels == nil {
		return nil, nil
	}
	found, err := q.view.Labels(ctx, ids)
	if err != nil {
		return nil, failed("labels", err)
	}
	return found, nil
}

// order puts stages in their own order, everything else by the first measure,
// largest first; rows without a value in the dimension come last.
func (r *run) order(ctx context.Context, names []string) error {
	rank := map[string]float64{}
	if r.By == "stage" {
		words, err := r.texts(ctx, "select cast(stage_id as text) from stage_dim order by pipeline_id nulls first, stage_order, stage_id")
		if err != nil {
			return err
		}
		for i, s := range words {
			rank[s] = float64(i)
		}
	} else if !r.report.inOrder(r.by) {
		for _, s := range names {
			if v := r.value(r.groups, r.measures[0], &s, r.windows[0]); v.Value != nil {
				rank[s] = -*v.Value
			}
		}
	}
	last := func(s string) int {
		if s == "" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(rank[a], rank[b]),
			cmp.Compare(r.labels[a], r.labels[b]), cmp.Compare(a, b))
	})
	return nil
}

// inOrder reports slices that have an order of their own: hours of the day, and
// people where nobody is to be ranked.
func (r *Report) inOrder(by *dim) bool {
	return by != nil && (by.ordered || r.byName && by.named == "user")
}

// href is where the rows behind the answer are.
func (q *question) href() string {
	v := url.Values{"period": {q.Period.String()}}
	for _, f := range q.Filters {
		v.Add("filter", f.Dim+"="+strings.Join(f.Values, ","))
	}
	if !q.view.AsOf.IsZero() {
		v.Set("as_of", q.view.AsOf.UTC().Format("2006-01-02T15:04:05.999Z"))
	}
	if !q.view.KnownAt.IsZero() {
		v.Set("known_at", q.view.KnownAt.UTC().Format("2006-01-02T15:04:05.999Z"))
	}
	return "/api/v1/reports/" + q.report.ID + "/rows?" + v.Encode()
}

// findHorizon asks after how many days a cohort counts as observed, where the
// report has cohorts (G12).
func (q *question) findHorizon(ctx context.Context) error {
	if !q.report.cohorts {
		return nil
	}
	h, err := Horizon(ctx, q.view, q.clock.asOf)
	q.horizon = h
	return err
}
