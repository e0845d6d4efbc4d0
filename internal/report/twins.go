package report

import (
	"context"
	"strings"

	"peil"
	"peil/internal/facts"
)

// distinguish gives stages of one name the name of their pipeline as well: two
// pipelines may both have a stage "Offer", and nobody could tell them apart.
func (q *question) distinguish(ctx context.Context, labels map[string]string) error {
	times := map[string]int{}
	for _, label := range labels {
		times[label]++
	}
	twins := false
	for _, n := range times {
		twins = twins || n > 1
	}
	if !twins {
		return nil
	}
	pairs, err := q.texts(ctx, "select cast(stage_id as text) || ' ' || cast(pipeline_id as text) from stage_dim where pipeline_id is not null")
	if err != nil {
		return err
	}
	home := map[string]peil.ID{}
	var pipelines []peil.ID
	for _, pair := range pairs {
		stage, pipeline, _ := strings.Cut(pair, " ")
		if id, ok := uuid(pipeline); ok {
			home[stage] = id
			pipelines = append(pipelines, id)
		}
	}
	names, err := q.named(ctx, pipelines)
	if err != nil {
		return err
	}
	for stage, label := range labels {
		if p := names[home[stage]]; p != "" && times[label] > 1 {
			labels[stage] = label + " (" + p + ")"
		}
	}
	return nil
}

// StageNames are what the stages are called, with their pipeline where two are called
// the same.
func StageNames(ctx context.Context, v *facts.View) (map[peil.ID]string, error) {
	q := &question{view: v}
	ids, err := q.texts(ctx, "select cast(stage_id as text) from stage_dim")
	if err != nil {
		return nil, err
	}
	names, err := q.label(ctx, &dim{id: "stage", named: "stage"}, ids)
	if err != nil {
		return nil, err
	}
	out := map[peil.ID]string{}
	for id, name := range names {
		if stage, ok := uuid(id); ok {
			out[stage] = name
		}
	}
	return out, nil
}
