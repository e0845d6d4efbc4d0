package advice_test

import (
	"bytes"
	"strings"
	"testing"

	"peil"
	"peil/internal/advice"
	"peil/internal/locale"
	"peil/internal/table"
)

// speaks checks that a finding is a whole sentence in both languages: that it has all
// the numbers and words that its text has places for.
func speaks(t *testing.T, f advice.Finding) {
	t.Helper()
	a := peil.Advice{Rule: f.Rule.ID, Version: f.Rule.Version, Report: f.Rule.Report, Scope: f.Scope, State: "shown",
		Evidence: f.Evidence, Words: f.Words, Units: f.Rule.Units, Stake: f.Stake, Currency: "NOK"}
	for _, lang := range []string{"nb", "en"} {
		var b bytes.Buffer
		if err := table.Advice(&b, []peil.Advice{a}, table.Options{Words: locale.For(lang)}); err != nil {
			t.Fatal(err)
		}
		if text := b.String(); strings.ContainsAny(text, "{}@") || strings.Contains(text, "advice.") || strings.Contains(text, "NaN") {
			t.Errorf("%s in %s: %s", f.Rule.ID, lang, text)
		}
	}
}
