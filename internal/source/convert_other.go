package source

import (
	"strings"
	"time"

	"peil"
	"peil/internal/source/mapping"
)

func secondsOrMinutes(unit string) time.Duration {
	if unit == "min" {
		return time.Minute
	}
	return time.Second
}

// activityWords are words for kinds of activity; the first text that holds one
// tells: the type, then the table's name, then the subject.
var activityWords = []struct {
	kind  peil.ActivityKind
	words []string
}{
	{peil.Demo, []string{"demo"}}, {peil.Video, []string{"video", "teams", "zoom", "webinar", "videomøte"}}, {peil.Visit, []string{"visit", "besøk", "kundebesøk"}},
	{peil.SMS, []string{"sms", "text message", "tekstmelding"}}, {peil.Email, []string{"email", "mail", "epost", "e-post", "e-mail", "emails"}},
	{peil.Call, []string{"call", "calls", "phone", "telefon", "samtale", "samtaler", "ring", "ringt", "oppringing"}},
	{peil.Meeting, []string{"meeting", "meetings", "møte", "møter", "event", "events", "lunch", "lunsj"}}, {peil.Social, []string{"linkedin", "social", "sosiale", "facebook"}},
}

func activityKind(texts ...string) string {
	for _, t := range texts {
		low := " " + strings.Join(strings.FieldsFunc(strings.ToLower(t), func(r rune) bool { return strings.ContainsRune(" _.,/()-:", r) }), " ") + " "
		for _, w := range activityWords {
			for _, word := range w.words {
				if strings.Contains(low, " "+word+" ") {
					return string(w.kind)
				}
			}
		}
	}
	return string(peil.Other)
}

// outcomeWord reads the outcome of an activity; "" is not known.
func outcomeWord(s string) string {
	low := nameKey(s)
	for _, o := range []struct {
		outcome peil.ActivityOutcome
		words   []string
	}{
		{peil.NoShow, []string{"no show", "no-show", "ikke møtt", "no_show"}}, {peil.NoAnswer, []string{"no answer", "no_answer", "ikke svar", "unanswered", "ubesvart", "missed"}},
		{peil.Voicemail, []string{"voicemail", "voice mail", "telefonsvarer", "left message"}}, {peil.Busy, []string{"busy", "opptatt"}},
		{peil.WrongNumber, []string{"wrong", "feil nummer"}}, {peil.Bounced, []string{"bounce"}}, {peil.Declined, []string{"declin", "avslått", "cancel", "avlyst"}},
		{peil.Replied, []string{"replied", "besvart", "responded"}}, {peil.Connected, []string{"connect", "answered", "svarte", "snakket"}},
		{peil.Held, []string{"held", "completed", "gjennomført", "avholdt"}}, {peil.Sent, []string{"sent", "sendt"}},
	} {
		for _, w := range o.words {
			if strings.Contains(low, w) {
				return string(o.outcome)
			}
		}
	}
	return ""
}

// period reads the days a quota or a cost is for: from and to, or a month.
func (r *reading) period(rec *record) {
	rec.From, rec.To = r.moment("from"), r.moment("to")
	m := r.moment("month")
	if !rec.From.set() && m.set() {
		d := m.date(r.c.p.opts.Location)
		rec.From = r.day(peil.NewDate(d.Year, d.Month, 1))
		rec.To = r.day(peil.NewDate(d.Year, d.Month+1, 1))
	} else if rec.To.set() { // a file's last day counts; Peil's "to" is the day after
		rec.To = r.day(rec.To.date(r.c.p.opts.Location).AddDays(1))
	}
	if rec.From.set() && rec.To.set() && rec.To.ms <= rec.From.ms {
		r.refuse("to", r.text("to"), "empty_span")
	}
}

func (r *reading) day(d peil.Date) moment {
	return moment{d.Start(r.c.p.opts.Location).UnixMilli(), precDay}
}

// whose links a quota or a cost to its user or team.
func (r *reading) whose(rec *record) {
	r.owner(rec)
	if team := fields(r.text("team")); team != "" && rec.Owner.IsZero() {
		rec.Team, _ = r.c.books["team"].make(team, r.c.newID)
	}
}

