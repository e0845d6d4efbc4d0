package report

import (
	"cmp"
	"slices"

	"peil"
	"peil/internal/stat"
)

// successFigure sets deals with customers beside deals with new ones.
var successFigure = figure{id: "success", chart: peil.ChartBars, marks: marks("succ", "win_rate_cohort"), axes: []peil.Axis{{ID: "class"}},
	measures: []Measure{{Measure: peil.Measure{ID: "succ", Unit: peil.UnitShare, Better: peil.BetterUp}}, {Measure: peil.Measure{ID: "win_rate_cohort", Unit: peil.UnitShare, Better: peil.BetterUp}}},
	cells: func(f *figured) []peil.Cell {
		var out []peil.Cell
		for _, class := range []string{"existing", "new"} {
			out = append(out, peil.Cell{Keys: []string{class}, Measures: map[string]peil.Value{
				"succ":            f.value("succ").share(f.total.sums["won_"+class], f.total.sums["closed_"+class], "no_closed"),
				"win_rate_cohort": f.value("win_rate_cohort").incidence(class, 1, "no_deals", "")}})
		}
		return out
	}}

// mixFigure is what the sales are made of.
var mixFigure = figure{id: "sales_mix", chart: peil.ChartBars, marks: marks("rev", "of_sales"), axes: []peil.Axis{{ID: "sale_type"}}, from: []string{"mix"},
	measures: []Measure{{Measure: peil.Measure{ID: "rev", Unit: peil.UnitMoney, Better: peil.BetterUp}, of: func(c *cell) peil.Value { return c.plain(c.money(c.sums["rev"])) }},
		{Measure: peil.Measure{ID: "of_sales", Unit: peil.UnitShare}, of: func(c *cell) peil.Value {
			if all := c.all.at(nil, c.w.n).sums["rev"]; all > 0 {
				return c.plain(c.sums["rev"] / all)
			}
			return c.null("no_won")
		}},
		{Measure: peil.Measure{ID: "deals", Unit: peil.UnitCount}, of: func(c *cell) peil.Value { return c.plain(c.sums["deals"]) }}}}

// familiesFigure is who owns each family, and what the others could yet buy.
var familiesFigure = figure{id: "families", chart: peil.ChartBars, marks: marks("owned", "whitespace"), axes: []peil.Axis{{ID: "family"}}, from: []string{"sets", "prices"},
	measures: []Measure{{Measure: peil.Measure{ID: "owned", Unit: peil.UnitShare, Better: peil.BetterUp}}, {Measure: peil.Measure{ID: "sale_p50", Unit: peil.UnitMoney}},
		{Measure: peil.Measure{ID: "could_buy", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "will_buy", Unit: peil.UnitCount}},
		{Measure: peil.Measure{ID: "whitespace", Unit: peil.UnitMoney, Better: peil.BetterUp}}, {Measure: peil.Measure{ID: "whitespace_best", Unit: peil.UnitMoney, Better: peil.BetterUp}}},
	cells: func(f *figured) []peil.Cell {
		r := f.total.room()
		var out []peil.Cell
		for _, family := range r.families {
			m := map[string]peil.Value{"owned": f.value("owned").share(float64(r.owners[family]), float64(r.customers), "no_customers"),
				"sale_p50": f.value("sale_p50").plain(f.total.money(r.value(everywhere, family)))}
			could, will := 0.0, 0.0
			chances := r.chances(family, f.total.money)
			for _, c := range chances {
				could, will = could+float64(c.N), will+float64(c.N)*c.P
			}
			m["could_buy"], m["will_buy"] = f.value("could_buy").plain(could), f.value("will_buy").plain(will)
			seed := f.total.seed()
			e, ok := stat.BinomialTotal(chances, stat.Resampling{Seed: stat.SeedOf("whitespace", family, f.run.clock.today.String(), "room@1"), Draws: seed.Draws})
			v := f.value("whitespace").plain(e.Value)
			interval(&v, e.Interval, ok && could > 0)
			m["whitespace"], m["whitespace_best"] = v, f.value("whitespace_best").null("no_segments")
			if more, ok := r.toBest(family); ok {
				m["whitespace_best"] = f.value("whitespace_best").plain(min(more, will) * f.total.money(r.value(everywhere, family)))
			}
			out = append(out, peil.Cell{Keys: []string{family}, Measures: m})
		}
		return out
	}}

// mostRules is how many rules are shown.
const mostRules = 40

