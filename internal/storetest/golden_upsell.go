package storetest

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"peil"
	"peil/internal/report"
	"peil/internal/stat"
)

var (
	goldenAccounts = []string{"K1", "K2", "K3", "K4"}
	upsellDeals    = []string{"d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10"}
)

func upsellCrossSell(t *testing.T, c *Case, view View) (map[string]any, map[string]string) {
	now := c.known(t)
	v := view(now, now)
	res := ask(t, v, report.Query{Report: "upsell", By: report.None, Period: span(t, c.Query["period"], now), Now: now})
	m := res.Rows[0].Measures
	group := func(s peil.Value) map[string]any {
		return map[string]any{"won": *s.K, "closed": *s.N, "rate": *s.Value, "wilson95": []any{s.Interval.Lo, s.Interval.Hi}, "display": string(s.Display)}
	}
	rev := *m["rev"].Value
	got := map[string]any{"existing": group(m["succ_existing"]), "new": group(m["succ_new"]), "revenue": rev,
		"revenue_existing_deals": rev * *m["share_existing"].Value, "share_existing_deals": number(m["share_existing"]),
		"revenue_after_first_sale": rev * *m["share_after_first"].Value, "share_after_first_sale": number(m["share_after_first"]),
		"upsell_revenue": number(m["upsell"]), "cross_sell_revenue": number(m["cross"]), "existing_deals_opened": number(m["opened_existing"]),
		"customer_days": number(m["customer_days"]), "attempts_per_customer_year": number(m["attempts_cy"]),
		"existing_closed": *m["succ_existing"].N, "existing_counts": []any{*m["succ_existing"].K, *m["succ_existing"].N}}
	class := map[string]any{}
	for _, d := range upsellDeals {
		var word string
		one(t, v, `select class from deal_fact where cast(deal_id as text) = $1`, GoldenID("deal", d).UUID(), &word)
		class[d] = word
	}
	got["class"] = class
	penetration, white := map[string]any{}, []any{}
	for _, f := range res.Figures {
		for _, cell := range f.Cells {
			switch f.ID {
			case "families":
				penetration[cell.Keys[0]] = []any{*cell.Measures["owned"].K, *cell.Measures["owned"].N}
			case "whitespace":
				if cell.Measures["chance"].Value != nil {
					white = append(white, []any{short("account", cell.Keys[0], goldenAccounts), cell.Keys[1]})
				}
			}
		}
	}
	got["penetration"], got["whitespace"] = penetration, byFirst(white)
	// The wrong answers are objects, and prose.
	got["as_new"], got["by_win_date"] = map[string]any{"existing_closed": got["existing_closed"]}, map[string]any{"existing": got["existing_counts"]}
	return got, map[string]string{"K1_treated_as_new_without_opening_balance": "as_new", "class_by_win_date_moves_d9_to_existing": "by_win_date",
		"ratio_customers_with_2_deals": "existing/rate"}
}

// byFirst orders pairs by their first word.
func byFirst(pairs []any) []any {
	slices.SortStableFunc(pairs, func(a, b any) int { return strings.Compare(a.([]any)[0].(string), b.([]any)[0].(string)) })
	return pairs
}

// nextBestProduct measures rules; the golden's are a list.
func nextBestProduct(t *testing.T, c *Case, _ View) (map[string]any, map[string]string) {
	var in []struct {
		N  int `json:"n"`
		A  int `json:"n_a"`
		B  int `json:"n_b"`
		AB int `json:"n_ab"`
	}
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	out := []any{}
	best, most := -1, 0.
	for i, x := range in {
		r, ok := stat.Associate(x.N, x.A, x.B, x.AB)
		if !ok {
			t.Fatalf("%+v cannot be", x)
		}
		status := "ok"
		if !r.Enough {
			status = "too_few"
		}
		if best < 0 || r.Advantage() > most {
			best, most = i, r.Advantage()
		}
		out = append(out, map[string]any{"confidence": r.Confidence, "base": r.Base, "lift": r.Lift, "wilson95": []any{r.Interval.Lo, r.Interval.Hi},
			"p_hypergeom_upper": r.P, "g2": r.G2, "rate_without_A": r.Without, "status": status})
	}
	if best != 0 {
		t.Error("the rule of two customers is ranked first")
	}
	c.Expected = map[string]any{"rules": c.Expected}
	return map[string]any{"rules": out, "first": best}, map[string]string{"ranking_by_lift": "first"}
}

func whitespaceValue(t *testing.T, c *Case, _ View) (map[string]any, map[string]string) {
	var in struct {
		Lacking int     `json:"owners_a_without_b"`
		A       float64 `json:"n_a"`
		AB      float64 `json:"n_ab"`
		Base    float64 `json:"base"`
		Value   float64 `json:"median_value"`
	}
	if err := json.Unmarshal(c.Input, &in); err != nil {
		t.Fatal(err)
	}
	p := stat.ChanceToBuy(in.A, in.AB, in.Base)
	e, _ := stat.BinomialTotal([]stat.Chance{{N: in.Lacking, P: p, Value: in.Value}}, stat.Resampling{})
	return map[string]any{"p": p, "expected_customers": float64(in.Lacking) * p, "expected_value": e.Value}, nil
}
