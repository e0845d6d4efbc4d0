package peil

import (
	"encoding/json"
	"testing"
	"time"
)

func oslo(t testing.TB) *time.Location { return zone(t, DefaultZone) }

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func day(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestLocalDateGolden(t *testing.T) {
	var in, want []string
	goldenCase(t, "12-calendar", "local_date", &in, &want)
	for i, s := range in {
		if got := DateOf(instant(t, s), oslo(t)).String(); got != want[i] {
			t.Errorf("%s falls on %s, want %s", s, got, want[i])
		}
	}
}

func TestISOWeekGolden(t *testing.T) {
	var in []string
	var want []int
	goldenCase(t, "12-calendar", "iso_week", &in, &want)
	for i, s := range in {
		if _, got := day(t, s).ISOWeek(); got != want[i] {
			t.Errorf("%s is in week %d, want %d", s, got, want[i])
		}
	}
}

func TestDayLengthGolden(t *testing.T) {
	var in []string
	var want []float64
	goldenCase(t, "12-calendar", "day_length_hours", &in, &want)
	for i, s := range in {
		d := day(t, s)
		if got := d.AddDays(1).Start(oslo(t)).Sub(d.Start(oslo(t))).Hours(); got != want[i] {
			t.Errorf("%s has %v hours, want %v", s, got, want[i])
		}
	}
}

// TestDateAgainstTime compares the calendar arithmetic with package time's over
// eight centuries, day by day.
func TestDateAgainstTime(t *testing.T) {
	first := time.Date(1600, 1, 1, 0, 0, 0, 0, time.UTC)
	start := DateOf(first, time.UTC)
	if (Date{1970, 1, 1}).Days() != 0 || (Date{1969, 12, 31}).Days() != -1 {
		t.Fatal("days are not counted from 1970-01-01")
	}
	for n := range 800 * 366 {
		at := first.AddDate(0, 0, n)
		d := start.AddDays(n)
		y, w := at.ISOWeek()
		gy, gw := d.ISOWeek()
		if d != DateOf(at, time.UTC) || d.Days() != int(at.Unix()/86400-b2i(at.Unix()%86400 < 0)) || d.Weekday() != at.Weekday() || gy != y || gw != w {
			t.Fatalf("%s: %s, %d days, %s, week %d-%d", at, d, d.Days(), d.Weekday(), gy, gw)
		}
		if d.Sub(start) != n || d.AddDays(-n) != start || NewDate(1600, 1, 1+n) != d {
			t.Fatalf("%s: day arithmetic", d)
		}
	}
}

func b2i(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func TestDateOrder(t *testing.T) {
	a, b := Date{2026, 1, 31}, Date{2026, 2, 1}
	if !a.Before(b) || b.Before(a) || !b.After(a) || a.After(a) || a.Before(a) || a.Compare(b) != -1 || b.Compare(a) != 1 || a.Compare(a) != 0 {
		t.Error("31 January is before 1 February")
	}
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2026-04-01", "2024-02-29", "0001-01-01", "9999-12-31"} {
		if d := day(t, s); d.String() != s {
			t.Errorf("%s became %s", s, d)
		}
	}
	for _, s := range []string{"", "2026-4-1", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "0000-01-01", "2026/04/01", "2026-04-01T00:00", "-026-04-01", "2026-04-+1"} {
		if d, err := ParseDate(s); KindOf(err) != KindInvalid {
			t.Errorf("ParseDate(%q) = %s, %v", s, d, err)
		}
	}
}

func TestDateJSON(t *testing.T) {
	type rec struct {
		A Date `json:"a"`
		B Date `json:"b"`
		C Date `json:"c,omitzero"`
	}
	data, err := json.Marshal(rec{A: Date{2026, 4, 1}})
	if err != nil || string(data) != `{"a":"2026-04-01","b":""}` {
		t.Fatalf("%s, %v", data, err)
	}
	out := rec{B: Date{2020, 1, 1}}
	if err := json.Unmarshal(data, &out); err != nil || out.A != (Date{2026, 4, 1}) || !out.B.IsZero() {
		t.Fatalf("%+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"a":"1.4.2026"}`), &out); KindOf(err) != KindInvalid {
		t.Errorf("a bad date: %v", err)
	}
}

func TestAddMonthsClamps(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2024-02-29", 12, "2025-02-28"}, {"2026-01-15", -1, "2025-12-15"}, {"2026-12-01", 1, "2027-01-01"}, {"2026-03-31", -13, "2025-02-28"}} {
		if got := day(t, c.from).addMonths(c.n); got.String() != c.want {
			t.Errorf("%s %+d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

// TestStartIsTheFirstInstantOfTheDay: for every day of years of every sort of
// clock change, the instant before Start falls on an earlier day and Start does not.
func TestStartIsTheFirstInstantOfTheDay(t *testing.T) {
	for _, name := range []string{
		"Europe/Oslo", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
		"America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut", "America/Havana", "Asia/Amman", "Atlantic/Azores", "Asia/Gaza", // change at midnight
	} {
		loc := zone(t, name)
		for d := (Date{2008, 1, 1}); d.Year < 2027; d = d.AddDays(1) {
			s := d.Start(loc)
			if s.Location() != time.UTC || DateOf(s, loc) != d || !DateOf(s.Add(-1), loc).Before(d) {
				t.Errorf("%s in %s starts at %s (local %s)", d, name, s, s.In(loc))
			}
		}
	}
}

func TestLoadLocation(t *testing.T) {
	a, b := zone(t, "Europe/Oslo"), zone(t, "Europe/Oslo")
	if a != b {
		t.Error("two pointers for one zone")
	}
	for _, name := range []string{"", "Local", "Europe/Bergen", "../etc/passwd"} {
		if _, err := LoadLocation(name); KindOf(err) != KindInvalid {
			t.Errorf("%q: %v", name, err)
		}
	}
}