// nextFigure is which family the owners of another come to own, with the evidence.
var nextFigure = figure{id: "next_product", chart: peil.ChartBars, marks: []peil.Mark{against("have_both", "without_a")}, axes: []peil.Axis{{ID: "owns"}, {ID: "next"}}, from: []string{"sets", "prices", "pairs"},
	measures: []Measure{{Measure: peil.Measure{ID: "have_both", Unit: peil.UnitShare, Better: peil.BetterUp}}, {Measure: peil.Measure{ID: "without_a", Unit: peil.UnitShare}},
		{Measure: peil.Measure{ID: "bought_later", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "lift", Unit: peil.UnitFactor}},
		{Measure: peil.Measure{ID: "by_chance_p", Unit: peil.UnitNumber}}, {Measure: peil.Measure{ID: "by_chance_q", Unit: peil.UnitNumber}},
		{Measure: peil.Measure{ID: "lacking", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "whitespace", Unit: peil.UnitMoney, Better: peil.BetterUp}}},
	cells: func(f *figured) []peil.Cell {
		r := f.total.room()
		later := map[[2]string]float64{}
		for _, k := range f.run.groups.tables["pairs"] {
			later[[2]string{k.keys[0], k.keys[1]}] = k.sums["later"]
		}
		var out []peil.Cell
		for _, x := range r.rules() {
			if r.both[[2]string{x.a, x.b}] == 0 || len(out) == mostRules {
				continue
			}
			both, owners := float64(r.both[[2]string{x.a, x.b}]), float64(r.owners[x.a])
			have := f.value("have_both").share(both, owners, "no_customers")
			q := f.value("by_chance_q").null("too_few")
			if x.Enough {
				q = f.value("by_chance_q").plain(x.q)
			} else {
				have.Display = peil.DisplayTooFew
			}
			p := stat.ChanceToBuy(owners, both, r.base(x.b))
			out = append(out, peil.Cell{Keys: []string{x.a, x.b}, Measures: map[string]peil.Value{"have_both": have, "without_a": f.value("without_a").plain(x.Without),
				"bought_later": f.value("bought_later").plain(later[[2]string{x.a, x.b}]), "lift": f.value("lift").plain(x.Lift), "by_chance_p": f.value("by_chance_p").plain(x.P), "by_chance_q": q,
				"lacking":    f.value("lacking").plain(float64(x.lacking)),
				"whitespace": f.value("whitespace").plain(float64(x.lacking) * p * f.total.money(r.value(everywhere, x.b)))}})
		}
		return out
	}}

// mostCustomers is how many customers the matrix has room for.
const mostCustomers = 40

// whitespaceFigure is customers by families: what they own, and how likely they
// come to own the rest; those with the most to gain first.
var whitespaceFigure = figure{id: "whitespace", chart: peil.ChartMatrix, marks: marks("chance"), axes: []peil.Axis{{ID: "account"}, {ID: "family"}}, from: []string{"sets", "prices", "accounts"},
	measures: []Measure{{Measure: peil.Measure{ID: "chance", Unit: peil.UnitShare, Better: peil.BetterUp}}, {Measure: peil.Measure{ID: "whitespace", Unit: peil.UnitMoney, Better: peil.BetterUp}}},
	cells: func(f *figured) []peil.Cell {
		r := f.total.room()
		type customer struct {
			id   string
			set  ownedSet
			gain float64
		}
		var all []customer
		for _, k := range f.run.groups.tables["accounts"] {
			c := customer{id: k.keys[0], set: ownedSet{families(k.keys[1]), k.keys[2], 1}}
			for _, family := range r.families {
				if r.eligible(c.set, family) {
					p, _ := r.chance(c.set, family)
					c.gain += p * r.value(c.set.segment, family)
				}
			}
			if c.gain > 0 {
				all = append(all, c)
			}
		}
		slices.SortStableFunc(all, func(a, b customer) int { return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.id, b.id)) })
		var out []peil.Cell
		for _, c := range all[:min(len(all), mostCustomers)] {
			for _, family := range r.families {
				m := map[string]peil.Value{"chance": f.value("chance").null("owned"), "whitespace": f.value("whitespace").null("owned")}
				switch {
				case r.eligible(c.set, family):
					p, _ := r.chance(c.set, family)
					m["chance"], m["whitespace"] = f.value("chance").plain(p), f.value("whitespace").plain(p*f.total.money(r.value(c.set.segment, family)))
				case !slices.Contains(c.set.families, family):
					m["chance"], m["whitespace"] = f.value("chance").null("not_for_segment"), f.value("whitespace").null("not_for_segment")
				}
				out = append(out, peil.Cell{Keys: []string{c.id, family}, Measures: m})
			}
		}
		return out
	}}

// silentFigure is the customers in the top third by what they have bought whom
// nobody has talked to for half a year.
var silentFigure = figure{id: "silent", chart: peil.ChartList, axes: []peil.Axis{{ID: "account"}}, from: []string{"silent"},
	measures: []Measure{{Measure: peil.Measure{ID: "bought", Unit: peil.UnitMoney}, of: func(c *cell) peil.Value { return c.plain(c.money(c.sums["bought"])) }},
		{Measure: peil.Measure{ID: "days_since", Unit: peil.UnitDays, Better: peil.BetterDown}, of: func(c *cell) peil.Value {
			if c.sums["days"] == 0 {
				return c.null("never")
			}
			return c.plain(c.sums["days"])
		}}}}
