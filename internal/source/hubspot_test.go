package source

import (
	"slices"
	"testing"

	"peil"
	"peil/internal/source/mapping"
)

// The lists as a Norwegian company exports them, with the columns of when deals
// came into their stages.
func TestHubSpotFromFileToNumbers(t *testing.T) {
	i := importAll(t, "nb", testdata("hubspot"))
	i.refused(0)
	i.want("productivity", "user", "*: won 1, rev 27600.5, lost 1", "Kari Nes: won 1, rev 27600.5", "Ola Ås: lost 1")
	i.want("forecast", "stage", "*: open_n 2, open_value 45000", "Tilbud: open_n 1, open_value 36000", "Behov: open_n 1, open_value 9000")
	i.want("stages", "stage", "Behov: reached 4, conv_step 0.5", "Tilbud: reached 2")
	i.want("losses", "reason", "Pris: losses 1, loss_value 1117.1")
	// Four contacts are leads, the subscriber is none. The second deal of the
	// first contact is not the lead once more.
	i.want("sources", "source", "*: leads 4, converted 0.75", "Organic Search: leads 2, converted 1, won 1", "Paid Search: leads 2, converted 0.5")
	i.want("sources", "source_linear", "*: leads 4", "Email Marketing: leads 1, won 0.5")
	for _, d := range events(t, plan(t, Options{Yes: true, Lang: "nb"}, testdata("hubspot"))) {
		if a, ok := d.Payload.(peil.ActivityDone); ok && (a.Kind != peil.Call || a.About.Deal.IsZero() || a.About.Contact.IsZero()) {
			t.Errorf("%+v", a)
		}
		if c, ok := d.Payload.(peil.DealCreated); ok && c.SnapshotOnly {
			t.Errorf("without history: %+v", c)
		}
	}
}

// The same system's tables, as a connector copies them.
func TestHubSpotTablesFromFileToNumbers(t *testing.T) {
	i := importAll(t, "en", testdata("hubspot_tables"))
	i.refused(1, "no_message")
	i.want("productivity", "user", "*: won 1, rev 900", "Eve North: won 1")
	i.want("productivity", "team", "Hills: won 1")
	i.want("forecast", "stage", "*: open_n 2, open_value 500, fc_weighted 200", "Offer: open_n 1, fc_weighted 200", "Talk: open_n 1")
	i.want("stages", "stage", "Talk: reached 3, conv_step 1", "Offer: reached 2, conv_step 1")
	i.want("sources", "source", "*: leads 2, converted 0.5", "PAID_SEARCH: leads 2, won 1")
	n := map[string]int{}
	for _, d := range events(t, plan(t, Options{Yes: true, Lang: "en"}, testdata("hubspot_tables"))) {
		n[string(d.Payload.EventType())]++
		switch p := d.Payload.(type) {
		case peil.ActivityDone:
			if p.DurationS != 420 || p.Direction != peil.In || p.About.Deal.IsZero() || p.User.IsZero() {
				t.Errorf("%+v", p)
			}
		case peil.MessageOpened:
			n[string(p.IPClass)]++
		case peil.MessageSent:
			if p.Template != "January letter" || p.SubjectVariant != "News" || p.About.Contact.IsZero() {
				t.Errorf("%+v", p)
			}
		}
	}
	for what, want := range map[string]int{"deal.merged": 1, "deal.value_set": 1, "deal.expected_close_set": 1, "message.sent": 1, "message.delivered": 1,
		string(peil.PrefetchProxy): 1, string(peil.UnknownIP): 1, "user.joined": 2} {
		if n[what] != want {
			t.Errorf("%s: %d, want %d of %v", what, n[what], want, n)
		}
	}
}

// What a connector's own test tables hold: their stages have a history, though
// none of its deals has a row of its own.
func TestHubSpotSeeds(t *testing.T) {
	i := importAll(t, "en", sharedData(t, "hubspot_seeds"))
	for _, r := range i.sum.Refused {
		if r.Reason != "before_1990" && r.Reason != "no_message" {
			t.Errorf("%+v", r)
		}
	}
	if i.sum.Vendor != "hubspot" || slices.Contains(i.warned(), "hubspot_no_history") {
		t.Errorf("vendor %q, warnings %v", i.sum.Vendor, i.warned())
	}
	kinds := map[mapping.Kind]int{}
	for _, ts := range i.sum.Tables {
		kinds[ts.Kind] += ts.New
	}
	if kinds[mapping.Deals] != 58 || kinds[mapping.History] != 14 || kinds[mapping.Users] != 100 || kinds[mapping.Messages] != 13 {
		t.Errorf("%v", kinds)
	}
	i.want("stages", "stage", "*: entered 14", "09a969da1d61b38bd3746f0f49c1475a: reached 7", "f66ca9bc5a02c2f1513ce83f0a0e117d: reached 6")
}
