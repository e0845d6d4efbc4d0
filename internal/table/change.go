package table

import (
	"math"
	"strings"

	"peil"
	"peil/internal/locale"
)

// fewToCompare is below how many a count's change is told in pieces: from 2 to
// 3 is "+1", not "+50 %".
const fewToCompare = 10

// change is a comparison with its sign and word: "+12 % bedre". Money and
// large counts change in percent, shares in points, the rest in their unit. A
// change whose interval covers nothing is "usikkert": it may be chance.
func (p *printer) change(m peil.Measure, v peil.Value, to string) cell {
	for _, ch := range v.Compare {
		if ch.To != to {
			continue
		}
		if ch.Delta == nil || ch.Value == nil || v.Value == nil || v.Display == peil.DisplayTooFew {
			return cell{text: "–", tone: muted}
		}
		text := p.delta(v, ch)
		if ch.Interval != nil && ch.Interval.Lo <= 0 && ch.Interval.Hi >= 0 {
			return cell{text: text + " " + p.c.T("text.uncertain"), tone: muted}
		}
		switch {
		case !strings.ContainsAny(text, "123456789") || m.Better == peil.BetterNeither: // nothing to see, or to judge
			return cell{text: text, tone: plain}
		case (*ch.Delta > 0) == (m.Better == peil.BetterUp):
			return cell{text: text + " " + p.c.T("text.better"), tone: good}
		}
		return cell{text: text + " " + p.c.T("text.worse"), tone: bad}
	}
	return cell{}
}

// delta is the change itself, without judgement.
func (p *printer) delta(v peil.Value, ch peil.Change) string {
	d, before := *ch.Delta, *ch.Value
	switch {
	case v.Unit == peil.UnitShare:
		s := p.c.Number(d*100, max(0, -locale.Place(peil.UnitShare, d, ch.Interval)))
		if d > 0 && strings.ContainsAny(s, "123456789") {
			s = "+" + s
		}
		return s + "\u00a0" + p.c.T("text.points")
	case before == 0 && d != 0 && v.Unit == peil.UnitMoney:
		return p.c.T("text.new")
	case v.Unit == peil.UnitMoney && before != 0, v.Unit == peil.UnitCount && math.Abs(before) >= fewToCompare:
		return p.c.Signed(peil.UnitShare, "", d/math.Abs(before), 0)
	}
	return p.c.Signed(v.Unit, v.Currency, d, locale.Place(v.Unit, d, nil))
}
