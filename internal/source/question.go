package source

import (
	"context"
	"slices"
	"strings"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// Question is something the files leave open. Guess is what holds without an
// answer.
type Question struct {
	// ID is what an answer is given to; Code a word of the catalogue: dates,
	// join, currency.
	ID, Code string
	// File and Column say where it arises; Example is a value that can be both.
	File, Column, Example string
	Choices               []string
	Guess                 string
}

// Questions lists what is still open, with the guess that holds meanwhile.
func (p *Plan) Questions() []Question {
	var out []Question
	add := func(q Question) {
		if _, ok := p.answers[q.ID]; !ok {
			out = append(out, q)
		}
	}
	if p.checked != nil && p.checked.known.base == "" && p.opts.Currency == "" && (p.opts.Mapping == nil || p.opts.Mapping.Currency == "") {
		add(Question{ID: "currency", Code: "currency", Guess: string(p.m.Currency), Choices: []string{string(p.m.Currency)}})
	}
	for i := range p.m.Tables {
		for j, c := range p.m.Tables[i].Columns {
			if p.ambiguous(i, j) {
				add(Question{ID: "dates:" + p.m.Tables[i].File + ":" + c.Name, Code: "dates", File: p.m.Tables[i].File, Column: c.Name,
					Example: p.profiles[i].Columns[j].Dates.AmbiguousExample, Choices: []string{"dmy", "mdy"}, Guess: string(p.guessOrder())})
			}
		}
	}
	if p.checked != nil {
		for _, n := range p.checked.sum.NearNames {
			if n.Safe {
				add(Question{ID: joinID(n.Kind, n.Name, n.Like), Code: "join", File: n.Kind, Column: n.Name, Example: n.Like,
					Choices: []string{"yes", "no"}, Guess: "yes"})
			}
		}
	}
	return out
}

func joinID(kind, name, like string) string { return "join:" + kind + ":" + name + ":" + like }

func (p *Plan) ambiguous(i, j int) bool {
	c := p.m.Tables[i].Columns[j]
	if c.Role == "" || mapping.TypeOf(p.m.Tables[i].Kind, c.Role) != mapping.Date || c.Dates != value.Unsettled {
		return false
	}
	_, certain := p.profiles[i].Columns[j].Dates.Order()
	return !certain
}

// order is how the dates of a column are read: as mapped, as answered, as the
// other date columns of the same table settle it, else as the language has it.
func (p *Plan) order(i, j int) value.Order {
	t := &p.m.Tables[i]
	if o := t.Columns[j].Dates; o != value.Unsettled {
		return o
	}
	if a, ok := p.answers["dates:"+t.File+":"+t.Columns[j].Name]; ok {
		return value.Order(a)
	}
	return p.guessOrder()
}

func (p *Plan) guessOrder() value.Order {
	if p.opts.Lang == "en" && p.m.Currency == "USD" {
		return value.MDY
	}
	return value.DMY
}

// Answer settles questions, by their IDs, and reads the files again under the
// answers. A word that is none of a question's choices is refused.
func (p *Plan) Answer(ctx context.Context, answers map[string]string) error {
	open := p.Questions()
	for id, a := range answers {
		i := slices.IndexFunc(open, func(q Question) bool { return q.ID == id })
		if i < 0 {
			return peil.NotFound("no_such_question", "there is no question %q", id)
		}
		q := open[i]
		if q.Code == "currency" {
			a = strings.ToUpper(a)
			if !peil.Currency(a).Valid() {
				return peil.Invalid("unknown_currency", "there is no currency %q", a).InField("currency")
			}
		} else if !slices.Contains(q.Choices, a) {
			return peil.Invalid("bad_answer", "%q is none of %s", a, strings.Join(q.Choices, ", "))
		}
		p.apply(q, a)
	}
	return p.check(ctx)
}

func (p *Plan) apply(q Question, answer string) {
	p.answers[q.ID] = answer
	switch q.Code {
	case "currency":
		p.m.Currency = peil.Currency(answer)
	case "dates":
		t := p.m.Table(q.File)
		for j := range t.Columns {
			if t.Columns[j].Name == q.Column {
				t.Columns[j].Dates = value.Order(answer)
			}
		}
	case "join":
		if answer == "no" {
			p.m.Separate = append(p.m.Separate, mapping.Pair{Kind: q.File, A: q.Column, B: q.Example})
		}
	}
}

// Summary returns what was understood and what would be done.
func (p *Plan) Summary() Summary { return *p.checked.sum }
