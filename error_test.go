package peil

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestKindOf(t *testing.T) {
	var none *Error
	for _, c := range []struct {
		err  error
		want Kind
	}{
		{nil, ""}, {io.EOF, KindInternal}, {Invalid("x", "x"), KindInvalid}, {NotFound("x", "x"), KindNotFound}, {Conflict("x", "x"), KindConflict},
		{fmt.Errorf("reading: %w", NotFound("x", "x")), KindNotFound}, {&Error{}, KindInternal}, {none, KindInternal},
		{errors.Join(io.EOF, &Error{Kind: KindUnavailable}), KindUnavailable},
	} {
		if got := KindOf(c.err); got != c.want {
			t.Errorf("KindOf(%#v) = %s, want %s", c.err, got, c.want)
		}
	}
}

func TestErrorWords(t *testing.T) {
	e := &Error{Kind: KindInternal, Code: "disk", Message: "the disk is full", Err: io.ErrShortWrite}
	if e.Error() != "the disk is full: short write" || !errors.Is(e, io.ErrShortWrite) {
		t.Errorf("%v", e)
	}
	a := Invalid("unknown_word", "no word %q", "x")
	b := a.InField("word")
	if a.Field != "" || b.Field != "word" || b.Error() != `no word "x"` {
		t.Errorf("%+v, %+v", a, b)
	}
	data, err := json.Marshal(&Error{Kind: KindInvalid, Code: "c", Message: "m", Hints: []string{"h"}, Err: io.EOF})
	if err != nil || string(data) != `{"kind":"invalid","code":"c","message":"m","hints":["h"]}` {
		t.Errorf("%s, %v", data, err)
	}
}

func TestClipInput(t *testing.T) {
	if clip("kort") != "kort" {
		t.Error("short input was changed")
	}
	if got := clip(strings.Repeat("å", 100)); len(got) > 70 || !utf8.ValidString(got) || !strings.HasSuffix(got, "…") {
		t.Errorf("%q", got)
	}
}
