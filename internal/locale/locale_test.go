package locale

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"peil"
)

var update = flag.Bool("update", false, "write the golden files anew")

// format is one line of the golden file that the web app reads as well.
type format struct {
	Lang     string         `json:"lang"`
	Kind     string         `json:"kind"` // value, range, signed, date, month, period, instant
	Unit     peil.Unit      `json:"unit,omitempty"`
	Currency peil.Currency  `json:"currency,omitempty"`
	Value    any            `json:"value"`
	Interval *peil.Interval `json:"interval,omitempty"`
	Text     string         `json:"text"`
}

// TestFormats holds every format to the golden file, which was read by eye. The
// same file is to be read by the web app's tests.
func TestFormats(t *testing.T) {
	const file = "testdata/formats.json"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []format
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) < 40 {
		t.Fatalf("only %d formats in the golden file", len(list))
	}
	for i, f := range list {
		got := render(t, f)
		if *update {
			list[i].Text = got
		} else if got != f.Text {
			t.Errorf("%s %s %s %s %v: %q, want %q", f.Lang, f.Kind, f.Unit, f.Currency, f.Value, got, f.Text)
		}
	}
	if *update {
		var b strings.Builder
		b.WriteString("[\n")
		for i, f := range list {
			line, err := json.Marshal(f)
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString("  " + string(line))
			if i < len(list)-1 {
				b.WriteString(",")
			}
			b.WriteString("\n")
		}
		b.WriteString("]\n")
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func render(t *testing.T, f format) string {
	t.Helper()
	c := For(f.Lang)
	date := func() peil.Date {
		d, err := peil.ParseDate(f.Value.(string))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	switch f.Kind {
	case "value":
		v := f.Value.(float64)
		return c.Format(f.Unit, f.Currency, v, Place(f.Unit, v, f.Interval))
	case "range":
		v := f.Value.(float64)
		return c.Range(f.Unit, f.Currency, f.Interval.Lo, f.Interval.Hi, Place(f.Unit, v, f.Interval)-1)
	case "signed":
		v := f.Value.(float64)
		return c.Signed(f.Unit, f.Currency, v, Place(f.Unit, v, f.Interval))
	case "date":
		return c.Date(date())
	case "month":
		return c.Month(date())
	case "period":
		p, err := peil.ParsePeriod(f.Value.(string), peil.NewDate(2026, 5, 12), peil.PeriodOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return c.Period(p)
	case "instant":
		at, err := time.Parse(time.RFC3339, f.Value.(string))
		if err != nil {
			t.Fatal(err)
		}
		oslo, err := peil.LoadLocation(peil.DefaultZone)
		if err != nil {
			t.Fatal(err)
		}
		return c.Instant(at, oslo)
	}
	t.Fatalf("no kind %q", f.Kind)
	return ""
}

func TestForAndParse(t *testing.T) {
	for tag, want := range map[string]string{"": "nb", "nb": "nb", "nb-NO": "nb", "no": "nb", "en_GB": "en", "de": "en"} {
		if got := For(tag).Lang(); got != want {
			t.Errorf("For(%q) is %s, want %s", tag, got, want)
		}
	}
	_, err := Parse("sv")
	var e *peil.Error
	if !errors.As(err, &e) || !slices.Equal(e.Hints, []string{"nb", "en"}) {
		t.Errorf("Parse(sv): %v", err)
	}
}

func TestT(t *testing.T) {
	c := For("nb")
	if got := c.T("text.too_few_of", "k", 3, "n", 1200); got != "3 av 1\u00a0200 · for lite data" {
		t.Errorf("too few: %q", got)
	}
	if got := c.T("no.such.key"); got != "no.such.key" {
		t.Errorf("an unknown key gave %q", got)
	}
	if got := c.Name("measure", "nonsense"); got != "nonsense" {
		t.Errorf("an unknown name gave %q", got)
	}
	if got := c.Name("measure", "won"); got != "Vunnet" {
		t.Errorf("won is %q", got)
	}
}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// TestLanguagesHaveTheSameKeys also holds the arguments of a text to be the same
// in both languages: one left out would be said in neither. An error's English
// text is its message, which the catalogue does not repeat.
func TestLanguagesHaveTheSameKeys(t *testing.T) {
	nb, en := For("nb"), For("en")
	keys := func(c *Catalogue) []string {
		return slices.DeleteFunc(c.Keys(), func(k string) bool { return strings.HasPrefix(k, "error.") })
	}
	if !slices.Equal(keys(nb), en.Keys()) {
		for _, k := range keys(nb) {
			if _, ok := en.words[k]; !ok {
				t.Errorf("en.json lacks %s", k)
			}
		}
		for _, k := range en.Keys() {
			if _, ok := nb.words[k]; !ok {
				t.Errorf("nb.json lacks %s", k)
			}
		}
	}
	for _, k := range keys(nb) {
		a, b := placeholder.FindAllString(nb.words[k], -1), placeholder.FindAllString(en.words[k], -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s: nb has %v, en has %v", k, a, b)
		}
		if strings.TrimSpace(nb.words[k]) == "" || strings.TrimSpace(en.words[k]) == "" {
			t.Errorf("%s is empty", k)
		}
	}
}
