package peil

func (p SourceDefined) Check() error { return checking(p).need("source", p.Source).done() }

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
	return checking(p).need("contact or lead", p.Subject()).need("source", p.Source).done()
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
		c.fail("credit", "missing_field", "%s is missing", "credit")
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
		c.fail("duration_s", "negative", "%s cannot be negative", "duration_s")
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
		c.need("lines.deal", l.Deal).fraction("lines.p", l.P).fraction("lines.p_in_period", l.PInPeriod).
			fraction("lines.learned", l.Learned).fraction("lines.default", l.Default)
	}
	return c.done()
}

func checkMessage(p Payload) error { return checking(p).need("message", p.Subject()).done() }
