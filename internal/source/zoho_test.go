package source

import (
	"slices"
	"testing"

	"peil"
)

// The figures are those that others computed of the same files, in SQL.
func TestZohoGivesThePublishedFigures(t *testing.T) {
	i := importAll(t, "en", sharedData(t, "zoho_crm_sample"))
	i.refused(3, "no_name")
	if i.sum.Vendor != "zoho" || i.sum.Currency != "USD" {
		t.Errorf("vendor %q, currency %s", i.sum.Vendor, i.sum.Currency)
	}
	i.want("sources", "source", "*: leads 3900, won 1425", "Advertisement: leads 412, converted 0.932039", "Cold Call: leads 408, converted 0.946078",
		"Employee Referral: leads 449, converted 0.922049", "External Referral: leads 383, converted 0.937337", "Online Store: leads 370, converted 0.92973",
		"Partner: leads 386, converted 0.937824", "Public Relations: leads 366, converted 0.912568", "Sales Mail Alias: leads 371, converted 0.93531",
		"Trade Show: leads 371, converted 0.927224", "Web Research: leads 384, converted 0.932292")
	for _, row := range i.ask("sources", "source").Rows {
		if q := row.Measures["vs_rest_q"]; q.Value != nil && *q.Value < 0.05 {
			t.Errorf("%s differs from the rest: q %v", row.Label, *q.Value)
		}
	}
	i.want("forecast", "stage", "*: fc_weighted 64386765, open_value 110255300, open_n 1722", "Qualification: open_n 698", "Needs Analysis: open_n 296",
		"Initial Offer: open_n 283", "Prospect: open_n 245", "Proposal/Price Quote: open_n 136", "Negotiation/Review: open_n 64")
	i.want("productivity", "user", "*: won 1425, lost 485, rev 89066200", "Tina Thomas: won 149, lost 58, rev 8996000", "Augustine Paul: won 137, lost 46, rev 6983000",
		"David Love: won 112, lost 44, rev 7770100", "Harold Pawlan: won 128, lost 39", "Jasmine Frank: won 146, lost 39", "Lazar Mathew: won 132, lost 35",
		"Pete Zachariah: won 118, lost 45", "Roger Terrence: won 110, lost 36", "Rozario Diego: won 123, lost 55", "Santa Cruz Clara: won 136, lost 40", "Thomas Mondrake: won 134, lost 48")
	for _, note := range []string{"zoho_no_history", "zoho_no_deal_id", "zoho_members", "zoho_papers", "snapshot_only"} {
		if !slices.Contains(i.warned(), note) {
			t.Errorf("nothing said of %s: %v", note, i.warned())
		}
	}
}

// A list export of Zoho CRM, with its stage history, from a Norwegian company.
func TestZohoFromFileToNumbers(t *testing.T) {
	i := importAll(t, "nb", testdata("zoho"))
	i.refused(0)
	i.want("sources", "source", "*: leads 4, converted 0.75, won 1, spend 12000", "Messe: leads 2, converted 1, won 1, spend 12000", "Nettside: leads 2, converted 0.5, won 0")
	i.want("forecast", "stage", "*: fc_weighted 14400, open_value 36000, open_n 1", "Tilbud: fc_weighted 14400")
	i.want("productivity", "user", "Kari Nes: won 1, rev 27600.5, lost 0", "Ola Ås: won 0, lost 1")
	i.want("losses", "reason", "Pris: losses 1, loss_value 1117.1")
	i.want("stages", "stage", "Behov: reached 3, conv_step 0.67", "Tilbud: reached 2")
	contacts := 0
	for _, d := range events(t, plan(t, Options{Yes: true, Lang: "nb"}, testdata("zoho"))) {
		switch p := d.Payload.(type) {
		case peil.AccountOpeningBalance:
			if got := p.CustomerSince.String(); got != "2024-02-03" {
				t.Errorf("customer since %s", got)
			}
		case peil.ActivityDone:
			contacts++
			if p.About.Deal.IsZero() || p.DurationS != 420 || p.Direction != peil.In {
				t.Errorf("%+v", p)
			}
		}
	}
	if contacts != 1 {
		t.Errorf("%d activities", contacts)
	}
}
