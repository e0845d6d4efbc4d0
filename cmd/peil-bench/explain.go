package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"peil/internal/report"
)

// explain prints how long DuckDB takes over each step of the statements of one
// report, in milliseconds of one core.
func explain(ctx context.Context, b *bench) error {
	view, closeView, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer closeView()
	text, err := report.SQL(ctx, view, b.query(b.only, b.by))
	if err != nil {
		return err
	}
	for part := range strings.SplitSeq(text, ";\n") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, _, _ := strings.Cut(part, "\n")
		var key, plan string
		if err := view.DB.QueryRowContext(ctx, "explain (analyze, format json) "+part).Scan(&key, &plan); err != nil {
			return err
		}
		var root step
		if err := json.Unmarshal([]byte(plan), &root); err != nil {
			return err
		}
		fmt.Printf("%s: %.0f ms, of all cores %.0f ms\n", name, root.Latency*1000, root.CPU*1000)
		root.print(0)
	}
	return nil
}

// step is a step of DuckDB's plan.
type step struct {
	Latency  float64        `json:"latency"`
	CPU      float64        `json:"cpu_time"`
	Name     string         `json:"operator_name"`
	Timing   float64        `json:"operator_timing"`
	Rows     int64          `json:"operator_cardinality"`
	Extra    map[string]any `json:"extra_info"`
	Children []step         `json:"children"`
}

func (s step) print(depth int) {
	if s.Timing >= .002 {
		extra := fmt.Sprint(s.Extra["Table"], s.Extra["Conditions"], s.Extra["Groups"], s.Extra["CTE Name"])
		fmt.Printf("%s%s %.0f ms, %d rows  %.100s\n", strings.Repeat(" ", depth), s.Name, s.Timing*1000, s.Rows, strings.ReplaceAll(extra, "<nil>", ""))
	}
	for _, c := range s.Children {
		c.print(depth + 1)
	}
}
