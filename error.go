package peil

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kind says what sort of failure an error is, so that every surface can answer
// in its own way (an HTTP status, an exit code) without reading the message.
type Kind string

// The kinds of failure. Invalid, not found and conflict are the caller's to
// mend; unavailable may pass if tried again; unsupported never will with this
// version; internal is a fault of Peil's own.
const (
	KindInvalid     Kind = "invalid"
	KindNotFound    Kind = "not_found"
	KindConflict    Kind = "conflict"
	KindUnavailable Kind = "unavailable"
	KindUnsupported Kind = "unsupported"
	KindInternal    Kind = "internal"
)

// Error is a failure that can be shown to a person and acted on by a program.
type Error struct {
	Kind Kind `json:"kind"`
	// Code is a machine word for exactly this failure: "unknown_period". The
	// word catalogue translates it.
	Code string `json:"code"`
	// Message is one English sentence, as a rule without a final stop.
	Message string `json:"message"`
	// Args are what the message was made with, in order, as the message writes
	// them but without quotation marks. They are kept so that a catalogue can say
	// the same in another language: {0} in its text is the first of them.
	Args []string `json:"args,omitempty"`
	// Field names the input at fault, in the caller's own words ("period").
	Field string `json:"field,omitempty"`
	// Hints are inputs or forms that would have been right, the nearest first.
	Hints []string `json:"hints,omitempty"`
	// Near is the right word that the input is taken for a slip of, if any.
	Near string `json:"near,omitempty"`
	// Err is the cause. It is for logs: surfaces do not show it.
	Err error `json:"-"`
}

// Error returns the message and, where there is one, the cause.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

// Unwrap returns the cause, for errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// InField returns a copy of the error that names the input at fault.
func (e *Error) InField(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// Because returns a copy of the error with its cause.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.Err = cause
	return &c
}

// DidYouMean asks, in the message, whether the choice was meant that word is a
// slip of, and puts it before all other hints. It does nothing where there is no
// such choice. The hints must have been set before.
func (e *Error) DidYouMean(word string, choices []string) *Error {
	near := Nearest(word, choices)
	if near == "" {
		return e
	}
	rest := slices.DeleteFunc(slices.Clone(e.Hints), func(h string) bool { return h == near })
	e.Near, e.Hints = near, append([]string{near}, rest...)
	e.Message += fmt.Sprintf("; did you mean %q?", near)
	return e
}

// suggest asks whether a near choice was meant, and sets as hints, and adds to
// the message, the forms that are right.
func (e *Error) suggest(word string, choices []string, forms ...string) *Error {
	e.Hints = forms
	e.DidYouMean(word, choices)
	if len(forms) > 0 {
		lead := ": write "
		if e.Near != "" {
			lead = " Write "
		}
		e.Message += lead + strings.Join(forms, ", ")
	}
	return e
}

// clip shortens input that is quoted in a message: it may be of any length.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// Invalid makes an error of kind invalid: the input cannot be right.
func Invalid(code, format string, args ...any) *Error {
	return newError(KindInvalid, code, format, args...)
}

// NotFound makes an error of kind not_found: what was asked for is not there.
func NotFound(code, format string, args ...any) *Error {
	return newError(KindNotFound, code, format, args...)
}

// Conflict makes an error of kind conflict: the input is right in itself, but
// not beside what is already there.
func Conflict(code, format string, args ...any) *Error {
	return newError(KindConflict, code, format, args...)
}

// Unavailable makes an error of kind unavailable: it may pass if tried again.
func Unavailable(code, format string, args ...any) *Error {
	return newError(KindUnavailable, code, format, args...)
}

// Unsupported makes an error of kind unsupported: this version never can.
func Unsupported(code, format string, args ...any) *Error {
	return newError(KindUnsupported, code, format, args...)
}

// Internal makes an error of kind internal: a fault of Peil's own.
func Internal(code, format string, args ...any) *Error {
	return newError(KindInternal, code, format, args...)
}

func newError(kind Kind, code, format string, args ...any) *Error {
	e := &Error{Kind: kind, Code: code, Message: fmt.Sprintf(format, args...)}
	for _, a := range args {
		e.Args = append(e.Args, fmt.Sprint(a))
	}
	return e
}

// KindOf returns the kind of the first *Error in err's chain. Any other error
// is internal: whoever made it did not mean it for a person. Nil has no kind.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) && e != nil && e.Kind != "" {
		return e.Kind
	}
	return KindInternal
}
