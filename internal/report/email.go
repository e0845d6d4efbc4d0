package report

import "peil"

// mailDims are the dimensions of a message.
var mailDims = []string{"template", "subject", "content", "step", "mail_type", "user", "team", "pipeline", "source", "campaign", "class", "segment", "industry", "size", "region"}

// email is what becomes of messages (metrics.md §4.9). Replies come first: they
// need no pixel. Opens are counted where they can be seen at all, by people; where
// most cannot, there are bounds and no number.
var email = &Report{
	ID: "email", Version: 1, By: "template",
	Glance: []string{"reply", "delivered"},
	kinds:  []kind{{"sent", mailDims}, {"mail", mailDims}, {"base", nil}, {"warm", mailDims}},
	extra: []string{"template", "subject", "content", "step", "mail_type", "complained", "unsubscribed", "tracked", "measurable", "opened", "clicked", "replied",
		"opens_machine", "clicks_machine", "suspect", "auto_replied", "contact_id", "deal_id"},
	text: read("email.sql"),
	sums: []string{"sums"},
	Charts: []Chart{
		{Kind: ChartDot, Measures: []string{"reply", "open", "cto", "click"}},
		{Kind: ChartLine, Measures: []string{"reply", "open", "bounce"}, Trend: true},
		{Kind: ChartColumn, Measures: []string{"delivered", "sent"}, Trend: true},
		{Kind: ChartBar, Measures: []string{"follow_up", "delivered", "sent"}},
		{Kind: ChartMatrix, Measures: []string{"delivered", "reply", "open", "cto", "click", "bounce"}},
	},
	Measures: []Measure{
		mailShare("reply", "replied", "delivered", "no_messages"),
		{Measure: peil.Measure{ID: "open", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"mail"}, of: opened},
		{Measure: peil.Measure{ID: "open_lo", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"mail"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["read"], c.sums["tracked"], "no_tracked")
		}},
		{Measure: peil.Measure{ID: "open_hi", Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"mail"}, of: func(c *cell) peil.Value {
			return c.share(c.sums["read"]+c.sums["unknown"], c.sums["tracked"], "no_tracked")
		}},
		mailShare("click", "clicked", "tracked", "no_tracked"),
		mailShare("cto", "opened_clicked", "opened", "no_opened"),
		mailShare("measurable", "measurable", "tracked", "no_tracked"),
		mailCount("sent", "sent", "sent", peil.BetterNeither), mailCount("delivered", "mail", "delivered", peil.BetterUp),
		sentShare("bounce", "bounced"), sentShare("complaint", "complained"), sentShare("unsubscribe", "unsubscribed"),
		mailCount("machine_opens", "sent", "machine_opens", peil.BetterNeither), mailCount("machine_clicks", "sent", "machine_clicks", peil.BetterNeither),
		mailCount("suspect", "sent", "suspect", peil.BetterNeither), mailCount("auto_replies", "sent", "auto_replied", peil.BetterNeither),
		{Measure: peil.Measure{ID: "follow_up", Unit: peil.UnitCount, Better: peil.BetterDown}, Sums: true, Kinds: []string{"warm"}, of: func(c *cell) peil.Value {
			if c.w.n != winPeriod {
				return c.null("now_only")
			}
			return c.plain(c.sums["warm"])
		}},
	},
	figures: []figure{
		{id: "email_funnel", chart: peil.ChartFunnel, marks: marks("messages", "of_those"), axes: []peil.Axis{{ID: "mail_step"}},
			measures: []Measure{{Measure: peil.Measure{ID: "messages", Unit: peil.UnitCount}}, {Measure: peil.Measure{ID: "of_those", Unit: peil.UnitShare}}}, cells: mailFunnel},
		{id: "email_templates", chart: peil.ChartBars, marks: []peil.Mark{against("reply", "reply_base"), against("open", "open_base"), against("cto", "cto_base")},
			axes: []peil.Axis{{ID: "template"}, {ID: "subject"}}, from: []string{"templates"}, measures: templateMeasures},
		{id: "email_steps", chart: peil.ChartFunnel, marks: marks("delivered", "reply"), axes: []peil.Axis{{ID: "step"}}, from: []string{"steps"}, measures: templateMeasures},
		{id: "email_follow_up", chart: peil.ChartList, axes: []peil.Axis{{ID: "contact"}, {ID: "case"}, {ID: "template"}, {ID: "user"}}, from: []string{"warm"},
			measures: []Measure{{Measure: peil.Measure{ID: "days_since", Unit: peil.UnitDays, Better: peil.BetterDown}, of: func(c *cell) peil.Value { return c.plain(c.sums["days"]) }}}},
	},
}

// templateMeasures are a template's rates beside the company's own of ninety days.
var templateMeasures = []Measure{
	{Measure: peil.Measure{ID: "delivered", Unit: peil.UnitCount}, of: func(c *cell) peil.Value { return c.plain(c.sums["delivered"]) }},
	mailShare("reply", "replied", "delivered", "no_messages"), baseline("reply_base", "base_replied", "base_delivered"),
	{Measure: peil.Measure{ID: "open", Unit: peil.UnitShare, Better: peil.BetterUp}, of: opened}, baseline("open_base", "base_opened", "base_measurable"),
	mailShare("cto", "opened_clicked", "opened", "no_opened"), baseline("cto_base", "base_clicked", "base_opened"),
}

func mailShare(id, k, n, reason string) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitShare, Better: peil.BetterUp}, Kinds: []string{"mail"}, of: func(c *cell) peil.Value {
		return c.share(c.sums[k], c.sums[n], reason)
	}}
}

func sentShare(id, k string) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitShare, Better: peil.BetterDown}, Kinds: []string{"sent"}, of: func(c *cell) peil.Value {
		return c.share(c.sums[k], c.sums["sent"], "no_messages")
	}}
}

func mailCount(id, kind, sum string, better peil.Better) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitCount, Better: better}, Sums: true, Kinds: []string{kind}, of: func(c *cell) peil.Value {
		return c.count(c.sums[sum])
	}}
}

// baseline is a rate of all the company's mail of the last ninety days.
func baseline(id, k, n string) Measure {
	return Measure{Measure: peil.Measure{ID: id, Unit: peil.UnitShare}, of: func(c *cell) peil.Value {
		all := c.all.at(nil, winPeriod).sums
		return c.share(all[k], all[n], "no_messages")
	}}
}

// enoughMeasurable is what share must be measurable for the open rate of those to
// stand for all.
const enoughMeasurable = .5

// opened is the open rate among the recipients who can be measured.
func opened(c *cell) peil.Value {
	switch {
	case c.sums["measurable"] == 0:
		return c.null("no_measurable")
	case c.sums["measurable"] < enoughMeasurable*c.sums["tracked"]:
		return c.null("bounds_only")
	}
	return c.share(c.sums["opened"], c.sums["measurable"], "no_measurable")
}

// mailFunnel is how far messages come, each step of those that can be known.
func mailFunnel(f *figured) []peil.Cell {
	s := f.total.sums
	var out []peil.Cell
	for _, step := range []struct {
		key  string
		k, n float64
	}{{"delivered", s["sent"] - s["bounced"], s["sent"]}, {"read", s["opened"], s["measurable"]}, {"clicked", s["clicked"], s["tracked"]}, {"replied", s["replied"], s["delivered"]}} {
		out = append(out, peil.Cell{Keys: []string{step.key}, Measures: map[string]peil.Value{
			"messages": f.value("messages").plain(step.k), "of_those": f.value("of_those").share(step.k, step.n, "no_messages")}})
	}
	return out
}
