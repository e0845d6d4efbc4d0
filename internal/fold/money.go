package fold

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"peil"
)

// MoneyRows is what costs, rates, quotas, forecasts and the set-up come to.
type MoneyRows struct {
	Costs     []CostDay
	Spends    []SpendDay
	Rates     []FXDay
	Quotas    []QuotaFact
	Margins   []MarginDim
	Locks     []PeriodLock
	Hurdles   []HurdleDim
	Advice    []AdviceFact
	Forecasts []ForecastFact
	Rivals    []ForecastRival
	Lines     []ForecastLine
	Days      []CalendarDay
	Hours     []OpenHours
	Stages    []StageDim
	Reasons   []ReasonDim
	Sources   []SourceDim
}

// Money folds what is joined at question time. Costs and spend are spread
// evenly over their calendar days (G3); a rate holds until the next, up to and
// including upto (G10); the calendar runs from from to a year after upto, so that
// what a running period asks for in all is known.
func Money(s *Setup, events []peil.Event, from, upto peil.Date, c Clocks) MoneyRows {
	var rows MoneyRows
	rates := map[peil.Currency][]peil.FXRate{}
	margins := map[string]float64{}
	for _, e := range Active(events, c) {
		switch p := e.Payload.(type) {
		case peil.CostRecorded:
			for d, part := range spread(p.From, p.To, p.Amount) {
				rows.Costs = append(rows.Costs, CostDay{CostID: p.Cost, UserID: p.User, TeamID: p.Team, Kind: string(p.Kind), Day: d, Amount: part, Currency: string(p.Currency)})
			}
		case peil.SpendRecorded:
			for d, part := range spread(p.From, p.To, p.Amount) {
				rows.Spends = append(rows.Spends, SpendDay{SpendID: p.Spend, SourceID: s.source(p.Source), Campaign: p.Campaign, Day: d, Amount: part, Currency: string(p.Currency)})
			}
		case peil.FXRate:
			rates[p.Currency] = append(rates[p.Currency], p)
		case peil.QuotaSet:
			rows.Quotas = append(rows.Quotas, quotaRow(s, e, p))
		case peil.MarginSet:
			margins[p.Family] = p.Pct
		case peil.ForecastIssued:
			rows.forecast(e, p)
		case peil.AdviceShown, peil.AdviceDismissed, peil.AdviceActed:
			rows.advise(e)
		case peil.HurdleSet:
			rows.Hurdles = append(rows.Hurdles, HurdleDim{FromOn: s.date(e.At), Rate: p.Rate})
		}
	}
	for family, pct := range margins {
		rows.Margins = append(rows.Margins, MarginDim{Family: family, Pct: pct})
	}
	for currency, list := range rates {
		rows.Rates = append(rows.Rates, s.rateDays(currency, list, upto)...)
	}
	s.setupRows(&rows, from, upto)
	return rows
}

// spread divides an amount evenly over the days [from, to).
func spread(from, to peil.Date, amount int64) func(func(peil.Date, float64) bool) {
	n := to.Sub(from)
	return func(yield func(peil.Date, float64) bool) {
		for i := range n {
			if !yield(from.AddDays(i), float64(amount)/float64(n)) {
				return
			}
		}
	}
}

func quotaRow(s *Setup, e peil.Event, p peil.QuotaSet) QuotaFact {
	from := p.From
	if from.IsZero() {
		from = s.date(e.At)
	}
	return QuotaFact{QuotaID: p.Quota, UserID: p.User, TeamID: p.Team, Kind: p.Kind, Per: string(p.Per), FromOn: from, ToOn: p.To, Value: p.Value, Currency: string(p.Currency)}
}

