package report

import (
	"context"
	"strings"

	"peil"
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
