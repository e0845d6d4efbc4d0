package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"peil"
)

// Two reports and the leads as a Norwegian company exports them, with what
// Salesforce writes under a report's rows.
func TestSalesforceReportsFromFileToNumbers(t *testing.T) {
	i := importAll(t, "nb", testdata("salesforce"))
	i.refused(0)
	i.want("productivity", "user", "*: won 1, rev 27600.5, lost 1", "Kari Nes: won 1, rev 27600.5", "Ola Ås: lost 1")
	i.want("forecast", "stage", "*: open_n 1, open_value 36000, fc_weighted 14400", "Tilbud: open_n 1")
	i.want("stages", "stage", "Behov: reached 3, conv_step 0.67", "Tilbud: reached 2")
	i.want("losses", "reason", "Pris: losses 1, loss_value 1117.1")
	i.want("losses", "competitor", "Rival AS: losses 1")
	i.want("sources", "source", "*: leads 3, converted 0.67", "Messe: leads 1, won 1", "Nettside: leads 2, converted 0.5")
}

// The objects of the data export: their history lets a past forecast be seen as
// it stood.
func TestSalesforceObjectsFromFileToNumbers(t *testing.T) {
	i := importAll(t, "en", testdata("salesforce_api"))
	i.refused(0)
	i.want("productivity", "team", "*: won 1, rev 900, lost 1", "Hills: won 1", "Dales: lost 1")
	i.want("stages", "stage", "Talk: reached 3, conv_step 0.67", "Offer: reached 2")
	i.want("forecast", "stage", "*: open_n 1, open_value 500, fc_weighted 400, overridden 1")
	i.want("sources", "source", "Web: leads 2, converted 0.5, won 1, spend 120")
	i.at = time.Date(2026, 2, 15, 12, 0, 0, 0, time.UTC)
	i.want("forecast", "stage", "*: open_n 3, open_value 1550, fc_weighted 685", "Offer: open_value 1250, fc_weighted 625", "Talk: open_value 300, fc_weighted 60")
	i.at = time.Date(2026, 2, 1, 8, 0, 0, 0, time.UTC)
	i.want("forecast", "user", "Eve North: open_value 1100", "Sam South: open_value 300")
	n := map[string]int{}
	for _, d := range events(t, plan(t, Options{Yes: true, Lang: "en"}, testdata("salesforce_api"))) {
		n[string(d.Payload.EventType())]++
		switch p := d.Payload.(type) {
		case peil.ActivityDone:
			n[string(p.Kind)]++
			if p.About.Deal.IsZero() || p.About.Contact.IsZero() || p.User.IsZero() || p.DurationS != 420 && p.DurationS != 3600 {
				t.Errorf("%+v", p)
			}
		case peil.ActivityPlanned:
			if p.About.Lead.IsZero() {
				t.Errorf("%+v", p)
			}
		case peil.DealLinesSet:
			if l := p.Lines[0]; len(p.Lines) != 1 || l.Product.IsZero() || l.Quantity != 2 || l.Amount != 90000 {
				t.Errorf("%+v", p)
			}
		}
	}
	for what, want := range map[string]int{"call": 1, "meeting": 1, "activity.planned": 1, "deal.lines_set": 1, "deal.owner_set": 1, "spend.recorded": 1, "product.defined": 1} {
		if n[what] != want {
			t.Errorf("%s: %d, want %d of %v", what, n[what], want, n)
		}
	}
}

// What a connector's own test tables hold. Every opportunity in them is marked
// as deleted, and so nothing is left to report; without the marks they are.
func TestSalesforceSeeds(t *testing.T) {
	dir := sharedData(t, "salesforce_seeds")
	i := importAll(t, "en", dir)
	i.refused(11, "no_name", "no_such_record")
	if i.sum.Vendor != "salesforce" {
		t.Errorf("vendor %q", i.sum.Vendor)
	}
	alive := t.TempDir()
	for _, name := range []string{"sf_opportunity_data.csv", "sf_opportunity_history_data.csv", "sf_user_data.csv"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if strings.Contains(name, "opportunity") {
			text = strings.Replace(text, "is_deleted", "was_deleted", 1)
		}
		if err := os.WriteFile(filepath.Join(alive, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	i = importAll(t, "en", alive)
	i.refused(0)
	i.want("stages", "stage", "*: entered 1, won 5, lost 4, open_n 1")
	i.want("productivity", "user", "*: won 5, lost 4")
}
