package peil

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestHolidaysGolden(t *testing.T) {
	var want map[string][][2]string
	goldenCase(t, "12-calendar", "holidays", nil, &want)
	if len(want) == 0 {
		t.Fatal("the golden has no years")
	}
	for year, days := range want {
		y, _ := digits(year)
		var got [][2]string
		for _, h := range NorwegianHolidays(y) {
			got = append(got, [2]string{h.Date.String(), h.NameNB})
		}
		if !slices.Equal(got, days) {
			t.Errorf("%s:\n got %v\nwant %v", year, got, days)
		}
	}
}

// sharedData is the folder of data that other projects publish: a second
// opinion, not part of this repository.
func sharedData(t *testing.T, name string) string {
	t.Helper()
	for _, dir := range []string{os.Getenv("PEIL_SHARED_DATA"), filepath.Join("..", "shared", "data")} {
		if dir == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return filepath.Join(dir, name)
		}
	}
	t.Skip("shared data not found: set PEIL_SHARED_DATA to the folder that holds " + name)
	return ""
}

// TestHolidaysSecondOpinion compares a century of holidays, days and names, with
// those of the python-holidays project.
func TestHolidaysSecondOpinion(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(sharedData(t, "no_holidays"), "NO_COMMON.json"))
	if err != nil {
		t.Fatal(err)
	}
	var theirs map[string]string
	if err := json.Unmarshal(data, &theirs); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{ // theirs → ours
		"New Year's Day": "New Year's Day", "Maundy Thursday": "Maundy Thursday", "Good Friday": "Good Friday",
		"Easter Sunday": "Easter Sunday", "Easter Monday": "Easter Monday", "Labor Day": "Labour Day",
		"Constitution Day": "Constitution Day", "Ascension Day": "Ascension Day", "Pentecost": "Whit Sunday",
		"Pentecost Monday": "Whit Monday", "Christmas Day": "Christmas Day", "Second Day of Christmas": "Boxing Day",
	}
	ours, shared := 0, 0
	for year := 1950; year <= 2050; year++ {
		for _, h := range NorwegianHolidays(year) {
			ours++
			their := strings.Split(theirs[h.Date.String()], "; ") // both names when two share a date
			if len(their) > 1 {
				shared++
			}
			if !slices.ContainsFunc(their, func(n string) bool { return names[n] == h.NameEN }) {
				t.Errorf("%s: ours %q, theirs %q", h.Date, h.NameEN, their)
			}
		}
	}
	if ours != len(theirs) || shared == 0 {
		t.Errorf("%d holidays, theirs %d; %d dates with two", ours, len(theirs), shared)
	}
}

// TestIsHolidayIsTheList: the quick answer and the list never differ.
func TestIsHolidayIsTheList(t *testing.T) {
	for year := 1583; year <= 2600; year++ {
		list := NorwegianHolidays(year)
		if !slices.IsSortedFunc(list, func(a, b Holiday) int { return a.Date.Compare(b.Date) }) {
			t.Fatalf("%d is not sorted", year)
		}
		n := 0
		for d := (Date{year, time.January, 1}); d.Year == year; d = d.AddDays(1) {
			if isNorwegianHoliday(d) {
				n++
				if !slices.ContainsFunc(list, func(h Holiday) bool { return h.Date == d }) {
					t.Fatalf("%s is no holiday", d)
				}
			}
		}
		if n != len(list) {
			t.Fatalf("%d: %d holidays, the list has %d", year, n, len(list))
		}
	}
}

func TestTwoHolidaysOnOneDate(t *testing.T) {
	for date, name := range map[Date]string{
		{2027, 5, 17}: "2. pinsedag",           // and Constitution Day
		{2008, 5, 1}:  "Kristi himmelfartsdag", // and 1 May
	} {
		var found []string
		for _, h := range NorwegianHolidays(date.Year) {
			if h.Date == date {
				found = append(found, h.NameNB)
			}
		}
		if !slices.Equal(found, []string{name}) {
			t.Errorf("%s: %v, want %s", date, found, name)
		}
	}
}

func TestEaster(t *testing.T) {
	for _, want := range []Date{ // the earliest, the latest, the exceptions of the old tables
		{1818, 3, 22}, {2008, 3, 23}, {2038, 4, 25}, {1943, 4, 25}, {1954, 4, 18}, {1981, 4, 19}, {2000, 4, 23}, {2026, 4, 5}, {2049, 4, 18}, {2076, 4, 19},
	} {
		if got := easter(want.Year); got != want {
			t.Errorf("Easter %d = %s, want %s", want.Year, got, want)
		}
	}
}
