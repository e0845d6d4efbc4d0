package store_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"peil"
	"peil/internal/fold"
	"peil/internal/store"
	"peil/internal/storetest"
)

var update = flag.Bool("update", false, "add the examples of event types that are missing; those that are there are never changed")

// stored is an example as it lies in testdata/events.
type stored struct {
	Type    peil.Type       `json:"type"`
	V       int             `json:"v"`
	Payload json.RawMessage `json:"payload"`
}

// TestStoredExamplesDecodeForEver reads what older versions of Peil have written.
func TestStoredExamplesDecodeForEver(t *testing.T) {
	dir := filepath.Join("..", "..", "testdata", "events")
	covered := map[peil.Type]bool{}
	for _, p := range samples {
		covered[p.EventType()] = true
		data, v, err := peil.EncodePayload(p)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, fmt.Sprintf("%s.v%d.json", p.EventType(), v))
		raw, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) && *update {
			if raw, err = json.MarshalIndent(stored{p.EventType(), v, data}, "", "  "); err == nil {
				err = errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(path, append(raw, '\n'), 0o644))
			}
		}
		if err != nil {
			t.Fatalf("%v (go test ./internal/store -update adds it)", err)
		}
		var s stored
		if err := json.Unmarshal(raw, &s); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if got, err := peil.DecodePayload(s.Type, s.V, s.Payload); err != nil || !reflect.DeepEqual(got, p) {
			t.Errorf("%s decodes as\n%#v (%v), want\n%#v", path, got, err, p)
		}
	}
	for _, typ := range peil.Types() {
		if !covered[typ] {
			t.Errorf("%s has no example", typ)
		}
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(paths) < len(samples) {
		t.Fatalf("%d examples, %v", len(paths), err)
	}
	for _, path := range paths { // also of versions that are written no more
		var s stored
		raw, err := os.ReadFile(path)
		if err == nil {
			err = json.Unmarshal(raw, &s)
		}
		if err == nil {
			_, err = peil.DecodePayload(s.Type, s.V, s.Payload)
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestEveryTypeIsStoredAndReadBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, url string) {
		// Without the fold's check: the examples make no history together.
		w, err := open(t, url, store.Rules{Touches: func(ev peil.Event, target *peil.Event) peil.Touch {
			if target != nil {
				return fold.Touches(*target, nil)
			}
			return fold.Touches(ev, nil)
		}}).CreateWorkspace(ctx, "main")
		if err != nil {
			t.Fatal(err)
		}
		target := draft(0, peil.PipelineDefined{Pipeline: id("pipeline")})
		target.ID = id("target")
		add(t, w, target)
		want := []peil.Payload{target.Payload}
		for i, p := range samples {
			switch p.(type) {
			case peil.BatchCommitted, peil.BatchUndone:
				_, err := w.Append(ctx, system, draft(i, p))
				wantCode(t, err, "reserved_event")
				continue
			}
			d := draft(i, p)
			d.AtPrecision = peil.Minute
			d.Texts = map[string]string{"name": fmt.Sprint("navn ", i)}
			if seq := add(t, w, d); seq != int64(len(want)+1) {
				t.Fatalf("%s got number %d", p.EventType(), seq)
			}
			want = append(want, p)
		}
		events := all(t, w)
		gapless(t, events)
		if len(events) != len(want) {
			t.Fatalf("%d events, want %d", len(events), len(want))
		}
		for i, ev := range events {
			if !reflect.DeepEqual(ev.Payload, want[i]) {
				t.Errorf("%s came back as %#v, was %#v", ev.Type(), ev.Payload, want[i])
			}
			if i > 0 && (ev.AtPrecision != peil.Minute || ev.Texts["name"] == 0 || ev.Actor != person || ev.V != 1 || ev.RecordedAt.IsZero() || ev.At.Location() != then.Location()) {
				t.Errorf("%s came back with the envelope %+v", ev.Type(), ev)
			}
		}
	})
}
