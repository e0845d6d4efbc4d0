package peil

import "strings"

// Check methods of the payloads, in the order of the registry. They see only
// the payload; what depends on earlier events is fold.Check's.

func (p FactCorrected) Check() error {
	c := checking(p).need("target", p.Target)
	if len(p.Patch) == 0 {
		c.fail("patch", "empty_patch", "nothing to correct")
	}
	return c.done()
}
func (p FactVoided) Check() error { return checking(p).need("target", p.Target).done() }
func (p WorkspaceDefined) Check() error {
	c := checking(p).currency("base_currency", p.BaseCurrency)
	if p.FiscalYearStart < 0 || p.FiscalYearStart > 12 {
		c.fail("fiscal_year_start", "not_a_month", "fiscal_year_start must be a month, 1–12")
	}
	return c.done()
}
func (p UserJoined) Check() error {
	return checking(p).need("user", p.User).fte(p.FTE).done()
}
func (p UserChanged) Check() error {
	c := checking(p).need("user", p.User)
	if p.FTE != nil {
		c.fte(*p.FTE)
	}
	return c.done()
}
func (p UserLeft) Check() error { return checking(p).need("user", p.User).done() }
func (p UserUnavailable) Check() error {
	return checking(p).need("user", p.User).span(p.From, p.To).done()
}
func (p TeamDefined) Check() error     { return checking(p).need("team", p.Team).done() }
func (p CalendarDefined) Check() error { return p.Calendar.Check() }
func (p CostRecorded) Check() error {
	return checking(p).need("cost", p.Cost).span(p.From, p.To).currency("currency", p.Currency).
		oneOf("kind", string(p.Kind), "compensation", "commission", "training", "systems", "other").done()
}
func (p QuotaSet) Check() error {
	c := checking(p).need("quota", p.Quota).oneOf("per", string(p.Per), "day", "week", "month", "period")
	switch {
	case p.Kind == "revenue":
		c.currency("currency", p.Currency)
	case p.Kind != "won_count" && !strings.HasPrefix(p.Kind, "activity:"):
		c.fail("kind", "unknown_word", "%s “%s” is none of %s", "kind", clip(p.Kind), "revenue, won_count, activity:<kind>")
	}
	if p.Per == QuotaPeriod || !p.To.IsZero() { // without an end it holds until the next
		c.span(p.From, p.To)
	}
	if p.Value < 0 {
		c.fail("value", "negative", "%s cannot be negative", "value")
	}
	return c.done()
}
func (p FXRate) Check() error {
	c := checking(p).currency("currency", p.Currency)
	if p.Unit <= 0 || !(p.Rate > 0) {
		c.fail("rate", "bad_rate", "unit and rate must be above 0")
	}
	if p.Date.IsZero() {
		c.fail("date", "missing_field", "%s is missing", "date")
	}
	return c.done()
}
func (p SpendRecorded) Check() error {
	return checking(p).need("spend", p.Spend).need("source", p.Source).span(p.From, p.To).currency("currency", p.Currency).done()
}
func (p MarginSet) Check() error { return checking(p).fraction("pct", p.Pct).done() }
func (p HurdleSet) Check() error { return nil }

func (p PipelineDefined) Check() error { return checking(p).need("pipeline", p.Pipeline).done() }
func (p StageDefined) Check() error {
	return checking(p).need("pipeline", p.Pipeline).need("stage", p.Stage).fraction("default_p", p.DefaultP).
		oneOf("kind", string(p.Kind), "open", "won", "lost", "cancelled").done()
}
func (p ReasonDefined) Check() error {
	return checking(p).need("reason", p.Reason).oneOf("kind", string(p.Kind), "lost", "cancelled").done()
}
func (p CompetitorDefined) Check() error { return checking(p).need("competitor", p.Competitor).done() }
func (p ProductDefined) Check() error {
	c := checking(p).need("product", p.Product)
	if p.Price != 0 {
		c.currency("currency", p.Currency)
	}
	return c.done()
}
func (p AccountCreated) Check() error { return checking(p).need("account", p.Account).done() }
func (p AccountOpeningBalance) Check() error {
	c := checking(p).need("account", p.Account)
	if p.Lifetime != 0 {
		c.currency("currency", p.Currency)
	}
	return c.done()
}
func (p AccountSegmentSet) Check() error { return checking(p).need("account", p.Account).done() }
func (p AccountMerged) Check() error     { return checkMerge(p, p.From, p.Into) }
func (p ContactCreated) Check() error    { return checking(p).need("contact", p.Contact).done() }
func (p ContactMerged) Check() error     { return checkMerge(p, p.From, p.Into) }

func checkMerge(p Payload, from, into ID) error {
	return checking(p).need("from", from).need("into", into).differ(from, into).done()
}

func (c *problems) fte(f float64) *problems {
	if !(f > 0 && f <= 1) {
		c.fail("fte", "bad_fte", "fte must be above 0 and at most 1")
	}
	return c
}

func (c *problems) deleteReason(r DeleteReason) *problems {
	return c.oneOf("reason", string(r), "test", "spam", "duplicate", "erasure", "at_source")
}

func (c *problems) activityKind(k ActivityKind) *problems {
	return c.oneOf("kind", string(k), "call", "visit", "meeting", "video", "email", "sms", "social", "demo", "other")
}

func (c *problems) ipClass(k IPClass) *problems {
	return c.oneOf("ip_class", string(k), "apple_relay", "datacenter", "scanner", "prefetch_proxy", "isp", "unknown")
}
