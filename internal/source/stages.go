package source

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// stages gathers the stages that deals and their history name, and puts them in
// the order that deals go through them.
func (p *Plan) stages(ctx context.Context) ([]mapping.Stage, error) {
	var out []mapping.Stage
	seen := map[string]bool{}
	for _, kind := range []mapping.Kind{mapping.History, mapping.Deals} { // a history has them in their order more often
		for i := range p.m.Tables {
			t := &p.m.Tables[i]
			if t.Kind != kind {
				continue
			}
			for _, role := range []mapping.Role{"from", "stage"} {
				col, ok := t.Role(role)
				if !ok {
					continue
				}
				for _, name := range p.profiles[i].Columns[col].Order {
					if k := nameKey(name); !seen[k] {
						seen[k] = true
						out = append(out, mapping.Stage{Name: fields(name), Kind: mapping.StageKindOf(name), P: -1})
					}
				}
			}
		}
	}
	if !slices.ContainsFunc(out, func(s mapping.Stage) bool { return s.Kind == peil.StageOpen }) && p.has(mapping.Deals) {
		out = append(out, mapping.Stage{Name: p.word("Åpen", "Open"), Kind: peil.StageOpen, P: -1})
	}
	if err := p.byHistory(ctx, out); err != nil {
		return nil, err
	}
	mapping.OrderStages(out)
	return out, nil
}

// lookedAt is how many deals' ways through the stages settle their order.
const lookedAt = 20_000

// byHistory sorts stages by how many others deals were in before: the first has
// none before it. Stages that no history tells of stay where they are.
func (p *Plan) byHistory(ctx context.Context, stages []mapping.Stage) error {
	place := map[string]int{}
	for i, s := range stages {
		place[nameKey(s.Name)] = i
	}
	before := make([][]int, len(stages)) // [i][j]: deals that were in i before j
	for i := range before {
		before[i] = make([]int, len(stages))
	}
	for i := range p.m.Tables {
		if t := &p.m.Tables[i]; t.Kind == mapping.History && t.Has("deal", "deal_id") && t.Has("at") && t.Has("stage") {
			if err := p.ways(ctx, i, place, before); err != nil {
				return err
			}
		}
	}
	score := make([]int, len(stages))
	told := false
	for i := range stages {
		for j := range stages {
			switch {
			case before[i][j] > before[j][i]:
				score[i], told = score[i]-1, true
			case before[i][j] < before[j][i]:
				score[i]++
			}
		}
	}
	if told {
		sorted := slices.Clone(stages)
		slices.SortStableFunc(sorted, func(a, b mapping.Stage) int {
			return cmp.Compare(score[place[nameKey(a.Name)]], score[place[nameKey(b.Name)]])
		})
		copy(stages, sorted)
	}
	return nil
}

// ways counts which stage deals were in before which, in one table of a history.
func (p *Plan) ways(ctx context.Context, i int, place map[string]int, before [][]int) error {
	t, first := &p.m.Tables[i], map[string][]int64{} // when a deal was first in each stage
	id, _ := t.Role("deal_id")
	if !t.Has("deal_id") {
		id, _ = t.Role("deal")
	}
	at, _ := t.Role("at")
	stage, _ := t.Role("stage")
	from, hasFrom := t.Role("from")
	order := p.order(i, at)
	note := func(seen []int64, name string, ms int64) {
		if k, ok := place[nameKey(name)]; ok && (seen[k] == 0 || ms < seen[k]) {
			seen[k] = ms
		}
	}
	err := p.set.Tables[i].Rows(ctx, func(_ int, cells []string) error {
		st, ok := value.ParseDate(value.Clean(cells[at]), order)
		seen := first[cells[id]]
		if !ok || seen == nil && len(first) == lookedAt {
			return nil
		}
		if seen == nil {
			seen = make([]int64, len(before))
			first[strings.Clone(cells[id])] = seen
		}
		ms := st.Instant(p.opts.Location).UnixMilli()
		note(seen, cells[stage], ms)
		if hasFrom {
			note(seen, cells[from], ms-1)
		}
		return nil
	}, nil)
	for _, seen := range first {
		for a, x := range seen {
			for b, y := range seen {
				if x != 0 && y != 0 && x < y {
					before[a][b]++
				}
			}
		}
	}
	return err
}

// pipelines counts the pipelines that the tables of deals name.
func (p *Plan) pipelines() int {
	seen := map[string]bool{}
	for i := range p.m.Tables {
		t := &p.m.Tables[i]
		if col, ok := t.Role("pipeline"); ok && t.Kind == mapping.Deals {
			for _, name := range p.profiles[i].Columns[col].Order {
				seen[nameKey(name)] = true
			}
		}
	}
	return len(seen)
}
