package fold

import (
	"cmp"
	"slices"
	"time"

	"peil"
)

// entries lists the stages the deal reached, when, and what came of it (4.5).
// A stage that was jumped over is reached; time in it there was none.
func (st *story) entries() []StageEntry {
	var out []StageEntry
	var closed time.Time
	if st.close != nil {
		closed = st.close.e.At
	}
	for _, r := range st.reachedStages() {
		cause, at := st.cause(r)
		d := st.dims(st.lines)
		out = append(out, StageEntry{UnitID: st.unit, DealID: st.deal, StageID: r.stage.ID, StageOrder: int64(r.stage.Order), How: r.how,
			EnteredAt: r.at, EnteredOn: st.set.date(r.at), Cause: cause, CauseAt: at, CauseOn: st.set.date(at),
			Outcome: st.status, ClosedAt: closed, OpenSeconds: st.openSeconds(r.stage.ID),
			Dated: st.dated(), SnapshotOnly: st.origin.SnapshotOnly, UserID: st.ownerAt(at),
			Value: st.value, Currency: string(st.currency), PipelineID: r.stage.Pipeline, SourceID: d.source, Campaign: d.campaign,
			Channel: d.channel, AccountID: st.account, ProductID: d.product, Family: d.family})
	}
	return out
}

type reach struct {
	stage Stage
	how   string
	at    time.Time
	index int // of the visit at or by which it was reached
}

// reachedStages walks the visits: a real stay, a jump over a stage, or a deal
// that was created beyond it. A real stay after a jump is still the first entry
// of the stage as a stay.
func (st *story) reachedStages() []reach {
	var out []reach
	known := map[peil.ID]int{}
	note := func(r reach) {
		i, ok := known[r.stage.ID]
		if !ok {
			known[r.stage.ID] = len(out)
			out = append(out, r)
		} else if out[i].how != "entered" && r.how == "entered" {
			out[i].how = "entered"
		}
	}
	for i, v := range st.visits {
		below := 0
		how := "before"
		if i > 0 && st.visits[i-1].kind == "forward" {
			below, how = st.visits[i-1].stage.Order, "skipped"
		}
		if i == 0 || how == "skipped" {
			for _, s := range st.set.openBetween(v.stage.Pipeline, below, v.stage.Order) {
				note(reach{stage: s, how: how, at: v.enter, index: i})
			}
		}
		note(reach{stage: v.stage, how: "entered", at: v.enter, index: i})
	}
	return out
}

// openBetween lists the open stages of a pipeline strictly between two orders.
func (s *Setup) openBetween(pipeline peil.ID, above, below int) []Stage {
	var out []Stage
	for _, x := range s.stages {
		if x.Pipeline == pipeline && x.Kind == peil.StageOpen && x.Order > above && x.Order < below {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b Stage) int { return cmp.Compare(a.Order, b.Order) })
	return out
}

// cause is what ended the deal's time as one that had reached the stage: it
// went higher or was won, it was lost or cancelled, it moved to another
// pipeline, or nothing yet.
func (st *story) cause(r reach) (string, time.Time) {
	for _, v := range st.visits[r.index:] {
		if v.stage.Pipeline != r.stage.Pipeline {
			return "moved", v.enter
		}
		if v.stage.Order > r.stage.Order {
			return "advance", v.enter
		}
	}
	switch st.status {
	case string(peil.Won):
		return "advance", st.close.e.At
	case string(peil.Lost), string(peil.Cancelled):
		return st.status, st.close.e.At
	}
	return "open", time.Time{}
}

// openSeconds is how long the deal stood in a stage, in all stays that are over;
// nil while none is.
func (st *story) openSeconds(stage peil.ID) *int64 {
	var sum *int64
	for _, v := range st.visits {
		if v.stage.ID != stage || v.exit.IsZero() {
			continue
		}
		if sum == nil {
			sum = new(int64)
		}
		*sum += v.seconds()
	}
	return sum
}

// ownerAt is who owned the deal at an instant; zero time is now.
func (st *story) ownerAt(t time.Time) peil.ID {
	owner := st.owner
	if t.IsZero() {
		return owner
	}
	for i, o := range st.owners {
		if i > 0 && o.at.After(t) {
			break
		}
		owner = o.owner
	}
	return owner
}
