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

// fail notes a problem. The event's type is the last of the error's arguments,
// so that the text of a code fits the same fault outside of events.
func (c *problems) fail(field, code, format string, args ...any) *problems {
	if c.err == nil {
		c.err = Invalid(code, format, args...).InField(field)
		c.err.Message = string(c.typ) + ": " + c.err.Message
		c.err.Args = append(c.err.Args, string(c.typ))
	}
	return c
}

func (c *problems) need(field string, id ID) *problems {
	if id.IsZero() {
		c.fail(field, "missing_field", "%s is missing", field)
	}
	return c
}

func (c *problems) currency(field string, cur Currency) *problems {
	if !cur.Valid() {
		c.fail(field, "unknown_currency", "there is no currency “%s”", clip(string(cur)))
	}
	return c
}

func (c *problems) fraction(field string, p float64) *problems {
	if math.IsNaN(p) || p < 0 || p > 1 {
		c.fail(field, "not_a_fraction", "%s must lie between 0 and 1", field)
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
	return c.fail(field, "unknown_word", "%s “%s” is none of %s", field, clip(v), strings.Join(allowed, ", "))
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

// CheckClock reports whether an event may have happened at t, as seen from
// now: not before 1990 and not over a day ahead.
func CheckClock(typ Type, t, now time.Time) error {
	c := &problems{typ: typ}
	switch {
	case t.Before(earliest):
		c.fail("at", "before_1990", "the time %s is before 1990", t.UTC().Format(time.RFC3339))
	case t.After(now.Add(24 * time.Hour)):
		c.fail("at", "in_the_future", "the time %s is over a day ahead", t.UTC().Format(time.RFC3339))
	}
	return c.done()
}
