package value

import (
	"fmt"
	"math"
	"math/big"
	"testing"
	"time"

	"peil"
)

func TestDates(t *testing.T) {
	oslo, err := peil.LoadLocation(peil.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		in    string
		order Order
		want  string
	}{
		{"2026-11-05", "", "2026-11-04T23:00:00Z"},
		{"2026-11-05 14:30", "", "2026-11-05T13:30:00Z"},
		{"2026-11-05T14:30:15Z", "", "2026-11-05T14:30:15Z"},
		{"2026-11-05T14:30:15.250+02:00", "", "2026-11-05T12:30:15.25Z"},
		{"2026-07-05T14:30:15-0500", "", "2026-07-05T19:30:15Z"},
		{"05.11.2026", "", "2026-11-04T23:00:00Z"},
		{"5.11.26", "", "2026-11-04T23:00:00Z"},
		{"05.11.2026 14.30", "", "2026-11-05T13:30:00Z"},
		{"5. november 2026 kl. 14.30", "", "2026-11-05T13:30:00Z"},
		{"5/11/26", DMY, "2026-11-04T23:00:00Z"},
		{"11/5/2026", MDY, "2026-11-04T23:00:00Z"},
		{"11/5/2026 2:30 PM", MDY, "2026-11-05T13:30:00Z"},
		{"11/5/2026 12:05 AM", MDY, "2026-11-04T23:05:00Z"},
		{"25/12/2026", "", "2026-12-24T23:00:00Z"},
		{"03-07-2021 01:09", DMY, "2021-07-02T23:09:00Z"},
		{"15 Apr, 2021 00:02:00", "", "2021-04-14T22:02:00Z"},
		{"Nov 5, 2026", "", "2026-11-04T23:00:00Z"},
		{"Thursday, November 5th, 2026", "", "2026-11-04T23:00:00Z"},
		{"torsdag 5. mai 2026", "", "2026-05-04T22:00:00Z"},
		{"1. des. 2026", "", "2026-11-30T23:00:00Z"},
		{"2026/11/05", "", "2026-11-04T23:00:00Z"},
		{"20261105", "", "2026-11-04T23:00:00Z"},
		{"45631", "", "2024-12-04T23:00:00Z"},
		{"45631.5", "", "2024-12-05T11:00:00Z"},
		{"1793887200", "", "2026-11-05T14:00:00Z"},
		{"1793887200000", "", "2026-11-05T14:00:00Z"},
		{"2026 11 05", "", ""}, {"31.02.2026", "", ""}, {"12", "", ""}, {"hello", "", ""}, {"", "", ""},
		{"13/25/2026", "", ""}, {"25/12/2026", MDY, ""}, {"12345", "", ""}, {"Nov", "", ""}, {"550", "", ""},
		{"4711-99-01", "", ""}, {"10:30", "", ""},
	} {
		st, ok := ParseDate(c.in, c.order)
		got := ""
		if ok {
			got = st.Instant(oslo).Format(time.RFC3339Nano)
		}
		if got != c.want {
			t.Errorf("ParseDate(%q, %q) = %q, want %q", c.in, c.order, got, c.want)
		}
	}
}

func TestColumnSettlesOrder(t *testing.T) {
	for _, c := range []struct {
		name    string
		values  []string
		order   Order
		certain bool
	}{
		{"one day above twelve", []string{"5/11/26", "6/11/26", "25/11/26"}, DMY, true},
		{"one second number above twelve", []string{"5/11/26", "11/25/26"}, MDY, true},
		{"nothing tells", []string{"5/11/26", "6/11/26"}, Unsettled, false},
		{"same day and month tells nothing and needs nothing", []string{"5/5/26"}, YMD, true},
		{"dots are days first", []string{"05.11.2026"}, YMD, true},
		{"iso", []string{"2026-11-05"}, YMD, true},
		{"the more frequent holds", []string{"25/11/26", "26/11/26", "11/25/26"}, DMY, true},
	} {
		var col DateColumn
		for _, v := range c.values {
			col.Add(v)
		}
		if order, certain := col.Order(); order != c.order || certain != c.certain {
			t.Errorf("%s: order %q, certain %v; want %q, %v", c.name, order, certain, c.order, c.certain)
		}
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		in      string
		decimal byte
		minor   int64 // of a currency with two decimals
		cur     peil.Currency
		ok      bool
	}{
		{"$342.09K", 0, 34209000, "USD", true},
		{"$1,117.10K", 0, 111710000, "USD", true},
		{"27 600 kr", 0, 2760000, "NOK", true},
		{"27\u00a0600\u00a0kr", 0, 2760000, "NOK", true},
		{"27\u202f600,50 kr", 0, 2760050, "NOK", true},
		{"kr 27.600,-", 0, 2760000, "NOK", true},
		{"kr. 100", 0, 10000, "NOK", true},
		{"1.117,10", 0, 111710, "", true},
		{"1,117.10", 0, 111710, "", true},
		{"(1 200)", 0, -120000, "", true},
		{"($1,200.00)", 0, -120000, "USD", true},
		{"\u22121 200,5", 0, -120050, "", true},
		{"-5", 0, -500, "", true},
		{"100-", 0, -10000, "", true},
		{"1,117", 0, 111700, "", true},
		{"1.117", 0, 111700, "", true},
		{"1.117", '.', 112, "", true},
		{"1.117", ',', 111700, "", true},
		{"1,117", ',', 112, "", true},
		{"0.125", 0, 13, "", true},
		{"1100.04", 0, 110004, "", true},
		{"1'234'567.89", 0, 123456789, "", true},
		{"EUR 12,5", 0, 1250, "EUR", true},
		{"12.50 EUR", 0, 1250, "EUR", true},
		{"€5", 0, 500, "EUR", true},
		{"US$ 3", 0, 300, "USD", true},
		{"1,5 mill kr", 0, 150000000, "NOK", true},
		{"2 mrd", 0, 200000000000, "", true},
		{"1.2E+06", 0, 120000000, "", true},
		{".50", 0, 50, "", true},
		{"$1,009.784", 0, 100978, "USD", true},
		{"0", 0, 0, "", true},
		{"1 23", 0, 0, "", false}, {"abc", 0, 0, "", false}, {"", 0, 0, "", false}, {"12 apples", 0, 0, "", false},
		{"2026-11-05", 0, 0, "", false}, {"1,2,3", 0, 0, "", false}, {"5 %", 0, 0, "", false},
		{"99999999999999999999", 0, 0, "", false},
	} {
		a, ok := ParseMoney(c.in, c.decimal)
		minor, fits := a.Minor("NOK")
		if ok != c.ok || ok && (!fits || minor != c.minor || a.Currency != c.cur) {
			t.Errorf("ParseMoney(%q) = %d %s %v, want %d %s %v", c.in, minor, a.Currency, ok, c.minor, c.cur, c.ok)
		}
	}
}

