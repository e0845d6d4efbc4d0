package storetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"peil"
)

// Golden is a file of testdata/golden: cases worked out by hand and by other
// programs, which decide what is right (metrics.md §8).
type Golden struct {
	Name      string           `json:"golden"`
	Tolerance Tolerance        `json:"tolerance"`
	Config    GoldenConfig     `json:"config"`
	Events    []map[string]any `json:"events"`
	Cases     []Case           `json:"cases"`
}

// GoldenConfig is what the file's workspace is set up with.
type GoldenConfig struct {
	TZ           string        `json:"tz"`
	BaseCurrency peil.Currency `json:"base_currency"`
	Calendar     struct {
		Hours      map[string]any `json:"hours"`
		Holidays   string         `json:"holidays"`
		HalfDays   map[string]any `json:"half_days"`
		ClosedDays []string       `json:"closed_days"`
	} `json:"calendar"`
}

// Tolerance is how far off a number may be: either limit is enough.
type Tolerance struct{ Abs, Rel float64 }

func (tol Tolerance) equal(a, b float64) bool {
	return math.Abs(a-b) <= max(tol.Abs, tol.Rel*math.Abs(b))
}

// Case is a question with its right answer, and some wrong ones.
type Case struct {
	Name      string           `json:"name"`
	Query     map[string]any   `json:"query"`
	Input     json.RawMessage  `json:"input"`
	Params    map[string]any   `json:"params"`
	Events    []map[string]any `json:"events"`
	Expected  any              `json:"expected"`
	Tolerance *Tolerance       `json:"tolerance"`
	Wrong     map[string]any   `json:"wrong"`
}

