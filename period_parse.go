package peil

import (
	"fmt"
	"strings"
	"time"
)

// PeriodWord returns the shortest word that ParsePeriod reads as p where fiscal
// years begin in January: "2017", "2017-Q4", "2017-11", "2017-W46",
// "2017-01-05", else "2017-01-01..2017-02-14". For other fiscal years see
// PeriodOptions.Word.
func PeriodWord(p Period) string { return PeriodOptions{}.Word(p) }

// Word returns the shortest word that ParsePeriod with these options reads as
// p. It depends on FiscalYearStart alone, so it means the same tomorrow.
func (o PeriodOptions) Word(p Period) string {
	fiscal := o.fiscalStart()
	switch months := p.months(); {
	case months == 12 && p.From.Month == fiscal:
		return fmt.Sprintf("%04d", p.From.Year)
	case months == 1:
		return fmt.Sprintf("%04d-%02d", p.From.Year, int(p.From.Month))
	case months == 3 && GrainQuarter.Start(p.From, fiscal) == p.From:
		year := GrainYear.Start(p.From, fiscal)
		return fmt.Sprintf("%04d-Q%d", year.Year, Period{year, p.From}.months()/3+1)
	case p.isISOWeek():
		year, week := p.From.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case p.Days() == 1:
		return p.From.String()
	}
	return p.String()
}

// PeriodOptions is what the words of ParsePeriod depend on beside today.
type PeriodOptions struct {
	// FiscalYearStart is the month in which fiscal years begin; 0 means January.
	FiscalYearStart time.Month
	// DataFrom and DataTo are the half-open span of days that "all" stands for.
	// When it is empty, "all" is today: a new workspace has no data yet.
	DataFrom Date
	DataTo   Date
}

func (o PeriodOptions) fiscalStart() time.Month { return januaryIfUnset(o.FiscalYearStart) }

// longestPeriod bounds last-N-days: a century.
const longestPeriod = 36525

// periodWords are the words without a number in them.
var periodWords = []string{
	"today", "yesterday",
	"this-week", "this-month", "this-quarter", "this-year",
	"last-week", "last-month", "last-quarter", "last-year",
	"last-7-days", "last-30-days", "last-90-days", "last-365-days", "ytd", "all",
}

// periodForms shows every form that ParsePeriod reads, for its errors.
var periodForms = []string{
	"today", "yesterday", "this-week", "last-month", "last-quarter", "this-year", "last-30-days", "ytd", "all",
	"2017", "2017-Q4", "2017-11", "2017-W46", "2017-01-05", "2017-01-01..2017-03-31",
}

// ParsePeriod reads a period as people write it; now is the local day it is
// (G1). Capitals do not matter. The forms:
//
//	today, yesterday
//	this-week, last-week …     also month, quarter, year: whole ones, the running one to its end
//	last-30-days               so many days, today being the last of them
//	ytd                        from the first day of the fiscal year to today, today included
//	all                        the span of the data (PeriodOptions)
//	2017, 2017-Q4              a fiscal year, a quarter of one
//	2017-11, 2017-W46          a calendar month, an ISO week
//	2017-01-05                 a day
//	2017-01-01..2017-03-31     from the one day to the other, both of them counted
//
// A fiscal year has the name of the calendar year in which it begins: where it
// begins in May, 2017 is [2017-05-01, 2018-05-01) and 2017-Q4 its last three
// months, from February 2018. Anything else is an error of kind invalid whose
// hints are the word that was probably meant and the forms above.
func ParsePeriod(word string, now Date, opts PeriodOptions) (Period, error) {
	w := strings.ToLower(strings.TrimSpace(word))
	p, ok := relativePeriod(w, now, opts)
	if !ok {
		p, ok = absolutePeriod(w, opts.fiscalStart())
	}
	if !ok {
		e := Invalid("unknown_period", "there is no period %q", clip(word))
		return Period{}, e.InField("period").suggest(w, periodWords, periodForms...)
	}
	if p.From.Year < 1 || p.To.Year > 9999 { // could not be written down again
		return Period{}, Invalid("period_out_of_range", "the period %q lies outside the years 1 to 9998", clip(word)).InField("period")
	}
	return p, nil
}

// relativePeriod reads the words that depend on today or on the data.
func relativePeriod(w string, now Date, o PeriodOptions) (Period, bool) {
	tomorrow := now.AddDays(1)
	switch w {
	case "today":
		return Period{now, tomorrow}, true
	case "yesterday":
		return Period{now.AddDays(-1), now}, true
	case "ytd":
		return Period{GrainYear.Start(now, o.fiscalStart()), tomorrow}, true
	case "all":
		if o.DataFrom.IsZero() || !o.DataFrom.Before(o.DataTo) {
			return Period{now, tomorrow}, true
		}
		return Period{o.DataFrom, o.DataTo}, true
	}
	which, rest, _ := strings.Cut(w, "-")
	if number, isDays := strings.CutSuffix(rest, "-days"); which == "last" && isDays {
		n, ok := digits(number)
		return Period{tomorrow.AddDays(-n), tomorrow}, ok && n >= 1 && n <= longestPeriod
	}
	g, err := ParseGrain(rest)
	if err != nil || g == GrainDay || string(g) != rest || which != "this" && which != "last" {
		return Period{}, false
	}
	start := g.Start(now, o.fiscalStart())
	if which == "last" {
		return Period{g.next(start, -1), start}, true
	}
	return Period{start, g.next(start, 1)}, true
}

// absolutePeriod reads the forms that mean the same every day, in small letters.
func absolutePeriod(w string, fiscal time.Month) (Period, bool) {
	if from, to, isSpan := strings.Cut(w, ".."); isSpan {
		first, ok1 := scanDate(from)
		last, ok2 := scanDate(to)
		return Period{first, last.AddDays(1)}, ok1 && ok2 && !last.Before(first)
	}
	if d, ok := scanDate(w); ok {
		return Period{d, d.AddDays(1)}, true
	}
	name, part, hasPart := strings.Cut(w, "-")
	year, ok := digits(name)
	if len(name) != 4 || !ok || year < 1 {
		return Period{}, false
	}
	first := Date{year, fiscal, 1}
	if !hasPart {
		return Period{first, first.addMonths(12)}, true
	}
	if part == "" {
		return Period{}, false
	}
	n, isNumber := digits(part[1:])
	switch {
	case part[0] == 'q' && isNumber && len(part) == 2 && n >= 1 && n <= 4:
		from := first.addMonths(3 * (n - 1))
		return Period{from, from.addMonths(3)}, true
	case part[0] == 'w' && isNumber && len(part) <= 3 && n >= 1 && n <= isoWeeksIn(year):
		monday := isoMonday(year, n)
		return Period{monday, monday.AddDays(7)}, true
	}
	if m, ok := digits(part); ok && len(part) == 2 && m >= 1 && m <= 12 {
		from := Date{year, time.Month(m), 1}
		return Period{from, from.addMonths(1)}, true
	}
	return Period{}, false
}