func TestMoneyColumn(t *testing.T) {
	var c MoneyColumn
	for _, v := range []string{"1.117", "12,5", "3.000,00", "kr 5"} {
		c.Add(v)
	}
	if c.Decimal() != ',' || c.Currency() != "NOK" || c.Amounts != 4 {
		t.Errorf("decimal %q, currency %q, amounts %d", c.Decimal(), c.Currency(), c.Amounts)
	}
}

func TestSimpleValues(t *testing.T) {
	for in, want := range map[string]float64{"42,9 %": .429, "100": 1, "0.5": .5, "7%": .07} {
		if got, ok := ParsePercent(in, false); !ok || got != want {
			t.Errorf("ParsePercent(%q) = %v, %v, want %v", in, got, ok, want)
		}
	}
	for in, want := range map[string]time.Duration{"420": 7 * time.Minute, "00:07:00": 7 * time.Minute, "7 min": 7 * time.Minute,
		"1 t 5 min": 65 * time.Minute, "1h 20m": 80 * time.Minute, "90 s": 90 * time.Second, "7:30": 450 * time.Second} {
		if got, ok := ParseDuration(in, time.Second); !ok || got != want {
			t.Errorf("ParseDuration(%q) = %v, %v, want %v", in, got, ok, want)
		}
	}
	for in, want := range map[string]bool{"Ja": true, "nei": false, "Yes": true, "FALSE": false, "x": true} {
		if got, ok := ParseBool(in); !ok || got != want {
			t.Errorf("ParseBool(%q) = %v, %v", in, got, ok)
		}
	}
	if e, ok := Email(" Kari@Eksempel.no; b@c.no"); !ok || e != "kari@eksempel.no" {
		t.Errorf("Email = %q, %v", e, ok)
	}
	if _, ok := Email("kari at eksempel"); ok {
		t.Error("an address without @ was taken")
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-11-05", "15 Apr, 2021 00:02:00", "5/11/26", "45631.5", "5. mai 2026 kl. 14.30", "2026-11-05T14:30:15.250+02:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range []Order{Unsettled, DMY, MDY} {
			if st, ok := ParseDate(s, o); ok {
				if y := st.Instant(time.UTC).Year(); y < 1799 || y > 2201 {
					t.Errorf("ParseDate(%q) is in the year %d", s, y)
				}
				// What was read is read again when it is written plainly.
				day := fmt.Sprintf("%04d-%02d-%02d", st.Year, st.Month, st.Day)
				if again, ok := ParseDate(day, o); !ok || again.Year != st.Year || again.Month != st.Month || again.Day != st.Day {
					t.Errorf("ParseDate(%q) is %s, which is read as %+v", s, day, again)
				}
			}
		}
		var c DateColumn
		c.Add(s)
	})
}

func FuzzMoney(f *testing.F) {
	for _, s := range []string{"$342.09K", "27 600 kr", "1.117,10", "(1 200)", "1.2E+06", ".50", "kr 27.600,-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range []byte{0, '.', ','} {
			if a, ok := ParseMoney(s, d); ok && (a.Scale < 0 || a.Scale > 19) {
				t.Errorf("ParseMoney(%q) has scale %d", s, a.Scale)
			} else if ok && a.Scale < 19 && a.Digits > -1e18 && a.Digits < 1e18 {
				plain := new(big.Rat).SetFrac64(a.Digits, int64(math.Pow10(a.Scale))).FloatString(a.Scale)
				if again, ok := ParseMoney(plain, '.'); !ok || again.Digits != a.Digits || again.Scale != a.Scale {
					t.Errorf("ParseMoney(%q) is %s, which is read as %+v", s, plain, again)
				}
			}
		}
		var c MoneyColumn
		c.Add(s)
		if d, ok := ParseDuration(s, time.Second); ok && d < 0 {
			t.Errorf("ParseDuration(%q) is %v", s, d)
		}
		if p, ok := ParsePercent(s, false); ok && !(p >= 0 && p <= 1) {
			t.Errorf("ParsePercent(%q) is %v", s, p)
		}
		if e, ok := Email(s); ok {
			if again, ok := Email(e); !ok || again != e {
				t.Errorf("Email(%q) is %q, which is read as %q", s, e, again)
			}
		}
	})
}
