package source

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"peil"
	"peil/internal/source/mapping"
)

// The lists as a Norwegian company exports them, with the 44 columns of deals.
func TestPipedriveFromFileToNumbers(t *testing.T) {
	i := importAll(t, "nb", testdata("pipedrive"))
	i.refused(0)
	i.want("productivity", "user", "*: won 1, rev 27600.5, lost 1", "Kari Nes: won 1, rev 27600.5", "Ola Ås: lost 1")
	i.want("forecast", "stage", "*: open_n 1, open_value 36000, fc_weighted 14400", "Tilbud: open_n 1")
	i.want("losses", "reason", "Pris: losses 1, loss_value 1117.1")
	// Two deals came through paid search, and so did the lead that is none yet;
	// what a seller made by hand nobody asked for.
	i.want("sources", "source", "*: leads 3, converted 0.67", "Paid search: leads 3, won 1")
	if !slices.Contains(i.warned(), "pipedrive_no_history") {
		t.Errorf("warnings %v", i.warned())
	}
	for _, d := range events(t, plan(t, Options{Yes: true, Lang: "nb"}, testdata("pipedrive"))) {
		switch p := d.Payload.(type) {
		case peil.ActivityDone:
			if p.Kind != peil.Call || p.DurationS != 5400 || p.About.Deal.IsZero() || d.At.UTC().Format(time.RFC3339) != "2025-11-10T11:05:00Z" {
				t.Errorf("%s %+v", d.At, p)
			}
		case peil.ActivityPlanned:
			if p.Due.UTC().Format(time.RFC3339) != "2027-01-10T08:00:00Z" {
				t.Errorf("%+v", p)
			}
		case peil.DealCreated:
			if n := len(p.Lines); d.Texts["name"] == "Hyller" && n != 1 || d.Texts["name"] == "Bord" && n != 0 {
				t.Errorf("%s has %d lines", d.Texts["name"], n)
			}
		}
	}
}

// The API's answers: the flow of one deal and the changelog of another are their
// history.
func TestPipedriveAnswersFromFileToNumbers(t *testing.T) {
	i := importAll(t, "en", testdata("pipedrive_api"))
	i.refused(0)
	i.want("productivity", "user", "*: won 1, rev 900", "Eve North: won 1")
	i.want("forecast", "stage", "*: open_n 1, open_value 500, fc_weighted 250", "Offer: open_n 1")
	i.want("stages", "stage", "Talk: reached 2, conv_step 1", "Offer: reached 2, conv_step 1")
	i.want("sources", "source", "*: leads 2, converted 1, won 1", "WebForms: leads 1, won 1", "Chatbot: leads 1, converted 1")
	i.at = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	i.want("forecast", "user", "*: open_n 2, open_value 1200, fc_weighted 240", "Eve North: open_n 2")
	calls := 0
	for _, d := range events(t, plan(t, Options{Yes: true, Lang: "en"}, testdata("pipedrive_api"))) {
		switch p := d.Payload.(type) {
		case peil.ActivityDone:
			if calls++; p.Kind != peil.Call || p.DurationS != 420 || p.About.Deal.IsZero() || p.User.IsZero() {
				t.Errorf("%+v", p)
			}
		case peil.DealLinesSet:
			if p.Lines[0].Amount != 90000 || p.Lines[0].Quantity != 2 {
				t.Errorf("%+v", p)
			}
		}
	}
	if calls != 1 {
		t.Errorf("%d calls", calls)
	}
}

// The documented answers of the API, and the documented columns of the lists.
func TestPipedriveExamples(t *testing.T) {
	dir := sharedData(t, "pipedrive_api_examples")
	var paths []string
	for _, name := range []string{"v2_GET_deals", "v2_GET_stages", "v2_GET_pipelines", "v1_GET_deals_id_flow", "v1_GET_leads", "v1_GET_users", "v2_GET_activities", "v2_GET_persons", "v2_GET_organizations", "v2_GET_deals_products", "v2_GET_products"} {
		paths = append(paths, filepath.Join(dir, name+".json"))
	}
	changes, err := os.ReadFile(filepath.Join(dir, "v1_GET_deals_id_changelog.json"))
	if err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(t.TempDir(), "deals_1_changelog.json")
	if err := os.WriteFile(log, changes, 0o644); err != nil {
		t.Fatal(err)
	}
	i := importAll(t, "en", append(paths, log)...)
	if i.sum.Vendor != "pipedrive" {
		t.Errorf("vendor %q", i.sum.Vendor)
	}
	for _, r := range i.sum.Refused { // the example's changes are of a deal that is not in the example's deals
		if r.Reason != "no_such_record" {
			t.Errorf("%+v", r)
		}
	}
	// The change of the value is younger than the row that has another.
	i.want("forecast", "stage", "*: open_n 1, open_value 100", "Stage Name: open_n 1")
	kinds := map[mapping.Kind]int{}
	for _, ts := range i.sum.Tables {
		kinds[ts.Kind] += ts.New
	}
	for k, want := range map[mapping.Kind]int{mapping.Deals: 1, mapping.Leads: 1, mapping.Users: 2, mapping.Contacts: 1, mapping.Accounts: 1, mapping.Activities: 2, mapping.Products: 1} {
		if kinds[k] != want {
			t.Errorf("%s: %d, want %d", k, kinds[k], want)
		}
	}
}
