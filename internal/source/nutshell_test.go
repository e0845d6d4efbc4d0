package source

import (
	"strings"
	"testing"
	"time"

	"peil"
)

// A list of leads as a Norwegian company exports it: several sources,
// competitors and products in one cell, and when each stage was entered.
func TestNutshellFromFileToNumbers(t *testing.T) {
	i := importAll(t, "nb", testdata("nutshell"))
	i.refused(0)
	i.want("productivity", "user", "*: won 1, rev 27600.5, lost 1", "Kari Nes: won 1, rev 27600.5", "Ola Ås: lost 1")
	i.want("forecast", "stage", "*: open_n 1, open_value 36000, fc_weighted 14400", "Tilbud: open_n 1")
	i.want("stages", "stage", "Behov: reached 4, entered 4", "Tilbud: reached 2")
	i.want("losses", "reason", "*: losses 1, cancelled 1", "Valgte en konkurrent: losses 1, loss_value 1117.1")
	i.want("losses", "competitor", "Rival AS: losses 1")
	// Every lead of Nutshell is an inquiry; the one with two sources gives each
	// half, and the sum is what there is.
	i.want("sources", "source", "*: leads 4, won 1", "google: leads 2, won 1", "messe_2025: leads 1", "Referral: leads 1")
	i.want("sources", "source_linear", "*: leads 4, won 1", "google: leads 1.5, won 0.5", "messe_2025: leads 1.5, won 0.5")
	rivals, lines := 0, 0
	for _, d := range events(t, plan(t, Options{Yes: true, Lang: "nb"}, testdata("nutshell"))) {
		switch p := d.Payload.(type) {
		case peil.DealCompetitorSeen:
			rivals++
		case peil.DealLinesSet:
			lines += len(p.Lines)
		case peil.ActivityDone:
			if p.Kind != peil.Call || p.About.Deal.IsZero() || p.About.Contact.IsZero() || p.About.Account.IsZero() {
				t.Errorf("%+v", p)
			}
		case peil.ActivityPlanned:
			if p.Kind != peil.Meeting || p.About.Deal.IsZero() {
				t.Errorf("%+v", p)
			}
		}
	}
	if rivals != 3 || lines != 2 {
		t.Errorf("%d competitors seen, %d lines", rivals, lines)
	}
}

// The API's leads, with the times of their stages beside them.
func TestNutshellAnswersFromFileToNumbers(t *testing.T) {
	i := importAll(t, "en", testdata("nutshell_api"))
	i.refused(0)
	i.want("productivity", "user", "*: won 1, rev 900", "Eve North: won 1")
	i.want("forecast", "stage", "*: open_n 1, open_value 500, fc_weighted 155")
	i.want("stages", "stage", "Talk: reached 2, conv_step 1", "Offer: reached 2")
	i.want("sources", "source_linear", "*: leads 3", "google: leads 1.5", "2023_facebook_q1: leads 0.5", "Referral: leads 1")
	i.at = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	i.want("forecast", "stage", "Talk: open_n 3, fc_weighted 150")
}

// A later export in which the system has deleted a deal takes it out here too.
func TestDeletedLater(t *testing.T) {
	w := workspace(t)
	bring(t, w, company(t, told))
	bring(t, w, company(t, map[string]string{"deals.csv": strings.Replace(told["deals.csv"], "2026-01-07 09:00,,false", "2026-01-07 09:00,,true", 1)}))
	gone := 0
	if err := w.Events(t.Context(), 0, 0, func(e peil.Event) error {
		if p, ok := e.Payload.(peil.DealDeleted); ok && p.Reason == peil.DeletedAtSource {
			gone++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if gone != 1 {
		t.Errorf("%d deals deleted", gone)
	}
}
