package peil

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// FuzzPayload decodes what stands in an event: what passes its check is encoded
// and decoded to the same.
func FuzzPayload(f *testing.F) {
	files, err := filepath.Glob("testdata/events/*.json")
	if err != nil || len(files) < len(registry) {
		f.Fatal(len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var example struct{ Payload json.RawMessage }
		if json.Unmarshal(data, &example) == nil && len(example.Payload) > 0 {
			data = example.Payload
		}
		f.Add(strings.TrimSuffix(filepath.Base(file), ".v1.json"), 1, data)
	}
	f.Add("deal.closed", 99, []byte(`{}`))
	f.Add("deal.closed", -1, []byte(`{"deal":7}`))
	f.Fuzz(func(t *testing.T, typ string, v int, data []byte) {
		p, err := DecodePayload(Type(typ), v, data)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Code == "" || p != nil {
				t.Errorf("%s v%d %q: %v, %v", typ, v, data, p, err)
			}
			return
		}
		sameAsJSON(t, reflect.TypeOf(p), data)
		p.Subject()
		if err := p.Check(); err != nil {
			if KindOf(err) != KindInvalid {
				t.Errorf("%s %q: %v", typ, data, err)
			}
			return
		}
		first, v, err := EncodePayload(p)
		if err != nil {
			t.Fatalf("%s %q passes its check and cannot be written: %v", typ, data, err)
		}
		back, err := DecodePayload(Type(typ), v, first)
		if err != nil {
			t.Fatalf("%s %q became %s: %v", typ, data, first, err)
		}
		if again, _, err := EncodePayload(back); err != nil || !bytes.Equal(again, first) {
			t.Errorf("%s %q became %s, and that %s (%v)", typ, data, first, again, err)
		}
	})
}

// FuzzCalendar reads calendars as people configure them: any that is taken is
// written and read to the same, and counts working time forwards.
func FuzzCalendar(f *testing.F) {
	norway, err := json.Marshal(NorwegianCalendar())
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{string(norway), `null`, `{"hours":{"mon-fri":"08:00-16:00","sat":"10:00-14:00"}}`,
		`{"tz":"America/St_Johns","hours":{"sun":"00:00-24:00"},"closed_days":["02-29"],"closed":[{"from":"2026-07-06","to":"2026-07-27"}]}`,
		`{"hours":{"fri-mon":"08:00-16:00"}}`, `{"tz":"../../etc/passwd","hours":{"mon":"8-16"}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var c, back Calendar
		if err := json.Unmarshal(data, &c); err != nil {
			var e *Error
			var syntax *json.SyntaxError
			if !errors.As(err, &syntax) && (!errors.As(err, &e) || e.Kind != KindInvalid) {
				t.Errorf("%q: %v", data, err)
			}
			return
		}
		first, err := json.Marshal(c)
		if err != nil {
			t.Fatalf("%q was read and cannot be written: %v", data, err)
		}
		if err := json.Unmarshal(first, &back); err != nil {
			t.Fatalf("%q became %s: %v", data, first, err)
		}
		if again, err := json.Marshal(back); err != nil || !bytes.Equal(again, first) {
			t.Errorf("%q became %s, and that %s (%v)", data, first, again, err)
		}
	})
}

// FuzzDates reads what a day, a day of the year and hours are written as.
func FuzzDates(f *testing.F) {
	for _, s := range []string{"2026-04-01", "0001-01-01", "9999-12-31", "2024-02-29", "2023-02-29", "12-24", "02-29", "08:00-16:00", "00:00-24:00", "08:60-16:00", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil {
			if d.String() != s || DateOf(d.Start(time.UTC), time.UTC) != d || d.AddDays(1).AddDays(-1) != d {
				t.Errorf("%q is read as %v", s, d)
			}
		} else if KindOf(err) != KindInvalid {
			t.Errorf("%q: %v", s, err)
		}
		var md MonthDay
		var h Hours
		if md.UnmarshalText([]byte(s)) == nil && md.String() != s {
			t.Errorf("%q is read as the day %s", s, md)
		}
		if h.UnmarshalText([]byte(s)) == nil && (h.String() != s || !h.valid()) {
			t.Errorf("%q is read as the hours %s", s, h)
		}
	})
}
