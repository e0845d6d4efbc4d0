package peil

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// goldenCase reads the input and the expected value of one case of a golden.
func goldenCase(t *testing.T, golden, name string, input, expected any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "golden", golden+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			Name            string
			Input, Expected json.RawMessage
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		if c.Name != name {
			continue
		}
		if input != nil {
			if err := json.Unmarshal(c.Input, input); err != nil {
				t.Fatal(err)
			}
		}
		if err := json.Unmarshal(c.Expected, expected); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatalf("golden %s has no case %s", golden, name)
}

// TestGoldenConfigIsTheDefault: the golden's calendar is NorwegianCalendar.
func TestGoldenConfigIsTheDefault(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "golden", "12-calendar.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Config struct {
			TZ       string
			Calendar Calendar
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if want := NorwegianCalendar(); !reflect.DeepEqual(file.Config.Calendar, want) || file.Config.TZ != want.Location.String() {
		t.Errorf("got %+v, want %+v", file.Config.Calendar, want)
	}
}

func TestBusinessDaysGolden(t *testing.T) {
	var want map[string]int
	goldenCase(t, "12-calendar", "business_days_2026", nil, &want)
	if len(want) != 12 {
		t.Fatalf("the golden has %d months", len(want))
	}
	c := NorwegianCalendar()
	for month, n := range want {
		from := day(t, month+"-01")
		if got := c.BusinessDays(from, from.addMonths(1)); got != n {
			t.Errorf("%s has %d business days, want %d", month, got, n)
		}
	}
	if got := c.BusinessDays(Date{2026, 5, 1}, Date{2026, 4, 1}); got != 0 {
		t.Errorf("a reversed span has %d", got)
	}
}

func TestBusinessMinutesGolden(t *testing.T) {
	var spans [][2]string
	var want []float64
	goldenCase(t, "12-calendar", "business_minutes", &spans, &want)
	c := NorwegianCalendar()
	for i, s := range spans {
		if got := c.BusinessMinutes(instant(t, s[0]), instant(t, s[1])); math.Abs(got-want[i]) > 1e-6 {
			t.Errorf("%v: %v minutes, want %v", s, got, want[i])
		}
		if got := c.BusinessMinutes(instant(t, s[1]), instant(t, s[0])); got != 0 {
			t.Errorf("%v backwards: %v minutes", s, got)
		}
	}
}

func TestOpen(t *testing.T) {
	c := NorwegianCalendar()
	c.ClosedRanges = []Period{{Date{2026, 7, 6}, Date{2026, 7, 27}}}
	for date, want := range map[string]string{
		"2026-03-27": "07:00-15:00", "2026-03-30": "06:00-14:00", // about the change of clocks
		"2026-04-01": "06:00-10:00", "2026-04-02": "", "2026-04-06": "", "2026-04-07": "06:00-14:00",
		"2026-12-24": "", "2026-12-25": "", "2026-12-31": "07:00-11:00", "2027-12-31": "07:00-11:00",
		"2022-12-31": "", // a Saturday is no half day
		"2026-07-03": "06:00-14:00", "2026-07-06": "", "2026-07-24": "", "2026-07-27": "06:00-14:00",
		"2026-05-16": "", "2026-05-18": "06:00-14:00", // no day off instead of Sunday 17 May
	} {
		from, to, ok := c.Open(day(t, date))
		got := ""
		if ok {
			got = from.Format("15:04") + "-" + to.Format("15:04")
		}
		if got != want || ok != c.IsBusinessDay(day(t, date)) {
			t.Errorf("%s is open %q UTC, want %q", date, got, want)
		}
	}
}

// roundTheClock is open always and everywhere that clocks do odd things.
func roundTheClock(loc *time.Location) Calendar {
	c := Calendar{Location: loc, Hours: map[time.Weekday]Hours{}}
	for d := time.Sunday; d <= time.Saturday; d++ {
		c.Hours[d] = Hours{0, minutesInDay}
	}
	return c
}

// TestAlwaysOpenIsElapsedTime: where it is always open, business minutes are
// minutes, whatever the clocks do.
func TestAlwaysOpenIsElapsedTime(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, name := range []string{"Europe/Oslo", "America/Sao_Paulo", "Asia/Amman", "Australia/Lord_Howe", "Pacific/Apia"} {
		c := roundTheClock(zone(t, name))
		for range 300 {
			a := time.Unix(1_200_000_000+r.Int64N(600_000_000), r.Int64N(1e9))
			b := a.Add(time.Duration(r.Int64N(int64(900 * 24 * time.Hour))))
			if got := c.BusinessMinutes(a, b); math.Abs(got-b.Sub(a).Minutes()) > 1e-6 {
				t.Fatalf("%s: %s to %s: %v minutes, want %v", name, a, b, got, b.Sub(a).Minutes())
			}
		}
	}
}

