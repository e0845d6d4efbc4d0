package locale

import (
	"strconv"
	"strings"
	"time"

	"peil"
)

// Date writes a day: "12. mai 2026", "12 May 2026".
func (c *Catalogue) Date(d peil.Date) string {
	if d.IsZero() {
		return "–"
	}
	return c.dated(c.style.date, d)
}

// Month writes a month: "mai 2026".
func (c *Catalogue) Month(d peil.Date) string { return c.dated(c.style.month, d) }

func (c *Catalogue) dated(form string, d peil.Date) string {
	return strings.NewReplacer("{d}", strconv.Itoa(d.Day), "{m}", c.style.months[d.Month-1],
		"{y}", strconv.Itoa(d.Year)).Replace(form)
}

// Instant writes a day and the time of it in loc: "12. mai 2026 kl. 14:05".
func (c *Catalogue) Instant(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return "–"
	}
	return c.T("text.instant", "date", c.Date(peil.DateOf(t, loc)), "time", t.In(loc).Format("15:04"))
}

// Period names a period: "november 2017", "4. kvartal 2017", "uke 46 2017",
// "2017", a day, or its first and its last month or day.
func (c *Catalogue) Period(p peil.Period) string {
	if p.IsZero() || p.Days() == 0 {
		return "–"
	}
	word := peil.PeriodWord(p)
	year, part, cut := strings.Cut(word, "-")
	switch {
	case strings.Contains(word, "..") && p.From.Day == 1 && p.To.Day == 1:
		return c.Month(p.From) + "–" + c.Month(p.To.AddDays(-1))
	case strings.Contains(word, ".."):
		return c.Date(p.From) + "–" + c.Date(p.To.AddDays(-1))
	case !cut:
		return year
	case part[0] == 'Q':
		return c.T("text.quarter", "q", part[1:], "y", year)
	case part[0] == 'W':
		return c.T("text.week", "w", strings.TrimPrefix(part[1:], "0"), "y", year)
	case len(part) == 2:
		return c.Month(p.From)
	}
	return c.Date(p.From)
}
