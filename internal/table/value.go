package table

import (
	"peil"
	"peil/internal/locale"
)

// tone is how a cell is to be read; only a terminal with colours shows it.
type tone int

const (
	plain tone = iota
	strong
	muted
	good
	bad
)

// cell is a piece of text with its tone. One that overflows stands to the left and
// may reach over the empty cells after it.
type cell struct {
	text      string
	tone      tone
	overflows bool
}

// printer prints for one reader.
type printer struct {
	Options
	c *locale.Catalogue
}

func newPrinter(o Options) *printer { return &printer{o, o.words()} }

// Said is a value as it is printed: the number, or why there is none.
func Said(v peil.Value, o Options) string {
	p := newPrinter(o)
	if v.Value == nil && !unexplained(v) {
		return p.remark(v)
	}
	return p.value(v, true).text
}

// number is the bare value with its unit, as precise as its interval allows.
func (p *printer) number(v peil.Value) string {
	return p.c.Format(v.Unit, v.Currency, *v.Value, locale.Place(v.Unit, *v.Value, v.Interval))
}

// value is a value in the words of its display state (G13). In a list there are
// columns beside it for the interval and the remark; in a grid, with compact, the
// one cell says it all.
func (p *printer) value(v peil.Value, compact bool) cell {
	tooFew := v.Display == peil.DisplayTooFew
	switch {
	case tooFew && v.K != nil && v.N != nil && compact:
		return cell{text: p.c.T("text.too_few_of", "k", p.count(*v.K), "n", p.count(*v.N)), tone: muted}
	case tooFew && v.K != nil && v.N != nil:
		return cell{text: p.c.T("text.of", "k", p.count(*v.K), "n", p.count(*v.N)), tone: muted}
	case v.Value == nil && tooFew && compact && unexplained(v):
		return cell{text: p.c.T("text.too_few"), tone: muted}
	case v.Value == nil:
		return cell{text: "–", tone: muted}
	case tooFew && compact:
		return cell{text: p.number(v) + " · " + p.c.T("text.too_few"), tone: muted}
	case v.Display == peil.DisplayProvisional:
		return cell{text: p.number(v) + " · " + p.c.T("text.provisional"), tone: muted}
	case v.Display == peil.DisplayWide && compact && v.Interval != nil:
		return cell{text: p.number(v) + " (" + p.interval(v) + ")", tone: muted}
	case v.Display == peil.DisplayWide, tooFew:
		return cell{text: p.number(v), tone: muted}
	}
	return cell{text: p.number(v)}
}

// remark is why a value cannot be read, or "".
func (p *printer) remark(v peil.Value) string {
	switch {
	case v.Value == nil && !unexplained(v):
		return p.c.Name("reason", v.Reason)
	case v.Display == peil.DisplayTooFew:
		return p.c.T("text.too_few")
	}
	return ""
}

// unexplained reports whether there is no better word for a missing value than
// that there are too few data.
func unexplained(v peil.Value) bool { return v.Reason == "" || v.Reason == "too_few" }

func (p *printer) count(v float64) string {
	return p.c.Format(peil.UnitCount, "", v, locale.Place(peil.UnitCount, v, nil))
}

// interval is the range of a value, one digit finer than the value itself: its
// ends are known better than where in it the truth lies.
func (p *printer) interval(v peil.Value) string {
	if v.Interval == nil || v.Value == nil {
		return ""
	}
	rough := *v.Interval
	rough.Method = "" // the ends are estimates, also where the number itself is exact
	place := max(locale.Place(v.Unit, *v.Value, &rough)-1, locale.Place(v.Unit, *v.Value, nil))
	return p.c.Range(v.Unit, v.Currency, v.Interval.Lo, v.Interval.Hi, place)
}

// sliceLabel is how a row is called.
func (p *printer) sliceLabel(by string, slice *string, label string) string {
	switch {
	case slice == nil:
		return p.c.T("text.total")
	case *slice != "" && p.c.Has("slice."+by+"."+*slice):
		return p.c.T("slice." + by + "." + *slice)
	case label != "":
		return label
	case *slice == "":
		if p.c.Has("slice.none." + by) {
			return p.c.T("slice.none." + by)
		}
		return p.c.T("slice.none")
	}
	return *slice
}
