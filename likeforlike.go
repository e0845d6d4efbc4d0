package peil

import "time"

// Windows are the parts of two periods that can be compared fairly (G11).
type Windows struct {
	// Current and Compared are the spans to measure.
	Current  Period `json:"current"`
	Compared Period `json:"compared"`
	// CompleteBusinessDays is how many business days of the current period are
	// over: k in "after k business days, against the first k of …".
	CompleteBusinessDays int `json:"complete_business_days"`
	// Partial is set when the current period is not over, so that windows were
	// cut. Otherwise both periods are whole.
	Partial bool `json:"partial"`
	// WholeCompared is set when the compared period has fewer than k business
	// days: all of it is used, and the answer must say so.
	WholeCompared bool `json:"whole_compared"`
}

// LikeForLike returns the windows in which a period that may still be running
// at now is compared with another, the one before or a year ago (G11, metrics.md
// §6.10). The current window ends before today; today counts only once its
// closing time has passed, which never happens on a closed day. The compared
// window ends with that period's k-th business day, where k is the number of
// business days in the current window; other days inside the windows count for
// what happened on them. Equal numbers of calendar days would compare a month
// that has had its Easter with one that has not.
func LikeForLike(c Calendar, current, compared Period, now time.Time) Windows {
	done := DateOf(now, c.location()) // the first day that is not over
	if _, closes, ok := c.Open(done); ok && !closes.After(now) {
		done = done.AddDays(1)
	}
	w := Windows{Current: current, Compared: compared, Partial: done.Before(current.To)}
	if w.Partial {
		w.Current = current.Clip(Period{current.From, done})
	}
	w.CompleteBusinessDays = c.BusinessDays(w.Current.From, w.Current.To)
	if !w.Partial {
		return w
	}
	end, ok := c.afterBusinessDays(compared, w.CompleteBusinessDays)
	w.Compared.To = end
	w.WholeCompared = !ok
	return w
}

// afterBusinessDays returns the day after the k-th business day of p. If p has
// fewer, it returns p's end and false.
func (c Calendar) afterBusinessDays(p Period, k int) (Date, bool) {
	d := p.From
	for ; k > 0 && d.Before(p.To); d = d.AddDays(1) {
		if c.IsBusinessDay(d) {
			k--
		}
	}
	return d, k == 0
}