func quotaRow(r *reading, rec *record) {
	r.whose(rec)
	r.period(rec)
	rec.Kind, rec.Per = "revenue", string(peil.QuotaPeriod)
	switch k := nameKey(r.text("kind")); {
	case strings.Contains(k, "won") || strings.Contains(k, "vunn") || strings.Contains(k, "antall salg"):
		rec.Kind = "won_count"
	case k != "" && activityKind(k) != string(peil.Other):
		rec.Kind = "activity:" + activityKind(k)
	}
	switch nameKey(r.text("per")) {
	case "day", "dag":
		rec.Per = string(peil.QuotaDay)
	case "week", "uke":
		rec.Per = string(peil.QuotaWeek)
	case "month", "måned":
		rec.Per = string(peil.QuotaMonth)
	}
	if rec.Kind == "revenue" {
		minor, cur, ok := r.money("value")
		rec.Value, rec.HasValue, rec.Currency = minor, ok, string(cur)
		rec.Quantity = float64(minor)
	} else {
		rec.Quantity, rec.HasValue = r.number("value"), r.text("value") != ""
	}
	switch {
	case !rec.HasValue || rec.Quantity < 0:
		r.refuse("value", r.text("value"), "not_an_amount")
	case rec.Per == string(peil.QuotaPeriod) && !(rec.From.set() && rec.To.set()):
		r.refuse("month", r.text("month"), "no_date")
	case !rec.To.set():
		rec.At, rec.From = rec.From, moment{}
	}
}

func quotaKey(r *reading, rec *record) string {
	return strings.Join([]string{rec.Owner.String(), rec.Team.String(), rec.Kind, rec.Per, rec.From.time().Format(time.RFC3339), r.text("from")}, "|")
}

func costRow(r *reading, rec *record) {
	r.whose(rec)
	r.period(rec)
	minor, cur, ok := r.money("amount")
	rec.Value, rec.Currency = minor, string(cur)
	rec.Kind = costKind(r.text("kind"))
	switch {
	case !ok:
		r.refuse("amount", r.text("amount"), "not_an_amount")
	case !rec.From.set() || !rec.To.set():
		r.refuse("month", r.text("month"), "no_date")
	}
}

func costKind(s string) string {
	low := nameKey(s)
	for _, k := range []struct {
		kind  peil.CostKind
		words []string
	}{{peil.CostCommission, []string{"commission", "provisjon", "bonus"}}, {peil.CostTraining, []string{"training", "opplæring", "kurs"}},
		{peil.CostSystems, []string{"system", "software", "tool", "verktøy", "lisens", "license"}},
		{peil.CostCompensation, []string{"salary", "lønn", "compensation", "wage", "pay"}}} {
		for _, w := range k.words {
			if strings.Contains(low, w) {
				return string(k.kind)
			}
		}
	}
	if s == "" {
		return string(peil.CostCompensation)
	}
	return string(peil.CostOther)
}

func spendRow(r *reading, rec *record) {
	rec.Source, rec.Campaign = r.named("source", mapping.Role("source")), fields(r.text("campaign"))
	r.period(rec)
	minor, cur, ok := r.money("amount")
	rec.Value, rec.Currency = minor, string(cur)
	switch {
	case !ok:
		r.refuse("amount", r.text("amount"), "not_an_amount")
	case !rec.From.set() || !rec.To.set():
		r.refuse("month", r.text("month"), "no_date")
	}
}

func spendKey(r *reading, rec *record) string {
	return strings.Join([]string{rec.Source.String(), nameKey(rec.Campaign), rec.From.time().Format(time.RFC3339)}, "|")
}

func rateRow(r *reading, rec *record) {
	rec.Currency = string(parseCurrency(r.text("currency")))
	rec.At, rec.Rate, rec.Unit = r.happened("date"), r.number("rate"), 1
	if r.has("unit") {
		rec.Unit = max(int64(r.number("unit")), 1)
	}
	switch {
	case rec.Currency == "":
		r.refuse("currency", r.text("currency"), "unknown_currency")
	case !(rec.Rate > 0):
		r.refuse("rate", r.text("rate"), "not_a_number")
	case !rec.At.set():
		r.refuse("date", "", "no_date")
	}
}

func rateKey(_ *reading, rec *record) string {
	return rec.Currency + rec.At.time().Format(time.DateOnly)
}

func spendDone(_ *check, rec *record) bool { return !rec.Source.IsZero() }
