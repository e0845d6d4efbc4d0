package source

import (
	"context"
	"maps"
	"slices"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/store"
)

// known is what the workspace has already, as far as an import must know it.
type known struct {
	w       *store.Workspace
	base    peil.Currency
	ids     map[peil.ID]bool
	teams   map[peil.ID]string // region
	product map[peil.ID]peil.ProductDefined
	users   map[peil.ID]peil.UserState
	pipes   []entry
	stages  []peil.StageDefined
	names   map[peil.ID]string // of pipelines and stages
	some    bool               // there has been an import
}

func (k *known) has(id peil.ID) bool { return k.ids[id] }

// origins asks which of the external ids are known; none are without a workspace.
func (k *known) origins(ctx context.Context, system string, ids []string) (map[string]store.Origin, error) {
	if k.w == nil || !k.some || len(ids) == 0 {
		return nil, nil
	}
	return k.w.Origins(ctx, system, ids)
}

func (c *check) origins(ctx context.Context, r *reading) (map[string]store.Origin, error) {
	if !c.known.some {
		return nil, nil
	}
	ids := make([]string, len(r.batch))
	for i := range r.batch {
		ids[i] = r.batch[i].Ext
	}
	return c.known.origins(ctx, r.t.System, ids)
}

// loadKnown reads names and set-up of the workspace, once.
func (c *check) loadKnown(ctx context.Context) error {
	k := &known{w: c.p.opts.Workspace, ids: map[peil.ID]bool{}, teams: map[peil.ID]string{}, product: map[peil.ID]peil.ProductDefined{},
		users: map[peil.ID]peil.UserState{}, names: map[peil.ID]string{}}
	c.known = k
	if k.w == nil {
		return nil
	}
	batches, err := k.w.Batches(ctx)
	if err != nil {
		return err
	}
	k.some = len(batches) > 0
	for kind, b := range c.books {
		if kind == "lead" {
			continue
		}
		names, err := k.w.Named(ctx, kind)
		if err != nil {
			return err
		}
		for id, name := range names {
			b.learn(id, name)
			k.ids[id] = true
		}
		if kind == "pipeline" {
			k.names = names
		}
	}
	stages, err := k.w.Named(ctx, "stage")
	if err != nil {
		return err
	}
	for id, name := range stages {
		k.names[id] = name
	}
	users, err := k.w.Users(ctx, nil)
	if err != nil {
		return err
	}
	for _, u := range users {
		k.users[u.User] = u
		k.ids[u.User] = true
	}
	return k.w.UnitEvents(ctx, []peil.ID{store.SetupUnit}, func(_ peil.ID, ev peil.Event) error {
		k.setup(ev.Payload)
		return nil
	})
}

func (k *known) setup(p peil.Payload) {
	switch v := p.(type) {
	case peil.WorkspaceDefined:
		k.base = v.BaseCurrency
	case peil.TeamDefined:
		k.teams[v.Team] = v.Region
	case peil.ProductDefined:
		k.product[v.Product] = v
	case peil.PipelineDefined:
		for _, p := range k.pipes {
			if p.id == v.Pipeline {
				return
			}
		}
		k.pipes = append(k.pipes, entry{id: v.Pipeline, name: k.names[v.Pipeline]})
	case peil.StageDefined:
		for i, s := range k.stages {
			if s.Stage == v.Stage {
				k.stages[i] = v
				return
			}
		}
		k.stages = append(k.stages, v)
	}
}

// setUpStages takes the workspace's stages and adds those of the mapping.
func (c *check) setUpStages() {
	for _, p := range c.known.pipes {
		c.pipes = append(c.pipes, p)
		c.books["pipeline"].learn(p.id, p.name)
	}
	for _, s := range c.known.stages {
		c.addStage(&stage{id: s.Stage, pipeline: s.Pipeline, name: c.known.names[s.Stage], order: s.Order, kind: s.Kind, p: s.DefaultP, ps: map[float64]int{}})
	}
}