// naiveMinutes looks at every minute by the local clock: the reference.
func naiveMinutes(c Calendar, a, b time.Time) float64 {
	open := map[Date]Hours{}
	n := 0
	for at := a; at.Before(b); at = at.Add(time.Minute) {
		local := at.In(c.Location)
		d := DateOf(at, c.Location)
		h, seen := open[d]
		if !seen {
			h, _ = c.hoursOn(d)
			open[d] = h
		}
		if m := local.Hour()*60 + local.Minute(); h.Open <= m && m < h.Close {
			n++
		}
	}
	return float64(n)
}

// TestBusinessMinutesAgainstNaive: equal to the reference on random spans of
// whole minutes, among them calendars that are open while the clocks change.
func TestBusinessMinutesAgainstNaive(t *testing.T) {
	night := NorwegianCalendar()
	night.Hours = map[time.Weekday]Hours{time.Saturday: {22 * 60, minutesInDay}, time.Sunday: {2*60 + 30, 6*60 + 30}, time.Monday: {2*60 + 1, 9 * 60}}
	york := NorwegianCalendar()
	york.Location, york.Holidays = zone(t, "America/New_York"), ""
	r := rand.New(rand.NewPCG(7, 8))
	for name, c := range map[string]Calendar{"office": NorwegianCalendar(), "night": night, "New York": york} {
		for i := range 150 {
			a := time.Date(2026, time.Month(1+r.IntN(24)), 1+r.IntN(28), r.IntN(24), r.IntN(60), 0, 0, time.UTC)
			if i%3 == 0 { // near a change of clocks
				a = time.Date(2026, []time.Month{3, 10}[r.IntN(2)], 20+r.IntN(10), r.IntN(24), r.IntN(60), 0, 0, time.UTC)
			}
			b := a.Add(time.Duration(r.IntN(30*minutesInDay)) * time.Minute)
			if got, want := c.BusinessMinutes(a, b), naiveMinutes(c, a, b); math.Abs(got-want) > 1e-6 {
				t.Fatalf("%s: %s to %s: %v minutes, want %v", name, a, b, got, want)
			}
		}
	}
}

// TestBusinessMinutesAdd: split anywhere, the parts sum to the whole.
func TestBusinessMinutesAdd(t *testing.T) {
	c := NorwegianCalendar()
	r := rand.New(rand.NewPCG(9, 10))
	for range 3000 {
		a := time.Date(2024, 1, 1, 0, 0, 0, int(r.Int64N(1e9)), time.UTC).Add(time.Duration(r.Int64N(int64(1000 * 24 * time.Hour))))
		whole := time.Duration(r.Int64N(int64(400 * 24 * time.Hour)))
		m, b := a.Add(time.Duration(r.Int64N(int64(whole)))), a.Add(whole)
		sum, want := c.BusinessMinutes(a, m)+c.BusinessMinutes(m, b), c.BusinessMinutes(a, b)
		if math.Abs(sum-want) > 1e-6 {
			t.Fatalf("%s, %s, %s: parts %v, whole %v", a, m, b, sum, want)
		}
	}
}

func TestCalendarJSONRoundTrip(t *testing.T) {
	c := NorwegianCalendar()
	c.Hours[time.Saturday] = Hours{10*60 + 30, 14 * 60}
	c.Hours[time.Wednesday] = Hours{8 * 60, minutesInDay}
	c.ClosedRanges = []Period{{Date{2026, 7, 6}, Date{2026, 7, 27}}}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"tz":"Europe/Oslo","hours":{"mon-tue":"08:00-16:00","sat":"10:30-14:00","thu-fri":"08:00-16:00","wed":"08:00-24:00"},` +
		`"holidays":"NO","half_days":{"12-31":"08:00-12:00","wednesday_before_maundy_thursday":"08:00-12:00"},` +
		`"closed_days":["12-24"],"closed":[{"from":"2026-07-06","to":"2026-07-27"}]}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
	var back Calendar
	if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, c) {
		t.Errorf("%+v, %v; want %+v", back, err, c)
	}
	for _, c := range []Calendar{roundTheClock(zone(t, "Asia/Kathmandu")), roundTheClock(time.UTC), {}} {
		data, err := json.Marshal(c)
		var back Calendar
		if err == nil {
			err = json.Unmarshal(data, &back)
		}
		if err != nil || !reflect.DeepEqual(back, c) {
			t.Errorf("%s: %+v, %v", data, back, err)
		}
	}
	if _, err := json.Marshal(Calendar{Holidays: "NO"}); KindOf(err) != KindInvalid {
		t.Errorf("a calendar that is never open was written: %v", err)
	}
}

