package advice

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

// TestChoose: three for everyone, three for each seller about themselves; a list's
// first that was not said lately; the most valuable first.
func TestChoose(t *testing.T) {
	at := time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)
	list, plain := &Rule{ID: "UP-3", Every: Month, One: true}, &Rule{ID: "SRC-1", Every: Quarter}
	own := &Rule{ID: "ACT-1", Every: Week, One: true}
	a, b := peil.DeriveID("a").String(), peil.DeriveID("b").String()
	found := []Finding{
		{Rule: list, Scope: "account=1", Stake: 90}, {Rule: list, Scope: "account=2", Stake: 80}, {Rule: list, Scope: "account=3", Stake: 70},
		{Rule: plain, Scope: "source=1", Stake: 1}, {Rule: plain, Scope: "source=2", Stake: 50}, {Rule: plain, Scope: "source=3", Stake: 2},
		{Rule: own, Scope: "user=" + a + "&activity=call"}, {Rule: own, Scope: "user=" + a + "&activity=meeting"}, {Rule: own, Scope: "user=" + b + "&activity=call"},
	}
	past := []peil.Advice{{Rule: "UP-3", Scope: "account=1", State: "shown", Evaluated: at.AddDate(0, 0, -7), Stake: 90}}
	var got []string
	for _, f := range choose(found, at, past) {
		got = append(got, f.Scope)
	}
	want := "account=2 source=2 source=3 user=" + a + "&activity=call user=" + b + "&activity=call"
	if strings.Join(got, " ") != want {
		t.Errorf("said is %v, expected %s", got, want)
	}
}

// TestSilence: the same is not said again for its period, three times that after it was
// dismissed, unless it has become clearly worse.
func TestSilence(t *testing.T) {
	at := time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)
	f := Finding{Rule: &Rule{ID: "RT-1", Every: Month}, Scope: "x", Stake: 100}
	for _, c := range []struct {
		state  string
		days   int
		stake  float64
		silent bool
	}{{"shown", 20, 100, true}, {"shown", 31, 100, false}, {"shown", 20, 70, false}, {"dismissed", 60, 100, true}, {"dismissed", 60, 10, true}, {"dismissed", 95, 100, false}} {
		past := []peil.Advice{{Rule: "RT-1", Scope: "x", State: c.state, Stake: c.stake, Evaluated: at.AddDate(0, 0, -c.days)}}
		if got := f.silent(at, past); got != c.silent {
			t.Errorf("%s %d days ago at %v: silent is %v", c.state, c.days, c.stake, got)
		}
	}
}

// TestTheirs: what is about one seller is seen by that seller alone.
func TestTheirs(t *testing.T) {
	a, b := peil.DeriveID("a"), peil.DeriveID("b")
	list := func() []peil.Advice {
		return []peil.Advice{{Scope: "source=1"}, {Scope: "user=" + a.String() + "&activity=call"}}
	}
	for who, n := range map[peil.ID]int{a: 2, b: 1, {}: 1} {
		if got := Theirs(list(), who); len(got) != n {
			t.Errorf("%v sees %v", who, got)
		}
	}
}

// TestRowsHref: an advice opens the rows that it rests on.
func TestRowsHref(t *testing.T) {
	id := peil.DeriveID("s").String()
	for _, c := range []struct {
		a    peil.Advice
		want url.Values
	}{
		{peil.Advice{Rule: "SRC-1", Report: "sources", Scope: "source=" + id, Words: map[string]string{"of": "period:2026-01-01..2026-03-31"}},
			url.Values{"period": {"2026-01-01..2026-03-31"}, "measure": {"win_rate_cohort"}, "filter": {"source=" + id}}},
		{peil.Advice{Rule: "ACT-1", Report: "activities", Scope: "user=" + id + "&activity=call"}, url.Values{"measure": {"act_done"}, "filter": {"user=" + id, "activity=call"}}},
		{peil.Advice{Rule: "PROD-1", Report: "productivity", Scope: "win_rate_closed"}, url.Values{"measure": {"prod"}}},
	} {
		u, err := url.Parse(rowsHref(c.a))
		if err != nil || u.Path != "/api/v1/reports/"+c.a.Report+"/rows" || u.RawQuery != c.want.Encode() {
			t.Errorf("%s opens %s", c.a.Rule, u)
		}
	}
}

// TestRulesAreWhole: every rule names a report of which its rows' measure is one.
func TestRulesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules {
		about, err := report.Find(r.Report)
		if err != nil || seen[r.ID] {
			t.Errorf("%s: %v, or twice", r.ID, err)
			continue
		}
		seen[r.ID] = true
		known := false
		for _, m := range about.MeasureIDs() {
			known = known || m == r.Rows
		}
		if !known {
			t.Errorf("%s opens the rows of %q, which %s has not", r.ID, r.Rows, r.Report)
		}
	}
	for _, id := range strings.Fields("PROD-1 PROD-2 PROD-3 RT-0 RT-1 RT-2 RT-3 SRC-1 SRC-2 SRC-3 SRC-4 UP-1 UP-2 UP-3 LEAK-1 STUCK-1 SKIP-1 TIME-1 FC-1 FC-2 FC-3 FC-4 FC-5 ACT-1 ACT-2 ACT-3 ACT-4 CH-1 CH-2 EM-0 EM-1 EM-2 EM-3 LOSS-0 LOSS-1 LOSS-2 LOSS-3 LOSS-4") {
		if !seen[id] {
			t.Errorf("metrics.md has %s", id)
		}
	}
}

// TestGates: on both sides of what each rule asks for.
func TestGates(t *testing.T) {
	for name, ok := range map[string]bool{
		"few in time":                 TooFewInTime(20, 60),
		"half of few are no habit":    !TooFewInTime(9, 29),
		"nearly half may be chance":   !TooFewInTime(14, 30),
		"half in time":                !TooFewInTime(300, 600),
		"most are about one thing":    MostlyAbout(70, 100),
		"six of ten may be half":      !MostlyAbout(18, 30),
		"three of four of too few":    !MostlyAbout(21, 28),
		"some have no reason":         Unreasoned(3, 10),
		"a fifth have none":           !Unreasoned(2, 10),
		"a few of few":                !Unreasoned(5, 9),
		"mail that bounces":           Mailing{Bounced: .04}.Undelivered(),
		"complaints":                  Mailing{Complained: .002}.Undelivered(),
		"two templates that are down": !Mailing{Down: 2, Templates: 2}.Undelivered(),
		"one that is not":             !Mailing{Down: 3, Templates: 4}.Undelivered(),
	} {
		if !ok {
			t.Error(name)
		}
	}
}

func TestMissMore(t *testing.T) {
	var far, alike []report.Override
	for i := range 40 {
		won := i%4 == 0
		far = append(far, report.Override{Own: .9, Learned: .25, Won: won})
		alike = append(alike, report.Override{Own: .25 + .1*float64(i%3-1), Learned: .25, Won: won})
	}
	if _, ok := MissMore(far, stat.Seed{Hi: 1}); !ok {
		t.Error("who says 90 % of what is won every fourth time does not miss more")
	}
	if _, ok := MissMore(far[:29], stat.Seed{Hi: 1}); ok {
		t.Error("29 deals were enough")
	}
	if e, ok := MissMore(alike, stat.Seed{Hi: 1}); ok {
		t.Errorf("who says about the same misses more: %+v", e)
	}
}
