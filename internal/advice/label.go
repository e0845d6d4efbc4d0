package advice

import (
	"context"
	"encoding/hex"
	"maps"
	"strings"

	"peil"
	"peil/internal/report"
)

// parseUUID reads an id in the form of SQL.
func parseUUID(s string) (id peil.ID) {
	_, _ = hex.Decode(id[:], []byte(strings.ReplaceAll(s, "-", "")))
	return id
}

// minors is how many minor units the base currency has.
func minors(v *report.View) float64 {
	n := 1.0
	for range v.Settings.BaseCurrency.Digits() {
		n *= 10
	}
	return n
}

// label puts what people call the records in the place of their ids.
func label(ctx context.Context, v *report.View, list []peil.Advice) error {
	var ids []peil.ID
	for _, a := range list {
		for _, w := range a.Words {
			for one := range strings.SplitSeq(w, ",") {
				if id, err := peil.ParseID(one); err == nil {
					ids = append(ids, id)
				}
			}
		}
	}
	if len(ids) == 0 || v.Labels == nil {
		return nil
	}
	labels, err := v.Labels(ctx, ids)
	if err != nil {
		return err
	}
	stages, err := report.StageNames(ctx, v)
	if err != nil {
		return err
	}
	labels = maps.Clone(labels) // which others read too
	for id, name := range stages {
		if labels[id] != "" {
			labels[id] = name
		}
	}
	for _, a := range list {
		for k, w := range a.Words {
			words := strings.Split(w, ",")
			for i, one := range words {
				id, err := peil.ParseID(one)
				if err != nil { // no list of records: what people wrote stays as it is
					words = []string{w}
					break
				}
				if labels[id] != "" {
					words[i] = labels[id]
				}
			}
			a.Words[k] = strings.Join(words, ", ")
		}
	}
	return nil
}
