package web

import (
	"math"
	"net/http"
	"strconv"

	"peil"
	"peil/internal/locale"
	"peil/internal/report"
)

// presets lists the ready-made dashboards, that for the workspace's own kind of
// sale recommended.
func (s *Server) presets(w http.ResponseWriter, r *http.Request) error {
	c, err := s.words(r)
	if err != nil {
		return err
	}
	if _, err := s.asking(r); err != nil {
		return err
	}
	v, err := s.open(w, r, nil)
	if err != nil {
		return err
	}
	pace, err := report.FindProfile(r.Context(), v.View, s.Now())
	if err != nil {
		return err
	}
	out := Presets{Profile: profileOf(c, pace), Presets: []Preset{}}
	for _, p := range report.Presets {
		one := presetFrom(c, p)
		one.Recommended = p.Profile == pace.Profile
		out.Presets = append(out.Presets, one)
	}
	return writePacked(w, r, out)
}

func profileOf(c *locale.Catalogue, p report.Pace) ProfileJSON {
	out := ProfileJSON{ID: string(p.Profile), Name: c.T("profile." + string(p.Profile)), WinsPerWeek: p.WinsPerWeek, Closed: p.Closed}
	if p.Closed == 0 {
		out.Why = c.T("profile.none")
		return out
	}
	cycle := "–"
	if !math.IsNaN(p.CycleDays) {
		days := p.CycleDays
		out.CycleDays = &days
		cycle = c.Format(peil.UnitDays, "", days, 0)
	}
	existing := "–"
	if !math.IsNaN(p.Existing) {
		existing = c.Format(peil.UnitShare, "", p.Existing, 0)
	}
	out.Why = c.T("profile.why", "closed", p.Closed, "wins", c.Number(p.WinsPerWeek, 1), "cycle", cycle, "existing", existing)
	return out
}

// presetOf finds a preset by its id.
func presetOf(c *locale.Catalogue, id string) (Preset, error) {
	var ids []string
	for _, p := range report.Presets {
		if p.ID == id {
			return presetFrom(c, p), nil
		}
		ids = append(ids, p.ID)
	}
	return Preset{}, unknownWord("unknown_preset", "preset", "preset", id, ids)
}

func presetFrom(c *locale.Catalogue, p report.Preset) Preset {
	out := Preset{ID: p.ID, Kind: "goal", Name: c.T("preset." + p.ID), Help: c.T("preset." + p.ID + ".help"), View: "period=" + p.Period}
	if p.Profile != "" {
		out.Kind = "profile"
	}
	for i, pc := range p.Cards {
		card := Card{ID: "c" + strconv.Itoa(i+1), Report: pc.Report, Measures: pc.Measures, Kind: pc.Kind, By: pc.By, Trend: pc.Trend, Period: pc.Period, W: pc.W, H: pc.H}
		if pc.Chart != "" {
			chart := pc.Chart
			card.Chart = &chart
		}
		out.Cards = append(out.Cards, card)
	}
	out.Cards = flow(out.Cards)
	return out
}
