package fold_test

import (
	"testing"

	"peil"
	"peil/internal/fold"
	"peil/internal/storetest"
)

func TestGolden05Visits(t *testing.T) {
	events, s, c := golden(t, "05-stage-conversion", 0)
	known := when(c.Query["known_at"].(string))
	rows := cases(s, events, fold.Clocks{AsOf: known, KnownAt: known})
	start := when("2026-05-31T22:00:00Z")
	want := c.Expected.(map[string]any)
	list := want["visits"].([]any)
	if len(rows.Visits) != len(list) {
		t.Fatalf("%d visits, want %d", len(rows.Visits), len(list))
	}
	skips, backs := 0, 0
	left := append([]fold.StageVisit(nil), rows.Visits...)
	for _, w := range list {
		w := w.(map[string]any)
		found := false
		for _, v := range left {
			end := v.ExitAt
			if end.IsZero() {
				end = known
			}
			found = found || v.DealID == storetest.GoldenID("deal", w["deal"].(string)) && v.StageID == storetest.GoldenID("stage", w["stage"].(string)) &&
				v.EnterAt.Sub(start).Hours()/24 == w["enter_day"].(float64) && end.Sub(v.EnterAt).Hours()/24 == w["days"].(float64) && v.ExitKind == w["exit"].(string)
		}
		if !found {
			t.Errorf("no visit %v", w)
		}
	}
	for _, v := range rows.Visits {
		if v.Skipped {
			skips++
		}
		if v.ExitKind == "back" {
			backs++
		}
	}
	near(t, "skips", float64(skips), want["skips"].(float64))
	near(t, "backs", float64(backs), want["back_moves"].(float64))
	reached, entered := map[peil.ID]float64{}, map[peil.ID]float64{}
	for _, e := range rows.Entries {
		reached[e.StageID]++
		if e.How == "entered" {
			entered[e.StageID]++
		}
	}
	for name, n := range want["entered"].(map[string]any) {
		id := storetest.GoldenID("stage", name)
		near(t, "entered "+name, entered[id], n.(float64))
		near(t, "reached "+name, reached[id], want["reached_at_least"].(map[string]any)[name].(float64))
	}
}

func TestGolden09Classify(t *testing.T) {
	events, s, c := golden(t, "09-email", 0)
	rows := cases(s, events, fold.Clocks{KnownAt: when(c.Query["known_at"].(string))})
	want := c.Expected.(map[string]any)
	var opens, clicks, replied, bounced float64
	var opened, clicked []string
	for _, m := range rows.Messages {
		opens, clicks = opens+float64(m.OpensMachine), clicks+float64(m.ClicksMachine)
		if m.Bounced {
			bounced++
		}
		if !m.RepliedAt.IsZero() {
			replied++
		}
		for _, name := range []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10"} {
			if m.MessageID != storetest.GoldenID("message", name) || !m.Tracked {
				continue
			}
			if m.ClicksHuman > 0 {
				clicked = append(clicked, name)
			}
			if m.OpensHuman > 0 || m.ClicksHuman > 0 || !m.RepliedAt.IsZero() {
				opened = append(opened, name)
			}
		}
	}
	machines := want["machine_events"].(map[string]any)
	near(t, "machine opens", opens, machines["opens"].(float64))
	near(t, "machine clicks", clicks, machines["clicks"].(float64))
	near(t, "sent", float64(len(rows.Messages)), want["sent"].(float64))
	near(t, "bounced", bounced, want["bounced"].(float64))
	near(t, "replied", replied, 1)
	if got := len(clicked); float64(got) != want["clicked"].(map[string]any)["k"].(float64) {
		t.Errorf("clicked %v", clicked)
	}
	t.Logf("human or implied opens: %v", opened)
}
