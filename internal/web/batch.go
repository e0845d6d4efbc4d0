package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/table"
)

// mostQuestions is how many questions one request may put.
const mostQuestions = 60

// params are a question as the parameters of a request would say it.
func (q Question) params() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("period", q.Period)
	set("by", q.By)
	set("trend", q.Trend)
	if q.Tau != 0 {
		v.Set("tau", strconv.FormatFloat(q.Tau, 'g', -1, 64))
	}
	if q.Compare != nil {
		v.Set("compare", "none")
		if len(*q.Compare) > 0 {
			v.Set("compare", strings.Join(*q.Compare, ","))
		}
	}
	for _, f := range q.Filters {
		values := make([]string, len(f.Values))
		for i, word := range f.Values {
			values[i] = filterValue(word)
		}
		v.Add("filter", f.Dim+"="+strings.Join(values, ","))
	}
	if len(q.Measures) > 0 {
		v["measure"] = q.Measures
	}
	return v
}

// pending is a question on its way to its answer.
type pending struct {
	q      report.Query
	key    string
	ans    *answer
	cached bool
	err    error
}

// ask answers many questions over the same facts, each with its own error.
func (s *Server) ask(w http.ResponseWriter, r *http.Request) error {
	var asked Questions
	if _, err := s.asking(r); err != nil {
		return err
	}
	if err := readJSON(w, r, &asked); err != nil {
		return err
	}
	if n := len(asked.Questions); n > mostQuestions {
		return peil.Invalid("too_many_questions", "%d questions are more than one request may put (%d)", n, mostQuestions).InField("questions")
	}
	c, err := s.words(r)
	if err != nil {
		return err
	}
	v, err := s.open(w, r, url.Values{"as_of": {asked.AsOf}, "known_at": {asked.KnownAt}})
	if err != nil {
		return err
	}
	results, errs, cached, err := s.answerAll(r.Context(), v, asked.Questions, asked.Lean)
	if err != nil {
		return err
	}
	out := Answers{Seq: v.Seq, Stale: v.Stale, Answers: make([]AnswerJSON, len(asked.Questions))}
	o := table.Options{Words: c, Location: v.Settings.Calendar.Location}
	for i, q := range asked.Questions {
		a := AnswerJSON{Key: q.Key, Cached: cached[i]}
		if errs[i] != nil {
			if !isShown(errs[i]) {
				s.Log.Error("question failed", "report", q.Report, "err", errs[i])
			}
			e := s.errorOf(r, shown(errs[i]))
			a.Error = &e
		} else {
			res, err := s.changesIn(r.Context(), v, results[i])
			if err != nil {
				return err
			}
			res.RowsHref += "&workspace=" + url.QueryEscape(v.ws.Name())
			shape := table.ResultOf(res, o)
			a.Result = &shape
		}
		out.Answers[i] = a
	}
	w.Header().Set(seqHeader, strconv.FormatInt(v.Seq, 10))
	return writePacked(w, r, out)
}

func isShown(err error) bool {
	var e *peil.Error
	return errors.As(err, &e) && e.Kind != peil.KindInternal
}

// answerAll answers the questions over one moment of the facts: v is at that
// moment afterwards. Lean questions that are not split leave rows be that their
// measures are not made of.
func (s *Server) answerAll(ctx context.Context, v *asked, questions []Question, lean bool) (results []*peil.Result, errs []error, cached []bool, err error) {
	results, errs, cached = make([]*peil.Result, len(questions)), make([]error, len(questions)), make([]bool, len(questions))
	if len(questions) == 0 {
		return results, errs, cached, nil
	}
	views, release, err := v.Freeze(ctx, min(len(questions), cap(s.answers.slots)))
	if err != nil {
		return nil, nil, nil, err
	}
	defer release()
	v.View = views[0]
	open := make([]*pending, len(questions))
	var grains report.Grains
	for i, q := range questions {
		p := &pending{}
		open[i] = p
		if p.q, p.err = Query(ctx, views[0], q.Report, q.params(), s.Now()); p.err == nil {
			// Cards that ask the same then share an answer.
			p.err = grains.Settle(ctx, views[0], &p.q)
			// Of slices those would be missing that have nothing.
			if lean && len(p.q.Measures) > 0 && p.q.By == report.None {
				p.q.Lean, p.q.Flags = true, []string{}
			}
			p.key = s.answerKey(v, p.q)
		}
	}
	for i, p := range open {
		if p.err == nil && v.unrecorded != nil {
			results[i], p.err = unrecorded(p.q, v.knownAt, v.unrecorded)
		}
		errs[i] = p.err
	}
	if v.unrecorded != nil {
		return results, errs, cached, nil
	}
	for range 3 { // what another asker abandoned is begun anew
		s.answers.ask(ctx, v, views, open)
		if !s.collect(ctx, open) {
			break
		}
	}
	for i, p := range open {
		if errs[i] = p.err; p.err == nil {
			results[i], errs[i] = report.Pick(p.ans.res, p.q.Measures)
		}
		cached[i] = p.cached
	}
	return results, errs, cached, nil
}

