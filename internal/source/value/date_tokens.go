package value

import "strings"

// tokens is a date cut into its numbers and words.
type tokens struct {
	nums   [10]numTok
	n      int
	month  int // from a name, else 0
	monthN int // how many numbers stood before the name
	half   int // 1 for am, 2 for pm
	zoned  bool
	offset int
	colon  bool // a time with colons was seen
	timeAt int  // index of the hour in nums, -1 without a time
}

// numTok is a number with how many digits it had and what stood before it.
type numTok struct {
	v, digits int
	sep       byte
}

// read cuts s up; false where there is anything a date does not have.
func (t *tokens) read(s string) bool {
	t.timeAt = -1
	sep := byte(' ')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			j := i
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				j++
			}
			if (sep == '+' || sep == '-') && t.timeAt >= 0 && t.n >= t.timeAt+2 {
				return t.readOffset(s[i:], sep)
			}
			v, ok := number(s[i:j])
			if !ok || t.n == len(t.nums) {
				return false
			}
			if t.timeAt < 0 && j < len(s) && s[j] == ':' {
				t.timeAt, t.colon = t.n, true
			}
			t.nums[t.n] = numTok{v, j - i, sep}
			t.n++
			i, sep = j, ' '
		case c < 0x80 && (c|0x20 < 'a' || c|0x20 > 'z'):
			if strings.IndexByte(" ./-,:+'T", c) < 0 {
				return false
			}
			if c != ' ' {
				sep = c
			}
			i++
		default:
			j := i
			for j < len(s) && (s[j] >= 0x80 || s[j]|0x20 >= 'a' && s[j]|0x20 <= 'z') {
				j++
			}
			if !t.word(strings.ToLower(s[i:j])) {
				return false
			}
			i = j
		}
	}
	return t.n > 0
}

// readOffset reads +02:00, +0200 or +02 behind a time; nothing may follow.
func (t *tokens) readOffset(s string, sign byte) bool {
	s = strings.Replace(s, ":", "", 1)
	h, ok := number(s)
	if !ok {
		return false
	}
	switch len(s) {
	case 1, 2:
		t.offset = h * 3600
	case 4:
		t.offset = h/100*3600 + h%100*60
	default:
		return false
	}
	if sign == '-' {
		t.offset = -t.offset
	}
	t.zoned = true
	return t.offset <= 15*3600 && t.offset >= -15*3600
}

// word takes a month's name, am/pm, a zone, or a word that says nothing.
func (t *tokens) word(w string) bool {
	if m, ok := months[w]; ok && t.month == 0 && t.timeAt < 0 {
		t.month, t.monthN = m, t.n
		return true
	}
	switch w {
	case "am":
		t.half = 1
	case "pm":
		t.half = 2
	case "z", "utc", "gmt":
		t.zoned = true
	case "cet":
		t.zoned, t.offset = true, 3600
	case "cest":
		t.zoned, t.offset = true, 7200
	case "kl", "klokken", "at":
		if t.timeAt < 0 {
			t.timeAt = t.n
		}
	default:
		return noise[w]
	}
	return true
}

// noise is what may stand in a date without saying anything.
var noise = words(`t st nd rd th den of om mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday
	thursday friday saturday sunday man tir tirs ons tor tors fre lør søn mandag tirsdag onsdag torsdag fredag lørdag søndag`)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// months are the names of months in English and the Scandinavian languages.
var months = func() map[string]int {
	m := map[string]int{}
	for i, names := range []string{"january januar januari jan", "february februar februari feb febr", "march mars marts mar",
		"april apr", "may mai maj", "june juni jun", "july juli jul", "august augusti aug", "september sep sept",
		"october oktober oct okt", "november nov", "december desember dec des"} {
		for n := range strings.FieldsSeq(names) {
			m[n] = i + 1
		}
	}
	return m
}()

// stamp puts the numbers in their places.
func (t *tokens) stamp(order Order) (Stamp, bool) {
	day := t.n
	if t.timeAt >= 0 {
		day = t.timeAt
	} else if want := 3 - min(t.month, 1); t.n > want && t.n <= want+3 {
		day, t.timeAt = want, want // 05.11.2026 14.30
	}
	st, ok := t.date(t.nums[:day], order)
	if !ok {
		return st, false
	}
	if t.timeAt >= 0 && !t.clock(&st, t.nums[t.timeAt:t.n]) {
		return st, false
	}
	if t.zoned && !st.HasTime {
		return st, false
	}
	st.Zoned, st.OffsetS = t.zoned, t.offset
	return st, st.valid()
}

func (t *tokens) clock(st *Stamp, n []numTok) bool {
	if len(n) < 1 || len(n) > 4 || len(n) == 1 && t.half == 0 {
		return false
	}
	st.HasTime = true
	st.Hour = n[0].v
	if len(n) > 1 {
		st.Min = n[1].v
	}
	if len(n) > 2 {
		st.Sec, st.HasSec = n[2].v, true
	}
	if len(n) > 3 {
		st.Nano = n[3].v
		for i := n[3].digits; i < 9; i++ {
			st.Nano *= 10
		}
	}
	switch {
	case t.half > 0 && (st.Hour < 1 || st.Hour > 12):
		return false
	case t.half == 1 && st.Hour == 12:
		st.Hour = 0
	case t.half == 2 && st.Hour < 12:
		st.Hour += 12
	}
	return true
}

func (t *tokens) date(n []numTok, order Order) (Stamp, bool) {
	if t.month > 0 {
		return t.named(n)
	}
	if len(n) != 3 || n[1].sep != n[2].sep || n[1].sep == ' ' || n[1].sep == ':' {
		return Stamp{}, false
	}
	a, b, c := n[0], n[1], n[2]
	if a.digits == 4 {
		st := Stamp{Year: a.v, Month: b.v, Day: c.v, order: YMD}
		return st, st.valid()
	}
	if a.digits > 2 || b.digits > 2 || c.digits != 4 && c.digits != 2 {
		return Stamp{}, false
	}
	year := fullYear(c)
	dmy := Stamp{Year: year, Month: b.v, Day: a.v, order: DMY}
	mdy := Stamp{Year: year, Month: a.v, Day: b.v, order: MDY}
	switch {
	case b.sep == '.': // nobody writes month.day.year
		return dmy, dmy.valid()
	case !mdy.valid():
		return dmy, order != MDY && dmy.valid()
	case !dmy.valid():
		return mdy, order != DMY
	case order == MDY:
		mdy.ambiguous = a.v != b.v
		return mdy, true
	}
	dmy.ambiguous = a.v != b.v
	return dmy, true
}

// named reads a date whose month is a word: 5. november 2026, Nov 5 2026,
// 2026 Nov 5, November 2026.
func (t *tokens) named(n []numTok) (Stamp, bool) {
	st := Stamp{Month: t.month, byName: true, order: YMD}
	switch {
	case len(n) == 1 && n[0].digits == 4:
		st.Year, st.Day, st.MonthOnly = n[0].v, 1, true
	case len(n) == 2 && n[0].digits == 4:
		st.Year, st.Day = n[0].v, n[1].v
	case len(n) == 2 && (n[1].digits == 4 || n[1].digits == 2):
		st.Year, st.Day = fullYear(n[1]), n[0].v
	default:
		return st, false
	}
	return st, st.valid()
}

// fullYear puts two digits into the century: 70 to 99 are of the last one.
func fullYear(n numTok) int {
	switch {
	case n.digits > 2:
		return n.v
	case n.v >= 70:
		return 1900 + n.v
	}
	return 2000 + n.v
}
