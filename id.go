package peil

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"sync"
	"time"
)

// ID names a record or an event: the 16 bytes of a ULID, 48 bits of UTC
// milliseconds and 80 random ones. Outside the program it is 26 letters that
// sort as the bytes do.
type ID [16]byte

// crockford is the alphabet of ULIDs: no I, L, O or U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// idChars is the length of an ID's text: 26 letters of 5 bits hold 128 bits
// and two zeros in front.
const idChars = 26

// crockfordValue is the value of each byte in the alphabet, 0xFF outside it.
// As Crockford has it, small letters count, and I, L and O are read as the
// digits they look like.
var crockfordValue = func() (v [256]byte) {
	for i := range v {
		v[i] = 0xFF
	}
	set := func(c byte, n int) {
		v[c] = byte(n)
		if c >= 'A' {
			v[c+'a'-'A'] = byte(n)
		}
	}
	for i := range len(crockford) {
		set(crockford[i], i)
	}
	set('I', 1)
	set('L', 1)
	set('O', 0)
	return v
}()

// lastID is what NewID gave last, so that IDs of one millisecond can count up.
var lastID struct {
	sync.Mutex
	id ID
}

// NewID makes an ID for time t. IDs asked for one after the other within one
// millisecond of t count up, so they sort in the order they were made. A t
// outside the 48 bits (before 1970, after the year 10000) is clamped to them.
func NewID(t time.Time) ID {
	ms := uint64(min(max(t.UnixMilli(), 0), 1<<48-1))
	lastID.Lock()
	defer lastID.Unlock()
	if lastID.id.millis() == ms && !lastID.id.IsZero() {
		increment(&lastID.id)
		return lastID.id
	}
	var id ID
	_, _ = rand.Read(id[6:]) // never fails: crypto/rand ends the program instead
	id[6] &= 0x7F            // leaves 2^79 steps before the counting could run over
	putMillis(&id, ms)
	lastID.id = id
	return id
}

// putMillis writes the first 48 bits.
func putMillis(id *ID, ms uint64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], ms<<16)
	copy(id[:6], b[:6])
}

// increment adds one to the random part.
func increment(id *ID) {
	for i := len(id) - 1; i >= 6; i-- {
		id[i]++
		if id[i] != 0 {
			return
		}
	}
}

// DeriveID makes the same ID from the same parts on every machine: the first
// 16 bytes of a SHA-256. It is for tests and the sample company; its Time says
// nothing. Parts are told apart by their lengths: ("ab","c") is not ("a","bc").
func DeriveID(parts ...string) ID {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return ID(h.Sum(nil)[:16])
}

// ParseID reads the 26 letters of an ID.
func ParseID(s string) (ID, error) {
	bad := func(why string) (ID, error) {
		return ID{}, Invalid("bad_id", "%q is not an id: %s", clip(s), why)
	}
	if len(s) != idChars {
		return bad("it must be 26 characters")
	}
	var id ID
	var bits, n uint // bits holds the n low bits that are not yet written
	out := 0
	for i := range idChars {
		v := crockfordValue[s[i]]
		if v == 0xFF {
			return bad("only digits and letters other than U")
		}
		if i == 0 {
			if v > 7 {
				return bad("it must begin with 0–7")
			}
			bits, n = uint(v), 3 // the first letter holds 3 bits of the 128
			continue
		}
		bits, n = bits<<5|uint(v), n+5
		if n >= 8 {
			n -= 8
			id[out] = byte(bits >> n)
			out++
			bits &= 1<<n - 1
		}
	}
	return id, nil
}

// String returns the 26 letters, also of the zero ID.
func (id ID) String() string {
	var s [idChars]byte
	var bits, n uint
	at := len(s)
	for i := len(id) - 1; i >= 0; i-- {
		bits |= uint(id[i]) << n
		for n += 8; n >= 5; n -= 5 {
			at--
			s[at] = crockford[bits&31]
			bits >>= 5
		}
	}
	s[0] = crockford[bits&31]
	return string(s[:])
}

// IsZero reports whether the ID names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// Time returns the UTC instant the ID was made for, to the millisecond.
func (id ID) Time() time.Time { return time.UnixMilli(int64(id.millis())).UTC() }

func (id ID) millis() uint64 { return binary.BigEndian.Uint64(id[:8]) >> 16 }

// UUID returns the same 16 bytes the way databases write them: lower-case hex,
// 8-4-4-4-12.
func (id ID) UUID() string {
	var s [36]byte
	hex.Encode(s[0:8], id[0:4])
	hex.Encode(s[9:13], id[4:6])
	hex.Encode(s[14:18], id[6:8])
	hex.Encode(s[19:23], id[8:10])
	hex.Encode(s[24:36], id[10:16])
	s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
	return string(s[:])
}

// MarshalText returns the 26 letters; the zero ID is empty.
func (id ID) MarshalText() ([]byte, error) {
	if id.IsZero() {
		return []byte{}, nil
	}
	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (id *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID{}
		return nil
	}
	v, err := ParseID(string(b))
	if err != nil {
		return err
	}
	*id = v
	return nil
}