func (c *check) addStage(s *stage) {
	c.stages[s.id] = s
	c.byStage[s.pipeline.String()+nameKey(s.name)] = s.id
}

// pipeline returns the pipeline of a name, with the mapping's stages in it.
func (c *check) pipeline(name string) peil.ID {
	if name = fields(name); name == "" {
		if len(c.pipes) > 0 {
			return c.pipes[0].id
		}
		name = c.p.word("Salg", "Sales")
	}
	id, made := c.books["pipeline"].make(name, c.newID)
	if !made {
		return id
	}
	c.pipes = append(c.pipes, entry{id: id, name: name})
	own := false // the mapping may list stages per pipeline or for all
	for _, s := range c.p.m.Stages {
		own = own || nameKey(s.Pipeline) == nameKey(name)
	}
	if !own && c.p.pipelines() > 1 {
		return id // which stages are whose, only the deals tell
	}
	for _, s := range c.p.m.Stages {
		if own == (nameKey(s.Pipeline) == nameKey(name)) && (own || s.Pipeline == "") {
			c.addStage(&stage{id: c.newID(), pipeline: id, name: s.Name, order: c.nextOrder(id), kind: s.Kind, p: s.P, isNew: true, ps: map[float64]int{}})
		}
	}
	return id
}

func (c *check) nextOrder(pipeline peil.ID) int {
	n := 0
	for _, s := range c.stages {
		if s.pipeline == pipeline {
			n = max(n, s.order)
		}
	}
	return n + 1
}

// stage returns the stage of a name in a pipeline; one the mapping forgot is made.
func (c *check) stage(pipeline peil.ID, name string) *stage {
	if id, ok := c.byStage[pipeline.String()+nameKey(name)]; ok {
		return c.stages[id]
	}
	s := &stage{id: c.newID(), pipeline: pipeline, name: fields(name), order: c.nextOrder(pipeline), kind: stageKindOf(name), p: -1, isNew: true, ps: map[float64]int{}}
	c.addStage(s)
	return s
}

// arrange puts the stages that this import made for a new pipeline in order. A
// pipeline with deals has an open stage before any event is made: a deal that does
// not say where it came from begins there.
func (c *check) arrange() {
	for _, p := range c.pipes {
		if c.p.has(mapping.Deals) {
			c.firstOpen(p.id)
		}
		if c.known.has(p.id) || c.p.pipelines() < 2 || slices.ContainsFunc(c.p.m.Stages, func(s mapping.Stage) bool { return nameKey(s.Pipeline) == nameKey(p.name) }) {
			continue
		}
		var list []mapping.Stage
		for _, s := range c.ordered() {
			if s.pipeline == p.id {
				list = append(list, mapping.Stage{Name: s.name, Kind: s.kind, P: s.usualP()})
			}
		}
		mapping.OrderStages(list)
		for i, s := range list {
			c.stage(p.id, s.Name).order = i + 1
		}
	}
}

// usualP is what the source takes the stage to be worth, or below 0: the median
// of its deals, as sellers override some of them.
func (s *stage) usualP() float64 {
	if s.p >= 0 || len(s.ps) == 0 {
		return s.p
	}
	n, below := 0, 0
	for _, k := range s.ps {
		n += k
	}
	for _, p := range slices.Sorted(maps.Keys(s.ps)) {
		if below += s.ps[p]; 2*below >= n {
			return p
		}
	}
	return s.p
}

// firstOpen is the open stage of a pipeline with the lowest order.
func (c *check) firstOpen(pipeline peil.ID) *stage {
	var first *stage
	for _, s := range c.stages {
		if s.pipeline == pipeline && s.kind == peil.StageOpen && (first == nil || s.order < first.order) {
			first = s
		}
	}
	if first == nil {
		first = c.stage(pipeline, c.p.word("Åpen", "Open"))
	}
	return first
}
