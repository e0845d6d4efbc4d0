package web

import (
	"fmt"
	"testing"

	"peil"
	"peil/internal/locale"
	"peil/internal/report"
)

// TestPresets: every card of every preset asks a question that has an answer, and
// lies on the board.
func TestPresets(t *testing.T) {
	b := newSite(t, 80).as(-1)
	var p Presets
	b.get("/api/v1/presets?lang=nb", 200, &p)
	recommended := 0
	for _, one := range p.Presets {
		if one.Recommended {
			recommended++
		}
		if _, err := checkBoard(one.Name, body{View: one.View, Cards: one.Cards}); err != nil {
			t.Errorf("%s: %v", one.ID, err)
		}
		if c := locale.For("en"); !c.Has("preset."+one.ID) || !c.Has("preset."+one.ID+".help") {
			t.Errorf("%s has no words", one.ID)
		}
		taken := map[string]bool{}
		var asked Questions
		for _, c := range one.Cards {
			for x := c.X; x < c.X+c.W; x++ {
				for y := c.Y; y < c.Y+c.H; y++ {
					if at := fmt.Sprint(x, " ", y); taken[at] {
						t.Fatalf("%s: two cards lie at %s", one.ID, at)
					} else {
						taken[at] = true
					}
				}
			}
			rep, err := report.Find(c.Report)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range rep.Measures {
				if c.Chart == nil || m.ID != c.Measures[0] || len(c.Measures) > 1 {
					continue
				}
				if kinds := rep.ChartsOf(m); !contains(wordsOf(kinds), string(*c.Chart)) {
					t.Errorf("%s draws %s as %s; it can be %v", one.ID, m.ID, *c.Chart, kinds)
				}
			}
			asked.Questions = append(asked.Questions, Question{Key: c.ID, Report: c.Report, Measures: c.Measures, By: c.By, Trend: c.Trend, Period: c.Period})
		}
		var out Answers
		b.do("POST", "/api/v1/ask", asked, 200, &out)
		for _, a := range out.Answers {
			if a.Error != nil {
				t.Errorf("%s %s: %+v", one.ID, a.Key, a.Error)
			}
		}
	}
	if recommended != 1 || p.Profile.Why == "" {
		t.Errorf("%d presets are recommended: %+v", recommended, p.Profile)
	}
}

// TestTwoAtOneDashboard: of two who change the same version one comes through, the
// other is given the newer one; what is not shared is not there for others.
func TestTwoAtOneDashboard(t *testing.T) {
	s := newSite(t, 30)
	ada, bo, nobody := s.as(0), s.as(1), s.as(-1)
	var d Dashboard
	ada.do("POST", "/api/v1/dashboards?lang=nb", NewDashboard{Preset: "cycle"}, 201, &d)
	if d.Name != "Mål: kortere salgssyklus" || !d.Mine || d.Owner == nil || d.Version != 1 || len(d.Cards) == 0 || d.View == "" {
		t.Fatalf("%+v", d)
	}
	path := "/api/v1/dashboards/" + d.ID.String()
	for _, other := range []*browser{bo, nobody} {
		other.refused("GET", path, nil, 404, "unknown_dashboard")
		other.refused("PUT", path, DashboardChange{Version: 1, Name: "mine now"}, 404, "unknown_dashboard")
	}
	change := DashboardChange{Version: 1, Name: "Ours", Shared: true, View: d.View, Cards: d.Cards}
	ada.do("PUT", path, change, 200, &d)
	bos := change
	bos.Name, bos.Version = "From Bo", 2
	bo.do("PUT", path, bos, 200, nil)
	adas := change
	adas.Name, adas.Version = "From Ada", 2
	var no DashboardConflict
	ada.do("PUT", path, adas, 409, &no)
	if no.Code != "dashboard_changed" || no.Current.Version != 3 || no.Current.Name != "From Bo" || !no.Current.Mine {
		t.Errorf("%+v", no)
	}
	bos.Version, bos.Shared = 3, false
	bo.refused("PUT", path, bos, 409, "not_your_dashboard")
	bo.refused("DELETE", path, nil, 409, "not_your_dashboard")

	var copied Dashboard
	bo.do("POST", path+"/duplicate?lang=en", Duplicate{}, 201, &copied)
	if copied.Name != "From Bo (copy)" || !copied.Mine || copied.Shared || len(copied.Cards) != len(d.Cards) || copied.Preset != "cycle" {
		t.Errorf("%+v", copied)
	}
	var list Dashboards
	bo.do("PUT", "/api/v1/dashboards", DashboardOrder{[]peil.ID{copied.ID, d.ID, peil.NewID(now)}}, 200, &list)
	if len(list.Dashboards) != 2 || list.Dashboards[0].ID != copied.ID {
		t.Errorf("%+v", list)
	}
	empty := DashboardChange{Version: 1, Name: "Empty", Cards: []Card{}}
	bo.do("PUT", "/api/v1/dashboards/"+copied.ID.String(), empty, 200, nil)
	bo.do("POST", "/api/v1/dashboards/"+copied.ID.String()+"/reset", Reset{Version: 2}, 200, &copied)
	if len(copied.Cards) != len(d.Cards) || copied.Name != "Empty" || copied.Version != 3 {
		t.Errorf("%+v", copied)
	}
	ada.do("DELETE", path, nil, 204, nil)
	bo.get("/api/v1/dashboards", 200, &list)
	if len(list.Dashboards) != 1 {
		t.Errorf("%+v", list)
	}
}

// TestBadDashboards: what cannot be a dashboard is refused, and says why.
func TestBadDashboards(t *testing.T) {
	b := newSite(t, 30).as(-1)
	bar := report.ChartBar
	good := Card{ID: "a", Report: "losses", Measures: []string{"losses"}, Kind: "chart", Chart: &bar, W: 6, H: 4}
	with := func(change func(*Card)) NewDashboard {
		c := good
		change(&c)
		return NewDashboard{Name: "x", Cards: []Card{c}}
	}
	for code, d := range map[string]NewDashboard{
		"dashboard_without_name": {Cards: []Card{good}},
		"unknown_preset":         {Preset: "cycl"},
		"bad_card_id":            {Name: "x", Cards: []Card{good, good}},
		"too_many_cards":         {Name: "x", Cards: make([]Card, mostCards+1)},
		"card_without_measure":   with(func(c *Card) { c.Measures = nil }),
		"unknown_measure":        with(func(c *Card) { c.Measures = []string{"loses"} }),
		"unknown_card_kind":      with(func(c *Card) { c.Kind = "map" }),
		"card_without_chart":     with(func(c *Card) { c.Chart = nil }),
		"unknown_chart":          with(func(c *Card) { pie := report.ChartKind("pie"); c.Chart = &pie }),
		"unknown_grain":          with(func(c *Card) { c.Trend = "mnth" }),
		"card_outside":           with(func(c *Card) { c.X = 8 }),
	} {
		b.refused("POST", "/api/v1/dashboards", d, 400, code)
	}
	b.refused("POST", "/api/v1/dashboards", with(func(c *Card) { c.Report = "loses" }), 404, "unknown_report")
	b.do("POST", "/api/v1/dashboards", with(func(*Card) {}), 201, nil)
	b.refused("GET", "/api/v1/dashboards/nonsense", nil, 404, "bad_id")
	b.refused("POST", "/api/v1/me", Chosen{&peil.ID{}}, 404, "unknown_person")
}