func TestCalendarJSONRefuses(t *testing.T) {
	const ok = `"hours":{"mon-fri":"08:00-16:00"}`
	for in, want := range map[string]string{ // JSON → the field and the code of the error
		`{}`:                                  "hours no_hours",
		`{"hours":{}}`:                        "hours no_hours",
		`{"hours":{"man-fre":"08:00-16:00"}}`: "hours unknown_weekday",
		`{"hours":{"fri-mon":"08:00-16:00"}}`: "hours unknown_weekday",
		`{"hours":{"mon-fri":"08:00-16:00","wed":"08:00-16:00"}}`:           "hours weekday_twice",
		`{"hours":{"mon":"16:00-08:00"}}`:                                   " bad_hours",
		`{"hours":{"mon":"8-16"}}`:                                          " bad_hours",
		`{"hours":{"mon":"08:00-24:01"}}`:                                   " bad_hours",
		`{"hours":{"mon":"08:60-16:00"}}`:                                   " bad_hours",
		`{` + ok + `,"tz":"Oslo"}`:                                          "tz unknown_time_zone",
		`{` + ok + `,"tz":""}`:                                              "tz unknown_time_zone",
		`{` + ok + `,"holidays":"SE"}`:                                      "holidays unknown_holidays",
		`{` + ok + `,"half_days":{"31-12":"08:00-12:00"}}`:                  "half_days unknown_half_day",
		`{` + ok + `,"half_days":{"12-31":"12:00"}}`:                        " bad_hours",
		`{` + ok + `,"closed_days":["02-30"]}`:                              " bad_month_day",
		`{` + ok + `,"closed":[{"from":"2026-07-06","to":"2026-07-06"}]}`:   "closed empty_span",
		`{` + ok + `,"closed":[{"from":"2026-07-06"}]}`:                     "closed empty_span",
		`{` + ok + `,"closed":[{"from":"6. juli","to":"2026-07-27"}]}`:      " bad_date",
		`{` + ok + `,"closing":["12-24"]}`:                                  " bad_calendar",
		`{"hours":["mon"]}`:                                                 " bad_calendar",
		`{` + ok + `,"half_days":{"wednesday_before_easter":"8:00-12:00"}}`: " bad_hours",
	} {
		var c Calendar
		err := json.Unmarshal([]byte(in), &c)
		e, isError := err.(*Error)
		if !isError || e.Kind != KindInvalid || e.Field+" "+e.Code != want || !c.IsZero() {
			t.Errorf("%s: %v (%+v), want %s", in, err, e, want)
		}
	}
	var c Calendar
	err := json.Unmarshal([]byte(`{`+ok+`,"half_days":{"wednesday_before_maundy_thursdag":"08:00-12:00"}}`), &c)
	if err == nil || !strings.Contains(err.Error(), `did you mean "wednesday_before_maundy_thursday"`) {
		t.Errorf("a slip in the feast: %v", err)
	}
}

func TestCalendarCheck(t *testing.T) {
	change := func(f func(*Calendar)) Calendar { c := NorwegianCalendar(); f(&c); return c }
	for i, c := range []Calendar{
		{},
		change(func(c *Calendar) { c.Location = time.FixedZone("here", 3600) }),
		change(func(c *Calendar) { c.Location = time.Local }),
		change(func(c *Calendar) { c.Hours[9] = Hours{0, 1} }),
		change(func(c *Calendar) { c.HalfDays = append(c.HalfDays, c.HalfDays[0]) }),
		change(func(c *Calendar) { c.HalfDays[0].Feast = "midsummer" }),
		change(func(c *Calendar) { c.HalfDays[1].Hours.Close = 0 }),
		change(func(c *Calendar) { c.ClosedDays = []MonthDay{{13, 1}} }),
		change(func(c *Calendar) { c.ClosedRanges = []Period{{}} }),
	} {
		if err := c.Check(); KindOf(err) != KindInvalid {
			t.Errorf("case %d: %v", i, err)
		}
	}
	if err := NorwegianCalendar().Check(); err != nil {
		t.Error(err)
	}
}

func BenchmarkBusinessMinutes(b *testing.B) {
	c := NorwegianCalendar()
	from := time.Date(2016, 1, 4, 9, 0, 0, 0, time.UTC)
	for _, days := range []int{1, 30, 3650} {
		b.Run(fmt.Sprint(days, " days"), func(b *testing.B) {
			to := from.AddDate(0, 0, days)
			for b.Loop() {
				c.BusinessMinutes(from, to)
			}
		})
	}
}
