package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/source/sample"
)

// makeFacts folds the company into a facts file, unless it lies there.
func makeFacts(ctx context.Context, b *bench) error {
	if _, err := os.Stat(b.factsFile()); err == nil {
		return nil
	}
	start := time.Now()
	half := b.factsFile() + ".new"
	events := func(yield func([]peil.Event) bool) {
		seq := int64(0)
		for part := range sample.Parts(b.options()) {
			out := make([]peil.Event, len(part))
			for i, d := range part {
				seq++
				out[i] = peil.Event{Seq: seq, ID: d.ID, V: 1, At: d.At, AtPrecision: peil.Instant, RecordedAt: d.At,
					Actor: peil.Actor{Kind: peil.ActorSystem}, Payload: d.Payload}
			}
			if !yield(out) {
				return
			}
		}
	}
	err := facts.FoldParts(ctx, half, b.factsOptions(), events, func(n int) {
		fmt.Fprintf(os.Stderr, "\r%d events, %.0f s ", n, time.Since(start).Seconds())
	})
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return err
	}
	return os.Rename(half, b.factsFile())
}