// forecast adds the rows of an issued forecast.
func (rows *MoneyRows) forecast(e peil.Event, p peil.ForecastIssued) {
	f := ForecastFact{ForecastID: p.Forecast, IssuedAt: e.At, AsOf: p.AsOf, FromOn: p.From, Horizon: p.Horizon, Model: p.Model, Replayed: p.Replayed,
		Booked: p.Booked, NewBusiness: p.NewBusiness, P10: p.P10, P50: p.P50, P90: p.P90, Mean: p.Mean, PQuota: p.PQuota}
	if p.PQuota != nil {
		f.Quota = &p.Quota
	}
	rows.Forecasts = append(rows.Forecasts, f)
	for _, r := range p.Rivals {
		rows.Rivals = append(rows.Rivals, ForecastRival{p.Forecast, r.Name, r.P10, r.P50, r.P90})
	}
	for _, l := range p.Lines {
		rows.Lines = append(rows.Lines, ForecastLine{ForecastID: p.Forecast, DealID: l.Deal, IssuedAt: e.At, AsOf: p.AsOf, Horizon: p.Horizon,
			Model: p.Model, Replayed: p.Replayed, Value: l.Value, P: l.P, PInPeriod: l.PInPeriod,
			StageID: l.Stage, Own: l.Own, Learned: l.Learned, DefaultP: l.Default})
	}
}

// rateDays is what a minor unit of a currency costs in minor units of the base,
// every day from its first rate on: the last rate with a date on or before.
func (s *Setup) rateDays(currency peil.Currency, list []peil.FXRate, upto peil.Date) []FXDay {
	// The newest recorded rate of a date stands: the sort is stable.
	slices.SortStableFunc(list, func(a, b peil.FXRate) int { return cmp.Compare(a.Date.Days(), b.Date.Days()) })
	scale := math.Pow10(s.Settings.BaseCurrency.Digits() - currency.Digits())
	var out []FXDay
	for i, r := range list {
		end := upto.AddDays(1)
		if i+1 < len(list) && list[i+1].Date.Before(end) {
			end = list[i+1].Date
		}
		for d := r.Date; d.Before(end); d = d.AddDays(1) {
			out = append(out, FXDay{Currency: string(currency), Day: d, Rate: r.Rate / float64(r.Unit) * scale, AgeDays: int64(d.Sub(r.Date))})
		}
	}
	return out
}

// setupRows are the tables of what is set up, and the calendar.
func (s *Setup) setupRows(rows *MoneyRows, from, upto peil.Date) {
	upto = upto.AddDays(ahead)
	rows.Hours = hoursOf("", s.Settings.Calendar, from, upto)
	for _, h := range rows.Hours {
		minutes := int64(h.ClosesAt.Sub(h.OpensAt).Minutes())
		rows.Days = append(rows.Days, CalendarDay{Day: h.Day, Business: minutes > 0, OpenMinutes: minutes})
	}
	for _, name := range slices.Sorted(maps.Keys(s.calendars)) {
		rows.Hours = append(rows.Hours, hoursOf(name, s.calendars[name], from, upto)...)
	}
	for _, id := range sortedIDs(s.stages) {
		x := s.stages[id]
		rows.Stages = append(rows.Stages, StageDim{StageID: id, PipelineID: x.Pipeline, StageOrder: int64(x.Order), Kind: string(x.Kind), DefaultP: x.DefaultP, SLAMin: int64(x.SLAMin)})
	}
	for _, id := range sortedIDs(s.reasons) {
		r := s.reasons[id]
		rows.Reasons = append(rows.Reasons, ReasonDim{ReasonID: id, IntoID: r.into, Kind: string(r.kind), Topic: r.topic})
	}
	for _, id := range sortedIDs(s.sources) {
		rows.Sources = append(rows.Sources, SourceDim{SourceID: id, IntoID: s.sources[id]})
	}
	for _, l := range s.locks {
		rows.Locks = append(rows.Locks, PeriodLock{FromOn: l.period.From, ToOn: l.period.To, LockedAt: l.at})
	}
}

// ahead is how many days beyond the present the calendar is written down for.
const ahead = 366

// hoursOf are a calendar's working hours. A day that is closed has an empty span
// at its beginning.
func hoursOf(name string, cal peil.Calendar, from, upto peil.Date) []OpenHours {
	out := make([]OpenHours, 0, upto.Sub(from)+1)
	before := 0.0
	for d := from; !d.After(upto); d = d.AddDays(1) {
		open, shut, ok := cal.Open(d)
		if !ok {
			open = d.Start(cal.Location)
			shut = open
		}
		out = append(out, OpenHours{Calendar: name, Day: d, OpensAt: open, ClosesAt: shut, BeforeMin: before})
		before += shut.Sub(open).Minutes()
	}
	return out
}