// answerKey names a question beside its measures, and the facts it is put to.
func (s *Server) answerKey(v *asked, q report.Query) string {
	return fmt.Sprintf("%s|%d|%d|%d|%s|%s|%s|%s|%s|%v|%v|%g|%s|%s|%s|%v", v.ws.ID(), v.Seq, v.AsOf.UnixMilli(), v.KnownAt.UnixMilli(),
		peil.DateOf(q.Now, v.Settings.Calendar.Location), q.Report, q.Period, q.By, q.Trend, q.Filters, q.Compare, q.Tau, q.Base, q.Said, q.Excluded, q.Lean)
}

// ask claims what nobody has computed and computes it, the measures that are
// asked of one question together.
func (a *answers) ask(ctx context.Context, v *asked, views []*facts.View, open []*pending) {
	var mine []*pending
	wanted := map[string][]string{}
	for _, p := range open {
		if p.err != nil || p.ans != nil {
			continue
		}
		if had, ok := wanted[p.key]; ok {
			wanted[p.key] = union(had, p.q.Measures)
		} else {
			wanted[p.key] = p.q.Measures
		}
	}
	for _, p := range open {
		if p.err != nil || p.ans != nil {
			continue
		}
		var own bool
		if p.ans, own = a.claim(p.key, wanted[p.key]); own {
			mine = append(mine, p)
		} else {
			select {
			case <-p.ans.done:
				p.cached = true
			default:
			}
		}
	}
	a.compute(ctx, v, views, mine)
}

// compute answers what was claimed, on as many of the views as there are slots.
func (a *answers) compute(ctx context.Context, v *asked, views []*facts.View, mine []*pending) {
	var next atomic.Int64
	work := func(view *facts.View) {
		for i := next.Add(1) - 1; i < int64(len(mine)); i = next.Add(1) - 1 {
			p := mine[i]
			if ctx.Err() != nil {
				a.settle(p.key, p.ans, nil, errAbandoned)
				continue
			}
			q := p.q
			q.Measures = p.ans.measures
			res, err := guarded(func() (*peil.Result, error) { return answerOn(ctx, v.db, view, q) })
			if err != nil && ctx.Err() != nil {
				err = errAbandoned
			}
			a.settle(p.key, p.ans, res, err)
		}
	}
	if len(mine) == 0 {
		return
	}
	if a.slot(ctx) != nil {
		work(views[0]) // ctx has ended: they are given up
		return
	}
	defer a.free()
	var all sync.WaitGroup
	for _, view := range views[1:min(len(views), len(mine))] {
		if !a.more() {
			break
		}
		all.Go(func() {
			defer a.free()
			work(view)
		})
	}
	work(views[0])
	all.Wait()
}

// collect waits for the answers. again is true where one was abandoned by who
// computed it, and must be asked for anew.
func (s *Server) collect(ctx context.Context, open []*pending) (again bool) {
	for _, p := range open {
		if p.err != nil || p.ans == nil {
			continue
		}
		select {
		case <-p.ans.done:
		case <-ctx.Done():
			p.err = ctx.Err()
			continue
		}
		switch {
		case p.ans.err == nil:
		case errors.Is(p.ans.err, errAbandoned) && ctx.Err() == nil:
			p.ans, again = nil, true
		default:
			p.err = p.ans.err
		}
	}
	return again
}

// answerOn asks a report. Where the question is put to an earlier knowledge, or
// the period was locked, the values say by how much the figure has changed since.
func answerOn(ctx context.Context, db *facts.DB, v *facts.View, q report.Query) (*peil.Result, error) {
	var err error
	if !v.KnownAt.IsZero() {
		q.Against, err = db.At(ctx, v.AsOf, time.Time{}, nil)
	} else if at, locked, e := report.Locked(ctx, v, q.Period); e != nil {
		err = e
	} else if locked {
		q.Against, err = db.At(ctx, v.AsOf, at, nil)
	}
	if err != nil {
		return nil, err
	}
	return report.Run(ctx, v, q)
}
