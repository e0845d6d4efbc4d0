package storetest

import (
	"encoding/json"
	"slices"
	"testing"

	"peil/internal/advice"
	"peil/internal/stat"
)

// mailInput is what a golden says of mail: a baseline and templates, or how much of it
// all does not arrive.
type mailInput struct {
	Baseline  mailCounts `json:"baseline"`
	Templates []struct {
		Template string `json:"template"`
		mailCounts
	} `json:"templates"`
	Bounced float64 `json:"bounce_rate"`
	Down    int     `json:"templates_down"`
	Total   int     `json:"templates_total"`
}

type mailCounts struct {
	Measurable, Opened, Clicked float64
}

func (m mailCounts) template(id string) advice.Template {
	return advice.Template{ID: id, Measurable: m.Measurable, Opened: m.Opened, Clicked: m.Clicked}
}

// emailAdvice is what the rules say of templates, or of mail that does not arrive.
func emailAdvice(t *testing.T, c *Case, _ View) (map[string]any, map[string]string) {
	var in mailInput
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	mailing := advice.Mailing{Bounced: in.Bounced, Down: in.Down, Templates: in.Total}
	if in.Templates == nil {
		return deliverability(mailing), nil
	}
	var list []advice.Template
	for _, x := range in.Templates {
		list = append(list, x.template(x.Template))
	}
	_, said := mailing.Says(list, in.Baseline.template(""))
	got := map[string]any{}
	for _, x := range list {
		opened, _ := stat.Wilson(x.Opened, x.Measurable)
		clicked, _ := stat.Wilson(x.Clicked, x.Opened)
		one := map[string]any{"open_rate": x.Opened / x.Measurable, "open_wilson95": []any{opened.Lo, opened.Hi},
			"cto": x.Clicked / x.Opened, "cto_wilson95": []any{clicked.Lo, clicked.Hi}, "advice": nil}
		if rule := said[x.ID]; rule != "" {
			one["advice"] = rule
		}
		got[x.ID] = one
	}
	return got, nil
}

// deliverability is what is said of mail as a whole, and what is then said no more of
// a template with a poor subject and one with poor content.
func deliverability(m advice.Mailing) map[string]any {
	base := advice.Template{Measurable: 2000, Opened: 700, Clicked: 210}
	poor := []advice.Template{{ID: "subject", Measurable: 400, Opened: 60, Clicked: 20}, {ID: "content", Measurable: 400, Opened: 150, Clicked: 18}}
	_, otherwise := advice.Mailing{}.Says(poor, base)
	all, said := m.Says(poor, base)
	suppressed := []string{}
	for _, x := range poor {
		if rule := otherwise[x.ID]; rule != "" && said[x.ID] == "" {
			suppressed = append(suppressed, rule)
		}
	}
	slices.Sort(suppressed)
	got := map[string]any{"advice": nil, "suppressed": suppressed}
	if all != "" {
		got["advice"] = all
	}
	return got
}
