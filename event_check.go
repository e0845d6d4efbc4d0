package peil

import (
	"math"
	"strings"
	"time"
)

// problems gathers what is wrong with a payload; the first one is reported.
type problems struct {
	typ Type
	err *Error
}

func checking(p Payload) *problems { return &problems{typ: p.EventType()} }

func (c *problems) fail(field, code, msg string) *problems {
	if c.err == nil {
		c.err = &Error{Kind: KindInvalid, Code: code, Field: field, Message: string(c.typ) + ": " + msg}
	}
	return c
}

func (c *problems) need(field string, id ID) *problems {
	if id.IsZero() {
		c.fail(field, "missing_field", field+" is missing")
	}
	return c
}

func (c *problems) currency(field string, cur Currency) *problems {
	if !cur.Valid() {
		c.fail(field, "unknown_currency", "there is no currency "+quote(string(cur)))
	}
	return c
}

func (c *problems) fraction(field string, p float64) *problems {
	if math.IsNaN(p) || p < 0 || p > 1 {
		c.fail(field, "not_a_fraction", field+" must lie between 0 and 1")
	}
	return c
}

func (c *problems) span(from, to Date) *problems {
	if from.IsZero() || to.IsZero() || !from.Before(to) {
		c.fail("to", "empty_span", "from must be before to (to is the first day after)")
	}
	return c
}

func (c *problems) oneOf(field, v string, allowed ...string) *problems {
	for _, a := range allowed {
		if v == a {
			return c
		}
	}
	return c.fail(field, "unknown_word", field+" "+quote(v)+" is none of "+strings.Join(allowed, ", "))
}

func (c *problems) differ(from, into ID) *problems {
	if from == into && !from.IsZero() {
		c.fail("into", "merge_into_itself", "a record cannot be merged into itself")
	}
	return c
}

// shares checks that credit sums to 1 (G8, §8 b).
func (c *problems) shares(credit []Share) *problems {
	if len(credit) == 0 {
		return c
	}
	sum := 0.0
	seen := map[ID]bool{}
	for _, s := range credit {
		c.need("credit.user", s.User).fraction("credit.share", s.Share)
		if seen[s.User] {
			c.fail("credit", "credit_twice", "a user stands twice in the credit")
		}
		seen[s.User] = true
		sum += s.Share
	}
	if math.Abs(sum-1) > 1e-9 {
		c.fail("credit", "credit_sum", "the credit shares must sum to 1")
	}
	return c
}

func (c *problems) lines(lines []Line) *problems {
	for i, l := range lines {
		c.currency("lines.currency", l.Currency)
		if l.Product.IsZero() && l.Family == "" {
			c.fail("lines", "line_without_product", "a line needs a product or a family")
		}
		if l.Currency != lines[0].Currency && i > 0 {
			c.fail("lines", "mixed_currencies", "all lines of a deal must have one currency")
		}
	}
	return c
}

func (c *problems) value(v *int64, cur Currency) *problems {
	if v != nil {
		c.currency("currency", cur)
	}
	return c
}

func (c *problems) done() error {
	if c.err == nil {
		return nil
	}
	return c.err
}

func quote(s string) string { return "“" + s + "”" }

// CheckClock reports whether an event may have happened at t, as seen from
// now: not before 1990 and not over a day ahead.
func CheckClock(typ Type, t, now time.Time) error {
	c := &problems{typ: typ}
	switch {
	case t.Before(earliest):
		c.fail("at", "before_1990", "the time "+t.UTC().Format(time.RFC3339)+" is before 1990")
	case t.After(now.Add(24 * time.Hour)):
		c.fail("at", "in_the_future", "the time "+t.UTC().Format(time.RFC3339)+" is over a day ahead")
	}
	return c.done()
}
