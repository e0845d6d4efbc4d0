package main

import (
	"context"
	"encoding/json"
	"os"

	"peil/internal/report"
)

// answers prints what the reports answer, so that the answers of two versions of
// the program can be compared to the byte.
func answers(ctx context.Context, b *bench) error {
	view, closeView, err := b.open(ctx)
	if err != nil {
		return err
	}
	defer closeView()
	out := json.NewEncoder(os.Stdout)
	for _, r := range report.All {
		for _, by := range append([]string{"", report.None, "segment"}, dashboardSlices...) {
			res, err := report.Run(ctx, view, b.query(r.ID, by))
			if err != nil {
				return err
			}
			if err := out.Encode(res); err != nil {
				return err
			}
		}
	}
	return nil
}
