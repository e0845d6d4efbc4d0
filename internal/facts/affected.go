package facts

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"peil"
)

func compareIDs(a, b peil.ID) int { return bytes.Compare(a[:], b[:]) }

// touchedBy are the ids that changes of the set-up are about, by the column of
// the facts in which a row that folds differently for them carries one.
type touchedBy struct {
	known []peil.Event // the set-up before and after
	by    map[string]map[peil.ID]bool
	all   bool
}

// affected finds the units that fold differently because set-up events came or
// went: diff, of all that were or are known. It asks the rows that were folded
// before. all is true where it may be any unit.
func (e *engine) affected(ctx context.Context, known, diff []peil.Event) (units []peil.ID, all bool, err error) {
	t := &touchedBy{known: known, by: map[string]map[peil.ID]bool{}}
	for _, ev := range diff {
		t.add(ev)
	}
	if t.all {
		return nil, true, nil
	}
	for column, ids := range t.by {
		found, err := e.unitsWith(ctx, column, ids)
		if err != nil {
			return nil, false, err
		}
		units = append(units, found...)
	}
	slices.SortFunc(units, compareIDs)
	return slices.Compact(units), false, nil
}

func (t *touchedBy) note(column string, ids ...peil.ID) {
	if t.by[column] == nil {
		t.by[column] = map[peil.ID]bool{}
	}
	for _, id := range ids {
		t.by[column][id] = true
	}
}

func (t *touchedBy) add(ev peil.Event) {
	switch p := ev.Payload.(type) {
	case peil.FactCorrected:
		t.mended(p.Target)
	case peil.FactVoided:
		t.mended(p.Target)
	case peil.CalendarDefined:
		if p.Name == "" {
			t.all = true // every local day
			return
		}
		t.users(func(peil.UserJoined) bool { return true })
	case peil.TeamDefined:
		if t.teamCalendar(p.Team) {
			t.users(func(j peil.UserJoined) bool { return j.Team == p.Team })
		}
	case peil.UserJoined:
		if p.Calendar != "" || t.teamCalendar(p.Team) {
			t.note("responsible_id", p.User)
		}
	case peil.StageDefined:
		t.stage(ev, p)
	case peil.SourceDefined:
		t.chain("source_id", p.Source, intoOfSource)
	case peil.ReasonDefined:
		t.chain("reason_id", p.Reason, intoOfReason)
	case peil.ProductDefined:
		if !t.any(func(o peil.Event) bool {
			q, ok := o.Payload.(peil.ProductDefined)
			return ok && o.ID != ev.ID && q.Product == p.Product && q.Family == p.Family
		}) {
			t.note("product_id", p.Product)
		}
	}
}

// mended is a correction or a void. It may be of any field, so unless its target
// is nothing that a case's fold reads, all units are in question.
func (t *touchedBy) mended(target peil.ID) {
	for _, ev := range t.known {
		if ev.ID != target {
			continue
		}
		switch p := ev.Payload.(type) {
		case peil.FactCorrected, peil.FactVoided, peil.CalendarDefined, peil.TeamDefined, peil.StageDefined,
			peil.SourceDefined, peil.ReasonDefined, peil.ProductDefined:
			t.all = true
		case peil.UserJoined:
			t.note("responsible_id", p.User)
		}
		return
	}
	t.all = true
}

func (t *touchedBy) any(match func(peil.Event) bool) bool { return slices.ContainsFunc(t.known, match) }

// teamCalendar reports whether a team ever had a calendar of its own.
func (t *touchedBy) teamCalendar(team peil.ID) bool {
	return t.any(func(ev peil.Event) bool {
		p, ok := ev.Payload.(peil.TeamDefined)
		return ok && p.Team == team && p.Calendar != ""
	})
}

// users notes those who joined on certain terms: their response times run by
// their own calendar.
func (t *touchedBy) users(match func(peil.UserJoined) bool) {
	for _, ev := range t.known {
		if j, ok := ev.Payload.(peil.UserJoined); ok && match(j) {
			t.note("responsible_id", j.User)
		}
	}
}

// stage notes the pipelines that a stage is, or was, in, unless every definition
// of it says the same of what the fold reads: its name and limits change freely.
func (t *touchedBy) stage(ev peil.Event, p peil.StageDefined) {
	changed, first := false, true
	for _, k := range t.known {
		o, ok := k.Payload.(peil.StageDefined)
		if !ok || o.Stage != p.Stage || k.ID == ev.ID {
			continue
		}
		first = false
		if o.Pipeline != p.Pipeline || o.Order != p.Order || o.Kind != p.Kind {
			changed = true
			t.note("pipeline_id", o.Pipeline)
		}
	}
	if changed || first {
		t.note("pipeline_id", p.Pipeline)
	}
}

func intoOfSource(ev peil.Event) (id, into peil.ID) {
	p, _ := ev.Payload.(peil.SourceDefined)
	return p.Source, p.Into
}

func intoOfReason(ev peil.Event) (id, into peil.ID) {
	p, _ := ev.Payload.(peil.ReasonDefined)
	return p.Reason, p.Into
}

// chain notes all records that ever stood for one another with this one: rows
// carry the last of a chain. A record that never stood for another changes none.
func (t *touchedBy) chain(column string, id peil.ID, of func(peil.Event) (peil.ID, peil.ID)) {
	in := map[peil.ID]bool{id: true}
	for grown := true; grown; {
		grown = false
		for _, ev := range t.known {
			if a, b := of(ev); !b.IsZero() && in[a] != in[b] {
				in[a], in[b], grown = true, true, true
			}
		}
	}
	if len(in) == 1 {
		return
	}
	for x := range in {
		t.note(column, x)
	}
}

// unitsWith are the units that have a row with one of the ids in the column.
func (e *engine) unitsWith(ctx context.Context, column string, ids map[peil.ID]bool) ([]peil.ID, error) {
	var list []string
	for id := range ids {
		list = append(list, "'"+id.UUID()+"'")
	}
	var parts []string
	for _, t := range tables {
		if t.perUnit() && t.has(column) {
			parts = append(parts, "select unit_id from "+t.name+" where "+column+" in ("+strings.Join(list, ", ")+")")
		}
	}
	return e.h.ids(ctx, strings.Join(parts, " union "))
}
