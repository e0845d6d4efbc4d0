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
		c.fail("kind", "unknown_word", "kind "+quote(p.Kind)+" is none of revenue, won_count, activity:<kind>")
	}
	if p.Per == QuotaPeriod || !p.From.IsZero() || !p.To.IsZero() {
		c.span(p.From, p.To)
	}
	if p.Value < 0 {
		c.fail("value", "negative", "a quota cannot be negative")
	}
	return c.done()
}
func (p FXRate) Check() error {
	c := checking(p).currency("currency", p.Currency)
	if p.Unit <= 0 || !(p.Rate > 0) {
		c.fail("rate", "bad_rate", "unit and rate must be above 0")
	}
	if p.Date.IsZero() {
		c.fail("date", "missing_field", "date is missing")
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
func (p SourceDefined) Check() error { return checking(p).need("source", p.Source).done() }
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

func (p InquiryReceived) Check() error {
	return checking(p).need("lead or deal", p.Subject()).done()
}
func (p LeadReceived) Check() error {
	return checking(p).need("lead", p.Lead).differ(p.AttachesTo, p.Lead).done()
}
func (p LeadMerged) Check() error { return checkMerge(p, p.From, p.Into) }
func (p LeadDeleted) Check() error {
	return checking(p).need("lead", p.Lead).deleteReason(p.Reason).done()
}
func (p SourceCorrected) Check() error {
	return checking(p).need("lead or deal", p.Subject()).need("source", p.Source).done()
}
func (p TouchRecorded) Check() error {
	return checking(p).need("contact", p.Contact).need("source", p.Source).done()
}

func (p DealCreated) Check() error {
	return checking(p).need("deal", p.Deal).need("stage", p.Stage).value(p.Value, p.Currency).lines(p.Lines).done()
}
func (p DealStageEntered) Check() error {
	return checking(p).need("deal", p.Deal).need("to", p.To).done()
}
func (p DealValueSet) Check() error {
	return checking(p).need("deal", p.Deal).currency("currency", p.Currency).done()
}
func (p DealLinesSet) Check() error { return checking(p).need("deal", p.Deal).lines(p.Lines).done() }
func (p DealExpectedCloseSet) Check() error {
	return checking(p).need("deal", p.Deal).done()
}
func (p DealOwnerSet) Check() error { return checking(p).need("deal", p.Deal).done() }
func (p DealCreditSet) Check() error {
	c := checking(p).need("deal", p.Deal)
	if len(p.Credit) == 0 {
		c.fail("credit", "missing_field", "credit is missing")
	}
	return c.shares(p.Credit).done()
}
func (p DealCompetitorSeen) Check() error {
	return checking(p).need("deal", p.Deal).need("competitor", p.Competitor).done()
}
func (p DealConfidenceOverridden) Check() error {
	return checking(p).need("deal", p.Deal).fraction("p", p.P).done()
}
func (p DealClosed) Check() error {
	return checking(p).need("deal", p.Deal).oneOf("outcome", string(p.Outcome), "won", "lost", "cancelled").
		value(p.Value, p.Currency).shares(p.Credit).done()
}
func (p DealReopened) Check() error { return checking(p).need("deal", p.Deal).done() }
func (p DealMerged) Check() error   { return checkMerge(p, p.From, p.Into) }
func (p DealDeleted) Check() error {
	return checking(p).need("deal", p.Deal).deleteReason(p.Reason).done()
}
func (p RevenueAdjusted) Check() error {
	return checking(p).need("deal", p.Deal).currency("currency", p.Currency).done()
}

func (p ActivityPlanned) Check() error {
	return checking(p).need("activity", p.Activity).activityKind(p.Kind).done()
}
func (p ActivityDone) Check() error {
	c := checking(p).need("activity", p.Activity).activityKind(p.Kind).oneOf("direction", string(p.Direction), "in", "out").
		oneOf("outcome", string(p.Outcome), "", "connected", "no_answer", "voicemail", "busy", "wrong_number", "held",
			"no_show", "sent", "replied", "declined", "bounced")
	if p.DurationS < 0 {
		c.fail("duration_s", "negative", "a duration cannot be negative")
	}
	return c.done()
}
func (p ActivityCancelled) Check() error { return checking(p).need("activity", p.Activity).done() }

func (p MessageSent) Check() error         { return checkMessage(p) }
func (p MessageDelivered) Check() error    { return checkMessage(p) }
func (p MessageBounced) Check() error      { return checkMessage(p) }
func (p MessageComplained) Check() error   { return checkMessage(p) }
func (p MessageUnsubscribed) Check() error { return checkMessage(p) }
func (p MessageReplied) Check() error      { return checkMessage(p) }
func (p MessageOpened) Check() error {
	return checking(p).need("message", p.Message).ipClass(p.IPClass).done()
}
func (p MessageClicked) Check() error {
	c := checking(p).need("message", p.Message).ipClass(p.IPClass)
	if p.Link == 0 || p.Link < HoneypotLink {
		c.fail("link", "bad_link", "link must be 1 or more, or the honeypot's")
	}
	return c.done()
}

func (p BatchCommitted) Check() error  { return checking(p).need("batch", p.Batch).done() }
func (p BatchUndone) Check() error     { return checking(p).need("batch", p.Batch).done() }
func (p ChangeNoted) Check() error     { return checking(p).need("note", p.Note).done() }
func (p AdviceShown) Check() error     { return checking(p).need("advice", p.Advice).done() }
func (p AdviceDismissed) Check() error { return checking(p).need("advice", p.Advice).done() }
func (p AdviceActed) Check() error     { return checking(p).need("advice", p.Advice).done() }
func (p ExperimentAssigned) Check() error {
	return checking(p).need("deal or lead", p.Subject()).done()
}
func (p PeriodLocked) Check() error { return checking(p).span(p.Period.From, p.Period.To).done() }
func (p ForecastIssued) Check() error {
	c := checking(p).need("forecast", p.Forecast).currency("currency", p.Currency)
	for _, l := range p.Lines {
		c.need("lines.deal", l.Deal).fraction("lines.p", l.P).fraction("lines.p_in_period", l.PInPeriod)
	}
	return c.done()
}

func checkMerge(p Payload, from, into ID) error {
	return checking(p).need("from", from).need("into", into).differ(from, into).done()
}

func checkMessage(p Payload) error { return checking(p).need("message", p.Subject()).done() }

func (c *problems) fte(f float64) *problems {
	if !(f > 0 && f <= 1) {
		c.fail("fte", "bad_fte", "fte must be above 0 and at most 1")
	}
	return c
}

func (c *problems) deleteReason(r DeleteReason) *problems {
	return c.oneOf("reason", string(r), "test", "spam", "duplicate", "erasure")
}

func (c *problems) activityKind(k ActivityKind) *problems {
	return c.oneOf("kind", string(k), "call", "visit", "meeting", "video", "email", "sms", "social", "demo", "other")
}

func (c *problems) ipClass(k IPClass) *problems {
	return c.oneOf("ip_class", string(k), "apple_relay", "datacenter", "scanner", "prefetch_proxy", "isp", "unknown")
}
