package source

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"peil"
	"peil/internal/source/mapping"
)

// sharedData finds the folder of real exports, which is not part of Peil.
func sharedData(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("PEIL_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
		t.Skipf("NOT TESTED: no folder %s (set PEIL_SHARED_DATA)", filepath.Join(dir, name))
	}
	return filepath.Join(dir, name)
}

// events reads a plan's events without a workspace and checks each of them.
func events(t testing.TB, p *Plan) []peil.Draft {
	t.Helper()
	var out []peil.Draft
	seen := map[peil.ID]bool{}
	e := p.emitter(context.Background(), nil, func(part portion) error {
		for _, it := range part.items {
			d := it.Draft
			if err := d.Payload.Check(); err != nil {
				t.Fatalf("%+v: %v", d, err)
			}
			if err := peil.CheckClock(d.Payload.EventType(), d.At, p.opts.Now); err != nil {
				t.Fatalf("%+v: %v", d, err)
			}
			if !d.ID.IsZero() && seen[d.ID] {
				t.Fatalf("two events have the id of %+v", d)
			}
			seen[d.ID] = true
			out = append(out, d)
		}
		return nil
	})
	if err := errors.Join(e.all(), e.origins.Close()); err != nil {
		t.Fatal(err)
	}
	return out
}

func plan(t testing.TB, opts Options, paths ...string) *Plan {
	t.Helper()
	opts.ScratchDir, opts.ErrorDir = t.TempDir(), t.TempDir()
	if opts.Now.IsZero() {
		opts.Now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	}
	p, err := Read(context.Background(), paths, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func TestMavenGivesThePublishedFigures(t *testing.T) {
	p := plan(t, Options{Yes: true, Lang: "nb"}, sharedData(t, "maven_crm"))
	s := p.Summary()
	if s.Vendor != "maven" || s.Currency != "USD" || !s.CurrencyProposed || s.RefusedN != 0 {
		t.Errorf("vendor %q, currency %s, refused %v", s.Vendor, s.Currency, s.Refused)
	}
	missing := map[string]int{"account": 1425, "engage_date": 500, "close_date": 2089, "close_value": 2089}
	for _, ts := range s.Tables {
		if ts.Kind != mapping.Deals {
			continue
		}
		for _, c := range ts.Columns {
			if c.Missing != missing[c.Name] {
				t.Errorf("%s: %d missing, want %d", c.Name, c.Missing, missing[c.Name])
			}
		}
	}
	var revenue int64
	n := map[string]int{}
	names := map[peil.ID]string{}
	for _, d := range events(t, p) {
		switch v := d.Payload.(type) {
		case peil.DealCreated:
			n["created"]++
			if d.AtPrecision == peil.Unknown {
				n["undated"]++
			}
			n["in "+names[v.Stage]]++
			if len(v.Lines) != 1 || !v.SnapshotOnly {
				t.Fatalf("%+v", v)
			}
		case peil.StageDefined:
			names[v.Stage] = d.Texts["name"]
		case peil.DealClosed:
			n[string(v.Outcome)]++
			if v.Outcome == peil.Won {
				revenue += *v.Value
			}
		case peil.UserJoined:
			n["joined"]++
		case peil.TeamDefined:
			n["teams"]++
			n["region "+v.Region]++
		case peil.ProductDefined:
			n["products"]++
		case peil.AccountCreated:
			n["accounts"]++
		}
	}
	for what, want := range map[string]int{"created": 8800, "won": 4238, "lost": 2473, "undated": 500, "in Engaging": 8300, "in Prospecting": 500,
		"joined": 35, "teams": 6, "region Central": 2, "region East": 2, "region West": 2, "products": 7, "accounts": 85} {
		if n[what] != want {
			t.Errorf("%s: %d, want %d", what, n[what], want)
		}
	}
	if revenue != 10_005_534_00 {
		t.Errorf("won revenue %d", revenue)
	}
}

func TestMavenNamesThatNearlyMatch(t *testing.T) {
	s := plan(t, Options{Yes: true, Lang: "nb"}, sharedData(t, "maven_crm")).Summary()
	want := map[[2]string]bool{{"GTXPro", "GTX Pro"}: true, {"technolgy", "technology"}: false}
	for _, near := range s.NearNames {
		if joined, ok := want[[2]string{near.Name, near.Like}]; ok && near.Joined == joined && (!joined || near.Count > 1000) {
			delete(want, [2]string{near.Name, near.Like})
		}
	}
	if len(s.Warnings) != 2 {
		t.Errorf("warnings %+v", s.Warnings)
	}
	if len(want) > 0 {
		t.Errorf("names not shown: %v in %+v", want, s.NearNames)
	}
}
