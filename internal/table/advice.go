package table

import (
	"bufio"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"peil"
	"peil/internal/locale"
)

// adviceText is an advice as a sentence: the catalogue's "advice.<rule>" with its
// numbers, labels and periods.
func (p *printer) adviceText(a peil.Advice) string {
	args := []any{}
	for _, name := range slices.Sorted(maps.Keys(a.Evidence)) {
		unit, known := a.Units[name]
		if !known && a.Words["unit"] != "" {
			unit = peil.Unit(a.Words["unit"]) // of a factor: its own
		}
		x := a.Evidence[name]
		place := locale.Place(unit, x, nil)
		switch unit {
		case peil.UnitNumber:
			place = -1
		case peil.UnitShare: // a sentence, not a table; and nothing is quite certain
			place = 0
			if x > 0 && x < 1 {
				x = min(.99, max(.01, x))
			}
		}
		args = append(args, name, p.c.Format(unit, a.Currency, x, place))
	}
	for _, name := range slices.Sorted(maps.Keys(a.Words)) {
		args = append(args, name, p.adviceWord(a.Words[name]))
	}
	return p.c.T("advice."+a.Rule, args...)
}

// adviceWord is what an advice speaks of: a key of the catalogue after an @, a
// period, or the label itself.
func (p *printer) adviceWord(w string) string {
	if key, ok := strings.CutPrefix(w, "@"); ok {
		if p.c.Has(key) {
			return lowerFirst(p.c.T(key))
		}
		return key[strings.LastIndex(key, ".")+1:]
	}
	if word, ok := strings.CutPrefix(w, "period:"); ok {
		if period, err := peil.ParsePeriod(word, peil.DateOf(time.Now(), time.UTC), peil.PeriodOptions{}); err == nil {
			return p.c.Period(period)
		}
	}
	return oneLine(w)
}

// lowerFirst makes a label fit inside a sentence.
func lowerFirst(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// Advice writes advices for reading: what to do, the money at stake, why, and the id
// by which one is dismissed or marked as done.
func Advice(w io.Writer, list []peil.Advice, o Options) error {
	p := newPrinter(o)
	b := bufio.NewWriter(w)
	for _, a := range list {
		for _, l := range wrap(p.adviceText(a), p.width()) {
			p.line(b, cell{text: l, tone: strong})
		}
		about := []string{p.c.Name("report", a.Report+".title"), a.Rule, p.c.Date(peil.DateOf(a.Evaluated, p.location()))}
		if a.Stake > 0 {
			about = append(about, p.c.T("advice.stake", "stake", p.c.Format(peil.UnitMoney, a.Currency, a.Stake, 0)))
		}
		if a.State != "shown" {
			about = append(about, p.c.T("advice.state."+a.State, "date", p.c.Date(peil.DateOf(a.Changed, p.location()))))
		}
		p.line(b, cell{text: "  " + strings.Join(append(about, a.ID.String()), " · "), tone: muted})
		if why := p.why(a); why != "" {
			for _, l := range wrap(why, p.width()-2) {
				p.line(b, cell{text: "  " + l, tone: muted})
			}
		}
	}
	return b.Flush()
}

// leastShown is the least that three digits can show.
const leastShown = .001

// why is the evidence of an advice: the numbers that do not stand in its text. A share
// is called one: an advice has another p too.
func (p *printer) why(a peil.Advice) string {
	var out []string
	for _, name := range []string{"n", "k", "p", "q"} {
		if x, ok := a.Evidence[name]; ok && !strings.Contains(p.c.T("advice."+a.Rule), "{"+name+"}") {
			digits := 0
			if x != float64(int(x)) {
				digits = 3
			}
			said := name + " = " + p.c.Number(x, digits)
			if x > 0 && x < leastShown {
				said = name + " < " + p.c.Number(leastShown, 3)
			}
			if a.Units[name] == peil.UnitShare {
				said = p.c.T("advice.why.share") + " = " + p.c.Format(peil.UnitShare, a.Currency, x, locale.Place(peil.UnitShare, x, nil))
			}
			out = append(out, said)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return p.c.T("advice.why") + " " + strings.Join(out, ", ")
}

// Overview writes the headline of each report: its first measure, the change, and
// one line of advice where there is any.
func Overview(w io.Writer, results []*peil.Result, o Options) error {
	p := newPrinter(o)
	b := bufio.NewWriter(w)
	g := &grid{cols: []column{{p.c.T("text.report"), false}, {p.c.T("text.measure"), false}, {p.c.T("text.value"), true}, {p.c.T("text.previous"), true}}}
	var said []string
	for _, r := range results {
		for i, m := range r.Measures {
			name := ""
			if i == 0 {
				name = p.c.Name("report", r.Report+".title")
			}
			v := totalRow(r).Measures[m.ID]
			value := p.value(v, true)
			if remark := p.remark(v); v.Value == nil && remark != "" {
				value = cell{text: remark, tone: muted}
			}
			g.rows = append(g.rows, []cell{{text: name}, {text: p.c.Name("measure", m.ID)}, value, p.change(m, v, "previous")})
		}
		for _, a := range r.Advice[:min(1, len(r.Advice))] {
			said = append(said, p.c.Name("report", r.Report+".title")+": "+p.adviceText(a))
		}
	}
	p.grid(b, g)
	if len(said) > 0 {
		b.WriteString("\n")
	}
	for _, s := range said {
		for _, l := range wrap(s, p.width()) {
			p.line(b, cell{text: l})
		}
	}
	return b.Flush()
}