// ReadGolden reads testdata/golden/<name>.json.
func ReadGolden(t testing.TB, name string) *Golden {
	t.Helper()
	_, file, _, _ := runtime.Caller(0)
	data, err := os.ReadFile(filepath.Join(filepath.Dir(file), "..", "..", "testdata", "golden", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	g := &Golden{}
	if err := json.Unmarshal(data, g); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for i := range g.Cases {
		if g.Cases[i].Tolerance == nil {
			g.Cases[i].Tolerance = &g.Tolerance
		}
	}
	return g
}

// GoldenID is the id of a record that a golden knows by a short name; kind is
// that of peil.Record, or "event".
func GoldenID(kind, name string) peil.ID { return peil.DeriveID("golden", kind, name) }

// Recorded is a draft with the moment at which Peil learned of it.
type Recorded struct {
	peil.Draft
	At time.Time // recorded
}

// Drafts returns the events of a case, or of the file when the case has none,
// with the set-up that the store demands before them: the workspace's calendar
// and currency, the stages in their order, a creation for every deal whose first
// event is another one.
func (g *Golden) Drafts(t testing.TB, c *Case) []Recorded {
	t.Helper()
	events := g.Events
	if c != nil && len(c.Events) > 0 {
		events = c.Events
	}
	b := &builder{t: t, g: g, seen: map[peil.ID]bool{}, sent: map[any]map[string]any{}}
	b.setup(events)
	for i, ev := range events {
		b.event(i, ev)
	}
	return b.out
}

// founded is when the workspaces of goldens were set up: before anything else.
var founded = time.Date(2015, 1, 1, 8, 0, 0, 0, time.UTC)

type builder struct {
	t    testing.TB
	g    *Golden
	out  []Recorded
	seen map[peil.ID]bool
	sent map[any]map[string]any // message → the event that sent it
}

func (b *builder) add(name string, at, recorded time.Time, p peil.Payload, texts map[string]string) {
	d := peil.Draft{At: at, Payload: p, Texts: texts}
	if name != "" {
		d.ID = GoldenID("event", name)
	}
	b.out = append(b.out, Recorded{d, recorded})
}

// setup defines the workspace and every stage, reason, source, competitor and
// product that the events name.
func (b *builder) setup(events []map[string]any) {
	b.add("", founded, founded, peil.WorkspaceDefined{BaseCurrency: b.g.Config.BaseCurrency}, nil)
	b.add("", founded, founded, peil.CalendarDefined{Calendar: b.calendar()}, nil)
	b.add("", founded, founded, peil.PipelineDefined{Pipeline: GoldenID("pipeline", "P")}, map[string]string{"name": "P"})
	names := map[string]map[string]bool{"stage": {"S1": true}, "reason": {}, "source": {}, "competitor": {}}
	defined := false
	for _, ev := range events {
		defined = defined || ev["type"] == "stage.defined"
		for kind, of := range names {
			if s, ok := ev[kind].(string); ok {
				of[s] = true
			}
		}
		for _, field := range []string{"from", "to"} {
			if s, ok := ev[field].(string); ok && ev["type"] == "deal.stage_entered" {
				names["stage"][s] = true
			}
		}
	}
	for _, kind := range []string{"stage", "reason", "source", "competitor"} {
		for i, name := range slices.Sorted(maps.Keys(names[kind])) {
			id, text := GoldenID(kind, name), map[string]string{"name": name}
			switch kind {
			case "stage":
				if !defined {
					b.add("", founded, founded, peil.StageDefined{Pipeline: GoldenID("pipeline", "P"), Stage: id, Order: i + 1, Kind: peil.StageOpen, DefaultP: .5}, text)
				}
			case "reason":
				b.add("", founded, founded, peil.ReasonDefined{Reason: id, Kind: reasonKind(events, name)}, text)
			case "source":
				b.add("", founded, founded, peil.SourceDefined{Source: id}, text)
			case "competitor":
				b.add("", founded, founded, peil.CompetitorDefined{Competitor: id}, text)
			}
		}
	}
}

// reasonKind is what deals that name the reason were closed as.
func reasonKind(events []map[string]any, name string) peil.StageKind {
	for _, ev := range events {
		if ev["reason"] == name && ev["outcome"] == "cancelled" {
			return peil.StageCancelled
		}
	}
	return peil.StageLost
}

// calendar is the file's calendar in the words of calendar.defined.
func (b *builder) calendar() peil.Calendar {
	c := b.g.Config
	want := map[string]any{"tz": c.TZ, "hours": c.Calendar.Hours, "holidays": c.Calendar.Holidays, "half_days": c.Calendar.HalfDays, "closed_days": c.Calendar.ClosedDays}
	data, err := json.Marshal(want)
	if err != nil {
		b.t.Fatal(err)
	}
	var cal peil.Calendar
	if err := json.Unmarshal(data, &cal); err != nil {
		b.t.Fatalf("%s: the calendar: %v", b.g.Name, err)
	}
	return cal
}

func (b *builder) time(v any, otherwise time.Time) time.Time {
	s, ok := v.(string)
	if !ok {
		return otherwise
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		b.t.Fatal(err)
	}
	return at
}

// event adds an event of the file, after the creation of its deal if this is the
// first that is heard of it.
func (b *builder) event(i int, ev map[string]any) {
	at := b.time(ev["at"], time.Time{})
	recorded := b.time(ev["recorded_at"], at)
	typ := ev["type"].(string)
	if deal, ok := ev["deal"].(string); ok && typ != "deal.created" && !strings.HasPrefix(typ, "inquiry.") {
		b.create(deal, at, recorded, ev)
	} else if ok && typ == "deal.created" {
		b.seen[GoldenID("deal", deal)] = true
	}
	name, _ := ev["id"].(string)
	if name == "" {
		name = fmt.Sprint(i)
	}
	b.add(name, at, recorded, b.payload(typ, ev), nil)
}

// create adds the creation of a deal that the file does not tell of.
func (b *builder) create(deal string, at, recorded time.Time, ev map[string]any) {
	id := GoldenID("deal", deal)
	if b.seen[id] {
		return
	}
	b.seen[id] = true
	first := map[string]any{"type": "deal.created", "deal": deal, "stage": "S1"}
	for _, field := range []string{"stage", "owner", "account", "source"} {
		if v, ok := ev[field]; ok {
			first[field] = v
		}
	}
	switch from, _ := ev["from"].(string); ev["type"] {
	case "deal.stage_entered":
		first["stage"] = from
	case "deal.owner_set":
		first["owner"] = from
	}
	b.add("", at, recorded, b.payload("deal.created", first), nil)
}
