package fold

import (
	"time"

	"peil"
)

// visit is a stay in a stage. exit is zero while it lasts.
type visit struct {
	stage       Stage
	enter, exit time.Time
	kind        string
	skipped     bool
	owner       peil.ID // at the exit
}

// seconds is how long a stay that is over was.
func (v visit) seconds() int64 { return int64(v.exit.Sub(v.enter) / time.Second) }

// span is a stretch of open time in which owner, stage, value, expected close and
// the seller's own probability stood still.
type span struct {
	from, to time.Time
	owner    peil.ID
	stage    peil.ID
	value    *int64
	currency peil.Currency
	expected peil.Date
	override *float64
}

// enter moves the deal to a stage.
func (st *story) enter(e peil.Event, p peil.DealStageEntered) {
	if !st.alive(e) {
		return
	}
	to, ok := st.set.stages[p.To]
	switch {
	case !ok:
		st.refuse(e, "unknown_stage", "the stage is not defined")
	case to.Kind != peil.StageOpen:
		st.refuse(e, "stage_not_open", "the stage is not an open one; close the deal instead")
	case st.foreign(p.Deal):
		if st.status == "open" && to.Order > st.top && to.Pipeline == st.stage.Pipeline {
			st.moveTo(e, to)
		}
	case st.status != "open":
		st.refuse(e, "deal_closed", "the deal is closed; reopen it first")
	case to.ID == st.stage.ID:
		st.refuse(e, "same_stage", "the deal is in that stage already")
	default:
		st.moveTo(e, to)
	}
}

// moveTo ends the visit and begins the next. A stage event ends an override.
func (st *story) moveTo(e peil.Event, to Stage) {
	kind, skipped := "forward", false
	switch {
	case to.Pipeline != st.stage.Pipeline:
		kind = "pipeline_moved"
		st.top = 0
	case to.Order < st.stage.Order:
		kind = "back"
	default:
		skipped = st.set.between(st.stage, to)
	}
	st.endVisit(e.At, kind, skipped)
	st.stage, st.since, st.override = to, e.At, nil
	st.top = max(st.top, to.Order)
	st.visits = append(st.visits, visit{stage: to, enter: e.At})
	st.cut(e.At)
	st.leaveStage(e.At)
	if kind == "forward" {
		st.start(e, "stage")
	}
}

// between reports whether an open stage lies between two of a pipeline.
func (s *Setup) between(a, b Stage) bool {
	for _, x := range s.stages {
		if x.Pipeline == a.Pipeline && x.Kind == peil.StageOpen && x.Order > a.Order && x.Order < b.Order {
			return true
		}
	}
	return false
}

func (st *story) endVisit(at time.Time, kind string, skipped bool) {
	if n := len(st.visits); n > 0 && st.visits[n-1].exit.IsZero() {
		v := &st.visits[n-1]
		v.exit, v.kind, v.skipped, v.owner = at, kind, skipped, st.owner
	}
}

// cut begins a new span with what holds now, if the deal is open.
func (st *story) cut(at time.Time) {
	if st.status != "open" {
		return
	}
	now := span{from: at, owner: st.owner, stage: st.stage.ID, value: st.value, currency: st.currency, expected: st.expected, override: st.override}
	if n := len(st.spans); n > 0 && st.spans[n-1].to.IsZero() {
		last := &st.spans[n-1]
		if same := *last; same.owner == now.owner && same.stage == now.stage && same.value == now.value && same.expected == now.expected && same.override == now.override {
			return
		}
		if last.from.Equal(at) { // nothing was open for no time at all
			*last = now
			return
		}
		last.to = at
	}
	st.spans = append(st.spans, now)
}

func (st *story) endSpan(at time.Time) {
	if n := len(st.spans); n > 0 && st.spans[n-1].to.IsZero() {
		st.spans[n-1].to = at
	}
}
