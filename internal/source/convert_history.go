package source

import (
	"fmt"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// historyRow reads what a deal was from a moment on: its stage, value,
// probability, expected close or owner, as many of these as the table tells.
func historyRow(r *reading, rec *record) {
	r.link(rec, group, "deal", r.text("deal_id"), "", r.text("deal"), false)
	rec.At = r.happened("at")
	rec.Name, rec.Hint, rec.Per = fields(r.text("stage")), fields(r.text("pipeline")), fields(r.text("from"))
	if minor, cur, ok := r.money("value"); ok {
		rec.Value, rec.HasValue, rec.Currency = minor, true, string(cur)
	}
	if minor, _, ok := r.money("old_value"); ok {
		rec.Price, rec.HasPrice = minor, true
	}
	rec.P, rec.HasP = r.percent("probability")
	rec.Expected = r.moment("expected_close")
	if r.text("owner")+r.text("owner_id")+r.text("owner_email") != "" {
		r.owner(rec)
	}
	switch {
	case rec.Name == "" && !rec.HasValue && !rec.HasP && !rec.Expected.set() && rec.Owner.IsZero() && !r.has("owner_id"):
		r.refuse("stage", "", "no_stage")
	case !rec.At.set():
		r.refuse("at", "", "no_date")
	}
}

// percent reads a share; what cannot be one says nothing.
func (r *reading) percent(role mapping.Role) (p float64, ok bool) {
	s := r.text(role)
	if s == "" {
		return 0, false
	}
	if p, ok = value.ParsePercent(s, true); !ok || p < 0 || p > 1 {
		return 0, false
	}
	return p, true
}

// historyKey names a row by what it says and when; what it does not say leaves
// no trace, so that a row is the same in an export with more columns.
func historyKey(r *reading, rec *record) string {
	k := fmt.Sprintf("%s|%s|%s|%d", r.text("deal_id"), nameKey(r.text("deal")), nameKey(rec.Name), rec.At.ms)
	if rec.HasValue {
		k += fmt.Sprintf("|v%d", rec.Value)
	}
	if rec.HasP {
		k += fmt.Sprintf("|p%g", rec.P)
	}
	if rec.Expected.set() {
		k += fmt.Sprintf("|e%d", rec.Expected.ms)
	}
	if o := r.text("owner_id") + r.text("owner"); o != "" {
		k += "|o" + nameKey(o)
	}
	return k
}

// pipelineOf is the pipeline that a row of the history moves in.
func (c *check) pipelineOf(rec *record) peil.ID {
	if id, ok := c.pipeOf[rec.Group]; ok && rec.Hint == "" {
		return id
	}
	return c.pipeline(rec.Hint)
}

// ends is the first and the last thing that a history says of one of a deal's
// properties. A row may say what it was before.
type ends[T any] struct {
	first, last     T
	firstAt, lastAt int64
	told            bool
}

func (e *ends[T]) add(v T, at int64) {
	if !e.told || at < e.firstAt {
		e.first, e.firstAt = v, at
	}
	if !e.told || at >= e.lastAt {
		e.last, e.lastAt = v, at
	}
	e.told = true
}

// path is what a history says of a deal as a whole.
type path struct {
	began, closed moment // its first open stage, its last close
	stage, owner  ends[peil.ID]
	value         ends[int64]
	currency      string
	expected      ends[moment]
	p             bool // the history tells the deal's probability
}

// historyDone finds the stage in the deal's own pipeline.
func historyDone(c *check, rec *record) bool {
	if rec.Group.IsZero() {
		return false
	}
	p, ok := c.paths[rec.Group]
	if !ok {
		p = &path{}
		c.paths[rec.Group] = p
	}
	if rec.Name != "" {
		c.stageTold(p, rec)
	}
	if rec.HasPrice {
		p.value.add(rec.Price, rec.At.ms-1)
	}
	if rec.HasValue {
		p.value.add(rec.Value, rec.At.ms)
		p.currency = rec.Currency
	}
	if rec.Expected.set() {
		p.expected.add(rec.Expected, rec.At.ms)
	}
	if !rec.Owner.IsZero() {
		p.owner.add(rec.Owner, rec.At.ms)
		c.touch(rec.Owner, rec.At)
	}
	p.p = p.p || rec.HasP
	return true
}

func (c *check) stageTold(p *path, rec *record) {
	pipeline := c.pipelineOf(rec)
	s := c.stage(pipeline, rec.Name)
	rec.Stage = s.id
	if s.kind != peil.StageOpen {
		if !p.closed.set() || rec.At.ms > p.closed.ms {
			p.closed = rec.At
		}
		if rec.Per == "" {
			return
		}
	}
	if !p.stage.told {
		if _, ours := c.pipeOf[rec.Group]; ours {
			c.snapshots-- // counted when its own row came
		}
	}
	if s.kind == peil.StageOpen {
		if !p.began.set() || rec.At.ms < p.began.ms {
			p.began = rec.At
		}
		p.stage.add(rec.Stage, rec.At.ms)
	}
	if rec.Per != "" {
		if from := c.stage(pipeline, rec.Per); from.kind == peil.StageOpen {
			p.stage.add(from.id, rec.At.ms-1)
		}
	}
}
