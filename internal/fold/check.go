package fold

import (
	"errors"
	"math"

	"peil"
)

// Check reports whether an event makes sense after what the unit knows: nil, or
// an *peil.Error that says what is wrong. unit is all events of the unit's group.
// The event is judged at its place in time, so a late one is legal as long as
// nothing around it is contradicted.
func Check(s *Setup, unit []peil.Event, e peil.Event) error {
	if err := checkWords(s, e); err != nil {
		return err
	}
	switch p := e.Payload.(type) {
	case peil.FactCorrected:
		return checkPatch(unit, p)
	case peil.FactVoided:
		if !names(unit, p.Target) {
			return peil.NotFound("no_such_event", "fact.voided: the event to void does not exist")
		}
		return nil
	case peil.DealMerged:
		return checkMerge(unit, p.From, p.Into, peil.Type("deal.created"))
	case peil.AccountMerged:
		return checkMerge(unit, p.From, p.Into, "account.created")
	case peil.ContactMerged:
		return checkMerge(unit, p.From, p.Into, "contact.created")
	case peil.UserJoined, peil.UserChanged, peil.UserLeft:
		return checkPost(s, unit, e)
	}
	if !binds(e) {
		return nil
	}
	if e.Seq == 0 {
		e.Seq = math.MaxInt64 // among events of one instant the newest is last
	}
	all := make([]peil.Event, 0, 16)
	for _, o := range unit {
		if binds(o) {
			all = append(all, o)
		}
	}
	all = append(all, e)
	for _, st := range tell(s, peil.ID{}, Active(all, Clocks{})) {
		if st.refused != nil && (st.refusal == e.ID || !refusedBefore(s, unit)) {
			return st.refused
		}
	}
	return nil
}

// binds reports whether an event can contradict others. What people did and wrote
// never does, and a unit may have ten thousand of it.
func binds(e peil.Event) bool {
	_, _, about := aboutOf(e.Payload)
	return !about
}

// refusedBefore reports whether the events contradict each other without the
// new one: corrections may leave such histories, which must stay editable.
func refusedBefore(s *Setup, unit []peil.Event) bool {
	for _, st := range tell(s, peil.ID{}, Active(unit, Clocks{})) {
		if st.refused != nil {
			return true
		}
	}
	return false
}

// checkWords reports words that are not set up.
func checkWords(s *Setup, e peil.Event) error {
	switch p := e.Payload.(type) {
	case peil.StageDefined:
		if !s.pipelines[p.Pipeline] {
			return peil.NotFound("undefined_pipeline", "stage.defined: the pipeline is not defined")
		}
		for _, x := range s.stages {
			if x.Pipeline == p.Pipeline && x.Order == p.Order && x.ID != p.Stage && x.Kind == peil.StageOpen && p.Kind == peil.StageOpen {
				return peil.Conflict("order_taken", "stage.defined: another open stage of the pipeline has order %d", p.Order)
			}
		}
	case peil.DealCompetitorSeen:
		if !s.competitors[p.Competitor] {
			return peil.NotFound("undefined_competitor", "deal.competitor_seen: the competitor is not defined")
		}
	case peil.DealClosed:
		if !p.Competitor.IsZero() && !s.competitors[p.Competitor] {
			return peil.NotFound("undefined_competitor", "deal.closed: the competitor is not defined")
		}
	case peil.SpendRecorded:
		if _, ok := s.sources[p.Source]; !ok {
			return peil.NotFound("undefined_source", "spend.recorded: the source is not defined")
		}
	}
	return nil
}

func names(unit []peil.Event, id peil.ID) bool {
	for _, e := range unit {
		if e.ID == id {
			return true
		}
	}
	return false
}

// checkPatch refuses a correction that does not fit its event.
func checkPatch(unit []peil.Event, p peil.FactCorrected) error {
	for _, e := range unit {
		if e.ID != p.Target {
			continue
		}
		if _, err := patched(e, p.Patch); err != nil {
			var known *peil.Error
			if errors.As(err, &known) {
				return err
			}
			return peil.Invalid("bad_patch", "fact.corrected: the patch does not fit a %s: %v", e.Type(), err)
		}
		return nil
	}
	return peil.NotFound("no_such_event", "fact.corrected: the event to correct does not exist")
}

// checkMerge wants both records to exist and the survivor not to have been
// merged into the other.
func checkMerge(unit []peil.Event, from, into peil.ID, created peil.Type) error {
	have := map[peil.ID]bool{}
	merged := map[peil.ID]peil.ID{}
	for _, e := range unit {
		switch p := e.Payload.(type) {
		case peil.DealMerged:
			merged[p.From] = p.Into
		case peil.AccountMerged:
			merged[p.From] = p.Into
		case peil.ContactMerged:
			merged[p.From] = p.Into
		}
		if e.Type() == created {
			have[e.Payload.Subject()] = true
		}
	}
	switch {
	case !have[from] || !have[into]:
		return peil.NotFound("no_such_record", "a merge needs two records that exist")
	case !merged[from].IsZero():
		return peil.Conflict("merged_already", "the record has been merged already")
	case follow(merged, into) == from || !merged[into].IsZero():
		return peil.Conflict("merged_away", "the survivor of a merge must stand itself")
	}
	return nil
}

// checkPost wants users to join before they change or leave, and once.
func checkPost(s *Setup, unit []peil.Event, e peil.Event) error {
	var before []peil.Event
	for _, x := range Active(unit, Clocks{}) {
		if x.Payload.Subject() == e.Payload.Subject() && !x.At.After(e.At) {
			before = append(before, x)
		}
	}
	list := posts(s, before)
	employed := len(list) > 0 && list[len(list)-1].to.IsZero()
	if _, joins := e.Payload.(peil.UserJoined); joins {
		if employed {
			return peil.Conflict("joined_already", "user.joined: the user is employed already; use user.changed")
		}
		return nil
	}
	if !employed {
		return peil.Conflict("not_employed", "%s: the user is not employed then", e.Type())
	}
	return nil
}
